"""Working days between two days, by the catalogue's calendar."""

from datetime import date, timedelta

from chuandao.cascade.tracing.understanding.working_calendar import working_calendar


def working_days(first: date, last: date) -> int:
    """Return the working days after a day up to another; below 0 where it comes before.

    Examples
    --------
    >>> working_days(date(2024, 9, 30), date(2024, 10, 8)), working_days(date(2024, 10, 8),
    ...     date(2024, 9, 30))
    (1, -1)
    """
    early, late = sorted((first, last))
    days = ((early + timedelta(days=n)) for n in range(1, (late - early).days + 1))
    count = sum(map(working_calendar().is_working, days))
    return count if first <= last else -count
