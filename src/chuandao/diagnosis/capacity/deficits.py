"""The deficit of capacity: 1 - done share of a task; by counts alone 1 - usual / own work a head.

Reliability = 1 - mean square of the errors / variance, over the units of a tier, for one task and
period. The error of a done share is that of chance together with that of the model; by counts alone
it is the catalogue's, and large: what a piece takes is not known.
"""

from collections.abc import Sequence

import polars as pl

from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.capacity.calendar import Books, per_head
from chuandao.diagnosis.capacity.undone import OWN_WORK
from chuandao.diagnosis.capacity.work import KINDS
from chuandao.diagnosis.examination import Deficit
from chuandao.diagnosis.periods import Period
from chuandao.stats.samples.reliability import reliability

_CAUSE = "capacity"


def deficits(held: Books, by_hours: pl.DataFrame, periods: Sequence[Period]) -> tuple[Deficit, ...]:
    """Return the deficits of units, tasks and periods, by hours where known, else by counts.

    Parameters
    ----------
    held : Books
    by_hours : table (unit, task, period, deficit, error)
        From `undone`.
    periods : sequence of Period
    """
    model = threshold("workload_model_error")
    sure = by_hours.with_columns(
        error=(pl.col("error") ** 2 + model**2).sqrt(), source=pl.lit("hours")
    )
    rough = _by_counts(held, periods).join(by_hours.select("unit").unique(), on="unit", how="anti")
    tiers = held.families.select("unit", "tier")
    whole = pl.concat([sure, rough]).join(tiers, on="unit")
    groups = whole.sort("unit").partition_by(
        "tier", "task", "period", "source", maintain_order=True
    )
    return tuple(deficit for group in groups for deficit in _of_group(group))


def _of_group(group: pl.DataFrame) -> list[Deficit]:
    known = reliability(group["deficit"].to_numpy(), group["error"].to_numpy())
    rows = group.select("unit", "task", "deficit", "period").iter_rows()
    return [
        Deficit(unit, task, _CAUSE, deficit, None if known is None else round(known, 4), period)
        for unit, task, deficit, period in rows
    ]


def _by_counts(held: Books, periods: Sequence[Period]) -> pl.DataFrame:
    """Return what the excess of work a head leaves undone, the same for all tasks of a unit."""
    compared = per_head(held, KINDS)
    tasks = held.work.filter(pl.col("item").is_in(OWN_WORK) & pl.col("task").is_not_null())
    parts = [
        _of_period(compared.filter(inside), tasks.filter(inside), label)
        for label, inside in _spans(periods)
    ]
    return pl.concat(parts)


def _spans(periods: Sequence[Period]) -> list[tuple[str, pl.Expr]]:
    if not periods:
        return [("", pl.lit(value=True))]
    return [(one.label, pl.col("month").is_between(one.start, one.end)) for one in periods]


def _of_period(compared: pl.DataFrame, tasks: pl.DataFrame, label: str) -> pl.DataFrame:
    ratios = compared.group_by("unit").agg(pl.col("own", "usual").sum())
    share = 1 - pl.col("usual") / pl.col("own")
    over = ratios.select(
        "unit", deficit=pl.when(pl.col("own") > 0).then(share).otherwise(0.0).clip(0).round(6)
    )
    return (
        tasks.select("unit", "task")
        .unique()
        .join(over, on="unit")
        .select(
            "unit",
            "task",
            pl.lit(label).alias("period"),
            "deficit",
            pl.lit(threshold("counts_deficit_error")).alias("error"),
            pl.lit("counts").alias("source"),
        )
    )
