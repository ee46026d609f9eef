"""Evidence: sources nobody declared, no anchor, values beyond their scale."""

from collections.abc import Iterable
from functools import partial

import polars as pl

from chuandao.cascade.assembly.aside import place_of
from chuandao.cascade.assembly.telling import tell
from chuandao.cascade.checks.view import View
from chuandao.cascade.settings import FILE
from chuandao.catalog.values import values
from chuandao.catalog.words import in_languages
from chuandao.errors import Place, Problem

_FULL = {"percent": 100.0, "share": 1.0}


def check_evidence(view: View) -> Iterable[Problem]:
    """Yield what is odd in the evidence, and in the sources the case declares."""
    rows = view.tables.get("evidence")
    if rows is None or rows.height == 0:
        return
    yield from _sources(view, rows)
    yield from _anchor(view)
    yield from _beyond(rows)
    yield from _hidden_shares(rows)
    negative = rows.filter(pl.col("value") < 0)
    yield from tell(negative, "evidence_negative", "warning", "value", _words)
    too_many = rows.filter((pl.col("scale") == "count") & (pl.col("value") > pl.col("n")))
    yield from tell(too_many, "count_above_n", "warning", "value", _words)


def _words(row: dict[str, object]) -> dict[str, object]:
    return {"value": _plain(row["value"]), "n": row["n"]}


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _sources(view: View, rows: pl.DataFrame) -> Iterable[Problem]:
    """Each undeclared source once, at its first row."""
    declared = [source.source for source in view.settings.sources]
    if not declared:
        return
    unknown = rows.filter(~pl.col("source").is_in(declared))
    firsts = (
        unknown.sort("origin_file", "origin_sheet", "origin_row")
        .group_by("source", maintain_order=True)
        .agg(pl.len().alias("rows"), pl.col("origin_file", "origin_sheet", "origin_row").first())
    )
    for row in firsts.iter_rows(named=True):
        parameters = {
            "source": row["source"],
            "rows": row["rows"],
            "declared": ", ".join(declared),
            **in_languages("source", partial(_labels, [str(row["source"])])),
            **in_languages("declared", partial(_labels, declared)),
        }
        yield Problem("source_undeclared", "warning", place_of(row, "source"), parameters)


def _labels(sources: list[str], language: str) -> str:
    labels = {value.value: value.label(language) for value in values("evidence_source").values}
    return ", ".join(labels[source] for source in sources)


def _anchor(view: View) -> Iterable[Problem]:
    if not view.settings.anchors:
        yield Problem("anchor_missing", "warning", Place(FILE, column="sources"))
    elif len(view.settings.anchors) > 1:
        anchors = list(view.settings.anchors)
        parameters = {
            "anchors": ", ".join(anchors),
            **in_languages("anchors", partial(_labels, anchors)),
        }
        yield Problem("anchors_several", "note", Place(FILE, column="sources"), parameters)


def _hidden_shares(rows: pl.DataFrame) -> Iterable[Problem]:
    """Doubt percentages that are all below 1: a spreadsheet shows 0.85 as 85%."""
    percents = rows.filter(pl.col("scale") == "percent")
    for part in percents.partition_by("origin_file", "origin_sheet", maintain_order=True):
        values_given = part["value"]
        if (values_given.abs() <= 1).all() and (values_given > 0).any():
            first = part.sort("origin_row").row(0, named=True)
            parameters = {"count": part.height, "value": _plain(first["value"])}
            yield Problem("percent_below_one", "warning", place_of(first, "value"), parameters)


def _beyond(rows: pl.DataFrame) -> Iterable[Problem]:
    for scale, full in _FULL.items():
        above = rows.filter((pl.col("scale") == scale) & (pl.col("value") > full))
        yield from tell(above, f"{scale}_above_full", "note", "value", _words)
