"""What became of each accepted link, judged beside the other links of its two clauses."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache, lru_cache

import numpy as np

from chuandao.cascade.tracing.understood import Clause
from chuandao.cascade.tracing.wordings import Wording
from chuandao.catalog.rows import rows_of
from chuandao.catalog.thresholds import thresholds
from chuandao.text.commitment.commitment import Found
from chuandao.text.difference.change import Change
from chuandao.text.difference.difference import changes
from chuandao.text.difference.labels import LABELS, Labelled, LabelScorer, labelled
from chuandao.text.outcome.focus import focused

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


def judged(
    upper: Clause,
    lower: Clause,
    other_uppers: Iterable[Clause] = (),
    other_lowers: Iterable[Clause] = (),
    scorer: LabelScorer | None = None,
) -> Judged:
    """Return the labels and the changes of a link.

    Parameters
    ----------
    upper, lower : Clause
    other_uppers : iterable of Clause
        What else of the same upper document the lower clause is linked to.
    other_lowers : iterable of Clause
        What else of the same lower document the upper clause is linked to: what one of them
        answers is not left out by the others.
    scorer : LabelScorer, optional
        By default that of the catalogue.
    """
    above = tuple(clause.wording for clause in other_uppers)
    below = tuple(clause.wording for clause in other_lowers)
    chosen = scorer or label_scorer()
    named, found = _judged(upper.wording, lower.wording, above, below, chosen)
    return named, tuple(_placed(change, upper.start, lower.start) for change in found)


@lru_cache(maxsize=_MOST_KEPT)
def _judged(
    upper: Wording,
    lower: Wording,
    above: tuple[Wording, ...],
    below: tuple[Wording, ...],
    scorer: LabelScorer,
) -> Judged:
    """Judge two wordings beside others, wherever they stand: copies are judged once."""
    one = focused(upper.side, lower.side, [wording.side for wording in below])
    two = focused(lower.side, upper.side, [wording.side for wording in above])
    found = changes(one, two, upper.lexicon)
    beside = (len(above), len(below))
    return labelled(one, two, found, upper.lexicon, bounds(), scorer, beside), found


def _placed(change: Change, upper: int, lower: int) -> Change:
    """Return a change of two wordings where its clauses begin in their documents."""
    return replace(change, upper=_at(change.upper, upper), lower=_at(change.lower, lower))


def _at(found: Found | None, by: int) -> Found | None:
    return Found(found.value, found.start + by, found.end + by) if found else None


@cache
def bounds() -> Mapping[str, float]:
    """Return the thresholds of the catalogue as plain values."""
    return {name: entry.value for name, entry in thresholds().items()}
