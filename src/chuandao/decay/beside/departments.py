"""Departments (條塊) beside the chain: what steps lose under those that lead some tasks.

References
----------
Robinson, G. K. (1991). That BLUP is a good thing: the estimation of random effects. Statistical
Science, 6(1), 15-32 (penalised columns: an effect seen in few steps is drawn towards none).
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from chuandao.cascade.case import Case
from chuandao.cascade.units import UnitCode, UnitTree
from chuandao.catalog.thresholds import threshold
from chuandao.decay.beside.columns import Column, Replicates
from chuandao.decay.chains import Chains
from chuandao.errors import Problem
from chuandao.stats.smoothing.tree import Reals

_BESIDE = ("department", "party", "vertical")
_LEADS = ("lead", "responsible")


@dataclass(frozen=True)
class _Line:
    """A department: the place in the chain of the unit it stands beside, and the tasks it leads."""

    code: UnitCode
    above: int
    tasks: frozenset[str]


def departments(
    case: Case, chains: Chains, replicates: Replicates
) -> tuple[list[Column], tuple[Problem, ...]]:
    """Return a penalised column for each department that leads some tasks and not others.

    A department stands beside a unit and hands its tasks on for it: its column is 1 on the steps
    to the units below that one, in the tasks it leads there (the table ``assignments``). One that
    leads every task cannot be told from the step itself and has no column.
    """
    tasks = {task for task, _ in replicates}
    lines = [line for line in _lines(case, chains, tasks) if line.tasks < tasks]
    found = [(line, _steps(line, chains, replicates)) for line in lines]
    found = [pair for pair in found if pair[1].any()]
    most = int(threshold("department_columns"))
    told: tuple[Problem, ...] = ()
    if len(found) > most:
        told = (Problem("departments_many", "note", parameters={"count": f"{most}"}),)
        found = sorted(found, key=lambda pair: (-pair[1].sum(), pair[0].code))[:most]
    sd = threshold("prior_department_sd")
    ordered = sorted(found, key=lambda pair: pair[0].code)
    return [Column(f"department_{line.code}", s, sd, "department") for line, s in ordered], told


def _lines(case: Case, chains: Chains, tasks: set[str]) -> list[_Line]:
    table = case.tables.get("assignments")
    if table is None:
        return []
    beside = _beside(case.units, chains)
    led = table.filter(pl.col("role").is_in(_LEADS) & pl.col("task").is_in(list(tasks)))
    led = led.filter(pl.col("unit").is_in(list(beside))).group_by("unit").agg("task")
    return [_Line(unit, beside[unit], frozenset(named)) for unit, named in led.sort("unit").rows()]


def _beside(tree: UnitTree, chains: Chains) -> dict[UnitCode, int]:
    """Return for each department the place in the chain of the nearest unit above it."""
    place = {code: at for at, code in enumerate(chains.codes)}
    codes, parents = tree.frame["unit"].to_list(), tree.parents.tolist()
    nearest: list[int | None] = []
    for code, above in zip(codes, parents, strict=True):
        nearest.append(place[code] if code in place else nearest[above] if above >= 0 else None)
    kinds = tree.frame["kind"].to_list()
    return {
        code: at
        for code, kind, at in zip(codes, kinds, nearest, strict=True)
        if kind in _BESIDE and code not in place and at is not None
    }


def _steps(line: _Line, chains: Chains, replicates: Replicates) -> Reals:
    """Return 1 on the steps to the units below, in the department's tasks."""
    below = (chains.parents == line.above).astype(np.float64)
    led = np.array([task in line.tasks for task, _ in replicates], dtype=np.float64)
    values: Reals = led[:, None] * below
    return values
