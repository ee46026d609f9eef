"""An export's rows turned into the rows of one table of the catalogue."""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from chuandao.catalog.words import fold
from chuandao.errors import Problem
from chuandao.sources.exports.fills import filled, heading_of, left_out, listed
from chuandao.sources.exports.mapping import Into, Share
from chuandao.sources.exports.rows import Rows
from chuandao.sources.tables.cells.amounts import MONEY_UNITS
from chuandao.sources.tables.grid import Grid

_ROW = "row"
_COUNTED = ("money", "number")


def applied(grid: Grid, rows: Rows, into: Into) -> tuple[Grid, Mapping[str, str], list[Problem]]:
    """Return the rows for one table as a sheet with the catalogue's headings.

    Returns
    -------
    grid : Grid
        The headings are the catalogue's names, an amount's with the unit in which it stands;
        ``rows`` are the numbers on the export's own sheet (of several rows counted together,
        the first).
    headings : dict
        How the export heads each column.
    problems : list of Problem
        How many rows the mapping leaves out.
    """
    spread = _spread(rows, into)
    kept = _kept(spread, into)
    made = {name: filled(fill, kept) for name, fill in into.columns.items()}
    columns = {name: cells for name, cells in made.items() if cells is not None}
    frame = pl.DataFrame({_ROW: kept.rows, **columns})
    frame = _split(frame, into)
    if into.share:
        frame = _shares(frame, kept, into.share)
    elif into.count:
        frame = _counts(frame)
    names = [name for name in frame.columns if name != _ROW]
    sheet = replace(
        grid,
        frame=frame.select(pl.col(name).alias(str(at)) for at, name in enumerate(names)),
        rows=frame[_ROW].cast(pl.UInt32),
        headings=tuple(_heading(name, into, kept) for name in names),
        merges=(),
        errors=(),
        problems=(),
    )
    return sheet, _said(into, kept, names), _left(grid, spread, kept, into)


def _kept(rows: Rows, into: Into) -> Rows:
    """Return the rows that go into the table."""
    chosen = pl.Series([True] * rows.frame.height, dtype=pl.Boolean)
    for heading, words in into.keep.items():
        chosen &= _says(rows, heading, words)
    for heading, words in into.skip.items():
        chosen &= ~_says(rows, heading, words)
    for heading in into.need:
        cells = rows.column(heading)
        chosen &= cells.is_not_null() if cells is not None else pl.Series([False])
    for fill in into.columns.values():
        chosen &= ~left_out(fill, rows)
    return replace(rows, frame=rows.frame.filter(chosen), rows=rows.rows.filter(chosen))


def _says(rows: Rows, heading: str, words: tuple[str, ...]) -> pl.Series:
    cells = rows.column(heading)
    if cells is None:
        return pl.Series([False] * rows.frame.height, dtype=pl.Boolean)
    wanted = {fold(word) for word in words}
    said = {cell: fold(cell) in wanted for cell in cells.unique().drop_nulls().to_list()}
    return cells.replace_strict(said, default=False, return_dtype=pl.Boolean)


def _spread(rows: Rows, into: Into) -> Rows:
    """Return one row for each of the columns that are spread, where a value stands."""
    if into.spread is None:
        return rows
    wanted = [at for at, word in enumerate(rows.headings) if _is_spread(word, into)]
    parts = [
        rows.frame.with_columns(
            pl.lit(rows.headings[at]).alias("_into"),
            pl.col(str(at)).alias("_value"),
            _row=rows.rows,
        )
        for at in wanted
    ]
    if not parts:
        return replace(rows, frame=rows.frame.clear(), rows=rows.rows.clear())
    whole = (
        pl.concat(parts).filter(pl.col("_value").is_not_null()).sort("_row", maintain_order=True)
    )
    last = len(rows.headings)
    places = {**rows.places, fold(into.spread.into): last, fold(into.spread.value): last + 1}
    frame = whole.rename({"_into": str(last), "_value": str(last + 1)}).drop("_row")
    headings = (*rows.headings, into.spread.into, into.spread.value)
    return replace(rows, frame=frame, rows=whole["_row"], places=places, headings=headings)


def _is_spread(word: str, into: Into) -> bool:
    import re

    return bool(into.spread and word and re.fullmatch(into.spread.headings, word))


def _split(frame: pl.DataFrame, into: Into) -> pl.DataFrame:
    for name, fill in into.columns.items():
        if fill.split and name in frame.columns:
            frame = frame.with_columns(listed(frame[name]).alias(name)).explode(name)
            frame = frame.filter(pl.col(name).is_not_null())
    return frame


def _shares(frame: pl.DataFrame, rows: Rows, share: Share) -> pl.DataFrame:
    """Return the share of rows whose word counts, and how many were judged, by the columns."""
    cells = rows.column(share.of)
    if cells is None:
        return frame.clear()
    counts = {fold(word) for word in share.counts}
    among = counts | {fold(word) for word in share.among}
    folded = {cell: fold(cell) for cell in cells.unique().drop_nulls().to_list()}
    said = cells.replace_strict(folded, default="", return_dtype=pl.String)
    judged = said.is_in(list(among)) if share.among else said != ""
    by = [name for name in frame.columns if name != _ROW]
    marked = frame.with_columns(_yes=said.is_in(list(counts)), _in=judged).filter("_in")
    grouped = marked.group_by(by).agg(pl.col(_ROW).min(), value=pl.col("_yes").mean(), n=pl.len())
    texts = pl.col("value", "n").cast(pl.String)
    return grouped.with_columns(texts).sort(_ROW, *by).select(_ROW, *by, "value", "n")


def _counts(frame: pl.DataFrame) -> pl.DataFrame:
    by = [name for name in frame.columns if name != _ROW]
    grouped = frame.group_by(by).agg(pl.col(_ROW).min(), count=pl.len().cast(pl.String))
    return grouped.sort(_ROW, *by).select(_ROW, *by, "count")


def _heading(name: str, into: Into, rows: Rows) -> str:
    """Return the catalogue's heading, with the unit of money in which the export counts."""
    column, fill = into.schema.column(name), into.columns.get(name)
    if column is None or fill is None or column.type not in _COUNTED:
        return name
    word = heading_of(fill, rows)
    if into.spread and word == into.spread.value:
        return f"{name}（{rows.unit}）" if rows.unit in MONEY_UNITS else name
    unit = rows.money_unit(word)
    money = unit in MONEY_UNITS and column.type == "money"
    return f"{name}（{unit}）" if money else name


def _said(into: Into, rows: Rows, names: list[str]) -> Mapping[str, str]:
    found = {name: heading_of(into.columns[name], rows) for name in names if name in into.columns}
    return {name: word for name, word in found.items() if word}


def _left(grid: Grid, rows: Rows, kept: Rows, into: Into) -> list[Problem]:
    count = rows.frame.height - kept.frame.height
    if not count:
        return []
    parameters = {"count": count, "all": rows.frame.height, **into.schema.parameters()}
    return [Problem("export_rows_left_out", "note", grid.place(), parameters)]
