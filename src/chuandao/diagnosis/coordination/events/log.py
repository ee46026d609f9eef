"""An event log made ready for SQL: names as numbers, times on the working clock.

What is done to the rows of the table ``events``, and nothing else:

- A case is known by its unit and number; a row without unit belongs to the root.
- Rows that begin after the day of the checkup are not looked at; a step completed after it is
  open on it. A case of which either is true is under way, and so is one with a step not completed.
- A step that ends before it begins keeps its place (by its completion), but no time is taken
  from it: neither the wait before it nor the one after it is told.
- A department listed among the units, by code or by a name only one of them bears, is that unit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import polars as pl

from chuandao.cascade.units import UnitTree
from chuandao.diagnosis.coordination.events.working_time import HOUR, working_clock
from chuandao.text.times.working_days import Calendar

NAMES = ("unit", "task", "department", "activity", "route")
_MICRO = pl.Datetime("us")
_NO_LIMIT = date(2200, 1, 1)
"""From here on a due date is how a system writes that there is none (9999-12-31)."""


@dataclass(frozen=True)
class EventLog:
    """An event log as numbers.

    Attributes
    ----------
    steps : pl.DataFrame
        event (row of the table), matter (case), unit, task, department, activity, route (the
        places of their names; empty where there is none), order_begun, order_done (moments by
        which steps follow each other), start, complete (working clock), due (working clock at
        the end of the day), paused (microseconds), open, done_day (local day of completion).
    names : mapping of str to tuple of str
        The names of each of ``NAMES``, by place.
    routes : pl.DataFrame
        route, step, activity, department, days (microseconds).
    now : int or None
        The working clock at the end of the day of the checkup.
    """

    steps: pl.DataFrame
    names: Mapping[str, tuple[str, ...]]
    routes: pl.DataFrame
    now: int | None


def event_log(
    events: pl.DataFrame,
    routes: pl.DataFrame | None,
    units: UnitTree,
    calendar: Calendar,
    *,
    time_zone: str,
    as_of: date | None = None,
) -> EventLog:
    """Return the tables ``events`` and ``routes`` of a case, ready for the queries.

    Parameters
    ----------
    events, routes : table
        As a case has them; times in UTC.
    units : UnitTree
    calendar : Calendar
    time_zone : str
        Where the days of the calendar are days.
    as_of : date, optional
        The day of the checkup.
    """
    rows = _known(events.with_row_index("event"), time_zone, as_of)
    coded, names = _coded(rows, routes, units)
    clock = _clock(coded, calendar, as_of)
    path = _path(routes, names, units) if routes is not None else None
    return EventLog(clock[0], names, _no_path() if path is None else path, clock[1])


def _known(rows: pl.DataFrame, time_zone: str, as_of: date | None) -> pl.DataFrame:
    """Return the rows known on the day of the checkup, in local time."""
    local = rows.with_columns(
        pl.col("start", "complete").dt.convert_time_zone(time_zone).dt.replace_time_zone(None),
        order_begun=pl.coalesce("start", "complete").dt.epoch("us"),
        order_done=pl.col("complete").dt.epoch("us"),
    ).filter(pl.col("order_begun").is_not_null())
    faulty = (pl.col("start") > pl.col("complete")).fill_null(value=False)
    local = local.with_columns(
        order_begun=pl.when(faulty).then("order_done").otherwise("order_begun"),
        faulty=faulty,
    )
    if as_of is None:
        return local.with_columns(open=pl.col("complete").is_null(), goes_on=pl.lit(value=False))
    end = datetime.combine(as_of + timedelta(days=1), time())
    begins_later = (
        pl.when("faulty").then("complete").otherwise(pl.coalesce("start", "complete")) >= end
    )
    ends_later = (pl.col("complete") >= end).fill_null(value=False)
    return (
        local.with_columns(
            open=pl.col("complete").is_null() | ends_later,
            goes_on=begins_later.any().over("unit", "case"),
        )
        .filter(~begins_later)
        .with_columns(
            complete=pl.when("open").then(None).otherwise("complete"),
            order_done=pl.when("open").then(None).otherwise("order_done"),
        )
    )


def _coded(
    rows: pl.DataFrame, routes: pl.DataFrame | None, units: UnitTree
) -> tuple[pl.DataFrame, dict[str, tuple[str, ...]]]:
    """Return the rows with names as numbers; a case has one task and one route."""
    rows = rows.with_columns(
        pl.col("unit").fill_null(units.root), _as_units(rows["department"], units)
    )
    names = {name: _names(rows, routes, name, units) for name in NAMES}
    numbers = rows["case"].unique().sort()
    coded = rows.with_columns(
        *(_places(rows[name], names[name]) for name in NAMES),
        matter=_places(rows["case"], tuple(numbers.to_list())).cast(pl.Int64),
    )
    coded = coded.with_columns(matter=pl.col("matter") * len(names["unit"]) + pl.col("unit"))
    held = [name for name in ("task", "route") if names[name]]
    return coded.with_columns(pl.col(name).min().over("matter") for name in held), names


def _as_units(departments: pl.Series, units: UnitTree) -> pl.Series:
    given = departments.unique().drop_nulls().sort().to_list()
    meant = [found[0] if len(found := units.candidates(word)) == 1 else word for word in given]
    told = dict(zip(given, meant, strict=True))
    return departments.replace(told) if told else departments


def _names(
    rows: pl.DataFrame, routes: pl.DataFrame | None, name: str, units: UnitTree
) -> tuple[str, ...]:
    found = rows[name].unique()
    if routes is not None and name in routes.columns:
        more = routes[name] if name != "department" else _as_units(routes[name], units)
        found = pl.concat([found, more]).unique()
    return tuple(found.drop_nulls().sort().to_list())


def _places(words: pl.Series, names: tuple[str, ...]) -> pl.Series:
    if not names:
        return pl.Series(words.name, [None], dtype=pl.Int32).new_from_index(0, len(words))
    return words.cast(pl.Enum(names)).to_physical().cast(pl.Int32)


def _clock(
    rows: pl.DataFrame, calendar: Calendar, as_of: date | None
) -> tuple[pl.DataFrame, int | None]:
    """Return the rows with their times on the working clock, and what it shows now."""
    limit = pl.when(pl.col("due") < _NO_LIMIT).then("due")
    ends = rows.select(limit)["due"].dt.offset_by("1d").cast(_MICRO)
    moments = [rows["start"], rows["complete"], ends]
    now = None if as_of is None else datetime.combine(as_of + timedelta(days=1), time())
    known = [day for s in moments if (day := s.min()) is not None] + ([now] if now else [])
    since = min((m.date() for m in known if isinstance(m, datetime)), default=date(1970, 1, 1))
    start, complete, due = (working_clock(s, calendar, since) for s in moments)
    told = ~rows["faulty"]
    steps = rows.select(
        *("event", "matter", *NAMES, "order_begun", "order_done"),
        *("open", "goes_on", "faulty"),
        start=pl.when(told).then(start),
        complete=pl.when(told).then(complete),
        done=complete,
        due=due,
        paused=(pl.col("paused_hours").fill_null(0).clip(0) * HOUR).round().cast(pl.Int64),
        done_day=pl.col("complete").dt.date(),
    )
    shown = None if now is None else working_clock(pl.Series([now]), calendar, since)[0]
    return steps, shown


def _path(
    routes: pl.DataFrame, names: Mapping[str, tuple[str, ...]], units: UnitTree
) -> pl.DataFrame:
    from chuandao.diagnosis.coordination.events.working_time import DAY

    return routes.select(
        _places(routes["route"], names["route"]),
        "step",
        _places(routes["activity"], names["activity"]),
        _places(_as_units(routes["department"], units), names["department"]),
        days=(pl.col("days") * DAY).round().cast(pl.Int64),
    ).sort("route", "step")


def _no_path() -> pl.DataFrame:
    whole = {"route": pl.Int32, "step": pl.Int64, "activity": pl.Int32, "department": pl.Int32}
    return pl.DataFrame(schema={**whole, "days": pl.Int64})
