"""What is appraised against what comes first: weights and priorities side by side."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import polars as pl

from chuandao.report.material import Material

_GROUPS, _BARS = 8, 12
_DIMENSION = "dimension"


@dataclass(frozen=True)
class Bar:
    """A dimension or task: its share of the points, and of the stated priorities."""

    subject: str
    weight: float
    priority: float | None


@dataclass(frozen=True)
class Group:
    """Units under the same schemes; ``unit``: the first of them in administrative order."""

    unit: str
    units: int
    schemes: str
    type: str
    bars: tuple[Bar, ...]


def weight_groups(material: Material) -> tuple[Group, ...] | None:
    """Return the groups with their dimensions; None where appraisal was not examined."""
    table = material.tables.get("weights_against_priorities")
    if table is None:
        return None
    rows = table.filter(pl.col("level") == _DIMENSION)
    key = ["unit", "units", "schemes", "type"]
    held = [_group(part) for _, part in rows.group_by(key, maintain_order=True)]
    order = material.units.position
    known = sorted((one for one in held if one.unit in material.units), key=lambda o: order(o.unit))
    return tuple(_together(known))[:_GROUPS]


def _together(groups: Iterable[Group]) -> Iterable[Group]:
    """Return units under the same schemes, with the same shares, as one group."""
    found: dict[tuple[object, ...], Group] = {}
    for one in groups:
        key = (one.schemes, one.type, one.bars)
        units = found[key].units + one.units if key in found else one.units
        found[key] = replace(found.get(key, one), units=units)
    return found.values()


def _group(rows: pl.DataFrame) -> Group:
    first = rows.row(0, named=True)
    order = rows.sort(["priority_share", "weight_share", "subject"], descending=[True, True, False])
    bars = tuple(
        Bar(r["subject"], r["weight_share"] or 0.0, r["priority_share"])
        for r in order.head(_BARS).to_dicts()
    )
    return Group(first["unit"], first["units"], first["schemes"], first["type"] or "", bars)
