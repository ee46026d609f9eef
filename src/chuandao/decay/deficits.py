"""Deficits of the steps as arrays: matched to evidence, filled and calibrated within tiers."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from chuandao.catalog.knowledge import causes
from chuandao.catalog.thresholds import threshold
from chuandao.decay.chains import Chains
from chuandao.decay.wording import cause_words
from chuandao.errors import Problem
from chuandao.sources.tables.cells.outcome import BadCellError
from chuandao.sources.tables.cells.periods import read_period
from chuandao.stats.calibration import calibrate
from chuandao.stats.smoothing.tree import Positions, Reals

_SCHEMA = {
    "unit": pl.String,
    "task": pl.String,
    "period": pl.String,
    "cause": pl.String,
    "deficit": pl.Float64,
    "reliability": pl.Float64,
}
_SPREAD = 1e-9


@dataclass(frozen=True, eq=False)
class Deficits:
    """Deficits of every step, as the model takes them, and further columns on the steps.

    Attributes
    ----------
    causes : tuple of str
        Names of the columns: first the causes in the catalogue's order, then those of
        ``decay.beside``.
    level : array (replicates, units, columns)
        Expected severity of each step; 0 at the root and where the cause was not examined.
    measured : array (replicates, units, causes)
        As given; NaN where it was not. The first columns only.
    error : array (replicates, units, causes)
        Variance of the true severity about the expected one.
    problems : tuple of Problem
    scale : array (columns)
        What a column was multiplied with: 1 but where it is in units of its prior deviation.
    parts : tuple of str
        What the attribution names.
    part : positions (columns)
        Which of the parts each column's loss goes to; -1 where it is the unit's own.
    assumed : array of bool (replicates, steps, causes)
        Where a cause was examined in no unit of a tier for the task, in whatever period: its
        level is what other tasks lead to expect, and what it explains stays with the step.
    """

    causes: tuple[str, ...]
    level: Reals
    measured: Reals
    error: Reals
    problems: tuple[Problem, ...]
    scale: Reals
    parts: tuple[str, ...]
    part: Positions
    assumed: NDArray[np.bool_]

    def by_part(self, losses: Reals) -> Reals:
        """Return losses by column, step constant and own, (…, columns + 2), as sums by part.

        The two last stay, but columns that are the unit's own are added to what is its own.
        """
        count = len(self.part)
        if np.array_equal(self.part, np.arange(len(self.parts))):
            return losses
        total = np.zeros((*losses.shape[:-1], len(self.parts) + 2))
        total[..., -2:] = losses[..., count:]
        for column, part in enumerate(self.part.tolist()):
            total[..., part] += losses[..., column]
        return total

    def beside(self, chains: Chains) -> set[tuple[int, str]]:
        """Return the pairs of tier and part that have a column there."""
        return {
            (tier, self.parts[part])
            for column, part in enumerate(self.part.tolist())
            for tier in chains.steps
            if part >= 0 and self.level[:, chains.tiers == tier, column].any()
        }


def deficits_of(
    table: pl.DataFrame | None,
    coverage: pl.DataFrame | None,
    chains: Chains,
    replicates: list[tuple[str, str]],
) -> Deficits:
    """Return the deficits of every step for every task and period.

    A cause is used where it was examined in a tier and varies in some tier. A unit of such a tier
    that was not examined gets what its other deficits lead to expect, or the tier's mean.

    Parameters
    ----------
    table : table (unit, task, period, cause, deficit, reliability), optional
    coverage : table (unit, task, cause, examined), optional
        Deficits of what it says was not examined are set aside.
    chains : Chains
    replicates : list of (task, period)
    """
    found: list[Problem] = []
    rows = _usable(table, coverage, chains, found)
    measured, reliability = _matched(rows, chains, replicates, found)
    names = tuple(causes())
    used = [k for k, name in enumerate(names) if _varies(measured[..., k], chains, name, found)]
    measured, reliability = measured[..., used], reliability[..., used]
    kept = tuple(names[k] for k in used)
    level, error = _by_tier(measured, reliability, chains)
    found.extend(_said(measured, reliability, chains, kept))
    own = np.arange(len(kept))
    assumed = _assumed(measured, chains, [task for task, _ in replicates])
    scale = np.ones(len(kept))
    return Deficits(kept, level, measured, error, tuple(found), scale, kept, own, assumed)


def _usable(
    table: pl.DataFrame | None,
    coverage: pl.DataFrame | None,
    chains: Chains,
    found: list[Problem],
) -> pl.DataFrame:
    rows = pl.DataFrame(schema=_SCHEMA) if table is None else _with_columns(table)
    if rows.height == 0:
        found.append(Problem("no_deficits", "note"))
    good = rows.filter(
        pl.col("deficit").is_between(0, 1)
        & pl.col("cause").is_in(list(causes()))
        & (pl.col("reliability").is_null() | pl.col("reliability").is_between(0, 1))
    )
    inside = good.filter(pl.col("unit").is_in(list(chains.codes[1:])))
    for code, count in (
        ("deficit_out_of_range", rows.height - good.height),
        ("deficit_outside_chain", good.height - inside.height),
    ):
        if count:
            found.append(Problem(code, "warning", parameters={"count": f"{count:,}"}))
    return inside if coverage is None else _examined(inside, coverage, found)


def _with_columns(table: pl.DataFrame) -> pl.DataFrame:
    return table.select(
        pl.col(name).cast(kind) if name in table.columns else pl.lit(None, dtype=kind).alias(name)
        for name, kind in _SCHEMA.items()
    )


def _examined(rows: pl.DataFrame, coverage: pl.DataFrame, found: list[Problem]) -> pl.DataFrame:
    """Return the rows but those of what coverage says was not examined."""
    denied = coverage.filter(pl.col("examined").not_()).select("unit", "task", "cause")
    denied = denied.unique(maintain_order=True)
    whole = denied.filter(pl.col("task").is_null()).select("unit", "cause")
    kept = rows.join(denied, on=["unit", "task", "cause"], how="anti")
    kept = kept.join(whole, on=["unit", "cause"], how="anti")
    if kept.height < rows.height:
        told = {"count": f"{rows.height - kept.height:,}"}
        found.append(Problem("deficit_not_examined", "warning", parameters=told))
    return kept


def _matched(
    rows: pl.DataFrame,
    chains: Chains,
    replicates: list[tuple[str, str]],
    found: list[Problem],
) -> tuple[Reals, Reals]:
    """Return deficit and reliability by replicate, unit and cause; NaN where none applies.

    A deficit applies to evidence of its own period; where a unit has none for that, those of
    overlapping periods apply, their mean where they are several.
    """
    names = list(causes())
    shape = (len(replicates), len(chains), len(names))
    deficit, reliability = np.full(shape, np.nan), np.full(shape, np.nan)
    place = {code: at for at, code in enumerate(chains.codes)}
    means = rows.group_by("unit", "task", "period", "cause").agg(
        pl.col("deficit").sort().mean(), pl.col("reliability").sort().mean()
    )
    by_period = means.sort("task", "period", "unit", "cause", nulls_last=True)
    parts = {
        (str(task), period): part
        for (task, period), part in by_period.group_by("task", "period", maintain_order=True)
    }
    for at, (task, period) in enumerate(replicates):
        near = [p for t, p in parts if t == task and p != period and _overlap(p, period)]
        loose = [parts[task, p] for p in near]
        for part in [*_mean_of(loose), *([parts[task, period]] if (task, period) in parts else [])]:
            i = [place[unit] for unit in part["unit"]]
            k = [names.index(cause) for cause in part["cause"]]
            deficit[at, i, k] = part["deficit"].to_numpy()
            reliability[at, i, k] = part["reliability"].cast(pl.Float64).fill_null(np.nan)
    unmatched = set(rows["task"].to_list()) - {task for task, _ in replicates}
    if unmatched:
        shown = ", ".join(sorted(str(task) for task in unmatched)[:5])
        found.append(Problem("deficit_without_evidence", "note", parameters={"tasks": shown}))
    return deficit, reliability


def _mean_of(parts: list[pl.DataFrame]) -> list[pl.DataFrame]:
    if not parts:
        return []
    both = (
        pl.concat(parts)
        .group_by("unit", "cause")
        .agg(pl.col("deficit").sort().mean(), pl.col("reliability").sort().mean())
    )
    return [both.sort("unit", "cause")]


def _overlap(one: object, other: str) -> bool:
    """Whether two periods share a day; no period is every period."""
    if one is None:
        return True
    try:
        a, b = read_period(str(one)).value, read_period(other).value
    except BadCellError:
        return False
    return bool(a and b and a.start <= b.end and b.start <= a.end)


def _varies(measured: Reals, chains: Chains, cause: str, found: list[Problem]) -> bool:
    """Whether a cause was examined anywhere and tells units of some tier apart."""
    if np.isnan(measured).all():
        return False
    for tier in chains.steps:
        part = measured[:, chains.tiers == tier]
        seen = part[~np.isnan(part)]
        if len(seen) and np.ptp(seen) > _SPREAD:
            return True
    found.append(Problem("deficit_constant", "warning", parameters=cause_words(cause)))
    return False


def _by_tier(measured: Reals, reliability: Reals, chains: Chains) -> tuple[Reals, Reals]:
    """Return expected severities and the variances of the true ones: calibrated within each tier.

    Both are 0 where the cause was not examined.
    """
    below = np.flatnonzero(chains.parents >= 0)
    size = measured.shape[-1]
    level, error = np.zeros_like(measured), np.zeros_like(measured)
    if not len(below) or not size:
        return level, error
    part = measured[:, below].reshape(-1, size)
    trust = np.nan_to_num(reliability[:, below].reshape(-1, size), nan=1.0)
    tier = np.tile(chains.tiers[below], len(measured))
    found = calibrate(part, trust, tier, pooled=threshold("calibration_pooled_rows"))
    examined = ~np.isnan(found.expected)
    shape = (len(measured), len(below), size)
    level[:, below] = np.where(examined, found.expected, 0.0).reshape(shape)
    error[:, below] = np.where(examined, found.variance, 0.0).reshape(shape)
    return level, error


def _assumed(measured: Reals, chains: Chains, tasks: list[str]) -> NDArray[np.bool_]:
    """Return for each replicate, step and cause whether no unit was examined for the task."""
    seen = [(~np.isnan(measured[:, chains.tiers == tier])).any(axis=1) for tier in chains.steps]
    held = np.stack(seen, axis=1) if seen else np.zeros((len(tasks), 0, measured.shape[-1]), bool)
    of_task = np.array(tasks)
    for task in dict.fromkeys(tasks):
        rows = of_task == task
        held[rows] = held[rows].any(axis=0)
    return ~held


def _said(
    measured: Reals, reliability: Reals, chains: Chains, names: tuple[str, ...]
) -> list[Problem]:
    """Return what should be known of each cause: no reliabilities, gaps that were filled."""
    told = []
    below = np.isin(chains.tiers, chains.steps)
    for k, cause in enumerate(names):
        seen = ~np.isnan(measured[..., k])
        if (np.isnan(reliability[..., k]) & seen).any():
            told.append(Problem("deficit_uncorrected", "warning", parameters=cause_words(cause)))
        examined = [t for t in chains.steps if seen[:, chains.tiers == t].any()]
        gaps = int((~seen[:, below & np.isin(chains.tiers, examined)]).sum())
        if gaps:
            parameters = {**cause_words(cause), "count": f"{gaps:,}"}
            told.append(Problem("deficit_filled", "note", parameters=parameters))
    return told
