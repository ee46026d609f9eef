"""What each task counts for in the mean over tasks."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from chuandao.cascade.case import Case
from chuandao.stats.smoothing.tree import Reals


def task_weights(case: Case, replicates: list[tuple[str, str]]) -> Reals:
    """Return each replicate's weight among those of its period.

    ``[weights]`` of ``case.toml`` goes before the table ``tasks``; a task without weight has the
    median of the others.
    """
    stated = _stated_weights(case)
    names = {task for task, _ in replicates}
    known = [w for task, w in stated.items() if task in names]
    usual = float(np.median(known)) if known else 1.0
    weight = np.array([stated.get(task, usual) for task, _ in replicates])
    periods = np.array([period for _, period in replicates])
    for period in np.unique(periods):
        member = periods == period
        total = weight[member].sum()
        weight[member] = weight[member] / total if total > 0 else 1 / member.sum()
    return weight


def _stated_weights(case: Case) -> Mapping[str, float]:
    tasks = case.tables.get("tasks")
    stated: dict[str, float] = {}
    if tasks is not None and "weight" in tasks.columns:
        rows = tasks.select("task", pl.col("weight").cast(pl.Float64)).drop_nulls()
        stated = {str(task): float(weight) for task, weight in rows.rows()}
    return {**stated, **case.settings.weights}
