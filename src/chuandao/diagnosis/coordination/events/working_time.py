"""Working time: a clock that runs all day on working days and stands still on others.

Between two moments of that clock lies the time elapsed without weekends and holidays; 24 hours
of a working day are one day. It is kept in whole microseconds, so that sums are exact.
"""

from datetime import date, timedelta

import numpy as np
import polars as pl

from chuandao.text.times.working_days import Calendar

DAY = 86_400_000_000
"""Microseconds of a working day."""
HOUR = DAY // 24
_EPOCH = date(1970, 1, 1)


def working_clock(moments: pl.Series, calendar: Calendar, since: date) -> pl.Series:
    """Return what the working clock shows at each moment (microseconds since a day).

    Parameters
    ----------
    moments : pl.Series of Datetime
        Local time, without a zone; empty stays empty.
    calendar : Calendar
    since : date
        The day on which the clock starts; no moment is earlier.

    Examples
    --------
    >>> from datetime import datetime
    >>> moments = pl.Series([datetime(2025, 5, at) for at in (10, 12, 13)])
    >>> [at / DAY for at in working_clock(moments, Calendar(), date(2025, 5, 9))]
    [1.0, 1.0, 2.0]
    """
    at = moments.dt.cast_time_unit("us").dt.replace_time_zone(None).to_physical()
    day = at // DAY - (since - _EPOCH).days
    last = day.max()
    works, before = _days(since, int(last) if isinstance(last, int) else 0, calendar)
    of_day = pl.Series(works).gather(day) * (at % DAY)
    return (pl.Series(before).gather(day) * DAY + of_day).rename(moments.name)


def _days(
    since: date, last: int, calendar: Calendar
) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Return for each day whether it is worked (0, 1), and how many were before it."""
    span = (calendar.is_working(since + timedelta(days=n)) for n in range(last + 1))
    works = np.fromiter(span, dtype=np.int64, count=last + 1)
    return works, np.cumsum(works) - works
