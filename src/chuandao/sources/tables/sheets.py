"""The sheets of a file, whatever kind of file it is; a text or Parquet file is one sheet."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import polars as pl

from chuandao.errors import Place, Problem, Severity
from chuandao.sources.tables.content import Content, content_of
from chuandao.sources.tables.delimited import DelimitedError, read_delimited
from chuandao.sources.tables.grid import Grid
from chuandao.sources.tables.parquet import read_parquet
from chuandao.sources.tables.workbook import Workbook, WorkbookError, open_workbook

_REFUSED = {
    "empty": "file_empty",
    "old_workbook": "workbook_old",
    "compressed": "file_compressed",
    "binary": "file_binary",
}
_USUAL: dict[str, tuple[Content, ...]] = {
    ".csv": ("text",),
    ".tsv": ("text",),
    ".txt": ("text",),
    ".xlsx": ("workbook",),
    ".parquet": ("parquet",),
}


@dataclass(frozen=True)
class Sheet:
    """One sheet of a file: its name (empty for a text or Parquet file) and how to read it."""

    name: str
    read: Callable[[], Grid]


@dataclass(frozen=True)
class Sheets:
    """The sheets of a file, and why it could not be opened where it could not."""

    sheets: tuple[Sheet, ...] = ()
    problems: tuple[Problem, ...] = ()


def sheets_of(path: Path, file: str = "") -> Sheets:
    """Return the sheets of a file, told by its content and never by its name.

    Parameters
    ----------
    path : Path
    file : str
        How messages name the file; by default its name.
    """
    name = file or path.name
    try:
        content = content_of(path)
        if code := _REFUSED.get(content):
            severity: Severity = "warning" if content == "empty" else "error"
            return Sheets((), (Problem(code, severity, Place(name)),))
        return Sheets(_sheets(path, name, content), _odd_name(path, name, content))
    except DelimitedError as error:
        return Sheets((), (error.problem,))
    except WorkbookError:
        return Sheets((), (Problem("workbook_broken", "error", Place(name)),))
    except pl.exceptions.PolarsError:
        return Sheets((), (Problem("parquet_broken", "error", Place(name)),))
    except OSError:
        return Sheets((), (Problem("file_unreadable", "error", Place(name)),))


def _sheets(path: Path, file: str, content: Content) -> tuple[Sheet, ...]:
    if content == "workbook":
        workbook = open_workbook(path, file)
        return tuple(Sheet(name, partial(_grid, workbook, name)) for name in workbook.sheets)
    grid = read_parquet(path, file) if content == "parquet" else read_delimited(path, file)
    return (Sheet("", lambda: grid),)


def _grid(workbook: Workbook, sheet: str) -> Grid:
    """Return a sheet's cells; a sheet that is damaged inside has none, and says so."""
    try:
        return workbook.grid(sheet)
    except WorkbookError:
        problem = Problem("workbook_broken", "error", Place(workbook.file, sheet))
        return Grid(
            workbook.file, sheet, pl.DataFrame(), pl.Series(dtype=pl.UInt32), problems=(problem,)
        )


def _odd_name(path: Path, file: str, content: Content) -> tuple[Problem, ...]:
    if content in _USUAL.get(path.suffix.lower(), (content,)):
        return ()
    return (Problem(f"file_is_{content}", "note", Place(file)),)
