"""The stated priorities (戰略重點) that hold for a type of unit, and what is known of its tasks."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from chuandao.cascade.case import Case
from chuandao.catalog.appraisal_defaults import dimension_of, kinds_of_dimensions
from chuandao.catalog.words import fold
from chuandao.diagnosis.appraisal.schemes import Appraisals


@dataclass(frozen=True)
class Task:
    """What is known of a task: kind (hard, soft) and dimension, empty where nothing tells.

    ``stated``: whether its kind is, by the tasks or by the schemes.
    """

    name: str
    kind: str = ""
    dimension: str = ""
    horizon: float | None = None
    stated: bool = False


@dataclass(frozen=True)
class Priorities:
    """Stated importance for a type of unit, as shares that add up to 1; empty where none is stated.

    ``tasks`` and ``dimensions`` are two lists where both are stated: each by itself adds up to 1.
    """

    tasks: Mapping[str, float] = field(default_factory=dict)
    dimensions: Mapping[str, float] = field(default_factory=dict)
    rows: tuple[int, ...] = ()

    def of_tasks(self, known: Mapping[str, Task]) -> dict[str, float]:
        """Return the share of each task; that of a dimension divided equally among its tasks.

        A dimension without a task stands for itself, by its code after a colon.
        """
        if self.tasks:
            return dict(self.tasks)
        found: dict[str, float] = {}
        for dimension, share in self.dimensions.items():
            held = [code for code, task in known.items() if task.dimension == dimension]
            for name in held or [own(dimension)]:
                found[name] = share / (len(held) or 1)
        return found

    def without(self, tasks: frozenset[str]) -> "Priorities":
        """Return the priorities of the other tasks."""
        held = {task: share for task, share in self.tasks.items() if task not in tasks}
        return replace(self, tasks=_shares(held))

    def of_dimensions(self, known: Mapping[str, Task]) -> dict[str, float]:
        """Return the share of each dimension, stated or summed over its tasks (empty: unknown)."""
        if self.dimensions:
            return dict(self.dimensions)
        added: Counter[str] = Counter()
        for code, share in self.tasks.items():
            added[known[code].dimension if code in known else ""] += share  # type: ignore[assignment]
        return {name: float(share) for name, share in added.items()}


def own(dimension: str) -> str:
    """Return what stands for a dimension that no task belongs to."""
    return f":{dimension}"


def priorities(case: Case, type_: str) -> Priorities:
    """Return the priorities of a type: a row of the type goes before the one for all units."""
    table = case.tables["priorities"]
    held: dict[tuple[str, str], tuple[float, int, bool]] = {}
    for at, row in enumerate(_completed(table).iter_rows(named=True)):
        meant = fold(row["type"] or "")
        key = (row["task"] or "", row["dimension"] or "" if not row["task"] else "")
        applies = not meant or (type_ and meant == fold(type_))
        if applies and any(key) and (row["weight"] or 0) > 0 and (key not in held or meant):
            held[key] = (float(row["weight"]), at, bool(meant))
    tasks = {task: weight for (task, _), (weight, _, _) in held.items() if task}
    dimensions = {name: weight for (task, name), (weight, _, _) in held.items() if not task}
    rows = tuple(sorted(at for _, at, _ in held.values()))
    return Priorities(_shares(tasks), _shares(dimensions), rows)


def _completed(table: pl.DataFrame) -> pl.DataFrame:
    names = ("type", "task", "dimension")
    absent = [n for n in names if n not in table.columns]
    return table.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in absent)


def _shares(weights: Mapping[str, float]) -> dict[str, float]:
    total = sum(weights.values())
    return {name: weights[name] / total for name in sorted(weights)}


def tasks(case: Case, held: Appraisals) -> Mapping[str, Task]:
    """Return what is known of each task: stated, told by indicators that serve it, or its words."""
    told = {name: _most(held.frame, name) for name in ("kind", "dimension")}
    frame = case.tables.get("tasks")
    rows: Iterable[dict[str, object]] = frame.iter_rows(named=True) if frame is not None else ()
    stated = {str(row["task"]): row for row in rows}
    codes = sorted({*stated, *told["dimension"], *told["kind"]})
    return {code: _task(code, stated.get(code, {}), told) for code in codes}


def _task(code: str, row: Mapping[str, object], told: Mapping[str, Mapping[str, str]]) -> Task:
    name = str(row.get("name") or "")
    dimension = told["dimension"].get(code, "") or dimension_of(name)[0]
    kind = str(row.get("kind") or "") or told["kind"].get(code, "")
    stated = bool(kind)
    kind = kind or kinds_of_dimensions().get(dimension, "")
    years = row.get("horizon")
    horizon = years if isinstance(years, float) and years > 0 else None
    return Task(name, kind, dimension, horizon, stated)


def _most(frame: pl.DataFrame, name: str) -> dict[str, str]:
    """Return what most indicators that serve a task state; ties go by the alphabet."""
    stated = frame.select("task", name).drop_nulls()
    counts = (
        stated.group_by("task", name)
        .len()
        .sort("task", "len", name, descending=[False, True, False])
    )
    return dict(
        counts.unique("task", keep="first", maintain_order=True).select("task", name).rows()
    )
