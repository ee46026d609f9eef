"""Sign C3 (檢查報表會議擠佔): inspections, forms and meetings take the time.

share of time = hours on inspections, forms and meetings / the larger of the hours at hand and the
hours of all work. Without standard hours: their number a head against siblings, where their part in
all work is larger than the siblings' too (else the unit is busy with everything: C1, not C3).

References
----------
整治形式主義為基層減負若干規定 (2024), on inspections, appraisals, meetings, forms and ledgers.
"""

from collections.abc import Iterable

import polars as pl

from chuandao.catalog.ranges import reference_range
from chuandao.diagnosis.capacity.calendar import Books, per_head
from chuandao.diagnosis.capacity.months import label, longest_runs, within
from chuandao.diagnosis.capacity.standing_out import outliers
from chuandao.diagnosis.capacity.told import found_by_counts, percent, rows_of_months
from chuandao.diagnosis.capacity.work import BURDEN, KINDS
from chuandao.diagnosis.examination import Finding

SIGN = "C3"
_CAUSE = "capacity"


def findings(held: Books) -> tuple[Finding, ...]:
    """Return the units whose time goes to inspections, forms and meetings for months in a row."""
    by_hours = held.months.filter(pl.col("burden_share").is_not_null())
    known = set(by_hours["unit"])
    counted = per_head(held, BURDEN)
    larger = _larger_part(counted, per_head(held, KINDS)) - known
    beyond = outliers(counted, held.families, "burden_ratio")
    return (
        *_by_hours(held, by_hours),
        *(
            found_by_counts(held, one, SIGN, "burden_ratio", BURDEN)
            for one in beyond
            if one.unit in larger
        ),
    )


def _larger_part(burden: pl.DataFrame, work: pl.DataFrame) -> set[str]:
    """Return the units in whose work the burden takes a larger part than is usual."""
    sums = [pl.col("own", "usual").sum()]
    both = burden.group_by("unit").agg(sums).join(work.group_by("unit").agg(sums), on="unit")
    part = pl.col("own") / pl.col("own_right")
    usual = pl.col("usual") / pl.col("usual_right")
    return set(both.filter(part > usual * reference_range("burden_ratio").normal)["unit"])


def _by_hours(held: Books, months: pl.DataFrame) -> Iterable[Finding]:
    extent = reference_range("burden_share")
    over = months.with_columns(over=pl.col("burden_share") > extent.normal)
    runs = longest_runs(over, "over").filter(pl.col("months") >= extent.least)
    hours = [pl.col(f"{kind}_hours").sum() for kind in BURDEN]
    time = pl.max_horizontal("available_hours", "work_hours").sum().alias("time")
    sure = (pl.col("work_source") == "hours") & pl.col("available_hours").is_not_null()
    sums = within(runs, over).filter("over").group_by("unit").agg(*hours, time, sure=sure.all())
    for row in runs.join(sums, on="unit").sort("unit").iter_rows(named=True):
        share = sum(row[f"{kind}_hours"] or 0.0 for kind in BURDEN) / row["time"]
        if extent.calls(share):
            yield Finding(
                unit=row["unit"],
                cause=_CAUSE,
                sign=SIGN,
                severity=extent.severity(share),
                code="finding.C3",
                strength="moderate" if row["sure"] else "weak",
                parameters={
                    "first": label(row["first"]),
                    "last": label(row["last"]),
                    "months": str(row["months"]),
                    "share": percent(share),
                    **{
                        kind: percent((row[f"{kind}_hours"] or 0.0) / row["time"])
                        for kind in BURDEN
                    },
                },
                rows=rows_of_months(held, row["unit"], row["first"], row["last"], BURDEN),
            )
