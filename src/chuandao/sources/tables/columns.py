"""One column of cells read as its type: each distinct text once, then spread over the rows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import polars as pl

from chuandao.catalog.tables import Column
from chuandao.catalog.values import values
from chuandao.sources.tables.cells import BadCellError, Cell
from chuandao.sources.tables.cells.amounts import (
    read_integer,
    read_money,
    read_number,
    read_percent,
    read_share,
)
from chuandao.sources.tables.cells.dates import read_date, read_instant, read_month
from chuandao.sources.tables.cells.moments import instants
from chuandao.sources.tables.cells.outcome import half_width, is_placeholder
from chuandao.sources.tables.cells.periods import read_period
from chuandao.sources.tables.cells.words import read_boolean, read_list, read_value
from chuandao.sources.tables.matching import Match

Reader = Callable[[str], Cell[Any]]

LONGEST_CELL = 1 << 20
_LONGEST_WORD = 200
_BLANKS = " \t\r\n\v\f\u3000\u00a0\ufeff"
_MANGLED = r"^\d(?:\.\d+)?[eE]\+\d+$"
_FULL_WIDTH = r"^[０-９Ａ-Ｚａ-ｚ－]+$"

DTYPES: dict[str, pl.DataType] = {
    "text": pl.String(),
    "code": pl.String(),
    "path": pl.String(),
    "integer": pl.Int64(),
    "number": pl.Float64(),
    "share": pl.Float64(),
    "probability": pl.Float64(),
    "percent": pl.Float64(),
    "money": pl.Decimal(18, 2),
    "date": pl.Date(),
    "month": pl.Date(),
    "instant": pl.Datetime("us", "UTC"),
    "boolean": pl.Boolean(),
    "period": pl.String(),
    "list": pl.List(pl.String()),
}
_READERS: dict[str, Reader] = {
    "integer": read_integer,
    "number": read_number,
    "share": read_share,
    "probability": read_share,
    "percent": read_percent,
    "money": read_money,
    "date": read_date,
    "month": read_month,
    "instant": read_instant,
    "boolean": read_boolean,
    "period": read_period,
    "list": read_list,
}


@dataclass(frozen=True)
class ReadColumn:
    """A column read.

    Attributes
    ----------
    frame : pl.DataFrame
        The column (a period also its first and last day), as long as the cells.
    codes : pl.Series of String
        Why a cell could not be read; empty where it could.
    remarks : pl.Series of String
        What is to be said of a cell that could.
    """

    frame: pl.DataFrame
    codes: pl.Series
    remarks: pl.Series


def dtypes_of(name: str, column: Column) -> dict[str, pl.DataType]:
    """Return the columns a catalogue column becomes, with their types.

    Examples
    --------
    >>> list(dtypes_of("period", Column("period", "period")))
    ['period', 'period_start', 'period_end']
    """
    dtype = DTYPES.get(column.type, pl.String())
    if column.type != "period":
        return {name: dtype}
    return {name: dtype, f"{name}_start": pl.Date(), f"{name}_end": pl.Date()}


def read_column(cells: pl.Series, match: Match, time_zone: str) -> ReadColumn:
    """Return a column of cells read as the type its catalogue column asks for."""
    dtype = DTYPES.get(match.column.type, pl.String())
    if cells.dtype == dtype and not match.column.domain and dtype != pl.String():
        return _typed(cells, match)
    text = _text(cells)
    if dtype == pl.String() and match.column.type != "period" and not match.column.domain:
        return _words(text, match)
    if match.column.type == "instant":
        read = instants(text, time_zone)
        if read.null_count() == text.null_count():
            return _typed(read, match)
    return _by_distinct(text, match, time_zone)


def _text(cells: pl.Series) -> pl.Series:
    """Parquet may bring other types than the catalogue's; their text is read like any other."""
    if isinstance(cells.dtype, pl.List):
        cells = cells.cast(pl.List(pl.String)).list.join("\n")
    stripped = cells.cast(pl.String).str.strip_chars(_BLANKS)
    return stripped.set(stripped == "", None)


def _typed(cells: pl.Series, match: Match) -> ReadColumn:
    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, len(cells))
    return ReadColumn(pl.DataFrame({match.name: cells}), nothing, nothing)


