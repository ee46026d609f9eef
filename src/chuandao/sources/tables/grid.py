"""A sheet as it stands: cells by row and column, before anything is understood of them."""

from dataclasses import dataclass, field

import polars as pl

from chuandao.errors import Place, Problem

MAX_WIDTH = 1000


@dataclass(frozen=True)
class Merge:
    """A block of merged cells; rows and columns count from 0, the ends are inside."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet or file, blank rows left out.

    Attributes
    ----------
    frame : pl.DataFrame
        One column a column of the sheet (``0``, ``1``, …): text, or the type Parquet gave it.
    rows : pl.Series of UInt32
        The number of each row as a spreadsheet shows it, from 1.
    headings : tuple of str
        The columns' names where the file itself has them (Parquet); else empty.
    errors : tuple of (row, column)
        Cells that hold an error of the spreadsheet (``#N/A``); row from 1, column from 0.
    """

    file: str
    sheet: str
    frame: pl.DataFrame
    rows: pl.Series
    headings: tuple[str, ...] = ()
    merges: tuple[Merge, ...] = ()
    errors: tuple[tuple[int, int], ...] = ()
    problems: tuple[Problem, ...] = field(default=(), repr=False)

    def place(self, row: int = 0, column: str = "") -> Place:
        """Return a place in this sheet."""
        return Place(self.file, self.sheet, row, column)


def without_blank_rows(frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
    """Return the rows with something in them, and their numbers from 1."""
    rows = pl.Series("row", range(1, frame.height + 1), dtype=pl.UInt32)
    if frame.width == 0:
        return frame.clear(), rows.clear()
    filled = frame.select(
        pl.any_horizontal(
            pl.all().cast(pl.String).str.strip_chars().fill_null("") != "",
        ).alias("filled")
    )["filled"]
    return frame.filter(filled), rows.filter(filled)
