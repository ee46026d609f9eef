"""Links (對應關係) between the clauses of two documents, by calibrated probability."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from chuandao.cascade.tracing.linking.judging import Judged, judged, own_field
from chuandao.cascade.tracing.linking.likeness import Compared
from chuandao.cascade.tracing.linking.meaning import Meaning
from chuandao.cascade.tracing.understanding.understood import Clause
from chuandao.catalog.rows import rows_of
from chuandao.catalog.thresholds import threshold
from chuandao.text.difference.change import Change
from chuandao.text.likeness.choice import accepted, likeliest_cut, ranks, stand_ins
from chuandao.text.likeness.compare import Matrix
from chuandao.text.likeness.features import pair_features
from chuandao.text.likeness.odds import logistic
from chuandao.text.likeness.profile import Profile
from chuandao.text.similarity import common

Mask = NDArray[np.bool_]
_MOST_BLOCKS = 1 << 8  # kept while documents are traced
_CERTAIN = 1e-4  # probabilities beyond are taken for as likely as this
_LONG = 12  # letters from which the same wording is no chance
_CHECKABLE = ("targets", "deadline", "lead", "conditions", "instruments")


@dataclass(frozen=True)
class Link:
    """A link of an upper and a lower clause; rank 1 = accepted, 2 and 3 = alternatives.

    ``doubtful``: another primary label comes near, or the link itself is none too
    likely (``link_doubtful``): a person should look; ``kept``: share of the
    upper clause's targets, days and instruments that the lower one names (0–1).
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
    kept: float = 1.0


@dataclass(frozen=True)
class Nearer:
    """What a lower document takes from the documents between it and its root.

    ``links``: to them; ``inherited``: (root's clause, lower clause) where the lower one answers
    a clause between them that answers the root's.
    """

    links: Sequence[Link] = ()
    inherited: Collection[tuple[str, str]] = ()


NOTHING = Nearer()


def find_links(
    upper: Compared,
    lower: Compared,
    relation: str,
    nearer: Nearer = NOTHING,
    meaning: Meaning | None = None,
) -> tuple[Link, ...]:
    """Return the links of a lower document's clauses to an upper document's.

    Parameters
    ----------
    upper, lower : Compared
        The clauses of two documents.
    relation : str
        parent, root, sibling or other.
    nearer : Nearer, optional
        What stands between the two documents: a clause is then linked past it only if that
        is likelier by at least ``link_past`` (its words come from there) or, by rule, if a
        clause between them leads there.
    meaning : Meaning, optional
        Re-scores the pairs that the words leave uncertain; their links bear source semantic.

    Returns
    -------
    tuple of Link
        In the order of the lower clauses, then by rank and falling probability.
    """
    if not upper.clauses or not lower.clauses:
        return ()
    by_words = probability_by_words(upper, lower)
    probability = _rescored(by_words, upper, lower, meaning)
    taken = decided(probability, upper.clauses, lower.clauses)
    by_rule = taken & ~_past(probability, lower.clauses, nearer)
    taken &= ~by_rule | _inherited(upper.clauses, lower.clauses, nearer)
    placed = ranks(probability, taken, threshold("link_shown"))
    outcomes = _outcomes(placed, upper.clauses, lower.clauses)
    return tuple(
        replace(
            _link(
                upper.clauses[row],
                clause,
                relation,
                float(probability[row, column]),
                rank,
                outcomes.get((row, column)),
            ),
            source=_source(
                by_rule=bool(rank == 1 and by_rule[row, column]),
                by_meaning=bool(probability[row, column] != by_words[row, column]),
            ),
        )
        for column, clause in enumerate(lower.clauses)
        for row, rank in placed[column]
    )


def likeliest(
    upper: Compared, lower: Compared, meaning: Meaning | None = None
) -> dict[tuple[str, str], float]:
    """Return the highest probability of a link of each upper clause to the lower document.

    Shown or not: how sure it is that nothing answers the clause. Keys are (upper clause, lower
    document); nothing where either document has no clause.
    """
    if not upper.clauses or not lower.clauses:
        return {}
    by_words = probability_by_words(upper, lower)
    best = _rescored(by_words, upper, lower, meaning).max(axis=1)
    document = lower.clauses[0].document
    return {(c.id, document): float(p) for c, p in zip(upper.clauses, best, strict=True)}


def _rescored(
    by_words: Matrix, upper: Compared, lower: Compared, meaning: Meaning | None
) -> Matrix:
    return meaning.rescored(by_words, upper.clauses, lower.clauses) if meaning else by_words


def probability_by_words(upper: Compared, lower: Compared) -> Matrix:
    """Return the probability of a link for every pair of clauses (uppers, lowers)."""
    return _likely(upper.profile, lower.profile)


def _source(*, by_rule: bool, by_meaning: bool) -> str:
    return "rule" if by_rule else "semantic" if by_meaning else "model"


