"""What became of each accepted link, judged beside the other links of its two clauses."""

from collections.abc import Iterable, Mapping
from functools import cache

import numpy as np

from chuandao.cascade.tracing.reading import lexicon
from chuandao.cascade.tracing.understood import Clause
from chuandao.catalog.rows import rows_of
from chuandao.catalog.thresholds import thresholds
from chuandao.text.difference.change import Change
from chuandao.text.difference.difference import changes
from chuandao.text.difference.labels import LABELS, Labelled, LabelScorer, labelled
from chuandao.text.outcome.focus import focused

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
    above, below = list(other_uppers), list(other_lowers)
    one = focused(upper.side, lower.side, [clause.side for clause in below])
    two = focused(lower.side, upper.side, [clause.side for clause in above])
    found = changes(one, two, lexicon())
    beside = (len(above), len(below))
    named = labelled(one, two, found, lexicon(), bounds(), scorer or label_scorer(), beside)
    return named, found


@cache
def bounds() -> Mapping[str, float]:
    """Return the thresholds of the catalogue as plain values."""
    return {name: entry.value for name, entry in thresholds().items()}
