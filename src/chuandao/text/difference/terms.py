"""How the deadlines of two linked clauses differ: days, terms and rhythms."""

from collections.abc import Sequence
from datetime import date

from chuandao.text.commitment.commitment import Found
from chuandao.text.difference.change import Change
from chuandao.text.times.deadlines import Deadline

_FREQUENCY = ("week", "month", "2 months", "quarter", "half-year", "year")


def deadline_changes(upper: Sequence[Deadline], lower: Sequence[Deadline]) -> list[Change]:
    """Return how the deadlines of a lower clause differ from those of the upper one.

    A day is compared with the nearest day given below; two terms (三個月內) by their
    length, since each counts from its own document's date; a rhythm (每月) with a rhythm.

    Examples
    --------
    >>> upper = Deadline("by", "by 2025-12-31", date(2025, 12, 31), 0, 9)
    >>> lower = Deadline("by", "by 2026-06-30", date(2026, 6, 30), 0, 9)
    >>> [(change.direction, change.reason) for change in deadline_changes([upper], [lower])]
    [('laxer', 'change.deadline_later')]
    """
    return _days(upper, lower) + _rhythm(upper, lower)


def _days(upper: Sequence[Deadline], lower: Sequence[Deadline]) -> list[Change]:
    wanted = [deadline for deadline in upper if deadline.by]
    given = [deadline for deadline in lower if deadline.by]
    if not wanted:
        return [
            Change("deadline", "added", "change.deadline_added", None, _place(d)) for d in given
        ]
    if not given:
        return _without_day(wanted, lower)
    found = [change for deadline in wanted for change in _nearest_day(deadline, given)]
    taken = {change.lower.start for change in found if change.lower}
    fresh = [d for d in given if d.start not in taken and all(_apart(d, w) for w in wanted)]
    return found + [
        Change("deadline", "added", "change.deadline_added", None, _place(d)) for d in fresh
    ]


def _without_day(wanted: list[Deadline], lower: Sequence[Deadline]) -> list[Change]:
    vague = next((d for d in lower if d.kind == "vague"), None)
    if vague:
        place = _place(wanted[0])
        return [Change("deadline", "laxer", "change.deadline_vague", place, _place(vague))]
    return [
        Change("deadline", "omitted", "change.deadline_omitted", _place(d), None) for d in wanted
    ]


def _nearest_day(deadline: Deadline, given: list[Deadline]) -> list[Change]:
    nearest = min(given, key=lambda d: (abs(_apart(d, deadline)), d.start))
    apart = _apart(nearest, deadline)
    if not apart:
        return []
    direction, reason = ("stricter", "earlier") if apart < 0 else ("laxer", "later")
    return [
        Change(
            "deadline", direction, f"change.deadline_{reason}", _place(deadline), _place(nearest)
        )
    ]


def _apart(one: Deadline, other: Deadline) -> int:
    if one.term and other.term:
        return one.term - other.term
    return ((one.by or date.max) - (other.by or date.max)).days


def _rhythm(upper: Sequence[Deadline], lower: Sequence[Deadline]) -> list[Change]:
    wanted = next((d for d in upper if d.kind == "each"), None)
    given = next((d for d in lower if d.kind == "each"), None)
    if not wanted or not given:
        return []
    rank = {f"each {name}": index for index, name in enumerate(_FREQUENCY)}
    one, other = (rank.get(d.value.split(" by ")[0]) for d in (wanted, given))
    if one is None or other is None or one == other:
        return []
    direction, reason = ("stricter", "oftener") if other < one else ("laxer", "rarer")
    return [
        Change("deadline", direction, f"change.deadline_{reason}", _place(wanted), _place(given))
    ]


def _place(deadline: Deadline) -> Found:
    return Found(deadline.value, deadline.start, deadline.end)
