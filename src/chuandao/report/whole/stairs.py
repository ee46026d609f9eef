"""The staircase of efficacy (落實度): what is left at each tier, and what each step keeps."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from chuandao.report.material import Material
from chuandao.report.whole.chosen_rows import main_period, periods_of, rows_of


@dataclass(frozen=True)
class Tread:
    """One tier of a staircase: shares of one; ``retention`` is empty where nothing is above."""

    tier: int
    efficacy: float
    low: float
    high: float
    retention: float | None


@dataclass(frozen=True)
class Stairs:
    """One staircase: a scope (unit), a task (empty: all) and a period (empty: all)."""

    unit: str
    task: str
    period: str
    leaf_tier: int
    weighting: str
    treads: tuple[Tread, ...]

    @property
    def bottom(self) -> Tread:
        """The lowest tier."""
        return self.treads[-1]


@dataclass(frozen=True)
class Staircases:
    """The main staircase and, in order, those by period, by unit below the root and by task."""

    main: Stairs
    periods: tuple[Stairs, ...]
    units: tuple[Stairs, ...]
    tasks: tuple[Stairs, ...]


def staircases(material: Material) -> Staircases | None:
    """Return the staircases of a checkup, or nothing where ``tiers`` has no row of the root.

    Counties stand in administrative order, tasks in the order of the case's own table.
    """
    tiers = rows_of(material, "tiers")
    if tiers is None:
        return None
    root = material.units.root
    every = tiers.filter((pl.col("task") == "") & (pl.col("unit") == root))
    if every.is_empty():
        return None
    period = main_period(every)
    main = stairs(tiers, root, period=period)
    if main is None:
        return None
    return Staircases(
        main,
        _some(stairs(tiers, root, period=one) for one in periods_of(every)),
        _some(stairs(tiers, unit, period=period) for unit in material.units.children(root)),
        _some(stairs(tiers, root, task=task, period=period) for task in _tasks(material, tiers)),
    )


def stairs(tiers: pl.DataFrame, unit: str, *, task: str = "", period: str = "") -> Stairs | None:
    """Return one staircase down to the deepest tier it was reckoned for.

    Examples
    --------
    >>> rows = [("1", 0, 1.0, None, 1.0, 1.0), ("1", 1, 0.9, 0.9, 0.8, 0.95)]
    >>> columns = ["unit", "tier", "efficacy", "retention", "low", "high"]
    >>> tiers = pl.DataFrame(rows, columns, orient="row").with_columns(
    ...     task=pl.lit(""), period=pl.lit(""), leaf_tier=1, weighting=pl.lit("equal"))
    >>> stairs(tiers, "1").bottom
    Tread(tier=1, efficacy=0.9, low=0.8, high=0.95, retention=0.9)
    """
    mine = tiers.filter(
        (pl.col("unit") == unit) & (pl.col("task") == task) & (pl.col("period") == period)
    ).filter(pl.col("leaf_tier") == pl.col("leaf_tier").max())
    if mine.is_empty():
        return None
    leaf, weighting = int(mine["leaf_tier"][0]), str(mine["weighting"].min())
    one = mine.filter(pl.col("weighting") == weighting).sort("tier")
    columns = ("tier", "efficacy", "low", "high", "retention")
    treads = tuple(Tread(*row) for row in one.select(columns).iter_rows())
    return Stairs(unit, task, period, leaf, weighting, treads)


def _some(found: Iterable[Stairs | None]) -> tuple[Stairs, ...]:
    return tuple(one for one in found if one is not None)


def _tasks(material: Material, tiers: pl.DataFrame) -> list[str]:
    held = set(tiers["task"].to_list()) - {""}
    named = material.tasks["task"].to_list() if "task" in material.tasks.columns else []
    known = [task for task in dict.fromkeys(named) if task in held]
    return [*known, *sorted(held.difference(known))]
