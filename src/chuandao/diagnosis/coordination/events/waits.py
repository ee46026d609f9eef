"""Sign D2 (部門間流轉滯留): cases that wait between two departments beyond what is usual.

A pair of departments is found for a unit and task (or, where no task by itself shows it, for
all of the unit's tasks together) if, over its cases,

- the median of what a case waited beyond the reference calls for attention by its range, and
- more of the cases waited beyond the reference than is usual, by the exact binomial (sign) test,
  with the share of false ones held down over all pairs tested (Benjamini & Hochberg 1995). What
  is usual is the share in all other pairs, a quarter at least and one half at most; one half, as
  in the plain sign test of a median, where the log holds little else.

Both look at how many cases waited, not how long the longest did: a few extreme cases are not a
blockage. Cases are what is drawn, so a case counts once for a pair, by its median if it went that
way more than once; the bounds of the median go with the test (Conover 1999, section 3.2).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from chuandao.cascade.units import UnitTree
from chuandao.catalog.ranges import reference_range
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.coordination.events.log import EventLog
from chuandao.diagnosis.coordination.events.naming import (
    about,
    as_written,
    in_days,
    named,
    rows_of,
)
from chuandao.diagnosis.coordination.events.queries import case_excess, pairs
from chuandao.diagnosis.coordination.events.working_time import DAY
from chuandao.diagnosis.examination import Finding, TableRow
from chuandao.stats.samples.medians import exceeding, median_ranks, usual_share
from chuandao.stats.screening import q_values
from chuandao.stats.smoothing.tree import Reals

SIGN = "D2"
_MEASURE = "handover_excess"
_PAIR = ("unit", "task", "from_department", "to_department", "kind")
_COLUMNS = (
    *("unit", "task", "from_department", "to_department", "measure", "cases", "handovers", "told"),
    *("median_days", "p90_days", "cycle_days", "lost_days", "waiting_share", "excess_days"),
    *("excess_low", "excess_high", "beyond_share", "q_value", "verdict"),
)


def judged(handed: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs of departments with what their cases waited, tested.

    Parameters
    ----------
    handed : table
        The hand-overs (of ``queries.handovers``).

    Returns
    -------
    table
        ``pairs.sql`` and ``case_excess.sql`` joined, with low, high (microseconds), q_value (empty
        below the least number of cases), verdict.
    """
    rows = pairs(handed).join(
        case_excess(handed).rename({"cases": "tested"}),
        on=[*_PAIR, "whole"],
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    least = reference_range(_MEASURE).least
    enough = rows.with_row_index("at").filter(pl.col("tested") >= least)
    if enough.height == 0:
        nothing = pl.lit(None, dtype=pl.Float64)
        tested = rows.with_columns(low=nothing, high=nothing, q_value=nothing)
    else:
        added = enough.select("at", *_tested(enough))
        tested = rows.with_row_index("at").join(added, on="at", how="left", maintain_order="left")
    return tested.with_columns(verdict=_verdict())


def _tested(rows: pl.DataFrame) -> tuple[pl.Series, ...]:
    """Return the bounds of the median excess and the q-values of pairs with enough cases."""
    low, high = median_ranks(rows["tested"].to_numpy())
    ranked = rows.with_columns(low=pl.Series(low), high=pl.Series(high))
    bounds = ranked.select(
        pl.col("sorted").list.get(pl.col(at)).alias(at) for at in ("low", "high")
    )
    return (*bounds.get_columns(), pl.Series("q_value", _q_values(rows)))


def _q_values(rows: pl.DataFrame) -> Reals:
    """Return the q-values, those by task and those over all tasks each a family of their own."""
    bounds = (threshold("waits_usual_least"), 0.5)  # one half: what a median means
    whole, q = rows["whole"].to_numpy(), np.ones(rows.height)
    counts, beyond = rows["tested"].to_numpy(), rows["beyond"].to_numpy()
    for family in (whole, ~whole):
        of = beyond[family], counts[family]
        usual = usual_share(*of, bounds, threshold("usual_worth"))
        q[family] = q_values(exceeding(*of, usual))
    return q


def _verdict() -> pl.Expr:
    attention = reference_range(_MEASURE).attention * DAY
    beyond = (pl.col("excess") >= attention) & (pl.col("q_value") <= threshold("coordination_fdr"))
    told = pl.when(beyond).then(pl.lit("beyond")).otherwise(pl.lit("usual"))
    return pl.when(pl.col("q_value").is_null()).then(pl.lit("cannot_tell")).otherwise(told)


def waits_table(rows: pl.DataFrame, log: EventLog) -> pl.DataFrame:
    """Return the result table ``handovers``."""
    shown = named(rows, log).with_columns(
        measure="kind",
        told="known",
        median_days=in_days("median"),
        p90_days=in_days("p90"),
        cycle_days=in_days("cycle"),
        lost_days=in_days("lost").fill_null(0.0),
        waiting_share=pl.col("share").round(4),
        excess_days=in_days("excess"),
        excess_low=in_days("low"),
        excess_high=in_days("high"),
        beyond_share=(pl.col("beyond") / pl.col("tested")).round(4),
    )
    return shown.select(_COLUMNS).sort(
        "unit", "task", "from_department", "to_department", "measure", nulls_last=False
    )


def wait_findings(
    rows: pl.DataFrame, handed: pl.DataFrame, log: EventLog, units: UnitTree, events: pl.DataFrame
) -> tuple[Finding, ...]:
    """Return the pairs of departments between which cases wait beyond what is usual.

    Parameters
    ----------
    rows : table
        Of ``judged``.
    handed : table
        The hand-overs.
    log : EventLog
    units : UnitTree
    events : table
        As the case has them.
    """
    found = specific(rows, _PAIR)
    return tuple(
        _finding(row, units, rows_of(_longest(of, handed), events))
        for row, of in zip(
            named(found, log).iter_rows(named=True), found.iter_rows(named=True), strict=True
        )
    )


def specific(rows: pl.DataFrame, pair: Sequence[str]) -> pl.DataFrame:
    """Return what is beyond: by task, and over all tasks only where no task is by itself."""
    found = rows.filter(pl.col("verdict") == "beyond")
    by_task = found.filter(~pl.col("whole"))
    on = [name for name in pair if name != "task"]
    return pl.concat([by_task, found.filter("whole").join(by_task, on=on, how="anti")])


def _longest(of: Mapping[str, object], handed: pl.DataFrame) -> pl.Series:
    """Return the steps that waited longest beyond the reference, the longest first."""
    alike = [pl.col(name) == of[name] for name in _PAIR if of[name] is not None]
    beyond = handed.filter(*alike, pl.col("waited") > pl.col("reference"))
    ordered = beyond.sort(
        pl.col("reference") - pl.col("waited"), pl.col("event"), maintain_order=True
    )
    return ordered["event"]


def _finding(row: Mapping[str, Any], units: UnitTree, evidence: tuple[TableRow, ...]) -> Finding:
    gap = row["kind"] == "gap"
    departments = (row["from_department"], row["to_department"])
    names = (as_written(department, units) for department in departments)
    return Finding(
        unit=row["unit"],
        cause="coordination",
        sign=SIGN,
        severity=reference_range(_MEASURE).severity(row["excess"] / DAY),
        code="finding.D2.gap" if gap else "finding.D2",
        task=row["task"] or "",
        about=about(*departments),
        strength="weak" if gap else "moderate",
        parameters=dict(zip(("from_name", "to_name"), names, strict=True)) | _figures(row),
        rows=evidence,
    )


def _figures(row: Mapping[str, Any]) -> dict[str, str]:
    return {
        "cases": str(row["cases"]),
        "handovers": str(row["handovers"]),
        "median": f"{row['median'] / DAY:.1f}",
        "p90": f"{row['p90'] / DAY:.1f}",
        "excess": f"{row['excess'] / DAY:.1f}",
        "beyond": f"{100 * row['beyond'] / row['tested']:.0f}",
        "reference": f"{threshold('handover_days'):g}",
        "share": f"{100 * (row['share'] or 0.0):.0f}",
        "lost": f"{row['lost'] / DAY:.1f}",
    }
