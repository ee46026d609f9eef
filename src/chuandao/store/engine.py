"""SQL over frames and Parquet files, by DuckDB: nothing is kept, nothing is fetched.

Every query runs on a connection of its own in memory; no file is attached, no extension is
loaded, no Python variable is looked at. What is added up in a query must be integers (or be
put in order first): sums of floats differ with the number of threads in their last digits.
"""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from chuandao.errors import Place, UsageError

_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "temp_directory": "",
}


def query(
    sql: str, tables: Mapping[str, pl.DataFrame | Path], **parameters: float | str | None
) -> pl.DataFrame:
    """Return the rows that an SQL query gives.

    Parameters
    ----------
    sql : str
        One SELECT. It states its ORDER BY: without one, rows come in any order.
    tables : mapping of str to frame or Path
        What it may read, by the names it uses; a path is a Parquet file.
    **parameters
        What stands in it as ``$name``.

    Raises
    ------
    UsageError
        ``file_not_found`` for a Parquet file that is not there.

    Examples
    --------
    >>> rows = pl.DataFrame({"case": ["a", "a", "b"], "days": [1, 2, 5]})
    >>> query('SELECT "case", sum(days)::BIGINT AS days FROM rows GROUP BY ALL ORDER BY ALL',
    ...     {"rows": rows}).rows()
    [('a', 3), ('b', 5)]
    """
    import duckdb

    with duckdb.connect(":memory:", config=_SETTINGS) as connection:
        connection.execute("SET python_enable_replacements = false")
        for name, table in tables.items():
            if isinstance(table, Path):
                _expect(table)
                connection.read_parquet(str(table)).create_view(name)
            else:
                connection.register(name, table.to_arrow())
        # the arrow table of a relation is handed over without a copy of its rows
        found = connection.sql(sql, params=parameters or None).to_arrow_table()
    frame = pl.from_arrow(found)
    assert isinstance(frame, pl.DataFrame)  # noqa: S101  # a table gives a frame
    return frame


def _expect(file: Path) -> None:
    if not file.is_file():
        raise UsageError("file_not_found", Place(str(file)))
