"""Sign D3 (反覆退轉): cases that come straight back to a department for a step to be done again.

A pair X, Y is found for a unit and task (or all its tasks together) if the share of the cases
passed from X to Y that came back with a step of X repeated calls for attention by its range,
and is above what is usual by the exact binomial test, with the share of false ones held down over
all pairs tested (Benjamini & Hochberg 1995). What is usual is the share in all other pairs, one
in twenty at least and what the range takes for normal at most. Repetitions within a few hours
are left alone: entries put right in the system, or two departments at work side by side.
"""

from collections.abc import Mapping
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
from chuandao.diagnosis.coordination.events.queries import passages
from chuandao.diagnosis.coordination.events.waits import specific
from chuandao.diagnosis.coordination.events.working_time import DAY
from chuandao.diagnosis.examination import Finding, TableRow
from chuandao.stats.samples.medians import exceeding, usual_share
from chuandao.stats.screening import q_values

SIGN = "D3"
_MEASURE = "returned_share"
_PAIR = ("unit", "task", "from_department", "to_department")
_COLUMNS = (
    *_PAIR,
    *("cases", "returned_cases", "returns", "returned_share", "median_days", "days"),
    *("q_value", "verdict"),
)


def judged_returns(handed: pl.DataFrame, returned: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs of departments with the share of their cases that came back, tested."""
    of = reference_range(_MEASURE)
    rows = passages(handed, returned).with_columns(share=pl.col("returned_cases") / pl.col("cases"))
    enough = (rows["cases"] >= of.least).to_numpy()
    q = np.full(rows.height, np.nan)
    whole = rows["whole"].to_numpy()
    for family in (enough & whole, enough & ~whole):
        back, cases = (rows[name].to_numpy()[family] for name in ("returned_cases", "cases"))
        usual = usual_share(
            back, cases, (threshold("returns_usual_least"), of.normal), threshold("usual_worth")
        )
        q[family] = q_values(exceeding(back, cases, usual))
    beyond = (
        (pl.col("share") >= of.attention)
        & (pl.col("q_value") <= threshold("coordination_fdr"))
        & (pl.col("median") >= threshold("return_days_least") * DAY)
    )
    told = pl.when(beyond).then(pl.lit("beyond")).otherwise(pl.lit("usual"))
    return rows.with_columns(q_value=pl.Series(q).fill_nan(None)).with_columns(
        verdict=pl.when(pl.col("q_value").is_null()).then(pl.lit("cannot_tell")).otherwise(told)
    )


def returns_table(rows: pl.DataFrame, log: EventLog) -> pl.DataFrame:
    """Return the result table ``returns``."""
    shown = named(rows, log).with_columns(
        returned_share=pl.col("share").round(4),
        median_days=in_days("median"),
        days=in_days("days").fill_null(0.0),
    )
    return shown.select(_COLUMNS).sort(_PAIR, nulls_last=False)


def return_findings(
    rows: pl.DataFrame, returned: pl.DataFrame, log: EventLog, units: UnitTree, events: pl.DataFrame
) -> tuple[Finding, ...]:
    """Return the pairs of departments between which cases go back and forth.

    Parameters
    ----------
    rows : table
        Of ``judged_returns``.
    returned : table
        The returns (of ``queries.returns``).
    log : EventLog
    units : UnitTree
    events : table
        As the case has them.
    """
    found = specific(rows, _PAIR)
    return tuple(
        _finding(row, units, rows_of(_longest(of, returned), events))
        for row, of in zip(
            named(found, log).iter_rows(named=True), found.iter_rows(named=True), strict=True
        )
    )


def _longest(of: Mapping[str, object], returned: pl.DataFrame) -> pl.Series:
    alike = [pl.col(name) == of[name] for name in _PAIR if of[name] is not None]
    return returned.filter(*alike).sort(-pl.col("days"), "event", nulls_last=True)["event"]


def _finding(row: Mapping[str, Any], units: UnitTree, evidence: tuple[TableRow, ...]) -> Finding:
    departments = (row["from_department"], row["to_department"])
    names = (as_written(department, units) for department in departments)
    return Finding(
        unit=row["unit"],
        cause="coordination",
        sign=SIGN,
        severity=reference_range(_MEASURE).severity(row["share"]),
        code="finding.D3",
        task=row["task"] or "",
        about=about(*departments),
        strength="moderate",
        parameters=dict(zip(("from_name", "to_name"), names, strict=True)) | _figures(row),
        rows=evidence,
    )


def _figures(row: Mapping[str, Any]) -> dict[str, str]:
    return {
        "cases": str(row["cases"]),
        "returned": str(row["returned_cases"]),
        "returns": str(row["returns"]),
        "share": f"{100 * row['share']:.0f}",
        "median": f"{(row['median'] or 0) / DAY:.1f}",
        "days": f"{(row['days'] or 0) / DAY:.1f}",
    }
