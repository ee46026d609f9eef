"""Deficits of coordination: the share of the allotted time lost to waiting between departments.

For a unit, task and period, over the cases completed in the period:

    deficit = sum of max(0, wait - reference) over hand-overs / sum of the time allotted

cut to 0-1. Its standard error is that of drawing the cases anew; the reliability is taken over
the units of a tier, for one task and period where three units or more have it, else over all
tasks and periods of the tier.
"""

from collections.abc import Sequence

import numpy as np
import polars as pl

from chuandao.cascade.units import UnitTree
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.examination import Coverage, Deficit
from chuandao.diagnosis.periods import Period
from chuandao.stats.samples.ratios import ratios
from chuandao.stats.samples.reliability import reliability

CAUSE = "coordination"
_GROUP = ("unit", "task", "period")


def lost_shares(found: pl.DataFrame, periods: Sequence[Period]) -> pl.DataFrame:
    """Return the share of the allotted time lost, by unit, task and period.

    Parameters
    ----------
    found : table
        The cases (of ``queries.cases``), units and tasks by name.
    periods : sequence of Period
        Of the case; none: all of its time.

    Returns
    -------
    table (unit, task, period, share, error, cases)
        Only where there are cases enough.
    """
    rows = _by_period(_usable(found), periods)
    groups = rows.select(_GROUP).unique().sort(_GROUP)
    if groups.height == 0:
        return groups.with_columns(share=0.0, error=0.0, cases=0)
    at = rows.join(groups.with_row_index("at"), on=_GROUP, how="left", maintain_order="left")["at"]
    share, error, cases = ratios(
        rows["lost"].cast(pl.Float64).to_numpy(),
        rows["allotted"].cast(pl.Float64).to_numpy(),
        at.cast(pl.Int64).to_numpy(),
        groups.height,
    )
    told = groups.with_columns(
        share=pl.Series(np.clip(share, 0.0, 1.0)), error=pl.Series(error), cases=pl.Series(cases)
    )
    return told.filter(pl.col("cases") >= threshold("coordination_cases_least"))


def _usable(found: pl.DataFrame) -> pl.DataFrame:
    """Return the completed cases with a task, a time allotted, and waits that can be told."""
    told = (pl.col("handovers") == 0) | (pl.col("known") > 0)
    return found.filter(~pl.col("open"), pl.col("task").is_not_null(), pl.col("allotted") > 0, told)


def _by_period(rows: pl.DataFrame, periods: Sequence[Period]) -> pl.DataFrame:
    if not periods:
        return rows.with_columns(period=pl.lit("")).sort("matter")
    parts = [
        rows.filter(pl.col("done_day").is_between(period.start, period.end)).with_columns(
            period=pl.lit(period.label)
        )
        for period in periods
    ]
    return pl.concat(parts).sort("period", "matter")


def deficits(shares: pl.DataFrame, units: UnitTree) -> tuple[Deficit, ...]:
    """Return the shares as deficits of the steps from parent to unit; the root has no such step."""
    tiers = {unit: units.tier(unit) for unit in shares["unit"].unique().to_list()}
    rows = shares.filter(pl.col("unit") != units.root).with_columns(
        tier=pl.col("unit").replace_strict(tiers, return_dtype=pl.Int64)
    )
    told = _with_reliability(rows) if rows.height else rows.with_columns(reliability=None)
    return tuple(
        Deficit(
            row["unit"],
            row["task"],
            CAUSE,
            row["share"],
            reliability=row["reliability"],
            period=row["period"],
        )
        for row in told.iter_rows(named=True)
    )


def _with_reliability(rows: pl.DataFrame) -> pl.DataFrame:
    near, wide = (_reliabilities(rows, keys) for keys in (["tier", "task", "period"], ["tier"]))
    return (
        rows.join(near, on=["tier", "task", "period"], how="left", maintain_order="left")
        .join(wide, on="tier", how="left", suffix="_wide", maintain_order="left")
        .with_columns(reliability=pl.coalesce("reliability", "reliability_wide"))
    )


def _reliabilities(rows: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    found = [
        (*key, reliability(part["share"].to_numpy(), part["error"].to_numpy()))
        for key, part in rows.group_by(keys, maintain_order=True)
    ]
    schema = {key: rows.schema[key] for key in keys} | {"reliability": pl.Float64}
    return pl.DataFrame(found, schema=schema, orient="row")


def coverage(
    shares: pl.DataFrame, found: pl.DataFrame, tested: set[str], units: UnitTree
) -> tuple[Coverage, ...]:
    """Return for which units and tasks waiting could be examined, and what the rest would need.

    Parameters
    ----------
    shares : table
        Of ``lost_shares``.
    found : table
        The cases, units and tasks by name.
    tested : set of str
        Units of which at least one pair of departments had cases enough.
    units : UnitTree

    Notes
    -----
    A unit and task with cases, but too few completed ones, needs more ``events``; one whose
    cases have neither a due date nor a route with days, ``routes``.
    """
    examined = set(shares.select("unit", "task").unique().rows())
    of_tasks = (
        found.filter(pl.col("task").is_not_null())
        .group_by("unit", "task")
        .agg((pl.col("allotted") > 0).any().fill_null(value=False).alias("timed"))
        .sort("unit", "task")
    )
    by_task = (
        Coverage(unit, task, CAUSE, done := (unit, task) in examined, () if done else _need(timed))
        for unit, task, timed in of_tasks.iter_rows()
    )
    whole = (
        Coverage(unit, "", CAUSE, done := unit in tested, () if done else ("events",))
        for unit in units
    )
    return (*whole, *by_task)


def _need(timed: bool) -> tuple[str, ...]:  # noqa: FBT001  # which of two tables
    return ("events",) if timed else ("routes",)
