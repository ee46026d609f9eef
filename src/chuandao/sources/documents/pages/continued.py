"""Tables that go on over the end of a page."""

from chuandao.sources.documents.pages.lines import glue
from chuandao.sources.documents.pages.page import Row, Table

_NEAR = 6.0


def goes_on(table: Table, other: Table) -> bool:
    """Return whether a table at the head of a page has the columns of the one before."""
    if not table.rows or not other.rows or table.column == other.column:
        return False
    if table.edges and other.edges:
        width = table.x1 - table.x0
        alike = abs(width - (other.x1 - other.x0)) < _NEAR
        shift = other.x0 - table.x0
        few, many = sorted(([x - shift for x in other.edges], table.edges), key=len)
        return alike and all(any(abs(x - y) < _NEAR for y in many) for x in few)
    return not table.edges and not other.edges and _columns(table) == _columns(other)


def _columns(table: Table) -> int:
    return max(len(row.cells) for row in table.rows)


def add_to(table: Table, other: Table) -> int:
    """Append a table's rows to the one it continues; return how many heading rows were dropped.

    A heading is what the continuation repeats of the first rows. A row whose first cell is
    empty is the rest of the row before if another is empty too; otherwise that first cell was
    merged over the rows, and its words are repeated.
    """
    rows = list(other.rows)
    dropped = 0
    while rows and dropped < len(table.rows) and rows[0].cells == table.rows[dropped].cells:
        rows.pop(0)
        dropped += 1
    if len(table.rows) == dropped and not rows:
        return dropped
    table.column = other.column
    if rows and table.rows:
        rows = _mended(table.rows[-1], rows)
    table.rows += rows
    return dropped


def _mended(last: Row, rows: list[Row]) -> list[Row]:
    first = rows[0]
    if len(first.cells) != len(last.cells) or first.cells[0] or not any(first.cells):
        return rows
    is_rest = not all(first.cells[1:]) or len(first.cells) == 1
    if is_rest and not (last.spans[0] or first.spans[0]):
        last.cells[:] = [glue(a, b) for a, b in zip(last.cells, first.cells, strict=True)]
        return rows[1:]
    end = next((i for i, row in enumerate(rows) if not _is_open(row, len(last.cells))), len(rows))
    for row in rows[:end]:
        row.cells[0] = last.cells[0]
    return rows


def _is_open(row: Row, columns: int) -> bool:
    return len(row.cells) == columns and not row.cells[0]
