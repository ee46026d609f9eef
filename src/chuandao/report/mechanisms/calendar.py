"""The calendar of work: load of the people present, unit by month."""

from dataclasses import dataclass
from datetime import date

from chuandao.catalog.ranges import ranges
from chuandao.report.material import Material

_LOAD = "workload_load"


@dataclass(frozen=True)
class Month:
    """A month of a unit; None where it was not recorded.

    ``load``: hours of work over hours available; ``burden``: share of inspections, forms and
    meetings; ``people``: those present.
    """

    load: float | None
    burden: float | None
    people: float | None
    band: str


@dataclass(frozen=True)
class Line:
    """A unit and its months, in the order of the calendar."""

    unit: str
    tier: int
    months: tuple[Month, ...]


@dataclass(frozen=True)
class Calendar:
    """The months, and the units in administrative order; villages stand in the table only."""

    months: tuple[date, ...]
    lines: tuple[Line, ...]
    by_counts: bool


def work_calendar(material: Material) -> Calendar | None:
    """Return the calendar; None where neither staff nor workload was given."""
    table = material.tables.get("workload_calendar")
    if table is None or table.is_empty():
        return None
    months = tuple(table["month"].unique().sort().to_list())
    by_counts = bool(table["load"].is_null().all())
    value = "per_head_ratio" if by_counts else "load"
    rows = {(r["unit"], r["month"]): r for r in table.to_dicts()}
    units = [u for u in material.units if u in set(table["unit"]) and _is_shown(material, u)]
    lines = tuple(
        Line(u, material.units.tier(u), tuple(_month(rows.get((u, m)), value) for m in months))
        for u in units
    )
    return Calendar(months, lines, by_counts)


def _is_shown(material: Material, unit: str) -> bool:
    return material.units.kind(unit) != "self_governing"


def _month(row: dict[str, float] | None, value: str) -> Month:
    if row is None:
        return Month(None, None, None, "unexamined")
    load = row[value]
    return Month(load, row["burden_share"], row["people"], _band(load))


def _band(load: float | None) -> str:
    """Return the band of a month by the reference range of load; nothing is a band of its own."""
    if load is None:
        return "unexamined"
    found = next((one for one in ranges().values() if one.sign == "C1"), None)
    if found is None:
        return "normal"
    if load >= found.severe:
        return "severe"
    return "attention" if load >= found.attention else "normal"
