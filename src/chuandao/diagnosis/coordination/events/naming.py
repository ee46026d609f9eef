"""From the numbers of an event log back to names, days and rows of the case's files."""

from collections.abc import Sequence

import polars as pl

from chuandao.cascade.units import UnitTree
from chuandao.diagnosis.coordination.events.log import NAMES, EventLog
from chuandao.diagnosis.coordination.events.working_time import DAY
from chuandao.diagnosis.examination import TableRow, rows_behind

_NAMED = {name: name for name in NAMES} | dict.fromkeys(
    ("from_department", "to_department"), "department"
)
_SHOWN = 24
_PLACES = 4


def named(frame: pl.DataFrame, log: EventLog) -> pl.DataFrame:
    """Return a table with the names of units, tasks, departments, activities and routes."""
    held = [column for column in frame.columns if column in _NAMED]
    return frame.with_columns(_words(frame[column], log.names[_NAMED[column]]) for column in held)


def _words(places: pl.Series, names: Sequence[str]) -> pl.Series:
    if not names:
        return pl.Series(places.name, [None], dtype=pl.String).new_from_index(0, len(places))
    return pl.Series(names, dtype=pl.String).gather(places).rename(places.name)


def in_days(column: str) -> pl.Expr:
    """Return microseconds of the working clock as days, to four decimals."""
    return (pl.col(column) / DAY).round(_PLACES) + 0.0  # never minus nought


def as_written(department: str, units: UnitTree) -> str:
    """Return how a department is called: a unit by its name, another as the log has it."""
    return units.name(department) if department in units else department


def about(*departments: str) -> str:
    """Return a pair of departments in characters fit for the code of a finding."""
    return ">".join("".join(d.replace(":", "").replace(">", "").split()) for d in departments)


def rows_of(places: pl.Series, events: pl.DataFrame) -> tuple[TableRow, ...]:
    """Return the rows of the case's files behind the first of these rows of the events."""
    return rows_behind(events[places.head(_SHOWN).to_list()])
