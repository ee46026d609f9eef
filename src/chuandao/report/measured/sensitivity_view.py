"""How the figures would change: an anchor that is too high, causes that nobody measured."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import polars as pl

from chuandao.report.whole.stairs import Staircases


class Sensitive(Protocol):
    """What a fitted model tells of its sensitivity."""

    levels: pl.DataFrame
    causes: pl.DataFrame


@dataclass(frozen=True)
class Inflated:
    """Efficacy by tier if the anchor says (1 + inflation) times the truth."""

    inflation: float
    efficacy: tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Robust:
    """How much an unmeasured cause would have to explain to undo the cost of a measured one.

    ``robustness``: the share of what is left to explain, of the deficit as of the loss, that would
    bring the cost to nothing; ``robustness_95``: to where it might be nothing.
    """

    cause: str
    robustness: float | None
    robustness_95: float | None


@dataclass(frozen=True)
class SensitivityView:
    """Rows by inflation, the first as it was measured, and rows by cause."""

    levels: tuple[Inflated, ...]
    causes: tuple[Robust, ...]


def sensitivity_of(model: object) -> Callable[[], Sensitive] | None:
    """Return what tells how the figures of a fitted model would change, where it can tell."""
    ask: Callable[[], Sensitive] | None = getattr(model, "sensitivity", None)
    return ask


def sensitivity_view(
    ask: Callable[[], Sensitive] | None, stairs: Staircases | None
) -> SensitivityView | None:
    """Return how the figures of the main staircase would change; nothing where not asked for."""
    if ask is None or stairs is None:
        return None
    found, main = ask(), stairs.main
    mine = found.levels.filter(
        (pl.col("period") == main.period) & (pl.col("leaf_tier") == main.leaf_tier)
    ).sort("inflation", "tier")
    levels = []
    for (inflation,), rows in mine.group_by("inflation", maintain_order=True):
        pairs = rows.filter(pl.col("tier") > 0).select("tier", "efficacy").rows()
        levels.append(Inflated(float(str(inflation)), tuple(pairs)))
    columns = ("cause", "robustness", "robustness_95")
    causes = tuple(Robust(*row) for row in found.causes.select(columns).iter_rows())
    return SensitivityView(tuple(levels), causes)
