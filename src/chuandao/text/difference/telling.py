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

from chuandao.text.commitment.commitment import Found
from chuandao.text.difference.change import Change, Side
from chuandao.text.difference.labels import LABELS
from chuandao.text.difference.seen import Seen
from chuandao.text.outcome.wording import damped, kept

Kind = tuple[str, str]
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

    def probability(self, seen: Mapping[str, float]) -> float:
        """Return how likely a careful reader would name a kind of change."""
        odds = sum(self.weights.get(name, 0.0) * value for name, value in seen.items())
        return 1 / (1 + math.exp(-odds))


def told(
    rated: Iterable[tuple[Kind, Mapping[str, float], Sequence[Change]]],
    scorer: ChangeScorer,
    least: float,
) -> tuple[Change, ...]:
    """Return the changes of a link that are told, without any told twice.

    Parameters
    ----------
    rated : iterable of (kind, features, changes)
        From `rated_changes`.
    scorer : ChangeScorer
    least : float
        Least probability of a kind that is told (0–1).
    """
    kinds = (
        changes
        for _, seen, changes in rated
        if scorer.probability(seen) >= least
        and any(change.reason != "change.apportioned" for change in changes)
    )
    return tuple(change for changes in kinds for change in _once(changes))


def rated_changes(pair: Seen, probabilities: Iterable[float]) -> list[tuple[Kind, dict[str, float], list[Change]]]:
    """Return the kinds of change found on a link, their features and their changes.

    Parameters
    ----------
    pair : Seen
    probabilities : iterable of float
        Of every label of `chuandao.text.difference.labels.LABELS`.
    """
    by_kind: defaultdict[Kind, list[tuple[str, Change]]] = defaultdict(list)
    for source, changes in (("found", pair.found), ("piece", pair.pieces)):
        for change in map(_named, changes):
            by_kind[_kind(change)].append((source, change))
    link = {f"label {label}": share for label, share in zip(LABELS, probabilities, strict=True)}
    link |= {f"link {name}": pair.features[name] for name in _SEEN}
    return [
        (kind, _features(kind, held, link, pair), [change for _, change in held])
        for kind, held in by_kind.items()
    ]


def _kind(change: Change) -> Kind:
    return ("unit" if change.attribute in _UNITS else change.attribute, change.direction)


def _named(change: Change) -> Change:
    """Return a change under the direction that a reader is told: a condition is added or omitted."""
    if change.attribute != "conditions":
        return change
    if change.upper is None:
        return replace(change, direction="added")
    return change if change.lower else replace(change, direction="omitted")


def _features(
    kind: Kind,
    held: Sequence[tuple[str, Change]],
    link: Mapping[str, float],
    pair: Seen,
) -> dict[str, float]:
    name = " ".join(kind)
    spans = [span for _, change in held for span in _spans(change, pair.upper, pair.lower)]
    sources = {source for source, _ in held}
    return {
        "bias": 1.0,
        f"kind {name}": 1.0,
        **{f"reason {change.reason} {source}": 1.0 for source, change in held},
        **link,
        **{f"{name} {label}": v for label, v in link.items() if label.startswith("label ")},
        "count": damped(len(held)),
        "count found": damped(sum(source == "found" for source, _ in held)),
        "least kept": min(share for share, _ in spans),
        "largest": max(size for _, size in spans),
        "both": float(len(sources) > 1),
    }


def _spans(change: Change, upper: Side, lower: Side) -> list[tuple[float, float]]:
    """Return of the words of a change which share the other clause has, and their share of theirs."""
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
    """Return changes without those whose words lie within those of an earlier one."""
    chosen: list[Change] = []
    for change in changes:
        if change.reason != "change.apportioned" and not any(
            _again(change.upper, one.upper) and _again(change.lower, one.lower) for one in chosen
        ):
            chosen.append(change)
    return chosen


def _again(one: Found | None, other: Found | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.start < other.end and other.start < one.end
