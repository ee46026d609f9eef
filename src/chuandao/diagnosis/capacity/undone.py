"""What is left undone (未完成份額): done shares of tasks and the backlog, unit by unit, by hours.

Work is served in order of priority; what is not done is carried into the next month on record. A
month that is not on record is left out: its work is neither nothing nor known, and what was
carried into it is carried past it. A task active in a month is worked on day by day: its hours come
in pieces of at most a working day, while a form, a meeting or a case is one piece.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.capacity.calendar import Books
from chuandao.diagnosis.periods import Period
from chuandao.stats.workload.done_share import Left, Method, done_shares, work_left
from chuandao.stats.workload.pieces import Pieces

OWN_WORK = ("task", "case")
"""Kinds that are the task's own work; inspections, forms and meetings about it are not."""
_LAST = np.iinfo(np.int64).max  # work without a priority is served last, together
_SHARES = {
    "unit": pl.String,
    "task": pl.String,
    "period": pl.String,
    "deficit": pl.Float64,
    "error": pl.Float64,
}
_BACKLOG = {"unit": pl.String, "month": pl.Date, "backlog_hours": pl.Float64, "model": pl.String}


@dataclass(frozen=True)
class Undone:
    """Deficits by hours (unit, task, period, deficit, error) and backlogs (unit, month, hours)."""

    shares: pl.DataFrame
    backlog: pl.DataFrame


def undone(held: Books, periods: Sequence[Period]) -> Undone:
    """Return the share of each task left undone in each period, and the backlog of each month.

    Only months with hours of work (given, or few filled in) and people on record count.
    """
    rows = _rows(held)
    shares: list[tuple[str, str, str, float, float]] = []
    backlog: list[tuple[str, date, float, str]] = []
    for unit in _units(rows):
        left = work_left(unit.pieces, unit.available, unit.people, _method(unit, periods))
        shares += _shares(unit, left, periods)
        sums = left.hours.sum(axis=0)
        backlog += [
            (unit.code, month, float(hours), left.model)
            for month, hours in zip(unit.months, sums, strict=True)
        ]
    return Undone(
        pl.DataFrame(shares, schema=_SHARES, orient="row"),
        pl.DataFrame(backlog, schema=_BACKLOG, orient="row"),
    )


@dataclass(frozen=True)
class _Unit:
    code: str
    months: list[date]
    pieces: Pieces
    tasks: list[str]
    available: NDArray[np.float64]
    people: float


def _rows(held: Books) -> pl.DataFrame:
    """Return the work of months with people and hours on record, in order."""
    known = held.work.filter(pl.col("work_source") != "counts")
    hours = held.people.select("unit", "month", "people", "available_hours")
    order = pl.col("priority").fill_null(_LAST)
    own = pl.col("item").is_in(OWN_WORK) & pl.col("task").is_not_null()
    return (
        known.join(hours, on=["unit", "month"])
        .with_columns(
            *_by_days(), order=order, own=pl.when(own).then(pl.col("task")).otherwise(pl.lit(""))
        )
        .with_columns(key=pl.struct("item", "task", "order").rank("dense").over("unit"))
        .sort("unit", "month", "key")
    )


def _by_days() -> tuple[pl.Expr, pl.Expr]:
    """Return the number and hours of pieces, those of active tasks by working days."""
    days = (pl.col("hours_each") / threshold("working_day_hours")).ceil().clip(1)
    parts = pl.when(pl.col("item") == "task").then(days).otherwise(1).cast(pl.Int64)
    return pl.col("count") * parts, pl.col("hours_each") / parts


def _units(rows: pl.DataFrame) -> Iterator[_Unit]:
    columns = {
        name: rows[name].to_numpy()
        for name in ("key", "count", "hours_each", "order", "people", "available_hours")
    }
    units, months, own = (rows[name].to_list() for name in ("unit", "month", "own"))
    position = rows.select(pl.col("month").rank("dense").over("unit")).to_series().to_numpy()
    bounds = rows["unit"].rle().struct.field("len").cum_sum().to_list()
    for start, stop in pairwise([0, *bounds]):
        at = slice(start, stop)
        part = {name: values[at] for name, values in columns.items()}
        place = position[at].astype(np.int64) - 1
        yield _unit(units[start], months[at], own[at], place, part)


def _unit(
    code: str,
    months: list[date],
    own: list[str],
    place: NDArray[np.int64],
    part: dict[str, NDArray[np.float64]],
) -> _Unit:
    item = part["key"].astype(np.int64) - 1
    shape = (int(item.max()) + 1, int(place.max()) + 1)
    counts, hours = np.zeros(shape, np.int64), np.zeros(shape)
    counts[item, place], hours[item, place] = part["count"], part["hours_each"]
    order, available, people = np.zeros(shape[0]), np.zeros(shape[1]), np.zeros(shape[1])
    order[item], available[place] = part["order"], part["available_hours"]
    people[place] = part["people"]
    tasks = [""] * shape[0]
    dates = [months[0]] * shape[1]
    for row, (which, when) in enumerate(zip(item.tolist(), place.tolist(), strict=True)):
        tasks[which], dates[when] = own[row], months[row]
    level = np.unique(order, return_inverse=True)[1].astype(np.int64)
    return _Unit(code, dates, Pieces(counts, hours, level), tasks, available, float(people.mean()))


def _method(unit: _Unit, periods: Sequence[Period]) -> Method:
    spans = [len(_inside(unit.months, period)) for period in periods]
    return Method(
        variation=threshold("workload_variation"),
        tolerance=threshold("workload_fluid_error"),
        pieces=int(threshold("workload_pieces")),
        months=min((span for span in spans if span), default=len(unit.months)),
    )


def _shares(
    unit: _Unit, left: Left, periods: Sequence[Period]
) -> Iterable[tuple[str, str, str, float, float]]:
    """Return the share left undone of each task that the unit has work of, in each period."""
    tasks = sorted({task for task in unit.tasks if task})
    of = np.array([[task == own for own in unit.tasks] for task in tasks], dtype=float)
    if not tasks:
        return
    arrived = of @ (unit.pieces.counts * unit.pieces.hours)
    whole = Left(of @ left.hours, of @ left.spread, left.model)
    for label, inside in _spans(unit.months, periods):
        shares, errors = done_shares(arrived, whole, inside[0], inside[-1])
        for task, share, error in zip(tasks, shares, errors, strict=True):
            if not np.isnan(share):
                yield unit.code, task, label, round(float(1 - share), 6), float(error)


def _spans(months: list[date], periods: Sequence[Period]) -> Iterable[tuple[str, list[int]]]:
    """Return the months of each period; without periods all of them under an empty label."""
    if not periods:
        yield "", list(range(len(months)))
    for period in periods:
        inside = _inside(months, period)
        if inside:
            yield period.label, inside


def _inside(months: list[date], period: Period) -> list[int]:
    return [at for at, month in enumerate(months) if period.start <= month <= period.end]
