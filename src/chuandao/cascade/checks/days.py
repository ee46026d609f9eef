"""Days: later than the day of the checkup, or ends before beginnings."""

from collections.abc import Iterable
from datetime import date

import polars as pl

from chuandao.cascade.assembly.telling import tell
from chuandao.cascade.checks.view import View
from chuandao.errors import Problem

_PLANNED = frozenset({"due", "until", "valid_from", "valid_to"})
_PAIRS = {
    "assignments": (("valid_from", "valid_to"),),
    "needs": (("from", "until"),),
    "means": (("from", "until"),),
    "pilots": (("from", "until"),),
    "transfers": (("announced", "arrived"),),
    "applications": (("submitted", "decided"),),
    "application_steps": (("entered", "left"),),
    "events": (("start", "complete"),),
    "data_requests": (("requested", "answered"),),
    "rectifications": (("opened", "closed"),),
    "documents": (("decided", "date"),),
}


def check_days(view: View) -> Iterable[Problem]:
    """Yield days after the checkup's own, and rows that end before they begin."""
    for table, frame in view.tables.items():
        for first, last in _PAIRS.get(table, ()):
            yield from _backwards(frame, first, last)
    if view.as_of is not None:
        yield from _after(view, view.as_of)


def observed_days(view: View) -> Iterable[tuple[str, pl.DataFrame, str, pl.Expr]]:
    """Yield every column that says when something happened: table, rows, column, its day.

    What is planned (a term, the end of a validity) is left out; a period counts from its
    first day, as a year under way is no mistake.
    """
    for table, frame, column in view.columns("date", "month", "instant", "period"):
        if column.name in _PLANNED or table == "units":
            continue
        name = f"{column.name}_start" if column.type == "period" else column.name
        yield table, frame, column.name, _day(name, column.type, view.settings.time_zone)


def latest_day(view: View) -> date | None:
    """Return the last day on which the tables say that something happened, if any."""
    days = [frame.select(day.max()).item() for _, frame, _, day in observed_days(view)]
    return max((found for found in days if found is not None), default=None)


def _day(name: str, kind: str, time_zone: str) -> pl.Expr:
    if kind == "instant":
        return pl.col(name).dt.convert_time_zone(time_zone).dt.date()
    return pl.col(name)


def _after(view: View, as_of: date) -> Iterable[Problem]:
    for _, frame, column, day in observed_days(view):
        later = frame.with_columns(_day=day).filter(pl.col("_day") > as_of)
        yield from tell(
            later,
            "after_as_of",
            "warning",
            column,
            lambda row: {"value": str(row["_day"]), "as_of": as_of.isoformat()},
        )


def _backwards(frame: pl.DataFrame, first: str, last: str) -> Iterable[Problem]:
    rows = frame.filter(pl.col(last) < pl.col(first))
    return tell(
        rows,
        "ends_before_start",
        "warning",
        last,
        lambda row: {"first": _shown(row[first]), "last": _shown(row[last])},
    )


def _shown(day: object) -> str:
    return str(day)[:16]
