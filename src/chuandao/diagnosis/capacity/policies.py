"""Sign C2 (政策疊加): many tasks fall on one unit at the same time.

tasks at once in a month = distinct tasks whose assignment is in force on some day of it, or, by the
table of workload, tasks active in it. Compared with siblings; where both tables say so, the two
sources support each other.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import polars as pl

from chuandao.cascade.case import Case
from chuandao.catalog.ranges import reference_range
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.capacity.calendar import Books
from chuandao.diagnosis.capacity.months import label
from chuandao.diagnosis.capacity.siblings import beside_siblings
from chuandao.diagnosis.capacity.standing_out import Outlier, outliers
from chuandao.diagnosis.capacity.told import number
from chuandao.diagnosis.examination import Finding, TableRow, rows_behind

SIGN = "C2"
_CAUSE = "capacity"
_SHOWN = 36
_LOOKED_BACK = 3 * 365  # days; what was in force longer ago overlaps with nothing of today
_ORIGIN = ("origin_file", "origin_sheet", "origin_row")


def findings(case: Case, held: Books, as_of: date | None) -> tuple[Finding, ...]:
    """Return the units on which clearly more tasks fall at once than on their siblings."""
    found = {name: _found(table, held) for name, table in tasks_at_once(case, held, as_of).items()}
    units = sorted({unit for units in found.values() for unit in units})
    return tuple(_finding(case, held, unit, found) for unit in units)


def tasks_at_once(case: Case, held: Books, as_of: date | None) -> Mapping[str, pl.DataFrame]:
    """Return the tasks at once of each unit and month, by source (unit, month, value)."""
    return {
        "assignments": _in_force(case, held, as_of),
        "workload": _active(held.work),
    }


def _found(table: pl.DataFrame, held: Books) -> dict[str, Outlier]:
    compared = beside_siblings(table, held.families, ["month"]).rename({"value": "own"})
    known = compared.filter(pl.col("usual").is_not_null())
    beyond = outliers(known, held.families, "tasks_at_once_ratio")
    least = threshold("tasks_at_once_least")
    return {one.unit: one for one in beyond if one.own >= least}


def _active(work: pl.DataFrame) -> pl.DataFrame:
    """Return the tasks active by the table of workload; those without a code by their count."""
    tasks = work.filter((pl.col("item") == "task") & (pl.col("count") > 0))
    coded = pl.col("task").drop_nulls().n_unique()
    others = pl.col("count").filter(pl.col("task").is_null()).sum()
    return tasks.group_by("unit", "month").agg(value=(coded + others).cast(pl.Float64))


def _in_force(case: Case, held: Books, as_of: date | None) -> pl.DataFrame:
    spans = assigned(case, as_of)
    days = [*held.months["month"].drop_nulls(), *spans["since"].drop_nulls()]
    last = max([*days, as_of], default=None) if as_of else max(days, default=None)
    if not days or last is None:
        return pl.DataFrame(schema={"unit": pl.String, "month": pl.Date, "value": pl.Float64})
    first = max(min(days), last - timedelta(days=_LOOKED_BACK)).replace(day=1)
    ends = pl.col("until").is_null() | (pl.col("until") >= pl.col("month"))
    months = pl.DataFrame({"month": pl.date_range(first, last, "1mo", eager=True)})
    begun = pl.col("since") < pl.col("month").dt.offset_by("1mo")
    return (
        spans.join(months, how="cross")
        .filter((pl.col("since").is_null() | begun) & ends)
        .group_by("unit", "month")
        .agg(value=pl.col("task").n_unique().cast(pl.Float64))
    )


def assigned(case: Case, as_of: date | None) -> pl.DataFrame:
    """Return the assignments begun by the day of the checkup (unit, task, since, until, origin).

    ``since``: in force from, else the day of the task's document; ``until``: the earlier of the
    end of the assignment and its due date, missing where neither is stated.
    """
    table = case.tables.get("assignments")
    if table is None:
        nothing = {"unit": pl.String, "task": pl.String, "since": pl.Date, "until": pl.Date}
        return pl.DataFrame(schema=nothing | dict(_nothing()))
    since = pl.coalesce("valid_from", "document_day")
    begun = since.is_null() | (since <= as_of) if as_of else pl.lit(value=True)
    return (
        table.join(_document_days(case), on="task", how="left")
        .filter(begun)
        .select("unit", "task", since.alias("since"), _until(), *_ORIGIN)
    )


def _until() -> pl.Expr:
    return pl.min_horizontal("valid_to", "due").alias("until")


def _nothing() -> Iterable[tuple[str, type[pl.DataType]]]:
    return (("origin_file", pl.String), ("origin_sheet", pl.String), ("origin_row", pl.UInt32))


def _document_days(case: Case) -> pl.DataFrame:
    """Return the day of each task's document, where the case has both."""
    tasks, documents = case.tables.get("tasks"), case.tables.get("documents")
    if tasks is None or documents is None:
        return pl.DataFrame(schema={"task": pl.String, "document_day": pl.Date})
    days = documents.select("document", document_day=pl.col("date"))
    return tasks.select("task", "document").join(days, on="document").drop("document")


def _finding(
    case: Case, held: Books, unit: str, found: Mapping[str, Mapping[str, Outlier]]
) -> Finding:
    sources = [name for name in found if unit in found[name]]
    one = max((found[name][unit] for name in sources), key=lambda one: one.ratio)
    return Finding(
        unit=unit,
        cause=_CAUSE,
        sign=SIGN,
        severity=reference_range("tasks_at_once_ratio").severity(one.ratio),
        code="finding.C2" if found["assignments"].get(unit) is one else "finding.C2.active",
        strength="moderate" if len(sources) > 1 else "weak",
        parameters={
            "first": label(one.first),
            "last": label(one.last),
            "months": str(one.months),
            "tasks": number(one.own, 1),
            "usual": number(one.usual, 1),
            "others": str(one.others),
        },
        rows=_rows(case, held, one, sources),
    )


def _rows(case: Case, held: Books, one: Outlier, sources: Iterable[str]) -> tuple[TableRow, ...]:
    table = case.tables.get("assignments")
    parts = []
    if "assignments" in sources and table is not None:
        parts.append(table.filter(pl.col("unit") == one.unit).sort("task").select(_ORIGIN))
    if "workload" in sources:
        during = pl.col("month").is_between(one.first, one.last) & (pl.col("item") == "task")
        rows = held.work.filter((pl.col("unit") == one.unit) & during)
        parts.append(rows.sort("month", descending=True).select(_ORIGIN))
    each = _SHOWN // len(parts)
    return rows_behind(pl.concat([part.head(each) for part in parts]))
