"""What became of each accepted link, judged beside the other links of its two clauses."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache

import numpy as np

from chuandao.cascade.tracing.linking.likeness import background
from chuandao.cascade.tracing.understanding.understood import Clause
from chuandao.cascade.tracing.understanding.wordings import Wording
from chuandao.catalog.rows import rows_of
from chuandao.catalog.thresholds import thresholds
from chuandao.text.commitment.commitment import Found
from chuandao.text.difference.change import Change
from chuandao.text.difference.labels import LABELS, Labelled, LabelScorer, decided
from chuandao.text.difference.seen import Seen, seen_pair
from chuandao.text.difference.telling import ChangeScorer, told
from chuandao.text.likeness.words import words_of
from chuandao.text.outcome.features import Surroundings
from chuandao.text.outcome.focus import focused
from chuandao.text.outcome.own_words import own_words
from chuandao.text.outcome.rules import specifics_kept

Judged = tuple[Labelled, tuple[Change, ...]]

_MOST_KEPT = 1 << 14


@cache
def label_scorer() -> LabelScorer:
    """Return the labeller of the catalogue (``label_scorer.csv``).

    Examples
    --------
    >>> label_scorer().weights.shape[1] == len(LABELS)
    True
    """
    rows = list(rows_of("label_scorer.csv"))
    held = [row for row in rows if row["feature"] != "intercept"]
    first = next(row for row in rows if row["feature"] == "intercept")
    return LabelScorer(
        names=tuple(row["feature"] for row in held),
        mean=np.array([float(row["mean"]) for row in held]),
        scale=np.array([float(row["scale"]) for row in held]),
        weights=np.array([[float(row[label]) for label in LABELS] for row in held]),
        intercept=np.array([float(first[label]) for label in LABELS]),
    )


@cache
def change_scorer() -> ChangeScorer:
    """Return the scorer of changes of the catalogue (``change_scorer.csv``).

    Examples
    --------
    >>> "bias" in change_scorer().weights
    True
    """
    rows = rows_of("change_scorer.csv")
    return ChangeScorer({row["feature"]: float(row["weight"]) for row in rows})


def seen(
    upper: Clause,
    lower: Clause,
    other_uppers: Sequence[Clause] = (),
    other_lowers: Sequence[Clause] = (),
    own: frozenset[str] = frozenset(),
) -> Seen:
    """Return a linked pair as the labeller sees it, beside the other links of its clauses.

    Parameters
    ----------
    upper, lower : Clause
    other_uppers : sequence of Clause
        What else of the same upper document the lower clause is linked to.
    other_lowers : sequence of Clause
        What else of the same lower document the upper clause is linked to: what one of them
        answers is not left out by the others.
    own : frozenset of str
        From `own_field`.
    """
    above = tuple(clause.wording for clause in other_uppers)
    below = tuple(clause.wording for clause in other_lowers)
    return _seen(upper.wording, lower.wording, above, below, _own_here(own, lower))


def judged(
    upper: Clause,
    lower: Clause,
    other_uppers: Sequence[Clause] = (),
    other_lowers: Sequence[Clause] = (),
    own: frozenset[str] = frozenset(),
) -> Judged:
    """Return the labels and the changes of a link; the parameters are those of `seen`."""
    above = tuple(clause.wording for clause in other_uppers)
    below = tuple(clause.wording for clause in other_lowers)
    here = _own_here(own, lower)
    named, found = _judged(upper.wording, lower.wording, above, below, here)
    return named, tuple(_placed(change, upper.start, lower.start) for change in found)


def judged_pair(pair: Seen, labeller: LabelScorer, teller: ChangeScorer) -> Judged:
    """Return what two scorers make of a linked pair."""
    likely = labeller.probabilities(pair.features)
    named = decided(pair.features, pair.found, likely, bounds())
    named = replace(named, kept=specifics_kept(pair.upper, pair.found))
    return named, told(pair, likely.tolist(), teller, bounds()["change_told"])


def own_field(uppers: Iterable[Clause], lowers: Iterable[Clause]) -> frozenset[str]:
    """Return the words of a lower document's own field, beside those of the upper document."""
    return own_words([c.side.words for c in uppers], [c.side.words for c in lowers])


@lru_cache(maxsize=_MOST_KEPT)
def _judged(
    upper: Wording,
    lower: Wording,
    above: tuple[Wording, ...],
    below: tuple[Wording, ...],
    own: frozenset[str],
) -> Judged:
    """Judge two wordings beside others, wherever they stand: copies are judged once."""
    return judged_pair(_seen(upper, lower, above, below, own), label_scorer(), change_scorer())


def _seen(
    upper: Wording,
    lower: Wording,
    above: tuple[Wording, ...],
    below: tuple[Wording, ...],
    own: frozenset[str],
) -> Seen:
    one = focused(upper.side, lower.side, [wording.side for wording in below])
    two = focused(lower.side, upper.side, [wording.side for wording in above])
    around = Surroundings(background(), own, len(above), len(below))
    return seen_pair(one, two, upper.lexicon, bounds(), around)


def _own_here(own: frozenset[str], lower: Clause) -> frozenset[str]:
    """Return the words of the own field that a clause has: copies of it are judged alike."""
    return own.intersection(words_of(lower.side.words)) if own else own


def _placed(change: Change, upper: int, lower: int) -> Change:
    """Return a change of two wordings where its clauses begin in their documents."""
    return replace(change, upper=_at(change.upper, upper), lower=_at(change.lower, lower))


def _at(found: Found | None, by: int) -> Found | None:
    return Found(found.value, found.start + by, found.end + by) if found else None


@cache
def bounds() -> Mapping[str, float]:
    """Return the thresholds of the catalogue as plain values."""
    return {name: entry.value for name, entry in thresholds().items()}