def decided(probability: Matrix, uppers: Sequence[Clause], lowers: Sequence[Clause]) -> Mask:
    """Return which links are accepted, of the probabilities of all pairs (uppers, lowers).

    A lower clause that says nothing checkable and has no link stands for the likeliest upper
    one that nothing answers. Two openings say each why its own document was written: below
    ``link_opening`` they answer nothing, and are at most shown as alternatives.
    """
    openings = np.outer([_opens(c) for c in uppers], [_opens(c) for c in lowers])
    own = openings & (probability < threshold("link_opening"))
    judged = np.where(own, 0.0, probability)
    bounds = threshold("link_least"), threshold("link_accept")
    cut = likeliest_cut(judged, bounds, threshold("link_cut"))
    taken = accepted(judged, cut, threshold("link_rival"), threshold("link_alone"))
    tasks = np.array([clause.kind != "preamble" for clause in uppers])
    vague = np.array([_is_vague(clause) for clause in lowers])
    least = threshold("link_vague")
    return taken | stand_ins(np.where(tasks[:, None], judged, 0.0), taken, vague, least)


def probabilities(found: dict[str, Matrix]) -> Matrix:
    """Return the probability of a link for every pair, by the logistic scorer of the catalogue."""
    weights = scorer()
    return logistic(found, weights, weights["intercept"])


@cache
def scorer() -> dict[str, float]:
    """Return the weights of the scorer by feature; their origin stands in ``scorer.csv``."""
    return {row["feature"]: float(row["weight"]) for row in rows_of("scorer.csv")}


@lru_cache(maxsize=_MOST_BLOCKS)
def _likely(upper: Profile, lower: Profile) -> Matrix:
    """Return the probability of every pair, at least that of a copy; copied documents once."""
    judged = probabilities(pair_features(upper, lower))
    return np.maximum(judged, copied(upper, lower))


def copied(upper: Profile, lower: Profile) -> Matrix:
    """Return the sameness (0–1) of pairs whose wording is the same from ``link_copied`` on, else 0.

    Rarity cannot be told in documents of one or two clauses; a copy is a copy all the same.
    """
    least = 100 * threshold("link_copied")
    above, below = ([common(one.words) for one in side.passages] for side in (upper, lower))
    same = process.cdist(above, below, scorer=fuzz.ratio, score_cutoff=least, dtype=np.float64)
    long = [np.array([len(words) >= _LONG for words in side]) for side in (above, below)]
    return np.where(np.logical_and.outer(*long), same / 100, 0.0)


def _opens(clause: Clause) -> bool:
    return clause.kind == "preamble" and clause.path.startswith("0.")


def _is_vague(clause: Clause) -> bool:
    said = any(clause.side.found(name) for name in _CHECKABLE)
    return not said and clause.kind != "preamble" and "\t" not in clause.text and not clause.cells


def _past(probability: Matrix, lowers: Sequence[Clause], nearer: Nearer) -> Mask:
    """Return which pairs are clearly likelier than any link to what stands between.

    By odds: of two links that are all but certain, one may still be the clearly likelier.
    """
    if not nearer.links:
        return np.ones(probability.shape, dtype=bool)
    best = {clause.id: 0.0 for clause in lowers}
    for link in nearer.links:
        best[link.lower] = max(best[link.lower], link.probability)
    least = _odds(np.array([best[clause.id] for clause in lowers])) + threshold("link_past")
    return np.asarray(_odds(probability) >= least[None, :])


def _odds(probability: Matrix) -> Matrix:
    inside = np.clip(probability, _CERTAIN, 1 - _CERTAIN)
    return np.log(inside / (1 - inside))


def _inherited(uppers: Sequence[Clause], lowers: Sequence[Clause], nearer: Nearer) -> Mask:
    rows, columns = ({one.id: at for at, one in enumerate(side)} for side in (uppers, lowers))
    found = np.zeros((len(uppers), len(lowers)), dtype=bool)
    for above, below in nearer.inherited:
        if above in rows and below in columns:
            found[rows[above], columns[below]] = True
    return found


def accepted_link(upper: Clause, lower: Clause, relation: str) -> Link:
    """Return the link of two clauses that a person says correspond, labelled by the program."""
    return _link(upper, lower, relation, 1.0, 1, judged(upper, lower, [], []))


def _outcomes(
    placed: Sequence[Sequence[tuple[int, int]]],
    uppers: Sequence[Clause],
    lowers: Sequence[Clause],
) -> dict[tuple[int, int], Judged]:
    """Return what became of each accepted link, judged beside the others of its clauses."""
    taken = [(row, column) for column, found in enumerate(placed) for row, r in found if r == 1]
    outcomes = {}
    own = own_field(uppers, lowers)
    for row, column in taken:
        above = [uppers[r] for r, c in taken if c == column and r != row]
        below = [lowers[c] for r, c in taken if r == row and c != column]
        outcomes[row, column] = judged(uppers[row], lowers[column], above, below, own)
    return outcomes


def _link(
    upper: Clause,
    lower: Clause,
    relation: str,
    probability: float,
    rank: int,
    outcome: Judged | None = None,
) -> Link:
    rounded = round(probability, 4)
    if outcome is None:
        return Link(upper.id, lower.id, relation, rounded, rank)
    named, found = outcome
    return Link(
        upper.id,
        lower.id,
        relation,
        rounded,
        rank,
        named.labels,
        found,
        doubtful=named.doubtful or rounded < threshold("link_doubtful"),
        kept=named.kept,
    )
