"""What one sign of the issuing unit gives: findings, rows of its sheet, what was missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from chuandao.catalog.ranges import reference_range
from chuandao.diagnosis.examination import Finding

Row = Mapping[str, object]


@dataclass(frozen=True)
class Part:
    """One sign: examined where ``needed`` is empty; else the tables or documents it lacks."""

    sign: str
    findings: tuple[Finding, ...] = ()
    rows: tuple[Row, ...] = ()
    needed: tuple[str, ...] = field(default=())


def judged_row(sign: str, measure: str, value: float | None, **about: object) -> Row:
    """Return a row of the sheet, its verdict by the reference range of the measure."""
    limit = reference_range(measure)
    row = {"sign": sign, "measure": measure, "value": value, "measure_unit": limit.unit}
    return row | {"verdict": verdict_of(measure, value)} | about


def counted_row(sign: str, measure: str, value: float, measure_unit: str, **about: object) -> Row:
    """Return a row of the sheet that is only counted."""
    held = {"sign": sign, "measure": measure, "value": value, "measure_unit": measure_unit}
    return held | {"verdict": "counted"} | about


def verdict_of(measure: str, value: float | None) -> str:
    """Return what a value says by the range of its measure (all of them rise).

    Examples
    --------
    >>> [verdict_of("decision_to_document", days) for days in (5.0, 25.0, 50.0, None)]
    ['normal', 'attention', 'severe', 'cannot_tell']
    """
    limit = reference_range(measure)
    if value is None:
        return "cannot_tell"
    if not limit.calls(value):
        return "normal"
    return "severe" if value >= limit.severe else "attention"
