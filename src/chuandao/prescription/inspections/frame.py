"""Which units may be drawn for an inspection, and on which tasks (抽樣框).

In the frame are governments below the issuing unit, of the tiers asked for; never a village or
another self-governing organisation, never a department. A task of a unit is open if it applies to
the unit (some source speaks of it; where nothing is known of the unit, every task) and was not
inspected there within the days of rest. A unit without an open task is left out, and counted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from chuandao.cascade.case import Case
from chuandao.catalog.thresholds import threshold

INSPECTION = "inspection"
_GOVERNMENT = "government"
_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Member:
    """A unit considered: its stratum, the tasks that apply, those open, and past visits."""

    unit: str
    county: str
    tier: int
    type: str
    tasks: tuple[str, ...]
    open: tuple[str, ...]
    visits: int
    last: date | None

    @property
    def stratum(self) -> tuple[str, int, str]:
        """By what it is stratified: superior, tier and type."""
        return self.county, self.tier, self.type

    @property
    def reason(self) -> str:
        """Whether it may be drawn, else why not."""
        if not self.tasks:
            return "no_task"
        return "open" if self.open else "inspected_lately"


def frame(case: Case, as_of: date, tiers: Iterable[int], rest_days: int) -> tuple[Member, ...]:
    """Return the units considered, in administrative order.

    Parameters
    ----------
    case : Case
    as_of : date
    tiers : iterable of int
    rest_days : int
        Days after an inspection within which the same task is left alone in the same unit.
    """
    wanted = frozenset(tiers)
    applying, rested, visits = _evidence(case, as_of, rest_days)
    every = _tasks(case)
    types = dict(case.units.frame.select("unit", "type").rows())
    found = []
    for unit in case.units.at(as_of):
        parent = case.units.parent(unit)
        if parent is None or case.units.kind(unit) != _GOVERNMENT:
            continue
        if case.units.tier(unit) not in wanted:
            continue
        tasks = applying.get(unit, every)
        left = tuple(task for task in tasks if task not in rested.get(unit, frozenset()))
        count, last = visits.get(unit, (0, None))
        tier, type_ = case.units.tier(unit), types.get(unit) or ""
        found.append(Member(unit, parent, tier, type_, tasks, left, count, last))
    return tuple(found)


def tiers_to_inspect(case: Case) -> tuple[int, ...]:
    """Return the lowest tier that governments stand on: townships where there are any.

    What a strategy came to shows there; villages are no object of an inspection.
    """
    units = case.units
    found = {units.tier(unit) for unit in units if units.kind(unit) == _GOVERNMENT}
    return (max(found),) if found - {0} else ()


def _tasks(case: Case) -> tuple[str, ...]:
    held = case.tables.get("tasks")
    return () if held is None else tuple(held["task"].sort().to_list())


def _evidence(
    case: Case, as_of: date, rest_days: int
) -> tuple[
    Mapping[str, tuple[str, ...]],
    Mapping[str, frozenset[str]],
    Mapping[str, tuple[int, date | None]],
]:
    """Return by unit: the tasks that sources speak of, those at rest, visits of the last year."""
    held = case.tables.get("evidence")
    if held is None:
        return {}, {}, {}
    begun = held.filter(pl.col("period_start").is_null() | (pl.col("period_start") <= as_of))
    ended = pl.min_horizontal(pl.col("period_end"), pl.lit(as_of))
    rows = begun.with_columns(day=ended)
    applying = rows.group_by("unit").agg(pl.col("task").unique().sort())
    seen = rows.filter(pl.col("source") == INSPECTION)
    late = seen.filter(pl.col("day") > as_of - timedelta(days=rest_days))
    rested = late.group_by("unit").agg(pl.col("task").unique())
    year = seen.filter(pl.col("day") > as_of - _YEAR)
    visits = year.group_by("unit").agg(pl.col("period").n_unique(), pl.col("day").max())
    return (
        {unit: tuple(tasks) for unit, tasks in applying.rows()},
        {unit: frozenset(tasks) for unit, tasks in rested.rows()},
        {unit: (count, last) for unit, count, last in visits.rows()},
    )


def tasks_at_once() -> int:
    """Return the most tasks to look at in one unit."""
    return int(threshold("inspection_tasks"))
