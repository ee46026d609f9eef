"""The tables of a Word file as sheets: appraisal schemes and ledgers are often kept there."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from chuandao.sources.tables.grid import Grid, Merge, without_blank_rows

if TYPE_CHECKING:
    from docx.table import Table

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEAST = 2
_ABOVE = 3


def is_word(path: Path) -> bool:
    """Return whether a file is a Word file, by its content."""
    try:
        with zipfile.ZipFile(path) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError):
        return False


def word_tables(path: Path, file: str = "") -> list[Grid]:
    """Return every table of a Word file with two rows and columns or more.

    The last paragraphs before a table (its title, 單位：萬元) stand above its rows, so that a
    caption is found where a sheet would have it. The sheet of a table is its number, 表1.
    """
    from docx import Document
    from docx.table import Table

    document: Any = Document(str(path))
    found: list[Grid] = []
    above: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            grid = _grid(block, file or path.name, f"表{len(found) + 1}", above)
            found.extend([grid] if grid else [])
            above = []
        elif block.text.strip():
            above = [*above[1 - _ABOVE :], block.text.strip()]
    return found


def _grid(table: "Table", file: str, name: str, above: list[str]) -> Grid | None:
    rows = [list(_cells(row)) for row in table._tbl.tr_lst]  # noqa: SLF001
    width = max((sum(span for _, span, _ in row) for row in rows), default=0)
    if len(rows) < _LEAST or width < _LEAST:
        return None
    texts = [[line, *[None] * (width - 1)] for line in above]
    texts += [_row_of(row, width) for row in rows]
    frame = pl.DataFrame(
        texts, schema={str(at): pl.String for at in range(width)}, orient="row", strict=False
    )
    kept, numbers = without_blank_rows(frame)
    return Grid(file, name, kept, numbers, merges=tuple(_merges(rows, len(above))))


def _cells(row: Any) -> Iterator[tuple[str, int, str]]:
    """Yield the text of each cell, how many columns it spans, and its part in a tall cell."""
    for cell in row.iterchildren(f"{_W}tc"):
        properties = cell.find(f"{_W}tcPr")
        span, tall = 1, ""
        if properties is not None:
            wide = properties.find(f"{_W}gridSpan")
            span = int(wide.get(f"{_W}val", "1")) if wide is not None else 1
            high = properties.find(f"{_W}vMerge")
            tall = "" if high is None else high.get(f"{_W}val", "continue")
        paragraphs = cell.iter(f"{_W}p")
        lines = ("".join(t.text or "" for t in p.iter(f"{_W}t")) for p in paragraphs)
        yield "\n".join(line for line in lines if line.strip()), span, tall


def _row_of(row: list[tuple[str, int, str]], width: int) -> list[str | None]:
    cells: list[str | None] = []
    for text, span, tall in row:
        cells += [None if tall == "continue" else text or None, *[None] * (span - 1)]
    return [*cells, *[None] * (width - len(cells))][:width]


def _merges(rows: list[list[tuple[str, int, str]]], above: int) -> Iterator[Merge]:
    """Yield merged blocks; rows count from 0 with the lines above among them."""
    spans = [_placed(row) for row in rows]
    for top, row in enumerate(spans):
        for left, (span, tall) in row.items():
            bottom = top
            while tall == "restart" and _goes_on(spans, bottom + 1, left):
                bottom += 1
            if span > 1 or bottom > top:
                yield Merge(top + above, left, bottom + above, left + span - 1)


def _placed(row: list[tuple[str, int, str]]) -> dict[int, tuple[int, str]]:
    found, at = {}, 0
    for _, span, tall in row:
        if tall != "continue" or span:
            found[at] = (span, tall)
        at += span
    return found


def _goes_on(spans: list[dict[int, tuple[int, str]]], row: int, left: int) -> bool:
    return row < len(spans) and spans[row].get(left, (0, ""))[1] == "continue"
