"""Targets from tier to tier (層層加碼): what each unit asks of one metric, step by step."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from chuandao.cascade.tracing.documents import Traced
from chuandao.cascade.tracing.targets.target_chains import Net, Place, Spot, Step, net_of
from chuandao.cascade.tracing.understanding.additions import additions, lexicon_rows
from chuandao.catalog.additions import Additions
from chuandao.catalog.thresholds import threshold
from chuandao.stats.ratcheting import Allocation, allocation, share_given, stricter_by
from chuandao.text.difference.target_match import small_is_strict
from chuandao.text.numbers.quantities import Target

_SAME = 1e-9
_THINGS = frozenset(  # kinds of things that may be asked of each unit as well as of all
    {"count", "items", "pieces", "kinds", "classes", "times", "terms", "batches", "sessions"}
)


@dataclass(frozen=True)
class Ratchet:
    """What one document asks of a metric that is followed down from the clause ``task``.

    ``chain``: where it begins, ``clause@offset``; ``position`` in it, 0 where it begins.
    ``value`` in ``measure``; ``above``: the document it is compared with, empty where the
    chain begins. Changes are shares of the value above and of the first, positive = stricter;
    None where the metric is an additive total, of which ``share`` is the part taken.
    ``given``: what the units below took of an additive total, as a share; ``given_by`` of
    ``given_of`` of them state a part; ``allocation``: shortfall, fits, over, or open where too
    few state one to tell a shortfall.
    """

    chain: str
    position: int
    task: str
    metric: str
    measure: str
    unit: str
    document: str
    clause: str
    start: int
    end: int
    value: float
    comparator: str
    additive: bool
    above: str = ""
    step_change: float | None = None
    cumulated_change: float | None = None
    direction: str = ""
    share: float | None = None
    given: float | None = None
    given_by: int = 0
    given_of: int = 0
    allocation: Allocation | Literal["", "open"] = ""


def ratchets(traced: Traced) -> tuple[Ratchet, ...]:
    """Return the targets that are followed along accepted links, chain by chain, top first.

    A chain begins at a target that answers none above and is answered below by one of the same
    metric and unit of measure. A target that a document states twice (in its body and in an
    annexed table) is followed once.

    Notes
    -----
    Intensive measures (rates, days, amounts for each) are compared directly. Additive totals
    (戶, 畝, 元) are apportioned: a part is a share, never a weakening, and only the sum over the
    units below is held against the total (``allocated_least``, ``allocated_most``). Where the
    upper clause names the lower unit beside its number (柳河鎮 2,800 畝), that number is the
    unit's own. What is more than the whole total, or the unit's own number, is no share: it
    is stricter.
    """
    net = net_of(traced)
    answered = {step.below for steps in net.steps.values() for step in steps}
    chains: list[list[Ratchet]] = []
    seen: set[tuple[object, ...]] = set()
    for place in net.spots:
        if place not in net.steps or place in answered:
            continue
        chain = [replace(row, position=at) for at, row in enumerate(_chain(place, net))]
        key = (chain[0].document, chain[0].value, tuple(sorted(map(_stated_by, chain[1:]))))
        if key not in seen:
            seen.add(key)
            chains.append(chain)
    return tuple(row for chain in chains for row in chain)


def _stated_by(row: Ratchet) -> tuple[str, float]:
    return row.document, row.value


def _chain(place: Place, net: Net) -> Iterator[Ratchet]:
    """Yield the rows of a chain: where it begins, then each answer with what answers it below."""
    first = net.spots[place]
    task, norm = first.clause, _is_norm(place, net)
    yield _with_parts(_row(task, first, first, net), place, net, norm=norm)
    waiting, seen = [(place, step) for step in reversed(_answers(place, net))], {place}
    while waiting:
        above, step = waiting.pop()
        if step.below in seen:
            continue
        seen.add(step.below)
        row = _row(task, net.spots[step.below], first, net)
        row = _compared(row, above, step, first, net, norm=norm)
        yield _with_parts(row, step.below, net, norm=norm)
        waiting += [(step.below, one) for one in reversed(_answers(step.below, net))]


def _answers(place: Place, net: Net) -> list[Step]:
    """Return what answers a target, by unit and document, in whatever order they were given."""

    def order(step: Step) -> tuple[str, Place]:
        return net.documents[net.spots[step.below].document].unit, step.below

    return sorted(net.steps.get(place, ()), key=order)


def _row(task: str, spot: Spot, first: Spot, net: Net) -> Ratchet:
    target = spot.target
    return Ratchet(
        chain=f"{first.clause}@{first.target.start}",
        position=0,
        task=task,
        metric=first.target.metric or first.stated.words,
        measure=target.measure,
        unit=net.documents[spot.document].unit,
        document=spot.document,
        clause=spot.clause,
        start=target.start,
        end=target.end,
        value=float(target.value),
        comparator=target.comparator,
        additive=target.additive,
    )


def _is_norm(place: Place, net: Net) -> bool:
    """Return whether a number of things is asked of each unit, not of all together.

    So it is where several units below, half of those that state it or more, state all of it:
    two inspections a year, 160 kinds of certificates. Areas, sums and persons are never so.
    """
    total = net.spots[place].target
    if not total.additive or total.dimension not in _THINGS:
        return False
    parts = _parts(place, net)
    whole = sum(part >= float(total.value) for part in parts.values())
    return whole > 1 and 2 * whole >= len(parts)


def _parts(place: Place, net: Net) -> dict[str, float]:
    """Return the largest part that each unit below states of a total."""
    parts: dict[str, float] = {}
    for step in net.steps.get(place, ()):
        if not step.assigned and not step.skips:
            spot = net.spots[step.below]
            unit = net.documents[spot.document].unit or spot.document
            parts[unit] = max(parts.get(unit, 0.0), float(spot.target.value))
    return parts


def _compared(
    row: Ratchet, above: Place, step: Step, first: Spot, net: Net, *, norm: bool
) -> Ratchet:
    upper, lower = net.spots[above], net.spots[step.below]
    row = replace(row, above=upper.document)
    total = float(upper.target.value)
    if upper.target.additive and not norm:
        row = replace(row, share=row.value / total if total else None)
        if row.value < total or (row.value == total and not step.assigned):
            return row
    words = upper.stated.words + lower.stated.words
    small = small_is_strict(upper.target, lower.target, words, _keeping(additions()))
    change = stricter_by(total, row.value, small_is_strict=small)
    since = stricter_by(float(first.target.value), row.value, small_is_strict=small)
    if _turns_round(upper.target, lower.target):
        return replace(row, additive=False, direction="reversed")
    apportioned = first.target.additive and not norm and above != first.place
    return replace(
        row,
        additive=False,
        step_change=None if step.skips else change,
        cumulated_change=change if apportioned else since,
        direction=_direction(change, same=row.value == total),
    )


def _turns_round(upper: Target, lower: Target) -> bool:
    """Return whether a cap has become a floor at least as high: inspect at most, at least twice."""
    cap, floor = upper.comparator in {"le", "lt"}, lower.comparator in {"ge", "gt"}
    return cap and floor and lower.value >= upper.value


def _direction(change: float | None, *, same: bool) -> str:
    if same or (change is not None and abs(change) <= _SAME):
        return "same"
    if change is None:
        return ""
    return "stricter" if change > 0 else "laxer"


def _with_parts(row: Ratchet, place: Place, net: Net, *, norm: bool) -> Ratchet:
    """Add what the units below took of an additive total, a unit's largest part once.

    Where one alone states a part, or all copy the total, a shortfall cannot be told.
    """
    parts = _parts(place, net)
    if norm:
        return replace(row, additive=False)
    given = share_given(row.value, parts.values()) if row.additive and parts else None
    if given is None:
        return row
    below = net.children.get(row.document, frozenset())
    units = {net.documents[d].unit or d for d in below if d in net.documents} | set(parts)
    row = replace(row, given=given, given_by=len(parts), given_of=len(units))
    parted = len(parts) > 1 and any(part < row.value for part in parts.values())
    return replace(row, allocation=_allocation(row, given, parted=parted))


def _allocation(row: Ratchet, given: float, *, parted: bool) -> Allocation | Literal["", "open"]:
    """Return what became of a total; ``open`` where too few units state a part to tell."""
    named = allocation(given, threshold("allocated_least"), threshold("allocated_most"))
    if named == "over" or (parted and named == "fits"):
        return named
    if not parted:
        return ""
    told = row.given_by >= threshold("allocated_stating") * row.given_of
    return named if told else "open"


@cache
def _keeping(_added: Additions) -> re.Pattern[str]:
    words = sorted((row["word"] for row in lexicon_rows("keeping")), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)), re.IGNORECASE)
