"""The blockages (堵點) as matters to verify, in administrative order."""

from dataclasses import dataclass

from chuandao.report.material import Material
from chuandao.report.material_index import Index
from chuandao.report.whole.chosen_rows import rows_of


@dataclass(frozen=True)
class Matter:
    """A finding that stands beside a blockage, with the unit in whose sheet it is found."""

    finding: str
    sign: str
    unit: str


@dataclass(frozen=True)
class BlockageRow:
    """A step that loses more than is usual: logs of its excess, and what goes with it."""

    unit: str
    name: str
    tier: int
    upper: str
    task: str
    task_name: str
    since: str
    excess: float
    low: float
    high: float
    q_value: float
    cause: str
    matters: tuple[Matter, ...]


def blockage_rows(material: Material) -> tuple[BlockageRow, ...] | None:
    """Return the blockages; an empty row where none was found, nothing where none was sought."""
    if "blockages" not in material.tables:
        return None
    frame = rows_of(material, "blockages")
    if frame is None:
        return ()
    index, matters = Index(material), _matters(material)
    rows = [_row(index, row, matters) for row in frame.to_dicts()]
    place = material.units.position
    return tuple(sorted(rows, key=lambda row: (place(row.unit), row.task, row.since)))


def _matters(material: Material) -> dict[str, Matter]:
    findings = rows_of(material, "findings")
    if findings is None:
        return {}
    rows = findings.select("finding", "sign", "unit").iter_rows()
    return {finding: Matter(finding, sign, unit) for finding, sign, unit in rows}


def _row(index: Index, row: dict[str, object], matters: dict[str, Matter]) -> BlockageRow:
    tree, unit, task = index.material.units, str(row["unit"]), str(row["task"])
    named = row["findings"]
    codes = named.split(";") if isinstance(named, str) else list(named or ())  # type: ignore[call-overload]
    above = tree.parent(unit)
    return BlockageRow(
        unit=unit,
        name=tree.name(unit),
        tier=tree.tier(unit),
        upper=tree.name(above) if above else "",
        task=task,
        task_name=index.task_name(task) if task else "",
        since=str(row["from_period"]),
        excess=_number(row["excess"]),
        low=_number(row["low"]),
        high=_number(row["high"]),
        q_value=_number(row["q_value"]),
        cause=str(row["likely_cause"]),
        matters=tuple(matters[code] for code in codes if code in matters),
    )


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else float("nan")
