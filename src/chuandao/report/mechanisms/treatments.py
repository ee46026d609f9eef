"""Treatment against severity: whether the action taken follows how serious a case is."""

from dataclasses import dataclass

import polars as pl

from chuandao.report.material import Material

_PANELS = 8
_ORDER = {"uniform": 0, "tailored": 1, "cannot_tell": 2}


@dataclass(frozen=True)
class Dot:
    """Subjects of one tenth of severity that met with one action: how many."""

    tenth: int
    level: float
    subjects: int


@dataclass(frozen=True)
class Panel:
    """A unit's campaign with its verdict and the measure of severity that was judged by."""

    unit: str
    campaign: str
    measure: str
    verdict: str
    subjects: int
    dependence: float | None
    low: float | None
    high: float | None
    jobs: int | None
    dots: tuple[Dot, ...]


def treatment_panels(material: Material) -> tuple[Panel, ...] | None:
    """Return a panel a unit and campaign; None where treatments were not given.

    Those called uniform stand first, then the tailored, in administrative order. No subject can
    be told: subjects are counted by tenths of severity.
    """
    verdicts, points = (
        material.tables.get(name) for name in ("treatment_verdicts", "treatment_points")
    )
    if verdicts is None or points is None or verdicts.is_empty():
        return None
    held = [r for r in verdicts.to_dicts() if r["unit"] in material.units]
    held.sort(key=lambda r: (_ORDER.get(r["verdict"], 3), material.units.position(r["unit"])))
    return tuple(_panel(row, points) for row in held[:_PANELS])


def _panel(row: dict[str, object], points: pl.DataFrame) -> Panel:
    mine = points.filter(
        (pl.col("unit") == row["unit"])
        & (pl.col("campaign") == row["campaign"])
        & (pl.col("measure") == row["measure"])
    )
    dots = tuple(
        Dot(r["tenth"], r["action_level"], r["subjects"])
        for r in mine.sort("tenth", "action_level").to_dicts()
    )
    names = ("unit", "campaign", "measure", "verdict", "subjects", "dependence", "low", "high")
    return Panel(**{name: row[name] for name in names}, jobs=row["jobs"], dots=dots)  # type: ignore[arg-type]
