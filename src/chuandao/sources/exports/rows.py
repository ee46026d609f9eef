"""The rows of an export as its sheet has them: merged cells filled, totals told apart."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from chuandao.catalog.words import fold
from chuandao.errors import Problem
from chuandao.sources.exports.mapping import ExportMapping
from chuandao.sources.tables.grid import Grid
from chuandao.sources.tables.heading import Heading, find_heading, money_unit_of, spread_merges
from chuandao.sources.tables.odd_rows import total_rows

_TEXT = pl.String()
_FEET = (
    "审核人 審核人 制表 填表 填报人 填報人 经办人 經辦人 负责人 負責人 备注 備註 注 註 说明 說明"
)
_FOOT = rf"^(?:单位|單位)?(?:{'|'.join(_FEET.split())})[^:：]{{0,4}}[:：]"
_NO_AMOUNT = r"^[+\-]?[\d,，.]+$"


@dataclass(frozen=True)
class Rows:
    """The body of an export.

    Attributes
    ----------
    frame : pl.DataFrame
        One column of text a heading, named by its position.
    rows : pl.Series
        The number of each row on its sheet.
    places : mapping of folded heading to position
    headings : tuple of str
        As the sheet has them.
    unit : str
        The unit of money that the caption gives.
    caption : str
        What stands above the headings, and the names of sheet and file, one a line.
    """

    frame: pl.DataFrame
    rows: pl.Series
    places: Mapping[str, int]
    headings: tuple[str, ...]
    unit: str
    caption: str

    def column(self, heading: str) -> pl.Series | None:
        """Return the cells below a heading, or nothing where the export has no such heading."""
        at = self.places.get(fold(heading))
        return None if at is None else self.frame[str(at)].alias("cell")

    def money_unit(self, heading: str) -> str:
        """Return the unit that the heading itself, else the caption, gives for amounts."""
        at = self.places.get(fold(heading))
        own = money_unit_of(self.headings[at])[1] if at is not None else ""
        return own or self.unit


def words_of(heading: Heading) -> tuple[str, ...]:
    """Return the headings of a sheet and, where one ends in a unit, also without it."""
    named = [word for word in heading.words if word]
    return tuple(dict.fromkeys([*named, *(money_unit_of(word)[0] for word in named)]))


def rows_of_export(grid: Grid, mapping: ExportMapping) -> Rows | None:
    """Return the rows of a sheet that a mapping recognises, or nothing where it does not."""
    heading = find_heading(grid, mapping.schema)
    if heading is None or not mapping.recognises(words_of(heading)):
        return None
    first = heading.last + 1
    filled = _filled(grid).slice(first)
    texts = filled.select(pl.all().cast(_TEXT).str.strip_chars().replace("", None))
    return Rows(
        frame=texts,
        rows=grid.rows.slice(first),
        places=_places(heading),
        headings=heading.words,
        unit=heading.unit,
        caption="\n".join([*_above(grid, heading.first), grid.sheet, grid.file]),
    )


def without_totals(rows: Rows, grid: Grid) -> tuple[Rows, list[Problem]]:
    """Return the rows without those that are totals, and how many these were."""
    totals = pl.Series(total_rows(rows.frame), dtype=pl.Boolean) | _footers(rows.frame)
    if not totals.any():
        return rows, []
    numbers = rows.rows.filter(totals)
    note = Problem("export_totals", "note", grid.place(int(numbers[0])), {"count": len(numbers)})
    kept = Rows(
        rows.frame.filter(~totals),
        rows.rows.filter(~totals),
        rows.places,
        rows.headings,
        rows.unit,
        rows.caption,
    )
    return kept, [note]


def _footers(frame: pl.DataFrame) -> pl.Series:
    """Return which rows are the foot of a table: who filled it in, remarks below it."""
    if not frame.width:
        return pl.Series([], dtype=pl.Boolean)
    first = frame.select(pl.coalesce(pl.all()).alias("first"))["first"]
    return first.str.contains(_FOOT).fill_null(value=False)


def _filled(grid: Grid) -> pl.DataFrame:
    """Fill merged cells with their words; an amount in a merged cell is not repeated."""
    if not grid.merges:
        return grid.frame
    spread = spread_merges(grid, 0)
    amounts = {
        str(merge.left): True
        for merge in grid.merges
        if merge.bottom > merge.top and _is_amount(grid, merge.top, merge.left)
    }
    return spread.with_columns(grid.frame[name].cast(_TEXT) for name in amounts)


def _is_amount(grid: Grid, top: int, left: int) -> bool:
    at = grid.rows.index_of(top + 1)
    cell = grid.frame[str(left)][at] if at is not None and str(left) in grid.frame.columns else None
    return cell is not None and bool(pl.Series([str(cell)]).str.contains(_NO_AMOUNT)[0])


def _places(heading: Heading) -> dict[str, int]:
    """Return where each heading stands; one in full goes before one without its unit."""
    found: dict[str, int] = {}
    for at, word in enumerate(heading.words):
        found.setdefault(fold(word), at)
    for at, word in enumerate(heading.words):
        found.setdefault(fold(money_unit_of(word)[0]) if word else "", at)
    found.pop("", None)
    return found


def _above(grid: Grid, first: int) -> list[str]:
    rows = grid.frame.head(max(first, 0)).rows()
    return [str(cell).strip() for row in rows for cell in row if cell]
