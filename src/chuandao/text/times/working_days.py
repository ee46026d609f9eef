"""Working days (工作日): counted with a table of holidays and of weekends that are worked."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

_SATURDAY = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """What departs from the five-day week: days of rest, weekends worked, and which years.

    ``years``: the years that the table covers. In any other year only Saturdays and Sundays
    count as rest, and what was reckoned there is marked as not known.
    """

    rest: frozenset[date] = field(default=frozenset(), repr=False)
    work: frozenset[date] = field(default=frozenset(), repr=False)
    years: frozenset[int] = frozenset()

    def is_working(self, day: date) -> bool:
        """Return whether offices work on a day.

        Examples
        --------
        >>> Calendar(rest=frozenset({date(2025, 1, 1)})).is_working(date(2025, 1, 1))
        False
        """
        return day in self.work or (day.weekday() < _SATURDAY and day not in self.rest)


class WorkingDay(NamedTuple):
    """A day that was counted to; ``known`` is False where a year's holidays are not at hand."""

    day: date
    known: bool


def add_working_days(day: date, count: int, calendar: Calendar) -> WorkingDay:
    """Return the day on which a term of so many working days ends (15個工作日內).

    Parameters
    ----------
    day : date
        The day on which the term begins; it is not counted itself (民法典 art. 201).
    count : int
        Working days. 0 is the day itself; below 0 counts back.
    calendar : Calendar

    Returns
    -------
    WorkingDay
        ``known`` is False where the term touches a year that the calendar does not cover:
        weekends alone were counted there (see `unknown_years`).

    Examples
    --------
    >>> holiday = Calendar(frozenset({date(2025, 1, 1)}), years=frozenset({2024, 2025}))
    >>> add_working_days(date(2024, 12, 30), 3, holiday)
    WorkingDay(day=datetime.date(2025, 1, 3), known=True)
    >>> add_working_days(date(2030, 1, 4), 1, holiday)
    WorkingDay(day=datetime.date(2030, 1, 7), known=False)
    """
    step = _DAY if count > 0 else -_DAY
    reached, left = day, abs(count)
    while left:
        reached += step
        left -= calendar.is_working(reached)
    return WorkingDay(reached, not unknown_years(day, reached, calendar))


def unknown_years(first: date, last: date, calendar: Calendar) -> tuple[int, ...]:
    """Return the years between two days whose holidays the calendar does not have.

    Examples
    --------
    >>> unknown_years(date(2025, 12, 1), date(2027, 1, 4), Calendar(years=frozenset({2025})))
    (2026, 2027)
    """
    early, late = sorted((first.year, last.year))
    return tuple(year for year in range(early, late + 1) if year not in calendar.years)
