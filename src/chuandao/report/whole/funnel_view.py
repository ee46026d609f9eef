"""A funnel plot of the steps: how far each unit lies from the usual, against how sure that is.

No ranks: a unit inside the funnel differs from the others by no more than chance explains.
Limits with over-dispersion after Spiegelhalter (2005), Statistics in Medicine 24(8), 1185-1202.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from chuandao.report.material import Material
from chuandao.report.whole.chosen_rows import overall, rows_of
from chuandao.stats.funnel import Funnel, fit_funnel, limits

LEVELS = (0.95, 0.998)
"""The two funnels that are drawn, as is usual since Spiegelhalter (2005)."""

LEAST = 5
"""With fewer units at a tier no spread can be told, and no funnel is drawn."""


@dataclass(frozen=True)
class Point:
    """A unit: log of its excess (or of its retention), its standard error, how far outside.

    ``outside``: 0 within both funnels, 1 beyond 95 %, 2 beyond 99.8 %.
    """

    unit: str
    name: str
    value: float
    se: float
    low: float
    high: float
    outside: int


@dataclass(frozen=True)
class Edge:
    """The limits of the funnels at one standard error, from the outermost below to above."""

    se: float
    limits: tuple[float, float, float, float]


@dataclass(frozen=True)
class Panel:
    """The funnel of one step; without edges there are too few units to draw one.

    ``named``: whether units outside are named; villages are pointed at by nobody.
    """

    tier: int
    target: float
    named: bool
    points: tuple[Point, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True)
class FunnelView:
    """A panel a step; ``relative`` says that values are what tier and deficits do not explain."""

    relative: bool
    panels: tuple[Panel, ...]

    @property
    def outside(self) -> tuple[Point, ...]:
        """The units outside their funnel that are named."""
        return tuple(p for panel in self.panels if panel.named for p in panel.points if p.outside)

    @property
    def unnamed(self) -> int:
        """How many units outside their funnel are not named."""
        return sum(p.outside > 0 for panel in self.panels if not panel.named for p in panel.points)


def funnel_view(material: Material) -> FunnelView | None:
    """Return the funnels, or nothing where ``retention`` has no row.

    Units without units below (villages) stand in them only with evidence of their own.
    """
    retention = rows_of(material, "retention")
    if retention is None:
        return None
    rows = overall(retention).filter(pl.col("se_log") > 0, pl.col("estimate") > 0)
    relative = bool(rows.height and rows["excess"].null_count() < rows.height)
    value = pl.col("excess") if relative else pl.col("estimate").log()
    rows = rows.with_columns(value=value).drop_nulls("value")
    by_unit = {row["unit"]: row for row in rows.to_dicts()}
    tiers = sorted({material.units.tier(unit) for unit in material.units} - {0})
    panels = [_panel(material, tier, by_unit) for tier in tiers]
    return FunnelView(relative, tuple(panel for panel in panels if panel.points))


def _panel(material: Material, tier: int, rows: dict[str, dict[str, float]]) -> Panel:
    tree = material.units
    units = [unit for unit in tree if tree.tier(unit) == tier and unit in rows]
    shown = [u for u in units if tree.children(u) or rows[u]["own_evidence"] > 0]
    values = np.array([rows[unit]["value"] for unit in shown])
    errors = np.array([rows[unit]["se_log"] for unit in shown])
    funnel = fit_funnel(values, errors)
    outside = _outside(funnel, values, errors)
    points = tuple(
        Point(u, tree.name(u), float(v), float(e), float(v - _REACH * e), float(v + _REACH * e), o)
        for u, v, e, o in zip(shown, values, errors, outside, strict=True)
    )
    edges = _edges(funnel, errors) if len(shown) >= LEAST else ()
    named = any(tree.children(unit) for unit in shown)
    return Panel(tier, funnel.target, named, points if edges else _inside(points), edges)


_REACH = 1.959964
"""Standard errors on either side of a 95 % interval."""


def _outside(funnel: Funnel, values: np.ndarray, errors: np.ndarray) -> list[int]:
    count = np.zeros(len(values), dtype=int)
    for level in LEVELS:
        low, high = limits(funnel, errors, level=level)
        count += (values < low) | (values > high)
    return [int(one) for one in count]


def _inside(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Where no funnel is drawn, nobody lies outside it."""
    return tuple(Point(p.unit, p.name, p.value, p.se, p.low, p.high, 0) for p in points)


def _edges(funnel: Funnel, errors: np.ndarray) -> tuple[Edge, ...]:
    grid = np.linspace(float(errors.min()) * 0.9, float(errors.max()) * 1.05, 24)
    (low, high), (lowest, highest) = (limits(funnel, grid, level=level) for level in LEVELS)
    rows = zip(grid, lowest, low, high, highest, strict=True)
    return tuple(
        Edge(float(se), (float(a), float(b), float(c), float(d))) for se, a, b, c, d in rows
    )
