"""One unit followed from its evidence to its figure, so that all others can be followed too."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl

from chuandao.report.material import Material
from chuandao.report.whole.chosen_rows import main_period, rows_of

Explain = Callable[[str, str, str], pl.DataFrame]
"""Unit, task and period to a table (relation, source, count, says, weight)."""


@dataclass(frozen=True)
class Seen:
    """One row of the unit's own evidence, and where it stands."""

    source: str
    value: float
    scale: str
    n: int | None
    file: str
    row: int


@dataclass(frozen=True)
class Weighed:
    """Evidence that stands alike to the unit: how much it weighs, and what it says of the unit."""

    relation: str
    source: str
    count: int
    says: float
    weight: float


@dataclass(frozen=True)
class Example:
    """A unit, a task and a period.

    Attributes
    ----------
    chain : tuple of (unit, efficacy, low, high, retention)
        From the root down to the unit.
    seen : tuple of Seen
    weighed : tuple of Weighed
        Empty where no explanation was asked for.
    """

    unit: str
    task: str
    period: str
    chain: tuple[tuple[str, float, float, float, float | None], ...]
    seen: tuple[Seen, ...]
    weighed: tuple[Weighed, ...]

    @property
    def middle(self) -> float:
        """The weighted geometric mean of what all evidence says."""
        product = 1.0
        for one in self.weighed:
            product *= one.says**one.weight
        return product


def example_of(
    material: Material, unit: str = "", explain: Explain | None = None
) -> Example | None:
    """Return the unit asked for, else one of the lowest tier on which most sources speak.

    Among equals the first in administrative order; the task on which most sources speak, in the
    latest period.
    """
    efficacy = rows_of(material, "efficacy")
    if efficacy is None:
        return None
    by_task = efficacy.filter((pl.col("task") != "") & (pl.col("unit") != material.units.root))
    latest = by_task.filter(pl.col("period") == main_period(by_task))
    chosen = unit or _telling(material, latest)
    mine = latest.filter(pl.col("unit") == chosen).sort(
        "own_evidence", "task", descending=[True, False]
    )
    if mine.is_empty():
        return None
    task, period = str(mine["task"][0]), str(mine["period"][0])
    weighed = () if explain is None else _weighed(explain(chosen, task, period))
    return Example(
        chosen, task, period, _chain(material, chosen, task, period), _seen(material, mine), weighed
    )


def explainer(model: object) -> Explain | None:
    """Return what tells of a fitted model the weights of evidence in a unit's estimate."""
    ask: Explain | None = getattr(model, "explain", None)
    return ask


def _telling(material: Material, latest: pl.DataFrame) -> str:
    """Return the unit of the lowest tier with evidence on which most of it bears."""
    most = (
        latest.filter(pl.col("own_evidence") > 0).group_by("unit").agg(pl.col("own_evidence").max())
    )
    places = [
        (-material.units.tier(unit), -count, material.units.position(unit), unit)
        for unit, count in most.rows()
        if unit in material.units
    ]
    return min(places)[-1] if places else ""


def _chain(
    material: Material, unit: str, task: str, period: str
) -> tuple[tuple[str, float, float, float, float | None], ...]:
    """Return efficacy and retention from the root down to a unit."""
    line = [*reversed(material.units.ancestors(unit)), unit]
    found = {}
    for name in ("efficacy", "retention"):
        frame = rows_of(material, name)
        wanted = (
            (pl.col("task") == task) & (pl.col("period") == period) & pl.col("unit").is_in(line)
        )
        rows = [] if frame is None else frame.filter(wanted).to_dicts()
        found[name] = {row["unit"]: row for row in rows}
    kept = {one: row["estimate"] for one, row in found["retention"].items()}
    return tuple(
        (one, row["estimate"], row["low"], row["high"], kept.get(one))
        for one in line
        if (row := found["efficacy"].get(one))
    )


def _seen(material: Material, mine: pl.DataFrame) -> tuple[Seen, ...]:
    """Return the unit's own rows of evidence for its task and period."""
    unit, task, period = mine.select("unit", "task", "period").row(0)
    evidence = material.evidence
    if evidence.is_empty():
        return ()
    same = (pl.col("unit") == unit) & (pl.col("task") == task) & (pl.col("period") == period)
    return tuple(_one(row) for row in evidence.filter(same).sort("source", "value").to_dicts())


def _one(row: dict[str, Any]) -> Seen:
    return Seen(
        source=str(row["source"]),
        value=float(row["value"]),
        scale=str(row["scale"]),
        n=row.get("n"),
        file=str(row.get("origin_file") or ""),
        row=int(row.get("origin_row") or 0),
    )


def _weighed(table: pl.DataFrame) -> tuple[Weighed, ...]:
    rows = table.select("relation", "source", "count", "says", "weight").to_dicts()
    return tuple(
        Weighed(
            str(row["relation"]),
            str(row["source"] or ""),
            int(row["count"] or 0),
            float(row["says"]),
            float(row["weight"]),
        )
        for row in rows
    )
