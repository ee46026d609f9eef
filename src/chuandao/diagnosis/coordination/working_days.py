"""Working days between columns of days, by the catalogue's calendar."""

from datetime import timedelta

import numpy as np
import polars as pl

from chuandao.cascade.tracing.understanding.working_calendar import working_calendar


def working_days_between(first: pl.Series, last: pl.Series) -> pl.Series:
    """Return the working days after the first day up to the last, row by row.

    Examples
    --------
    >>> from datetime import date
    >>> day = lambda *given: pl.Series([date(*given)])
    >>> working_days_between(day(2024, 9, 30), day(2024, 10, 8)).to_list()
    [1]
    """
    days = pl.concat([first, last]).drop_nulls()
    if days.is_empty():
        return pl.Series([None] * len(first), dtype=pl.Int64)
    calendar = working_calendar()
    begin, end = min(days.to_list()), max(days.to_list())
    length = (end - begin).days + 1
    works = [calendar.is_working(begin + timedelta(days=n)) for n in range(length)]
    reckoned = pl.Series(np.cumsum(works))
    places = [(one - begin).dt.total_days() for one in (first, last)]
    until, since = (_taken(reckoned, place) for place in (places[1], places[0]))
    return until - since


def _taken(reckoned: pl.Series, places: pl.Series) -> pl.Series:
    found = reckoned.gather(places.fill_null(0))
    return pl.select(pl.when(places.is_not_null()).then(found).cast(pl.Int64)).to_series()
