"""With how much error the result of each task is measured, against how much units truly differ.

Noise ratio of a task = s / t: s, the standard error of a unit's result (root mean square over
units); t, the spread of true results between units (one for all tasks: the median over tasks of
the variance between units less s squared). Self-reports are not counted. Where the scheme states
a noise, or where too few units were measured, s is as stated or as the catalogue assumes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from chuandao.cascade.case import Case
from chuandao.catalog.thresholds import threshold

_SELF = "self_report"
_HUNDRED = {"share": 1.0, "percent": 100.0}
_RESULTS = {"unit": pl.String, "task": pl.String, "value": pl.Float64, "se": pl.Float64}


@dataclass(frozen=True)
class Noise:
    """Noise ratio of a task, and where it is taken from: stated, evidence or assumed."""

    ratio: float
    source: str


@dataclass(frozen=True)
class Measured:
    """How well results are measured in a case.

    ``errors``: standard error of a unit's result, by task with enough units; ``spread``: that of
    true results between units.
    """

    errors: Mapping[str, float]
    spread: float

    def noise(self, task: str, kind: str, stated: Iterable[float] = ()) -> Noise:
        """Return the noise of a task of a kind (hard, soft), given what its indicators state."""
        told = list(stated)
        if told:
            return Noise(float(np.sqrt(np.mean(np.square(told)))) / self.spread, "stated")
        if task in self.errors:
            return Noise(self.errors[task] / self.spread, "evidence")
        usual = threshold(f"indicator_noise_{'soft' if kind == 'soft' else 'hard'}")
        return Noise(usual / self.spread, "assumed")


def results(case: Case, as_of: date | None) -> pl.DataFrame:
    """Return what sources other than the unit itself say of each unit and task, as shares.

    Returns
    -------
    table (unit, task, value, se)
        Mean over periods and sources, and its standard error; only observations whose error is
        stated or follows from their sample size.
    """
    held = case.tables.get("evidence")
    if held is None:
        return pl.DataFrame(schema=_RESULTS)
    if as_of is not None:
        held = held.filter(pl.col("period_end").is_null() | (pl.col("period_end") <= as_of))
    scale = pl.col("scale").replace_strict(_HUNDRED, default=None, return_dtype=pl.Float64)
    shares = held.filter(pl.col("source") != _SELF).select(
        "unit", "task", value=pl.col("value") / scale, se=_or_null(held, "se") / scale,
        n=_or_null(held, "n"),
    )  # fmt: skip
    kept = pl.col("value").clip(0.02, 0.98)
    drawn = (kept * (1 - kept) / pl.col("n")).sqrt()
    known = shares.with_columns(
        se=pl.coalesce("se", pl.when(pl.col("n") > 0).then(drawn))
    ).drop_nulls(["value", "se"])
    return (
        known.group_by("unit", "task")
        .agg(pl.col("value").mean(), (pl.col("se").pow(2).sum().sqrt() / pl.len()).alias("se"))
        .sort("unit", "task")
    )


def measured(found: pl.DataFrame, tiers: Mapping[str, int]) -> Measured:
    """Return how well results (of `results`) are measured, units of one tier beside each other.

    Parameters
    ----------
    found : table (unit, task, value, se)
    tiers : mapping of unit to its tier
    """
    least = int(threshold("noise_units_least"))
    if found.is_empty():
        return Measured({}, threshold("result_spread"))
    placed = found.with_columns(
        tier=pl.col("unit").replace_strict(tiers, default=None, return_dtype=pl.Int64)
    )
    by_task = (
        placed.group_by("task", "tier")
        .agg(
            units=pl.len(),
            noise=pl.col("se").pow(2).mean(),
            true=pl.col("value").var() - pl.col("se").pow(2).mean(),
        )
        .filter(pl.col("units") >= least)
        .sort("task", "units", "tier", descending=[False, True, False])
        .unique("task", keep="first", maintain_order=True)
    )
    errors = {task: float(noise) ** 0.5 for task, noise in by_task.select("task", "noise").rows()}
    spread = _median(by_task["true"])
    return Measured(errors, max(spread, 0.0) ** 0.5 or threshold("result_spread"))


def _median(values: pl.Series) -> float:
    return float(np.median(values.to_numpy())) if len(values) else 0.0


def _or_null(frame: pl.DataFrame, name: str) -> pl.Expr:
    return pl.col(name) if name in frame.columns else pl.lit(None, dtype=pl.Float64)
