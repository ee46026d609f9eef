"""One sheet or file read as a table of the catalogue, with everything that was found wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from chuandao.catalog.tables import TableSchema
from chuandao.catalog.words import in_languages
from chuandao.errors import Problem
from chuandao.sources.tables.columns import ReadColumn, dtypes_of, read_column
from chuandao.sources.tables.faults import (
    Faults,
    fault_problems,
    faults_of,
    joined,
    remark_problems,
)
from chuandao.sources.tables.grid import Grid
from chuandao.sources.tables.heading import (
    Heading,
    find_heading,
    heading_problems,
    spread_merges,
)
from chuandao.sources.tables.matching import Match, match_headings
from chuandao.sources.tables.observed import worded_values
from chuandao.sources.tables.odd_rows import extra_cells, total_rows
from chuandao.sources.template import is_example_row

ORIGIN_TYPES: Mapping[str, pl.DataType] = {
    "origin_file": pl.String(),
    "origin_sheet": pl.String(),
    "origin_row": pl.UInt32(),
}
SET_ASIDE_TYPES: Mapping[str, pl.DataType] = {
    "table": pl.String(),
    **ORIGIN_TYPES,
    "codes": pl.List(pl.String()),
    "raw": pl.String(),
}
_COUNTED = frozenset({"money", "number", "integer", "share", "probability", "percent"})
_KIND_OF_AMOUNT = {"by_resource": "resource", "by_kind": "kind"}
_RAW = 200


@dataclass(frozen=True)
class TableRead:
    """A table read.

    Attributes
    ----------
    frame : pl.DataFrame
        The rows that can be used: every column of the catalogue (empty where the file has
        none), then ``origin_file``, ``origin_sheet``, ``origin_row``.
    set_aside : pl.DataFrame
        The rows that cannot: table, origin, ``codes`` of their problems, ``raw`` cells as JSON.
    problems : tuple of Problem
    headings : mapping of str to str
        How the file itself heads each column that was read.
    """

    frame: pl.DataFrame
    set_aside: pl.DataFrame
    problems: tuple[Problem, ...]
    headings: Mapping[str, str] = field(default_factory=dict)


def read_grid(grid: Grid, schema: TableSchema, time_zone: str = "Asia/Shanghai") -> TableRead:
    """Return a sheet's rows as a table of the catalogue.

    A cell that cannot be read sets its row aside, with the raw cells; nothing is dropped
    in silence and nothing missing becomes 0.
    """
    heading = find_heading(grid, schema)
    if heading is None:
        return _nothing(schema, list(grid.problems) or [_no_heading(grid, schema)])
    matches, problems = match_headings(grid, heading, schema)
    problems = [*grid.problems, *heading_problems(grid, heading), *problems]
    if any(problem.code == "column_missing" for problem in problems):
        return _nothing(schema, problems)
    filled, notes = _unmerged(_without_example(_body(grid, heading)), matches)
    extra, nameless = extra_cells(filled, heading)
    return _read(filled, matches, schema, (extra, [*problems, *notes, *nameless]), time_zone)


def empty_frame(schema: TableSchema) -> pl.DataFrame:
    """Return a table without rows."""
    types = {
        name: dtype
        for column in schema.columns
        if not column.is_family
        for name, dtype in dtypes_of(column.name, column).items()
    }
    return pl.DataFrame(schema={**types, **ORIGIN_TYPES})


def empty_set_aside() -> pl.DataFrame:
    """Return a list of rows set aside without rows."""
    return pl.DataFrame(schema=dict(SET_ASIDE_TYPES))


def _nothing(schema: TableSchema, problems: list[Problem]) -> TableRead:
    return TableRead(empty_frame(schema), empty_set_aside(), tuple(problems))


def _no_heading(grid: Grid, schema: TableSchema) -> Problem:
    required = [column for column in schema.columns if column.required]
    names = in_languages("columns", lambda tag: ", ".join(c.label(tag) for c in required))
    if grid.frame.height == 0:
        return Problem("sheet_empty", "warning", grid.place())
    return Problem("heading_missing", "error", grid.place(), {**schema.parameters(), **names})


def _body(grid: Grid, heading: Heading) -> Grid:
    first = heading.last + 1
    above = int(grid.rows[heading.last]) if first else 0
    return replace(
        grid,
        frame=grid.frame.slice(first),
        rows=grid.rows.slice(first),
        merges=tuple(merge for merge in grid.merges if merge.top + 1 > above),
    )


def _without_example(grid: Grid) -> Grid:
    """Leave out the example row that the template of a case puts under its headings."""
    if grid.frame.height == 0 or not is_example_row(grid.frame.row(0)):
        return grid
    merges = tuple(merge for merge in grid.merges if merge.top + 1 > int(grid.rows[0]))
    return replace(grid, frame=grid.frame.slice(1), rows=grid.rows.slice(1), merges=merges)


def _unmerged(grid: Grid, matches: Sequence[Match]) -> tuple[Grid, list[Problem]]:
    """Words in merged cells hold for every row of the block; an amount is not repeated."""
    if not grid.merges or grid.frame.height == 0:
        return grid, []
    words = frozenset(m.position for m in matches if m.column.type not in _COUNTED)
    frame = spread_merges(grid, 0, words)
    first = min(merge.top for merge in grid.merges) + 1
    notes = [Problem("merged_filled", "note", grid.place(first), {"count": len(grid.merges)})]
    amounts = [m for m in grid.merges if m.left not in words and m.bottom > m.top]
    if amounts:
        place = grid.place(amounts[0].top + 1)
        notes.append(Problem("merged_amount", "warning", place, {"count": len(amounts)}))
    return replace(grid, frame=frame, merges=()), notes


def _read(
    grid: Grid,
    matches: Sequence[Match],
    schema: TableSchema,
    before: tuple[pl.DataFrame, list[Problem]],
    time_zone: str,
) -> TableRead:
    extra, problems = before
    cells = worded_values({match.name: _cells(grid, match) for match in matches})
    columns = {m: read_column(cells[m.name], m, time_zone) for m in matches}
    remarks = [p for m, read in columns.items() for p in _remarks(grid, m, read)]
    faults = joined([extra, _money_only(grid, columns), *_faults(grid, columns)])
    good = ~pl.Series(range(grid.frame.height), dtype=pl.UInt32).is_in(
        faults.frame["at"].unique().implode()
    )
    return TableRead(
        _frame(grid, columns, schema).filter(good),
        _set_aside(grid, faults, matches, schema),
        (*problems, *remarks, *fault_problems(grid, faults, matches)),
        {match.name: match.heading for match in matches},
    )


def _cells(grid: Grid, match: Match) -> pl.Series:
    name = str(match.position)
    if name in grid.frame.columns:
        return grid.frame[name]
    return pl.Series([None] * grid.frame.height, dtype=pl.String)


def _remarks(grid: Grid, match: Match, read: ReadColumn) -> list[Problem]:
    """Return what is to be said of a column; a dash in a required cell is said as missing."""
    remarks = read.remarks
    if match.column.required:
        remarks = remarks.set(remarks == "placeholder", None)
    return remark_problems(grid, match, remarks)


def _frame(grid: Grid, columns: Mapping[Match, ReadColumn], schema: TableSchema) -> pl.DataFrame:
    read = pl.concat([c.frame for c in columns.values()], how="horizontal")
    absent = [
        pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in empty_frame(schema).schema.items()
        if name not in read.columns and name not in ORIGIN_TYPES
    ]
    families = [m.name for m in columns if m.column.is_family]
    order = [n for n in empty_frame(schema).columns if n not in ORIGIN_TYPES]
    return read.with_columns(absent).select(
        *order,
        *sorted(families),
        origin_file=pl.lit(grid.file),
        origin_sheet=pl.lit(grid.sheet),
        origin_row=grid.rows,
    )


def _faults(grid: Grid, columns: Mapping[Match, ReadColumn]) -> list[pl.DataFrame]:
    totals = total_rows(grid.frame)
    first = next(iter(columns))
    marks = pl.Series(["total_row" if is_total else None for is_total in totals], dtype=pl.String)
    parts = [_column_faults(grid, match, read, totals) for match, read in columns.items()]
    return [*parts, faults_of(marks, _cells(grid, first), first.heading)]


def _money_only(grid: Grid, columns: Mapping[Match, ReadColumn]) -> pl.DataFrame:
    """Refuse rows of land or posts below a heading in 万元, which says nothing of them."""
    read = {match.name: column.frame[match.name] for match, column in columns.items()}
    for match in columns:
        kind = _KIND_OF_AMOUNT.get(match.column.unit, "")
        if match.factor != 1 and kind in read:
            other = ~read[kind].is_in(
                pl.Series(["funds", "cost", "benefit", "shared_revenue"]).implode()
            )
            marks = pl.select(pl.when(other).then(pl.lit("money_unit_elsewhere")))
            return faults_of(marks.to_series(), _cells(grid, match), match.heading)
    return faults_of(pl.Series(dtype=pl.String), pl.Series(dtype=pl.String), "")


def _column_faults(
    grid: Grid, match: Match, read: ReadColumn, totals: Sequence[bool]
) -> pl.DataFrame:
    """Faults of a column; a row of totals has one fault only, that it is one."""
    codes = read.codes
    if match.column.required:
        codes = _missing(codes, read.frame[match.name])
    if grid.errors:
        codes = _errors(grid, match.position, codes)
    if any(totals):
        codes = codes.set(pl.Series(totals), None)
    return faults_of(codes, _cells(grid, match), match.heading)


def _missing(codes: pl.Series, read: pl.Series) -> pl.Series:
    return codes.set(codes.is_null() & read.is_null(), "cell_missing")


def _errors(grid: Grid, position: int, codes: pl.Series) -> pl.Series:
    rows = [row for row, column in grid.errors if column == position]
    return codes.set(grid.rows.is_in(pl.Series(rows, dtype=pl.UInt32).implode()), "cell_in_error")


def _set_aside(
    grid: Grid, faults: Faults, matches: Sequence[Match], schema: TableSchema
) -> pl.DataFrame:
    rows = faults.rows
    if rows.height == 0:
        return empty_set_aside()
    at = rows["at"]
    raw = pl.DataFrame(
        {
            m.heading: _cells(grid, m).gather(at).cast(pl.String, strict=False).str.head(_RAW)
            for m in matches
        }
    )
    return pl.DataFrame(
        {
            "origin_row": grid.rows.gather(at),
            "codes": rows["code"],
            "raw": raw.select(pl.struct(pl.all()).struct.json_encode().alias("raw"))["raw"],
        }
    ).select(
        table=pl.lit(schema.name),
        origin_file=pl.lit(grid.file),
        origin_sheet=pl.lit(grid.sheet),
        origin_row=pl.col("origin_row"),
        codes=pl.col("codes"),
        raw=pl.col("raw"),
    )
