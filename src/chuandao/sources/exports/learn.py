"""How an export could be mapped: what is recognised, what is proposed, what is left to say."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from chuandao.catalog.tables import Column, TableSchema, input_tables
from chuandao.catalog.values import values
from chuandao.catalog.words import fold
from chuandao.errors import ChuandaoError
from chuandao.sources.exports.fills import filled, heading_of, listed
from chuandao.sources.exports.mapping import ExportMapping, Fill, Into
from chuandao.sources.exports.ready import ready_mappings
from chuandao.sources.exports.rows import Rows, rows_of_export, without_totals
from chuandao.sources.tables.cells import BadCellError
from chuandao.sources.tables.cells.words import read_value
from chuandao.sources.tables.grid import Grid
from chuandao.sources.tables.heading import money_unit_of
from chuandao.sources.tables.matching import nearest_heading

_DEEPEST = 20
_LEAST_HEADINGS = 2
_MOST_WORDS = 300
_FREE = "_free"
_ALIKE = 50


@dataclass(frozen=True)
class Open:
    """Words of one heading that the mapping does not know yet, with the nearest known one.

    ``kind``: ``words`` of a closed list, or ``units``.
    """

    into: int
    column: str
    heading: str
    kind: str
    words: Mapping[str, str]


@dataclass(frozen=True)
class Learned:
    """What was learnt of an export's sheet.

    Attributes
    ----------
    mapping : ExportMapping
        As it will be written; words left open stand in it as empty.
    ready : bool
        Whether a ready mapping recognised the sheet.
    open : tuple of Open
    missing : tuple of (table, column)
        Required columns that nothing fills.
    unused : tuple of str
        Headings that the mapping does not read.
    examples : mapping of heading to str
    """

    mapping: ExportMapping
    ready: bool
    open: tuple[Open, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()
    unused: tuple[str, ...] = ()
    examples: Mapping[str, str] = field(default_factory=dict)


def learnt(grid: Grid, units: Mapping[str, str], wish: str = "") -> Learned | None:
    """Return a mapping for a sheet: a ready one made fit for it, or a proposal.

    Parameters
    ----------
    grid : Grid
    units : mapping of folded name or code to name
        The units of the case; empty where there is none: names are then not judged.
    wish : str
        The table of the catalogue that the export should fill; without it the one most of
        whose columns the headings name.

    Returns
    -------
    Learned or None
        None where no row could be headings.

    Raises
    ------
    ChuandaoError
        ``table_wish_unknown``.
    """
    for mapping in () if wish else ready_mappings():
        rows = rows_of_export(grid, mapping)
        if rows is not None:
            return _of(mapping, without_totals(rows, grid)[0], units, ready=True)
    proposed = _proposed(grid, _schemas(wish))
    rows = rows_of_export(grid, proposed) if proposed else None
    if proposed is None or rows is None:
        return None
    return _of(proposed, without_totals(rows, grid)[0], units, ready=False)


def _schemas(wish: str) -> list[TableSchema]:
    if not wish:
        return list(input_tables().values())
    found = [t for t in input_tables().values() if fold(wish) in t.words]
    if not found:
        raise ChuandaoError("table_wish_unknown", table=wish, known=", ".join(input_tables()))
    return found


def _proposed(grid: Grid, schemas: Sequence[TableSchema]) -> ExportMapping | None:
    """Return the table and the row of headings of which most columns are named."""
    tops = [[_text(cell) for cell in row] for row in grid.frame.head(_DEEPEST).rows()]
    rows = [row for row in tops if sum(map(bool, row)) >= _LEAST_HEADINGS] or tops[:0]
    choices = [(_named(row, schema), schema) for row in rows for schema in schemas]
    best = max(choices, key=lambda one: _worth(*one), default=None)
    if best is None or not best[0]:
        return None
    named, schema = best
    recognise = tuple(dict.fromkeys(money_unit_of(word)[0] for word in named.values()))
    fills = {name: Fill(headings=(money_unit_of(word)[0],)) for name, word in named.items()}
    title = next((word for word in (grid.sheet, grid.file.rpartition("/")[2]) if word), "")
    return ExportMapping(title.rpartition(".")[0] or title, recognise, (Into(schema.name, fills),))


def _text(cell: object) -> str:
    return str(cell).strip() if cell is not None else ""


def _named(row: Iterable[str], schema: TableSchema) -> dict[str, str]:
    """Return the columns that a row of words names, exactly or nearly."""
    found: dict[str, str] = {}
    for word in filter(None, row):
        column = schema.heading(word) or schema.heading(money_unit_of(word)[0])
        name = column.name if column else ""
        if column is None:
            near = schema.heading(nearest_heading(word, schema, tuple(row)) or _FREE)
            name = near.name if near else ""
        if name and not name.endswith("*"):
            found.setdefault(name, word)
    return found


def _worth(named: Mapping[str, str], schema: TableSchema) -> tuple[float, int]:
    required = [column.name for column in schema.columns if column.required]
    met = sum(name in named for name in required)
    return met / max(len(required), 1) * len(named), len(named)


def _of(mapping: ExportMapping, rows: Rows, units: Mapping[str, str], *, ready: bool) -> Learned:
    held = [_without_absent(into, rows) for into in mapping.into]
    held = [into for into in held if _is_of_use(into, rows)]
    left = [one for at, into in enumerate(held) for one in _open(at, into, rows, units)]
    full = tuple(
        _with_words(into, [o for o in left if o.into == at]) for at, into in enumerate(held)
    )
    read = {fold(word) for into in held for word in into.headings}
    named = [word for word in rows.headings if word]
    return Learned(
        mapping=replace(mapping, into=full),
        ready=ready,
        open=tuple(left),
        missing=tuple(pair for into in held for pair in _missing(into)),
        unused=tuple(w for w in named if not {fold(w), fold(money_unit_of(w)[0])} & read),
        examples={word: _example(rows, word) for into in held for word in into.headings},
    )


def _without_absent(into: Into, rows: Rows) -> Into:
    """Return it with the one heading this export has for each column, the others left out."""
    fills = {}
    for name, fill in into.columns.items():
        word = heading_of(fill, rows)
        if fill.join or fill.constant or fill.caption or (fill.since and fill.until):
            absent = [h for h in fill.named if fold(h) not in rows.places]
            if not absent:
                fills[name] = fill
        elif word:
            fills[name] = replace(fill, headings=(word,))
    there = {name: words for name, words in into.skip.items() if fold(name) in rows.places}
    kept = {name: words for name, words in into.keep.items() if fold(name) in rows.places}
    return replace(into, columns=fills, skip=there, keep=kept)


def _is_of_use(into: Into, rows: Rows) -> bool:
    return bool(into.columns) and all(fold(word) in rows.places for word in into.need)


def _open(at: int, into: Into, rows: Rows, units: Mapping[str, str]) -> Iterable[Open]:
    for name, fill in into.columns.items():
        column = into.schema.column(name)
        cells = filled(replace(fill, words={}), rows) if fill.headings and not fill.join else None
        if column is None or cells is None or fill.contains:
            continue
        cells = listed(cells).explode() if fill.split else cells
        words = cells.drop_nulls().unique().sort().head(_MOST_WORDS).to_list()
        heading = heading_of(fill, rows)
        if column.refers == "units.unit" and units:
            yield from _unknown_units(at, name, heading, words, units)
        elif column.domain or column.refers == "tasks.task":
            yield from _unknown_words(at, column, fill, heading, words)


def _unknown_units(
    at: int, name: str, heading: str, words: list[str], units: Mapping[str, str]
) -> Iterable[Open]:
    strange = [word for word in words if fold(word) not in units]
    if strange:
        near = {word: _nearest_unit(word, units) for word in strange}
        yield Open(at, name, heading, "units", near)


def _nearest_unit(word: str, units: Mapping[str, str]) -> str:
    """Return the unit whose name ends the word (云山县茶坪乡), else the most alike."""
    from rapidfuzz import fuzz, process

    folded = fold(word)
    ending = [key for key in units if folded.endswith(key)]
    if ending:
        return units[max(ending, key=len)]
    found = process.extractOne(folded, list(units), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return units[found[0]] if found else ""


def _unknown_words(
    at: int, column: Column, fill: Fill, heading: str, words: list[str]
) -> Iterable[Open]:
    known = {fold(word) for word in fill.words}
    strange = [w for w in words if fold(w) not in known and not _is_value(w, column)]
    if strange:
        yield Open(at, column.name, heading, "words", dict.fromkeys(strange, ""))


def _is_value(word: str, column: Column) -> bool:
    if not column.domain:
        return pl.Series([word]).str.contains(r"^[A-Za-z]{0,3}\d+$")[0] is True
    try:
        read_value(word, values(column.domain))
    except BadCellError:
        return False
    return True


def _with_words(into: Into, left: Sequence[Open]) -> Into:
    fills = dict(into.columns)
    for one in left:
        fill = fills[one.column]
        fills[one.column] = replace(fill, words={**fill.words, **dict.fromkeys(one.words, "")})
    return replace(into, columns=fills)


def _missing(into: Into) -> Iterable[tuple[str, str]]:
    made = {
        *into.columns,
        *(("value", "n") if into.share else ()),
        *(("count",) if into.count else ()),
    }
    for column in into.schema.columns:
        if column.required and column.name not in made:
            yield into.table, column.name


def _example(rows: Rows, heading: str) -> str:
    cells = rows.column(heading)
    found = cells.drop_nulls().head(1).to_list() if cells is not None else []
    return str(found[0]) if found else ""
