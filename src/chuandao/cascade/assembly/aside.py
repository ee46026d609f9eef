"""Rows set aside: kept with their cells and the codes of what was wrong, never dropped."""

import polars as pl

from chuandao.errors import Place
from chuandao.sources.tables.read import ORIGIN_TYPES, SET_ASIDE_TYPES

ORIGIN = tuple(ORIGIN_TYPES)


def set_aside(table: str, rows: pl.DataFrame, codes: pl.Series) -> pl.DataFrame:
    """Return rows of a table as rows set aside.

    Parameters
    ----------
    table : str
    rows : pl.DataFrame
        With the columns of their origin.
    codes : pl.Series of list of String
        For each row what was wrong.
    """
    cells = rows.drop(ORIGIN).with_columns(pl.selectors.decimal().cast(pl.String))
    raw = cells.select(pl.struct(pl.all()).struct.json_encode().alias("raw"))["raw"]
    return (
        rows.select(ORIGIN)
        .with_columns(table=pl.lit(table), codes=codes.cast(pl.List(pl.String)), raw=raw)
        .select(list(SET_ASIDE_TYPES))
    )


def place_of(row: dict[str, object], column: str = "") -> Place:
    """Return where a row of a table came from.

    Examples
    --------
    >>> place_of({"origin_file": "a.csv", "origin_sheet": "", "origin_row": 3}).render()
    'a.csv, row 3'
    """
    number = row["origin_row"]
    return Place(
        str(row["origin_file"]),
        str(row["origin_sheet"] or ""),
        number if isinstance(number, int) else 0,
        column,
    )
