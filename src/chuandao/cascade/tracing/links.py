"""Links (對應關係) between the clauses of two documents, by probability with competition."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from chuandao.cascade.tracing.judging import Judged, judged
from chuandao.cascade.tracing.understood import Clause
from chuandao.catalog.rows import rows_of
from chuandao.catalog.thresholds import threshold
from chuandao.text.change import Change
from chuandao.text.similarity import Matrix, likeness, sameness

FEATURES = ("cosine", "in_upper", "in_lower", "heading", "numbers", "of_lower", "of_upper")
_SHOWN = 3  # links kept for review: the accepted one and two alternatives


@dataclass(frozen=True)
class Link:
    """A link of an upper and a lower clause; rank 1 = accepted, 2 and 3 = alternatives.

    ``doubtful``: another primary label comes near, a person should look.
    """

    upper: str
    lower: str
    relation: str
    probability: float
    rank: int
    labels: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    source: str = "model"
    doubtful: bool = False


def find_links(
    uppers: Sequence[Clause], lowers: Sequence[Clause], relation: str
) -> tuple[Link, ...]:
    """Return the links of a lower document's clauses to an upper document's.

    Every lower clause takes its best upper clause, and further ones that come near it, where
    the probability is at least ``link_accept``; the next best are kept as alternatives.

    Parameters
    ----------
    uppers, lowers : sequences of Clause
    relation : str
        parent, root, sibling or other.

    Returns
    -------
    tuple of Link
        In the order of the lower clauses, then by rank and falling probability.
    """
    if not uppers or not lowers:
        return ()
    probability = probabilities(features(uppers, lowers))
    kept = [
        (row, column, rank)
        for column in range(len(lowers))
        for row, rank in chosen(probability[:, column])
    ]
    accepted = [(row, column) for row, column, rank in kept if rank == 1]
    outcomes = {pair: _judged(pair, accepted, uppers, lowers) for pair in accepted}
    return tuple(
        _link(
            uppers[row], lowers[column], relation, float(probability[row, column]), rank,
            outcomes.get((row, column)),
        )
        for row, column, rank in kept
    )  # fmt: skip


def features(uppers: Sequence[Clause], lowers: Sequence[Clause]) -> dict[str, Matrix]:
    """Return the features of every pair, each a matrix (uppers, lowers) of shares 0–1."""
    alike = likeness([c.compared for c in uppers], [c.compared for c in lowers])
    return {
        "cosine": alike.cosine,
        "in_upper": alike.in_upper,
        "in_lower": alike.in_lower,
        "heading": _pairwise(uppers, lowers, _heading),
        "numbers": _pairwise(uppers, lowers, _numbers),
        "of_lower": _against_best(alike.cosine, axis=0),
        "of_upper": _against_best(alike.cosine, axis=1),
    }


def probabilities(found: dict[str, Matrix]) -> Matrix:
    """Return the probability of a link for every pair, by the logistic scorer of the catalogue."""
    weights = scorer()
    odds = sum((weights[name] * found[name] for name in FEATURES), start=weights["intercept"])
    return np.asarray(1 / (1 + np.exp(-np.asarray(odds, dtype=float))))


@cache
def scorer() -> dict[str, float]:
    """Return the weights of the scorer by feature; their origin stands in ``scorer.csv``."""
    return {row["feature"]: float(row["weight"]) for row in rows_of("scorer.csv")}


def chosen(probability: Matrix) -> list[tuple[int, int]]:
    """Return (row, rank) of the links kept for one lower clause, given its probabilities.

    Rank 1 are the accepted ones, the best first; 2 and 3 alternatives for review.

    Examples
    --------
    >>> chosen(np.array([0.9, 0.2, 0.6]))
    [(0, 1), (2, 1), (1, 2)]
    """
    order = sorted(range(len(probability)), key=lambda row: (-probability[row], row))[: _SHOWN + 2]
    best = probability[order[0]]
    accepted = [
        row
        for row in order
        if probability[row] >= threshold("link_accept")
        and probability[row] >= threshold("link_rival") * best
    ]
    rest = [row for row in order if row not in accepted]
    shown = [row for row in rest if probability[row] >= threshold("link_shown")][: _SHOWN - 1]
    return [(row, 1) for row in accepted] + [(row, rank) for rank, row in enumerate(shown, 2)]


def _judged(
    pair: tuple[int, int],
    accepted: Sequence[tuple[int, int]],
    uppers: Sequence[Clause],
    lowers: Sequence[Clause],
) -> Judged:
    """Return what became of an accepted link, beside the others of its clauses."""
    row, column = pair
    above = [uppers[r] for r, c in accepted if c == column and r != row]
    below = [lowers[c] for r, c in accepted if r == row and c != column]
    return judged(uppers[row], lowers[column], above, below)


def _link(
    upper: Clause,
    lower: Clause,
    relation: str,
    probability: float,
    rank: int,
    outcome: Judged | None,
) -> Link:
    rounded = round(probability, 4)
    if outcome is None:
        return Link(upper.id, lower.id, relation, rounded, rank)
    named, found = outcome
    return Link(
        upper.id, lower.id, relation, rounded, rank, named.labels, found, doubtful=named.doubtful
    )


def _against_best(cosine: Matrix, axis: int) -> Matrix:
    """Return each cosine as a share of the best one of its lower (0) or upper (1) clause.

    A best one below ``likeness_floor`` is no yardstick: the best of a bad lot is no link.
    """
    best = np.maximum(cosine.max(axis=axis, keepdims=True), threshold("likeness_floor"))
    return np.asarray(np.divide(cosine, best, out=np.zeros_like(cosine), where=best > 0))


def _pairwise(
    uppers: Sequence[Clause], lowers: Sequence[Clause], rate: Callable[[Clause, Clause], float]
) -> Matrix:
    return np.array([[rate(upper, lower) for lower in lowers] for upper in uppers], dtype=float)


def _heading(upper: Clause, lower: Clause) -> float:
    one, other = upper.heading.split(" / ")[-1], lower.heading.split(" / ")[-1]
    return sameness(one, other) if one and other else 0.0


def _numbers(upper: Clause, lower: Clause) -> float:
    wanted = {(t.dimension, t.value) for t in upper.side.targets}
    given = {(t.dimension, t.value) for t in lower.side.targets}
    return len(wanted & given) / len(wanted) if wanted else 0.0
