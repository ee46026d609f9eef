"""Labels of a link: what became of an upper clause in the lower one.

A multinomial logistic model over the features of a pair (`chuandao.text.outcome.features`) weighs
the evidence; what the design decides outright stays decided: a copy is verbatim by sameness and by
nothing else; what is only stricter, or only apportioned, is not weakened; what was parsed as
reversed is substituted; a clause with a number in it is no slogan.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from chuandao.text.difference.change import Change
from chuandao.text.difference.seen import Seen

LABELS = (
    "faithful", "localised", "strengthened", "verbatim", "summarised", "narrowed", "weakened",
    "sloganised", "substituted",
)  # fmt: skip
_ALONE = {"verbatim", "sloganised"}  # what holds whole leaves no room for others
Vector = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class LabelScorer:
    """Weights by feature (rows) and label (columns), and the scale of each feature."""

    names: tuple[str, ...]
    mean: Vector
    scale: Vector
    weights: Vector
    intercept: Vector

    @cached_property
    def folded(self) -> tuple[Vector, Vector]:
        """Weights and intercept for features as they are, the scale worked in."""
        weights = self.weights / self.scale[:, None]
        return weights, self.intercept - self.mean @ weights

    def probabilities(self, found: Mapping[str, float]) -> Vector:
        """Return the probability of every label of `LABELS`."""
        weights, intercept = self.folded
        odds = np.array([found[name] for name in self.names]) @ weights + intercept
        odds = np.exp(odds - odds.max())
        return np.asarray(odds / odds.sum())


@dataclass(frozen=True)
class Labelled:
    """The labels of a pair, the primary one first, with its probability.

    ``doubtful``: another label comes so near that a person should look; ``kept``: share of the
    upper clause's targets, days and instruments not left out (0–1).
    """

    labels: tuple[str, ...]
    probability: float
    doubtful: bool
    kept: float = 1.0


def labelled(pair: Seen, thresholds: Mapping[str, float], scorer: LabelScorer) -> Labelled:
    """Return every label that holds for a linked pair, the primary one first; never none.

    Parameters
    ----------
    pair : Seen
        From `chuandao.text.difference.seen.seen_pair`.
    thresholds : mapping
        ``label_also`` (probability from which a further label holds), ``label_margin`` (lead
        under which the label is doubtful).
    scorer : LabelScorer
    """
    return decided(pair.features, pair.found, scorer.probabilities(pair.features), thresholds)


def decided(
    seen: Mapping[str, float],
    found: Sequence[Change],
    probability: Vector,
    thresholds: Mapping[str, float],
) -> Labelled:
    """Return the labels, given features and probabilities, within what the design forbids."""
    if seen["rule_verbatim"]:
        return Labelled(("verbatim",), 1.0, doubtful=False)
    barred = _barred(seen, found)
    odds = probability * np.array([label not in barred for label in LABELS])
    odds = odds / odds.sum()
    turned = any(change.direction == "reversed" for change in found)
    order = sorted(
        range(len(LABELS)),
        key=lambda at: (not (turned and LABELS[at] == "substituted"), -odds[at], at),
    )
    first, lead = LABELS[order[0]], odds[order[0]] - odds[order[1]]
    also = [
        LABELS[at]
        for at in order[1:]
        if odds[at] >= thresholds["label_also"] and LABELS[at] not in {"faithful", *_ALONE}
    ]
    named = (first,) if first in _ALONE else (first, *also)
    return Labelled(named, float(odds[order[0]]), bool(lead < thresholds["label_margin"]))


def _barred(seen: Mapping[str, float], found: Sequence[Change]) -> set[str]:
    """Return the labels that the design forbids for a pair, whatever the model says."""
    barred = {"verbatim"}  # by sameness alone
    ways = {(change.attribute, change.direction) for change in found} - {("scope", "laxer")}
    stricter = any(way == "stricter" for _, way in ways)
    laxer = any(way == "laxer" for _, way in ways)
    if (seen["apportioned"] or stricter) and not (laxer or _lost(found)):
        barred.add("weakened")
    if seen["apportioned"] and not any(way == "omitted" for _, way in ways):
        barred |= {"narrowed", "summarised"}  # the territory explains it
    if not seen["no_number"]:
        barred.add("sloganised")
    return barred


def _lost(found: Sequence[Change]) -> bool:
    """Return whether a safeguard or an instrument was left out."""
    return any(
        change.direction == "omitted" and change.attribute in {"safeguards", "instruments"}
        for change in found
    )
