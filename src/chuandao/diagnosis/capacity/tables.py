"""The table that the report draws: the workload calendar, with the source of every figure."""

import polars as pl

from chuandao.catalog.tables import result_tables
from chuandao.diagnosis.capacity.calendar import Books
from chuandao.diagnosis.capacity.work import KINDS, priority_sources

_SIZES = ("people", "available_hours", "work_hours", "backlog_hours")
_DIGITS = 4


def workload_calendar(held: Books, backlog: pl.DataFrame, at_once: pl.DataFrame) -> pl.DataFrame:
    """Return the workload calendar: a row a unit and month of which anything is on record.

    Parameters
    ----------
    held : Books
    backlog : table (unit, month, backlog_hours, model)
    at_once : table (unit, month, active_tasks)
    """
    columns = [column.name for column in result_tables()["workload_calendar"].columns]
    shares = ["load", "burden_share", "per_head_ratio"]
    hours = [f"{kind}_hours" for kind in KINDS]
    heads = [f"{kind}_per_head" for kind in KINDS]
    return (
        held.months.join(backlog, on=["unit", "month"], how="left")
        .join(at_once, on=["unit", "month"], how="left")
        .join(priority_sources(held.work), on="unit", how="left")
        .with_columns(pl.col(*shares, *hours, *heads, *_SIZES).round(_DIGITS))
        .select(columns)
        .sort("unit", "month")
    )
