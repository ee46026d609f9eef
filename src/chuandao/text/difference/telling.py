"""Which of the changes that were found are worth telling: those that a careful reader would name.

Two clauses in other words differ in much that matters to nobody. Every kind of change (attribute
and direction) that was found on a link has a probability by a logistic model: by its reasons, by
what became of the clause as a whole, and by how much of either clause the change takes up. Kinds
below the least probability are not told; the labels are weighed on all of them.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import mul

from chuandao.text.commitment.commitment import Found
from chuandao.text.difference.change import Change, Side
from chuandao.text.difference.labels import LABELS
from chuandao.text.difference.seen import Seen
from chuandao.text.outcome.wording import damped, kept

Kind = tuple[str, str]
_SHARE = "change.apportioned"  # of a total: no change for the worse, told all the same
_UNITS = frozenset({"lead", "responsible", "cooperate"})
_SEEN = (
    "upper_kept", "lower_borrowed", "ratio", "parts_cut", "parts_new", "split", "merged", "same",
    "copied", "names_new", "upper_row", "lower_row", "value_stricter", "value_laxer",
    "rhythm_faster", "sanction_new", "hedge_new",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class ChangeScorer:
    """The weight of every feature of a kind of change; a feature without one weighs nothing."""

    weights: Mapping[str, float]

    def odds(self, seen: Mapping[str, float]) -> float:
        """Return the sum of weighted features."""
        weights = self.weights
        return sum([weights.get(name, 0.0) * value for name, value in seen.items()])

    @cached_property
    def by_label(self) -> Mapping[str, tuple[float, ...]]:
        """The weights of the labels' probabilities for a kind of change, by its name."""
        names = {name.rpartition(" label ")[0] for name in self.weights if " label " in name}
        return {
            name: tuple(self.weights.get(f"{name} label {label}", 0.0) for label in LABELS)
            for name in names
        }


@dataclass(frozen=True, eq=False)
class Rated:
    """A kind of change found on a link: its changes, and the features that are its own."""

    kind: Kind
    changes: tuple[Change, ...]
    features: Mapping[str, float]

    @property
    def name(self) -> str:
        """Attribute and direction, as the features name them."""
        return " ".join(self.kind)


def told(
    pair: Seen, probabilities: Iterable[float], scorer: ChangeScorer, least: float
) -> tuple[Change, ...]:
    """Return the changes of a link that are told, without any told twice; shares always.

    Parameters
    ----------
    pair : Seen
    probabilities : iterable of float
        Of every label of `chuandao.text.difference.labels.LABELS`.
    scorer : ChangeScorer
    least : float
        Least probability of a kind that is told (0–1).
    """
    likely = tuple(probabilities)
    common = scorer.odds(of_link(pair, likely))
    enough = math.log(least / (1 - least)) - common
    nothing = (0.0,) * len(LABELS)
    shares = tuple(change for change in pair.found if change.reason == _SHARE)
    return shares + tuple(
        change
        for rated in rated_changes(pair)
        if scorer.odds(rated.features)
        + sum(map(mul, scorer.by_label.get(rated.name, nothing), likely))
        >= enough
        for change in _once(rated.changes)
    )


def of_link(pair: Seen, probabilities: Iterable[float]) -> dict[str, float]:
    """Return the features that all kinds of change of a link share."""
    link = {f"label {label}": share for label, share in zip(LABELS, probabilities, strict=True)}
    return link | {f"link {name}": pair.features[name] for name in _SEEN}


def with_labels(rated: Rated, link: Mapping[str, float]) -> dict[str, float]:
    """Return all features of a kind of change, by which the scorer is fitted."""
    crossed = {f"{rated.name} {n}": v for n, v in link.items() if n.startswith("label ")}
    return {**rated.features, **link, **crossed}


def rated_changes(pair: Seen) -> list[Rated]:
    """Return the kinds of change found on a link, with the features of each."""
    by_kind: defaultdict[Kind, list[tuple[str, Change]]] = defaultdict(list)
    for source, changes in (("found", pair.found), ("piece", pair.pieces)):
        for change in changes:
            named = _named(change)
            if change.reason == _SHARE:
                continue
            by_kind[_kind(named)].append((source, named))
    return [
        Rated(kind, tuple(change for _, change in held), _features(kind, held, pair))
        for kind, held in by_kind.items()
    ]


def _kind(change: Change) -> Kind:
    return ("unit" if change.attribute in _UNITS else change.attribute, change.direction)


def _named(change: Change) -> Change:
    """Return a change as a reader is told of it: a condition is added or omitted."""
    if change.attribute != "conditions":
        return change
    if change.upper is None:
        return replace(change, direction="added")
    return change if change.lower else replace(change, direction="omitted")


def _features(kind: Kind, held: Sequence[tuple[str, Change]], pair: Seen) -> dict[str, float]:
    spans = [span for _, change in held for span in _spans(change, pair.upper, pair.lower)]
    found = sum([source == "found" for source, _ in held])
    return {
        "bias": 1.0,
        f"kind {' '.join(kind)}": 1.0,
        **{f"reason {change.reason} {source}": 1.0 for source, change in held},
        "count": damped(len(held)),
        "count found": damped(found),
        "least kept": min([share for share, _ in spans]),
        "largest": max([size for _, size in spans]),
        "both": float(0 < found < len(held)),
    }


def _spans(change: Change, upper: Side, lower: Side) -> list[tuple[float, float]]:
    """Return which share of a change's words the other clause has, and their share of theirs."""
    found = []
    if change.upper:
        found.append(_span(change.upper, upper, lower))
    if change.lower and not change.upper:
        found.append(_span(change.lower, lower, upper))
    return found


def _span(place: Found, side: Side, other: Side) -> tuple[float, float]:
    words = side.said(place)
    return kept(words, other.words), len(words) / max(1, len(side.words.strip()))


def _once(changes: Sequence[Change]) -> list[Change]:
    """Return changes of one kind without those that an earlier one tells already.

    The words lie within its words, or the same words of obligation stand against several parts.
    """
    chosen: list[Change] = []
    for change in changes:
        if not any(_tells(one, change) for one in chosen):
            chosen.append(change)
    return chosen


def _tells(told: Change, change: Change) -> bool:
    if change.attribute == "deontic" and change.lower and change.lower == told.lower:
        return True
    return _again(change.upper, told.upper) and _again(change.lower, told.lower)


def _again(one: Found | None, other: Found | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.start < other.end and other.start < one.end
