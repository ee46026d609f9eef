"""Rows of a result table as a frame with the columns of the catalogue, sorted by its key."""

from collections.abc import Iterable, Mapping

import polars as pl

from chuandao.catalog.tables import result_tables

_TYPES: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "integer": pl.Int64,
    "number": pl.Float64,
    "share": pl.Float64,
    "probability": pl.Float64,
    "money": pl.Decimal(18, 2),
    "boolean": pl.Boolean,
    "date": pl.Date,
    "list": pl.List(pl.String),
}


def result_rows(name: str, rows: Iterable[Mapping[str, object]]) -> pl.DataFrame:
    """Return rows as a result table of the catalogue; columns that a row leaves out are empty.

    Examples
    --------
    >>> result_rows("leads", []).columns[:3]
    ['unit', 'task', 'leads']
    """
    table = result_tables()[name]
    schema = {column.name: _TYPES.get(column.type, pl.String) for column in table.columns}
    held = [{column: row.get(column) for column in schema} for row in rows]
    return pl.DataFrame(held, schema=schema, orient="row").sort(table.key, nulls_last=False)