def _words(text: pl.Series, match: Match) -> ReadColumn:
    """Text stays as written; a code loses the apostrophe and width that typing gave it."""
    frame = pl.DataFrame({"text": text})
    too_long = pl.col("text").str.len_bytes() > LONGEST_CELL
    value = pl.col("text")
    if match.column.type != "code":
        code = pl.when(too_long).then(pl.lit("cell_too_long")).otherwise(None)
    else:
        long = pl.col("text").str.len_chars() > _LONGEST_WORD
        lost = pl.col("text").str.contains(_MANGLED)
        refused = pl.when(long).then(pl.lit("code_too_long")).otherwise(None)
        code = pl.when(lost).then(pl.lit("digits_lost")).otherwise(refused)
        value = value.str.strip_prefix("'")
    read = frame.select(value.alias("value"), code.alias("code"))
    values_read = read["value"]
    if match.column.type == "code" and values_read.str.contains(_FULL_WIDTH).any():
        values_read = values_read.map_elements(half_width, return_dtype=pl.String)
    kept = read.select(
        pl.when(pl.col("code").is_null()).then(values_read).alias(match.name), "code"
    )
    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, len(text))
    return ReadColumn(kept.select(match.name), kept["code"], nothing)


def _by_distinct(text: pl.Series, match: Match, time_zone: str) -> ReadColumn:
    reader = _reader(match)
    distinct = text.unique().drop_nulls().sort()
    outcomes = [_outcome(word, reader, match.column.type) for word in distinct.to_list()]
    table = _columns_of([cell for cell, _ in outcomes], match, time_zone).with_columns(
        text=distinct,
        code=pl.Series([code or None for _, code in outcomes], dtype=pl.String),
        remark=pl.Series([(cell.remark or None) for cell, _ in outcomes], dtype=pl.String),
    )
    spread = pl.DataFrame({"text": text}).join(table, on="text", how="left", maintain_order="left")
    return ReadColumn(
        spread.select(list(dtypes_of(match.name, match.column))), spread["code"], spread["remark"]
    )


def _reader(match: Match) -> Reader:
    if match.column.domain and match.column.type in {"text", "code"}:
        return partial(read_value, domain=values(match.column.domain))
    if match.column.type == "money":
        return partial(read_money, factor=match.factor)
    if match.column.type == "list":
        return partial(read_list, codes=bool(match.column.refers))
    if match.column.type == "number" and match.factor != 1:
        return partial(_counted, factor=match.factor)
    return _READERS[match.column.type]


def _counted(text: str, factor: int) -> Cell[float]:
    amount = read_money(text, factor)
    return Cell(float(amount.value) if amount.value is not None else None, amount.remark)


def _outcome(word: str, reader: Reader, kind: str) -> tuple[Cell[Any], str]:
    if len(word) > (LONGEST_CELL if kind == "list" else _LONGEST_WORD):
        return Cell(None), "cell_too_long"
    try:
        return reader(word), ""
    except BadCellError as error:
        if is_placeholder(word):
            return Cell(None, "placeholder"), ""
        return Cell(None), error.code


def _columns_of(cells: list[Cell[Any]], match: Match, time_zone: str) -> pl.DataFrame:
    found = [cell.value for cell in cells]
    if match.column.type == "period":
        return pl.DataFrame(
            {
                match.name: pl.Series([p and p.label for p in found], dtype=pl.String),
                f"{match.name}_start": pl.Series([p and p.start for p in found], dtype=pl.Date),
                f"{match.name}_end": pl.Series([p and p.end for p in found], dtype=pl.Date),
            }
        )
    if match.column.type == "instant":
        return pl.DataFrame({match.name: _instants(found, time_zone)})
    return pl.DataFrame(
        {match.name: pl.Series(found, dtype=DTYPES.get(match.column.type, pl.String()))}
    )


def _instants(found: list[datetime | None], time_zone: str) -> pl.Series:
    """Take times without an offset for the case's own; keep all in UTC."""
    own = [moment if moment and moment.tzinfo is None else None for moment in found]
    given = [moment.replace(tzinfo=None) if moment and moment.tzinfo else None for moment in found]
    frame = pl.DataFrame(
        {"own": own, "given": given},
        schema={"own": pl.Datetime("us"), "given": pl.Datetime("us")},
    )
    local = pl.col("own").dt.replace_time_zone(time_zone, ambiguous="earliest", non_existent="null")
    return frame.select(
        pl.coalesce(
            pl.col("given").dt.replace_time_zone("UTC"), local.dt.convert_time_zone("UTC")
        ).alias("instant")
    )["instant"]
