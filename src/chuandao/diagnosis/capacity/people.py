"""Hours that people have (可用工時): of those in post, less those lent out and those on leave.

Posts (編制) are not people: a vacant post does no work, and whoever is seconded does it elsewhere.

hours = (in post - seconded out) × hours a person - hours of leave

Where hours a person are not recorded: working days of the month by the calendar × 8 × the share of
them that is left for the work that is counted.

References
----------
國務院關於職工工作時間的規定 (國務院令第174號, 1995), art. 3: eight hours a day, forty a week.
"""

from calendar import monthrange
from datetime import date, timedelta
from functools import cache

import polars as pl

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.understanding.working_calendar import working_calendar
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.capacity.months import until


def people(case: Case, as_of: date | None) -> pl.DataFrame:
    """Return who was there in each month that is on record, and the hours they had.

    Returns
    -------
    table (unit, month, people, posts, available_hours, hours_source, origin columns)
        ``hours_source``: given (the table has hours a person) or standard (the catalogue's).
        A month without a row has none here; nobody in post: no hours, and no load.
    """
    staff = case.tables.get("staff")
    if staff is None:
        return _empty()
    held = until(staff, as_of).with_columns(
        pl.col("seconded_out", "leave_hours", "hours_per_person", "posts").cast(pl.Float64),
    )
    standard = {month: standard_hours(month) for month in held["month"].unique()}
    hours = pl.col("hours_per_person").fill_null(
        pl.col("month").replace_strict(standard, default=None, return_dtype=pl.Float64)
    )
    present = (pl.col("in_post") - pl.col("seconded_out").fill_null(0)).clip(0)
    available = (present * hours - pl.col("leave_hours").fill_null(0)).clip(0)
    given = pl.when(pl.col("hours_per_person").is_null()).then(pl.lit("standard"))
    return held.select(
        "unit",
        "month",
        present.cast(pl.Float64).alias("people"),
        "posts",
        available.cast(pl.Float64).alias("available_hours"),
        given.otherwise(pl.lit("given")).alias("hours_source"),
        "origin_file",
        "origin_sheet",
        "origin_row",
    )


@cache
def standard_hours(month: date) -> float:
    """Return the hours that one person has in a month by the working calendar.

    Examples
    --------
    October 2024 had 19 working days: 19 × 8 × 0.9 hours.

    >>> round(standard_hours(date(2024, 10, 1)), 1)
    136.8
    """
    calendar = working_calendar()
    days = range(monthrange(month.year, month.month)[1])
    working = sum(calendar.is_working(month.replace(day=1) + timedelta(day)) for day in days)
    return working * threshold("working_day_hours") * threshold("usable_hours_share")


def _empty() -> pl.DataFrame:
    numbers = dict.fromkeys(("people", "posts", "available_hours"), pl.Float64)
    return pl.DataFrame(
        schema={
            "unit": pl.String,
            "month": pl.Date,
            **numbers,
            "hours_source": pl.String,
            "origin_file": pl.String,
            "origin_sheet": pl.String,
            "origin_row": pl.UInt32,
        }
    )
