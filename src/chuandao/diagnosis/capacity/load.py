"""Sign C1 (超負荷): more work than people, for months in a row.

load of a month = hours of work that came in / hours of the people present. Without standard hours:
work a head against siblings, pieces weighed by the usual hours of their kind.

References
----------
Lipsky, M. (1980). Street-Level Bureaucracy. Russell Sage Foundation.
"""

from collections.abc import Iterable

import polars as pl

from chuandao.catalog.ranges import reference_range
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.capacity.calendar import Books, per_head
from chuandao.diagnosis.capacity.months import label, longest_runs, within
from chuandao.diagnosis.capacity.standing_out import outliers
from chuandao.diagnosis.capacity.told import found_by_counts, number, rows_of_months
from chuandao.diagnosis.capacity.work import KINDS
from chuandao.diagnosis.examination import Finding

SIGN = "C1"
_CAUSE = "capacity"


def findings(held: Books) -> tuple[Finding, ...]:
    """Return the units overloaded for months in a row: by hours where known, else by counts.

    A single month over capacity is none, however far; nor are months with others between them, nor
    a run in which hardly anything piles up (``overload_piled_up`` months of everybody's hours).
    """
    by_hours = held.months.filter(pl.col("load").is_not_null())
    known = set(by_hours["unit"])
    counted = outliers(per_head(held, KINDS), held.families, "per_head_ratio")
    return (
        *_by_hours(held, by_hours),
        *(
            found_by_counts(held, one, SIGN, "per_head_ratio")
            for one in counted
            if one.unit not in known
        ),
    )


def _by_hours(held: Books, months: pl.DataFrame) -> Iterable[Finding]:
    extent = reference_range("load")
    over = months.with_columns(over=pl.col("load") > extent.normal)
    runs = longest_runs(over, "over").filter(pl.col("months") >= extent.least)
    sums = (
        within(runs, over)
        .filter("over")
        .group_by("unit")
        .agg(
            pl.col("work_hours", "available_hours").sum(),
            pl.col("people").mean(),
            sure=((pl.col("work_source") == "hours") & (pl.col("hours_source") == "given")).all(),
        )
    )
    for row in runs.join(sums, on="unit").sort("unit").iter_rows(named=True):
        load = row["work_hours"] / row["available_hours"]
        piled_up = (load - 1) * row["months"]
        if extent.calls(load) and piled_up >= threshold("overload_piled_up"):
            yield Finding(
                unit=row["unit"],
                cause=_CAUSE,
                sign=SIGN,
                severity=extent.severity(load),
                code="finding.C1",
                strength="moderate" if row["sure"] else "weak",
                parameters={
                    "first": label(row["first"]),
                    "last": label(row["last"]),
                    "months": str(row["months"]),
                    "work": number(row["work_hours"] / row["months"], 0),
                    "available": number(row["available_hours"] / row["months"], 0),
                    "people": number(row["people"], 1),
                    "load": number(load, 2),
                },
                rows=rows_of_months(held, row["unit"], row["first"], row["last"]),
            )
