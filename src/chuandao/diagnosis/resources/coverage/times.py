"""The days at which needs and supply are compared: the ends of months, within each period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from chuandao.diagnosis.periods import Period


@dataclass(frozen=True)
class Times:
    """Days in order, and which of them belong to each period (by label)."""

    days: tuple[date, ...]
    of: dict[str, tuple[int, ...]]


def times_of(periods: Sequence[Period]) -> Times:
    """Return the ends of months of periods; a month only touched counts with its last day inside.

    Examples
    --------
    >>> times_of([Period("2025Q1", date(2025, 1, 1), date(2025, 3, 15))]).days
    (datetime.date(2025, 1, 31), datetime.date(2025, 2, 28), datetime.date(2025, 3, 15))
    """
    each = {period.label: month_ends(period.start, period.end) for period in periods}
    days = tuple(sorted({day for held in each.values() for day in held}))
    at = {day: place for place, day in enumerate(days)}
    return Times(days, {label: tuple(at[day] for day in held) for label, held in each.items()})


def month_ends(start: date, end: date) -> tuple[date, ...]:
    """Return the last day of each month from start to end, the last one being the end."""
    found = []
    day = start
    while day <= end:
        last = _last_of_month(day)
        found.append(min(last, end))
        if last >= end:
            break
        day = last + timedelta(days=1)
    return tuple(found)


def _last_of_month(day: date) -> date:
    """Return the last day of a month; the last month there is ends with the last day there is."""
    following = (day.year + (day.month == 12), day.month % 12 + 1)  # noqa: PLR2004
    return date(*following, 1) - timedelta(days=1) if following[0] <= date.max.year else date.max
