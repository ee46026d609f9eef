"""Parquet files, which bring headings and types with them."""

from pathlib import Path

import polars as pl

from chuandao.sources.tables.grid import Grid


def read_parquet(path: Path, file: str) -> Grid:
    """Return the columns of a Parquet file; rows are numbered as if below a heading row.

    Raises
    ------
    pl.exceptions.PolarsError, OSError
        The file is damaged.
    """
    frame = pl.read_parquet(path)
    headings = tuple(frame.columns)
    frame.columns = [str(position) for position in range(frame.width)]
    rows = pl.Series("row", range(2, frame.height + 2), dtype=pl.UInt32)
    return Grid(file, "", frame, rows, headings)
