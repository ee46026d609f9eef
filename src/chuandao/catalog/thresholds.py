"""Thresholds and reference values of the field, each with unit, date and reference."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from chuandao.catalog.rows import Row, rows_of


@dataclass(frozen=True)
class Threshold:
    """One value of the catalogue and where it comes from."""

    name: str
    value: float
    unit: str
    date: str
    reference: str
    meaning_en: str
    meaning_zh: str


def threshold(name: str) -> float:
    """Return the value of a threshold.

    Raises
    ------
    KeyError
        A threshold the catalogue does not have: a fault of ours, not of the user.

    Examples
    --------
    >>> threshold("text_quality_min")
    0.9
    """
    return thresholds()[name].value


@cache
def thresholds() -> Mapping[str, Threshold]:
    """Return every threshold of the catalogue, by name."""
    return MappingProxyType({row["threshold"]: _of(row) for row in rows_of("thresholds.csv")})


def _of(row: Row) -> Threshold:
    return Threshold(
        name=row["threshold"],
        value=float(row["value"]),
        unit=row["unit"],
        date=row["date"],
        reference=row["reference"],
        meaning_en=row["meaning_en"],
        meaning_zh=row["meaning_zh"],
    )
