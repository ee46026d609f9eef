"""What is appraised against what comes first: weights and priorities side by side."""

from dataclasses import dataclass

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
    groups = [_group(held) for _, held in rows.group_by(key, maintain_order=True)]
    known = [group for group in groups if group.unit in material.units]
    return tuple(sorted(known, key=lambda g: material.units.position(g.unit))[:_GROUPS])


def _group(rows: pl.DataFrame) -> Group:
    first = rows.row(0, named=True)
    order = rows.sort(["priority_share", "weight_share", "subject"], descending=[True, True, False])
    bars = tuple(
        Bar(r["subject"], r["weight_share"] or 0.0, r["priority_share"])
        for r in order.head(_BARS).to_dicts()
    )
    return Group(first["unit"], first["units"], first["schemes"], first["type"] or "", bars)
