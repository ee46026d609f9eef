"""What became of each accepted link, judged beside the other links of its two clauses."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from chuandao.cascade.tracing.likeness import background
from chuandao.cascade.tracing.reading import lexicon
from chuandao.cascade.tracing.understood import Clause
from chuandao.catalog.rows import rows_of
from chuandao.catalog.thresholds import thresholds
from chuandao.text.difference.change import Change
from chuandao.text.difference.labels import LABELS, Labelled, LabelScorer, decided
from chuandao.text.difference.seen import Seen, seen_pair
from chuandao.text.difference.telling import ChangeScorer, told
from chuandao.text.outcome.features import Surroundings
from chuandao.text.outcome.focus import focused
from chuandao.text.outcome.own_words import own_words
from chuandao.text.outcome.rules import specifics_kept

Judged = tuple[Labelled, tuple[Change, ...]]


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
    one = focused(upper.side, lower.side, [clause.side for clause in other_lowers])
    two = focused(lower.side, upper.side, [clause.side for clause in other_uppers])
    around = Surroundings(background(), own, len(other_uppers), len(other_lowers))
    return seen_pair(one, two, lexicon(), bounds(), around)


def judged(
    upper: Clause,
    lower: Clause,
    other_uppers: Sequence[Clause] = (),
    other_lowers: Sequence[Clause] = (),
    own: frozenset[str] = frozenset(),
) -> Judged:
    """Return the labels and the changes of a link; the parameters are those of `seen`."""
    return judged_pair(
        seen(upper, lower, other_uppers, other_lowers, own), label_scorer(), change_scorer()
    )


def judged_pair(pair: Seen, labeller: LabelScorer, teller: ChangeScorer) -> Judged:
    """Return what two scorers make of a linked pair."""
    likely = labeller.probabilities(pair.features)
    named = decided(pair.features, pair.found, likely, bounds())
    named = replace(named, kept=specifics_kept(pair.upper, pair.found))
    return named, told(pair, likely.tolist(), teller, bounds()["change_told"])


def own_field(uppers: Iterable[Clause], lowers: Iterable[Clause]) -> frozenset[str]:
    """Return the words of a lower document's own field, beside those of the upper document."""
    return own_words([c.side.words for c in uppers], [c.side.words for c in lowers])


@cache
def bounds() -> Mapping[str, float]:
    """Return the thresholds of the catalogue as plain values."""
    return {name: entry.value for name, entry in thresholds().items()}
