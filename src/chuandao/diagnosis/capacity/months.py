"""Months of a case: those up to the day of the checkup, and how many of them follow one another."""

from datetime import date

import polars as pl

_GAP = 2  # a single month that nobody recorded does not part the months around it


def until(frame: pl.DataFrame, as_of: date | None) -> pl.DataFrame:
    """Return the rows of months that begin by the day of the checkup."""
    return frame if as_of is None else frame.filter(pl.col("month") <= as_of)


def longest_runs(frame: pl.DataFrame, over: str) -> pl.DataFrame:
    """Return, for each unit, its longest run of months in which a column holds.

    Parameters
    ----------
    frame : table (unit, month, …)
        At most a row a unit and month; ``over``: the name of a column of booleans.

    Returns
    -------
    table (unit, first, last, months)
        ``months`` counts recorded months only. A month that was not recorded is no month under
        the line: one alone does not part a run, and does not count in it; two part it.

    Examples
    --------
    >>> held = pl.DataFrame({"unit": ["a"] * 4, "over": [True, True, True, False],
    ...     "month": [date(2025, 1, 1), date(2025, 3, 1), date(2025, 4, 1), date(2025, 5, 1)]})
    >>> longest_runs(held, "over").row(0)[2:]
    (datetime.date(2025, 4, 1), 3)
    """
    no = pl.lit(value=False)
    at = pl.col("month").dt.year() * 12 + pl.col("month").dt.month().cast(pl.Int32)
    ordered = frame.sort("unit", "month").with_columns(at=at, holds=pl.coalesce(over, no))
    far = pl.col("at").diff().over("unit") > _GAP
    turned = pl.col("holds") != pl.col("holds").shift().over("unit")
    parted = pl.coalesce(far, no) | pl.coalesce(turned, no)
    runs = ordered.with_columns(run=parted.cast(pl.Int32).cum_sum().over("unit"))
    counted = (
        runs.filter("holds")
        .group_by("unit", "run")
        .agg(
            pl.col("month").min().alias("first"),
            pl.col("month").max().alias("last"),
            months=pl.len(),
        )
    )
    best = counted.sort("unit", "months", "first", descending=[False, True, True])
    return best.unique("unit", keep="first", maintain_order=True).drop("run")


def within(run: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of a table that fall into each unit's run of months."""
    joined = frame.join(run.select("unit", "first", "last"), on="unit")
    return joined.filter(pl.col("month").is_between("first", "last")).drop("first", "last")


def label(day: date) -> str:
    """Return a month as year-month."""
    return f"{day:%Y-%m}"
