"""Labels of a link: what became of an upper clause in the lower one.

A multinomial logistic model over the features of a pair (`chuandao.text.outcome.features`) weighs
the evidence; what the design forbids outright stays forbidden: a copy is verbatim by sameness, a
clause without anything laxer that is stricter is not weakened, an apportioned total is not weakened,
a slogan needs something that was asked and is gone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from chuandao.text.change import Change, Side
from chuandao.text.lexicon import Lexicon
from chuandao.text.outcome.features import features
from chuandao.text.outcome.rules import held_rules, moves
from chuandao.text.outcome.wording import kept
from chuandao.text.similarity import sameness

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

    ``doubtful``: another label comes so near that a person should look.
    """

    labels: tuple[str, ...]
    probability: float
    doubtful: bool


def labelled(
    upper: Side,
    lower: Side,
    found: Sequence[Change],
    lexicon: Lexicon,
    thresholds: Mapping[str, float],
    scorer: LabelScorer,
    beside: tuple[int, int] = (0, 0),
) -> Labelled:
    """Return every label that holds for a linked pair, the primary one first.

    Parameters
    ----------
    upper, lower : Side
        Where either is linked to other clauses too, as `chuandao.text.outcome.focus.focused`.
    found : sequence of Change
        From `chuandao.text.difference.changes`, of the same two sides.
    lexicon : Lexicon
    thresholds : mapping
        Those of the rules, and ``label_also`` (probability from which a further label holds),
        ``label_margin`` (lead under which the label is doubtful).
    scorer : LabelScorer
    beside : (int, int)
        How many other upper clauses the lower one is linked to, and the other way round.
    """
    seen = features(upper, lower, found, lexicon, thresholds, beside)
    return decided(upper, lower, found, scorer.probabilities(seen), lexicon, thresholds)


def labels(
    upper: Side,
    lower: Side,
    found: Sequence[Change],
    lexicon: Lexicon,
    thresholds: Mapping[str, float],
    scorer: LabelScorer,
) -> tuple[str, ...]:
    """Return the labels of a pair linked to nothing else (see `labelled`); never empty."""
    return labelled(upper, lower, found, lexicon, thresholds, scorer).labels


def decided(
    upper: Side,
    lower: Side,
    found: Sequence[Change],
    probability: Vector,
    lexicon: Lexicon,
    thresholds: Mapping[str, float],
) -> Labelled:
    """Return the labels, given the probabilities of the model, within what the design forbids."""
    rules = held_rules(upper, lower, found, lexicon, thresholds)
    barred = _barred(upper, lower, found, rules, thresholds)
    allowed = np.array([0.0 if label in barred else 1.0 for label in LABELS])
    odds = probability * allowed
    odds = odds / odds.sum()
    order = sorted(range(len(LABELS)), key=lambda at: (-odds[at], at))
    first = LABELS[order[0]]
    also = [
        LABELS[at]
        for at in order[1:]
        if LABELS[at] not in {"faithful", *_ALONE}
        and LABELS[at] not in barred
        and (odds[at] >= thresholds["label_also"])
    ]
    lead = odds[order[0]] - odds[order[1]]
    if first in _ALONE:
        also = []
    return Labelled((first, *also), float(odds[order[0]]), bool(lead < thresholds["label_margin"]))


def _barred(
    upper: Side,
    lower: Side,
    found: Sequence[Change],
    rules: Mapping[str, bool],
    thresholds: Mapping[str, float],
) -> set[str]:
    """Return the labels that the design forbids for a pair, whatever the model says."""
    if sameness(upper.words, lower.words) == 1.0:
        return set(LABELS) - {"verbatim"}
    barred = set()
    alike = sameness(upper.words, lower.words)
    if moves(found) or alike < thresholds["verbatim_least"]:
        barred.add("verbatim")
    if rules["verbatim"]:
        barred |= {"localised", "summarised", "sloganised", "weakened", "substituted", "faithful"}
    apportioned = any(change.reason == "change.apportioned" for change in found)
    if (apportioned or rules["strengthened"]) and not _lost(found):
        barred.add("weakened")
    if lower.targets or kept(lower.words, upper.words) > thresholds["slogan_borrowed"]:
        barred.add("sloganised")
    return barred


def _lost(found: Sequence[Change]) -> bool:
    """Return whether anything is laxer, or a safeguard or instrument left out."""
    return any(
        change.direction == "laxer"
        or (change.direction == "omitted" and change.attribute in {"safeguards", "instruments"})
        for change in found
    )
