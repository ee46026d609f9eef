"""Event logs exported as CSV with the keys of XES as headings (``case:concept:name`` …)."""

import polars as pl

from chuandao.sources.events.mapping import LogMapping
from chuandao.sources.events.paired import as_steps
from chuandao.sources.tables.grid import Grid


def is_exported(grid: Grid, mapping: LogMapping) -> bool:
    """Return whether the first row of a sheet names the case, activity and time of a log.

    Examples
    --------
    >>> rows = pl.Series([1], dtype=pl.UInt32)
    >>> heads = ["case:concept:name", "concept:name", "time:timestamp"]
    >>> frame = pl.DataFrame({str(at): [word] for at, word in enumerate(heads)})
    >>> is_exported(Grid("events.csv", "", frame, rows), LogMapping())
    True
    """
    return {mapping.case, mapping.activity, mapping.time} <= set(_headings(grid))


def read_exported(grid: Grid, mapping: LogMapping, time_zone: str) -> Grid:
    """Return an exported log as cells under the headings of the table ``events``.

    Parameters
    ----------
    grid : Grid
        The sheet as it stands (``is_exported``).
    mapping : LogMapping
    time_zone : str
        Of times without an offset.
    """
    headings = _headings(grid)
    body = grid.frame.slice(0 if grid.headings else 1)
    rows = grid.rows.slice(0 if grid.headings else 1)
    held = {name: key for name, key in mapping.wanted.items() if key in headings}
    entries = body.select(
        pl.col(str(headings.index(key))).cast(pl.String).replace("", None).alias(name)
        for name, key in held.items()
    ).with_columns(row=rows)
    steps = as_steps(entries, mapping, grid.file, time_zone)
    return Grid(
        grid.file, grid.sheet, steps.frame, steps.rows, steps.headings,
        problems=(*grid.problems, *steps.problems),
    )  # fmt: skip


def _headings(grid: Grid) -> list[str]:
    if grid.headings:
        return list(grid.headings)
    if grid.frame.height == 0:
        return []
    return [str(word).strip().lstrip("\ufeff") for word in grid.frame.row(0)]
