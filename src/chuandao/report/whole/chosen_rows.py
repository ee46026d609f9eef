"""Which rows of a run's tables stand in the report's figures."""

import polars as pl

from chuandao.catalog.tables import result_tables
from chuandao.report.material import Material

_TEXT = frozenset({"code", "text", "period", "path"})


def rows_of(material: Material, table: str) -> pl.DataFrame | None:
    """Return a result table with empty text for absent text; nothing if it has no rows."""
    frame = material.tables.get(table)
    if frame is None or frame.is_empty():
        return None
    columns = result_tables()[table].columns
    texts = [one.name for one in columns if one.type in _TEXT and one.name in frame.columns]
    return frame.with_columns(pl.col(texts).cast(pl.String).fill_null(""))


def periods_of(frame: pl.DataFrame) -> tuple[str, ...]:
    """Return the single periods of a table, in order.

    Examples
    --------
    >>> periods_of(pl.DataFrame({"period": ["2025Q3", "", "2025Q2", "2025Q3"]}))
    ('2025Q2', '2025Q3')
    """
    return tuple(sorted(filter(None, frame["period"].unique().to_list())))


def main_period(frame: pl.DataFrame) -> str:
    """Return the period of the report's main figures: all together (empty), else the latest.

    Examples
    --------
    >>> main_period(pl.DataFrame({"period": ["2025Q3", "2025Q2"]}))
    '2025Q3'
    """
    held = set(frame["period"].to_list())
    return "" if "" in held else max(held, default="")


def overall(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the rows over all tasks in the main period."""
    every = frame.filter(pl.col("task") == "")
    return every.filter(pl.col("period") == main_period(every))


def own_evidence(material: Material) -> frozenset[str]:
    """Return the units that have evidence of their own."""
    efficacy = rows_of(material, "efficacy")
    if efficacy is None:
        return frozenset()
    return frozenset(efficacy.filter(pl.col("own_evidence") > 0)["unit"].to_list())


def own_findings(material: Material) -> frozenset[str]:
    """Return the units that have findings which were not withdrawn."""
    findings = rows_of(material, "findings")
    if findings is None:
        return frozenset()
    return frozenset(findings.filter(pl.col("status") != "withdrawn")["unit"].to_list())


def is_shown(material: Material, unit: str, own: frozenset[str]) -> bool:
    """Return whether something may be said of a unit: a leaf only by what is its own."""
    return unit in own or bool(material.units.children(unit))
