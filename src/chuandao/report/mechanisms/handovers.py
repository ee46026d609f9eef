"""The map of hand-overs: which departments wait for which, and what that costs."""

from dataclasses import dataclass

import polars as pl

from chuandao.cascade.units import UnitTree
from chuandao.report.material import Material

_PAIRS, _UNITS = 12, 6
_BEYOND = "beyond"


@dataclass(frozen=True)
class Pair:
    """A hand-over from one department to another: cases, median wait, days lost beyond usual."""

    giver: str
    taker: str
    cases: int
    median: float
    lost: float
    low: float | None
    high: float | None
    flagged: bool


@dataclass(frozen=True)
class HandoverMap:
    """The hand-overs of a unit's business that cost most days.

    ``measure``: wait, or gap where the log has completions only; ``share``: of all waiting that
    the pairs drawn stand for.
    """

    unit: str
    measure: str
    pairs: tuple[Pair, ...]
    share: float
    hidden: int

    @property
    def is_flagged(self) -> bool:
        """Whether any pair waits clearly longer than is usual."""
        return any(pair.flagged for pair in self.pairs)

    @property
    def departments(self) -> tuple[str, ...]:
        """The departments drawn, in the order in which they first hand over."""
        return tuple(dict.fromkeys(name for p in self.pairs for name in (p.giver, p.taker)))


def handover_maps(material: Material) -> tuple[HandoverMap, ...] | None:
    """Return a map a unit, in administrative order: those with a blockage before the others.

    None where hand-overs were not examined.
    """
    table = material.tables.get("handovers")
    if table is None:
        return None
    table = table.filter(pl.col("unit").is_in(list(material.units)))
    groups = table.group_by(["unit"], maintain_order=True)
    maps = (_map(str(unit), rows, material.units) for (unit,), rows in groups)
    found = [one for one in maps if one.pairs]
    found.sort(key=lambda one: (not one.is_flagged, material.units.position(one.unit)))
    return tuple(found[:_UNITS])


def _map(unit: str, rows: pl.DataFrame, units: UnitTree) -> HandoverMap:
    """Return the pairs of a unit over all its tasks."""
    flagged = rows.filter(pl.col("verdict") == _BEYOND)
    held = set(flagged.select("from_department", "to_department").iter_rows())
    summed = (
        rows.group_by("from_department", "to_department")
        .agg(
            pl.col("cases").sum(),
            median=(pl.col("median_days") * pl.col("cases")).sum() / pl.col("cases").sum(),
            lost=pl.col("lost_days").sum(),
            share=pl.col("waiting_share").max(),
            low=pl.col("excess_low").max(),
            high=pl.col("excess_high").max(),
        )
        .sort(["lost", "from_department", "to_department"], descending=[True, False, False])
    )
    shown = summed.filter(pl.col("lost") > 0).head(_PAIRS)
    pairs = tuple(
        Pair(
            giver=_name(r["from_department"], units),
            taker=_name(r["to_department"], units),
            cases=r["cases"],
            median=r["median"] or 0.0,
            lost=r["lost"],
            low=r["low"],
            high=r["high"],
            flagged=(r["from_department"], r["to_department"]) in held,
        )
        for r in shown.to_dicts()
    )
    whole = float(summed["lost"].sum()) or 1.0
    measure = str(rows["measure"][0]) if rows.height else "wait"
    share = sum(pair.lost for pair in pairs) / whole
    return HandoverMap(unit, measure, pairs, share, summed.height - shown.height)


def _name(department: str, units: UnitTree) -> str:
    """Return a department by its name where it stands among the units, else as it was logged."""
    return units.name(department) if department in units else department
