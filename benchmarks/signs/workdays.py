"""Working time of 2025 by the State Council's notice, reckoned apart from the code judged."""

from datetime import UTC, date, datetime, timedelta
from functools import cache

_OFF = (
    ("2025-01-01", "2025-01-01"),
    ("2025-01-28", "2025-02-04"),
    ("2025-04-04", "2025-04-06"),
    ("2025-05-01", "2025-05-05"),
    ("2025-05-31", "2025-06-02"),
    ("2025-10-01", "2025-10-08"),
)
_ON = ("2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11")
_HOUR = 3600.0


@cache
def working(day: date) -> bool:
    """Return whether offices work on a day."""
    if day.isoformat() in _ON:
        return True
    off = any(first <= day.isoformat() <= last for first, last in _OFF)
    return day.weekday() < 5 and not off


@cache
def working_days() -> tuple[date, ...]:
    """Return the working days of 2025 and 2026, in order."""
    days = (date(2025, 1, 1) + timedelta(days=n) for n in range(730))
    return tuple(day for day in days if working(day))


def instant(at: float) -> datetime:
    """Return the moment so many working days after the year's first: between 9 and 17 o'clock."""
    days = working_days()
    day = days[int(at)]
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC) + timedelta(
        minutes=int((at % 1) * 480)
    )


def working_hours(start: datetime, end: datetime) -> float:
    """Return the hours between two moments without those of days off; negative if reversed."""
    if end < start:
        return -working_hours(end, start)
    total, at = 0.0, start
    while at.date() < end.date():
        midnight = datetime(at.year, at.month, at.day, tzinfo=UTC) + timedelta(days=1)
        total += (midnight - at).total_seconds() / _HOUR if working(at.date()) else 0.0
        at = midnight
    return total + ((end - at).total_seconds() / _HOUR if working(end.date()) else 0.0)
