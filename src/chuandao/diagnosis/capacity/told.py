"""How figures stand in statements, and which rows are shown behind them."""

from datetime import date

import polars as pl

from chuandao.catalog.ranges import reference_range
from chuandao.diagnosis.capacity.calendar import Books
from chuandao.diagnosis.capacity.months import label
from chuandao.diagnosis.capacity.standing_out import Outlier
from chuandao.diagnosis.examination import Finding, TableRow, rows_behind

_SHOWN = 36
_ORIGIN = ("origin_file", "origin_sheet", "origin_row")


def number(value: float, digits: int) -> str:
    """Return a figure as every language writes it.

    Examples
    --------
    >>> number(12.0, 1), number(12.34, 1), number(1200.4, 0)
    ('12', '12.3', '1200')
    """
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: float) -> str:
    """Return a share as a whole percentage, without its sign.

    Examples
    --------
    >>> percent(0.456)
    '46'
    """
    return number(100 * share, 0)


def rows_of_months(
    held: Books, unit: str, first: date, last: date, kinds: tuple[str, ...] | None = None
) -> tuple[TableRow, ...]:
    """Return the rows of people and work of some months of a unit: the people, the most hours."""
    during = (pl.col("unit") == unit) & pl.col("month").is_between(first, last)
    work = held.work.filter(during)
    if kinds is not None:
        work = work.filter(pl.col("item").is_in(kinds))
    staff = held.people.filter(during).sort("month").select(_ORIGIN)
    most = work.sort("hours", "origin_row", descending=[True, False]).select(_ORIGIN)
    return rows_behind(pl.concat([staff, most.head(max(_SHOWN - staff.height, 0))]).head(_SHOWN))


def found_by_counts(
    held: Books, one: Outlier, sign: str, measure: str, kinds: tuple[str, ...] | None = None
) -> Finding:
    """Return the weak finding of a unit that stands out of its siblings where hours are not known.

    ``measure``: the reference range the ratio is graded by; ``kinds``: the work shown, else all.
    """
    return Finding(
        unit=one.unit,
        cause="capacity",
        sign=sign,
        severity=reference_range(measure).severity(one.ratio),
        code=f"finding.{sign}.counts",
        strength="weak",
        parameters={
            "first": label(one.first),
            "last": label(one.last),
            "months": str(one.months),
            "ratio": number(one.ratio, 2),
            "others": str(one.others),
        },
        rows=rows_of_months(held, one.unit, one.first, one.last, kinds),
    )
