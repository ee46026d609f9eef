"""Work that came in (工作量): pieces by kind and task, their hours, and their order.

hours = count × standard hours. Where a small part of a unit's pieces has no standard hours, those
pieces are reckoned at the usual hours of their kind and the month says so (filled); where most
have none, the unit is compared by counts alone.
"""

import json
from datetime import date

import polars as pl

from chuandao.cascade.case import Case
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.capacity.months import until

KINDS = ("task", "document", "inspection", "form", "meeting", "case")
BURDEN = ("inspection", "form", "meeting")
_ORIGIN = ("origin_file", "origin_sheet", "origin_row")
_EMPTY = {
    "unit": pl.String,
    "month": pl.Date,
    "item": pl.String,
    "task": pl.String,
    "count": pl.Int64,
    "standard_hours": pl.Float64,
    "priority": pl.Int64,
    "origin_file": pl.String,
    "origin_sheet": pl.String,
    "origin_row": pl.UInt32,
}


def work(case: Case, as_of: date | None) -> pl.DataFrame:
    """Return the work of each unit and month, a row a kind and task.

    Returns
    -------
    table (unit, month, item, task, count, hours_each, hours, work_source, priority, origin columns)
        ``hours_each`` and ``hours`` as reckoned (usual hours where none are given);
        ``work_source`` of the month: hours, filled or counts. Months of which a row was set
        aside because two rows contradict each other are left out: what came in is not known.
    """
    table = case.tables.get("workload")
    held = pl.DataFrame(schema=_EMPTY) if table is None else until(table, as_of).select(*_EMPTY)
    held = held.cast({"standard_hours": pl.Float64, "count": pl.Int64})
    held = held.join(_contradicted(case), on=["unit", "month"], how="anti")
    usual = pl.col("item").replace_strict(_usual_hours(held), default=None, return_dtype=pl.Float64)
    each = pl.col("standard_hours").fill_null(usual)
    reckoned = held.with_columns(hours_each=each, hours=each * pl.col("count"))
    return reckoned.join(_sources(reckoned), on=["unit", "month"], how="left").select(
        *("unit", "month", "item", "task", "count", "hours_each", "hours", "work_source"),
        "priority",
        *_ORIGIN,
    )


def priority_sources(held: pl.DataFrame) -> pl.DataFrame:
    """Return whether the order of each unit's work is data, partly data, or estimated.

    Without any priority all work of a unit is of one class and shares the hours in proportion.

    Examples
    --------
    >>> priority_sources(pl.DataFrame({"unit": ["a", "a"], "priority": [1, None]})).row(0)
    ('a', 'partly')
    """
    known = pl.col("priority").is_not_null()
    source = (
        pl.when(known.all()).then(pl.lit("data")).when(known.any()).then(pl.lit("partly"))
    ).otherwise(pl.lit("estimated"))
    return held.group_by("unit").agg(priority_source=source)


def _usual_hours(held: pl.DataFrame) -> dict[str, float]:
    """Return the hours that a piece of each kind takes as a rule: in this case, else as assumed."""
    known = held.filter(pl.col("standard_hours") > 0).group_by("item")
    medians = dict(known.agg(pl.col("standard_hours").median()).iter_rows())
    return {kind: medians.get(kind, threshold(f"usual_hours_{kind}")) for kind in KINDS}


def _sources(held: pl.DataFrame) -> pl.DataFrame:
    """Return what each month's hours rest on."""
    given = pl.col("hours").filter(pl.col("standard_hours").is_not_null()).sum()
    whole = pl.col("hours").sum()
    lacking = (pl.col("standard_hours").is_null() & (pl.col("count") > 0)).any()
    source = (
        pl.when(pl.col("standard_hours").is_null().all())
        .then(pl.lit("counts"))
        .when(~lacking)
        .then(pl.lit("hours"))
        .when(given >= whole * threshold("hours_given_share"))
        .then(pl.lit("filled"))
        .otherwise(pl.lit("counts"))
    )
    return held.group_by("unit", "month").agg(work_source=source)


def _contradicted(case: Case) -> pl.DataFrame:
    """Return the months of units of which rows were set aside: reported twice, not alike."""
    aside = case.set_aside.filter(
        (pl.col("table") == "workload") & pl.col("codes").list.contains("duplicate_key")
    )
    cells = [json.loads(raw) for raw in aside["raw"]]
    rows = {(str(cell.get("unit")), str(cell.get("month"))[:10]) for cell in cells}
    dated = sorted((unit, day) for unit, day in rows if _is_day(day))
    return pl.DataFrame(
        [(unit, date.fromisoformat(day)) for unit, day in dated],
        schema={"unit": pl.String, "month": pl.Date},
        orient="row",
    )


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
