"""Where a sheet's headings stand: below a title, in two rows, or in merged cells."""

import re
from dataclasses import dataclass, replace

import polars as pl

from chuandao.catalog.tables import TableSchema
from chuandao.errors import Problem
from chuandao.sources.tables.cells.amounts import MONEY_UNITS
from chuandao.sources.tables.grid import Grid, Merge

_DEEPEST = 20
_LONGEST = 100
_UNIT_OF_TABLE = re.compile(
    r"(?:金额|金額)?(?:单位|單位|unit)[:：]\s*(?:人民币|人民幣)?(\S+?)[)）]?", re.IGNORECASE
)


@dataclass(frozen=True)
class Heading:
    """The headings of a sheet.

    Attributes
    ----------
    words : tuple of str
        One a column; empty where nothing stands.
    first, last : int
        The rows they stand in, as positions in the grid (not row numbers).
    unit : str
        A unit of money the caption above gives for the whole table (``单位：万元``).
    """

    words: tuple[str, ...]
    first: int
    last: int
    unit: str = ""


def find_heading(grid: Grid, schema: TableSchema) -> Heading | None:
    """Return the headings of a sheet, or nothing where no row names a column of the table.

    Every one of the first twenty rows is tried, alone and joined with the row below it;
    the one that names most columns of the table wins, the upper one among equals.
    """
    if grid.headings:
        return Heading(grid.headings, -1, -1)
    top = _top_rows(grid)
    candidates = [_single(top, at) for at in range(len(top))]
    candidates += [_double(top, at, schema) for at in range(len(top) - 1)]
    best = max(
        candidates,
        key=lambda h: (_known(h.words, schema), h.first == h.last, -h.first),
        default=None,
    )
    if best is None or _known(best.words, schema) == 0:
        return None
    return replace(best, unit=_unit_of_table(top[: best.first]))


def heading_problems(grid: Grid, heading: Heading) -> list[Problem]:
    """Return what is to be said of where the headings were found."""
    if heading.first < 0:
        return []
    last = int(grid.rows[heading.last])
    first = min([int(grid.rows[heading.first]), *_merged_above(grid, last)])
    if last > first:
        joined = {"first": first, "last": last}
        return [Problem("heading_joined", "note", grid.place(first), joined)]
    if heading.first > 0:
        return [Problem("heading_below", "note", grid.place(first), {"row": first})]
    return []


def _merged_above(grid: Grid, row: int) -> list[int]:
    """Return the first rows of the merged blocks that reach down into a row of headings."""
    return [merge.top + 1 for merge in grid.merges if merge.top + 1 < row <= merge.bottom + 1]


def money_unit_of(heading: str) -> tuple[str, str]:
    """Return a heading without its unit, and the unit in brackets or at its end.

    Examples
    --------
    >>> money_unit_of("金额（万元）"), money_unit_of("金额/亿元"), money_unit_of("受理日期")
    (('金额', '万元'), ('金额', '亿元'), ('受理日期', ''))
    """
    found = re.fullmatch(
        r"(.+?)\s*[（(【\[]\s*(?:单位[:：])?\s*(.+?)\s*[)）】\]]\s*", heading, re.DOTALL
    )
    found = found or re.fullmatch(r"(.+?)\s*[/／:：]\s*(\S+)", heading, re.DOTALL)
    found = found or re.fullmatch(r"(.+?)((?:千|百|千百)?[万萬亿億]元)", heading, re.DOTALL)
    return (found[1], found[2]) if found else (heading, "")


def spread_merges(grid: Grid, rows: int, columns: frozenset[int] | None = None) -> pl.DataFrame:
    """Return the cells with merged blocks filled from their first cell.

    Parameters
    ----------
    grid : Grid
    rows : int
        Only the first so many rows (a heading), 0 for all.
    columns : set of int or None
        Only these columns; None for all.
    """
    position = {number: at for at, number in enumerate(grid.rows.to_list())}
    cells = {name: grid.frame[name].to_list() for name in grid.frame.columns}
    for merge in grid.merges:
        _fill(cells, merge, position, (rows or grid.frame.height, columns))
    return pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String))


def _fill(
    cells: dict[str, list[str | None]],
    merge: Merge,
    position: dict[int, int],
    within: tuple[int, frozenset[int] | None],
) -> None:
    first = position.get(merge.top + 1)
    source = cells.get(str(merge.left))
    if first is None or source is None:
        return
    value, (limit, columns) = source[first], within
    for row in range(merge.top + 1, merge.bottom + 2):
        at = position.get(row)
        for column in range(merge.left, merge.right + 1):
            inside = at is not None and at < limit and str(column) in cells
            if at is not None and inside and (columns is None or column in columns):
                cells[str(column)][at] = value


def _top_rows(grid: Grid) -> list[tuple[str, ...]]:
    top = replace(
        grid,
        frame=grid.frame.head(_DEEPEST),
        rows=grid.rows.head(_DEEPEST),
        merges=tuple(merge for merge in grid.merges if merge.top < _DEEPEST),
    )
    frame = spread_merges(top, 0) if top.merges else top.frame
    return [tuple((cell or "").strip()[:_LONGEST] for cell in row) for row in frame.rows()]


def _single(top: list[tuple[str, ...]], at: int) -> Heading:
    return Heading(top[at], at, at)


def _double(top: list[tuple[str, ...]], at: int, schema: TableSchema) -> Heading:
    upper, lower = _carried(top[at]), top[at + 1]
    words = tuple(
        _joined(above, own, below, schema)
        for above, own, below in zip(upper, top[at], lower, strict=True)
    )
    return Heading(words, at, at + 1)


def _carried(row: tuple[str, ...]) -> tuple[str, ...]:
    """Carry a merged heading, which stands in its first cell only, to the right."""
    carried, last = [], ""
    for word in row:
        last = word or last
        carried.append(last)
    return tuple(carried)


def _joined(above: str, own: str, below: str, schema: TableSchema) -> str:
    options = (f"{above}{below}", below, own) if above != below else (below,)
    known = (word for word in options if word and _names(word, schema))
    return next(known, below or own)


def _names(word: str, schema: TableSchema) -> str:
    column = schema.heading(word) or schema.heading(money_unit_of(word)[0])
    return column.name if column else ""


def _known(words: tuple[str, ...], schema: TableSchema) -> int:
    return len({name for word in words if word and (name := _names(word, schema))})


def _unit_of_table(rows: list[tuple[str, ...]]) -> str:
    for cell in (cell for row in rows for cell in row if cell):
        found = _UNIT_OF_TABLE.fullmatch(cell.strip()) or _UNIT_OF_TABLE.search(cell)
        if found and found[1] in MONEY_UNITS:
            return found[1]
    return ""
