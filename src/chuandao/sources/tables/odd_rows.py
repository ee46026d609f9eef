"""Rows that are no records: totals, and rows with more cells than the table has headings."""

import polars as pl

from chuandao.catalog.words import fold
from chuandao.errors import Problem
from chuandao.sources.tables.faults import faults_of
from chuandao.sources.tables.grid import Grid
from chuandao.sources.tables.heading import Heading

_TOTALS = frozenset(
    map(fold, ("合计", "总计", "小计", "共计", "累计", "total", "grand total", "subtotal"))
)
_LONGEST_TOTAL = 12
_LIKE_TOTAL = "(?i)[计計]|total"
_OTHER_THAN_TEXT = 26


def total_rows(frame: pl.DataFrame) -> list[bool]:
    """Return for each row whether its first word says that it is a total.

    Examples
    --------
    >>> total_rows(pl.DataFrame({"0": ["a", None], "1": ["1", "合 计"]}))
    [False, True]
    """
    texts = [name for name in frame.columns if frame[name].dtype == pl.String]
    if frame.height == 0 or not texts:
        return [False] * frame.height
    firsts = frame.select(
        pl.coalesce(pl.col(texts).str.strip_chars().replace("", None)).alias("first")
    )["first"]
    distinct = firsts.unique().drop_nulls()
    short = distinct.filter(
        (distinct.str.len_chars() <= _LONGEST_TOTAL) & distinct.str.contains(_LIKE_TOTAL)
    ).to_list()
    totals = pl.Series([word for word in short if fold(word) in _TOTALS], dtype=pl.String)
    found: list[bool] = firsts.is_in(totals.implode()).fill_null(value=False).to_list()
    return found


def extra_cells(grid: Grid, heading: Heading) -> tuple[pl.DataFrame, list[Problem]]:
    """Return the rows whose cells reach beyond the headings, and the columns without one.

    In delimited text a row that is too long has shifted cells (a comma inside a text), so it
    is set aside; in a workbook a column without a heading is a remark, and only said.
    """
    named = [at for at, word in enumerate(heading.words) if word]
    nameless = [
        name
        for name in grid.frame.columns
        if int(name) not in named
        and grid.frame[name].dtype == pl.String
        and not _blank(grid.frame[name]).all()
    ]
    beyond = [name for name in nameless if named and int(name) > named[-1] and not grid.sheet]
    row = int(grid.rows[0]) if grid.rows.len() else 0
    said = [
        Problem("column_nameless", "warning", grid.place(row, letters_of(int(name))))
        for name in nameless
        if name not in beyond
    ]
    return _too_long(grid, beyond), said


def letters_of(position: int) -> str:
    """Return the letters by which a spreadsheet names a column, counted from 0.

    Examples
    --------
    >>> letters_of(0), letters_of(27)
    ('A', 'AB')
    """
    letters, left = "", position + 1
    while left:
        left, rest = divmod(left - 1, _OTHER_THAN_TEXT)
        letters = chr(ord("A") + rest) + letters
    return letters


def _blank(cells: pl.Series) -> pl.Series:
    return cells.str.strip_chars().fill_null("") == ""


def _too_long(grid: Grid, beyond: list[str]) -> pl.DataFrame:
    if not beyond:
        return faults_of(pl.Series(dtype=pl.String), pl.Series(dtype=pl.String), "")
    first = grid.frame.select(
        pl.coalesce(pl.col(beyond).str.strip_chars().replace("", None)).alias("cell")
    )["cell"]
    codes = pl.DataFrame({"cell": first}).select(
        pl.when(pl.col("cell").is_not_null()).then(pl.lit("too_many_cells")).alias("code")
    )["code"]
    return faults_of(codes, first, "")
