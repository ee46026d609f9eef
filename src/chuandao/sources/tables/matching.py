"""Which heading names which column of the table, and in what unit its numbers stand."""

from collections.abc import Iterable
from dataclasses import dataclass

from chuandao.catalog.tables import Column, TableSchema
from chuandao.catalog.words import fold, in_languages
from chuandao.errors import Problem
from chuandao.sources.tables.cells.amounts import MONEY_UNITS
from chuandao.sources.tables.grid import Grid
from chuandao.sources.tables.heading import Heading, money_unit_of

ORIGIN = ("origin_file", "origin_sheet", "origin_row")
_NEAR = 75
_COUNTED = ("money", "number")


@dataclass(frozen=True)
class Match:
    """A column of the sheet and what it is read as.

    ``factor`` is what one unit of the heading is worth in the column's own (10 000 for 万元).
    """

    position: int
    heading: str
    name: str
    column: Column
    unit: str = ""
    factor: int = 1


def match_headings(
    grid: Grid, heading: Heading, schema: TableSchema
) -> tuple[list[Match], list[Problem]]:
    """Return the columns understood, and what is to be said of the others."""
    matches: list[Match] = []
    problems: list[Problem] = []
    row = int(grid.rows[heading.last]) if heading.last >= 0 else 1
    taken: dict[str, str] = {}
    for position, word in enumerate(heading.words):
        if not word or fold(word) in _KNOWN_ORIGIN:
            continue
        match = _match(position, word, heading.unit, schema)
        if match is None:
            problems.append(_unknown(grid, row, word, schema, heading.words))
        elif match.name in taken:
            parameters = {"heading": word, "other": taken[match.name]}
            problems.append(Problem("column_twice", "warning", grid.place(row, word), parameters))
        else:
            taken[match.name] = word
            matches.append(match)
            problems.extend(_unit_notes(grid, row, match, money_unit_of(word)[1]))
    return matches, problems + _absent(grid, row, taken, schema)


_KNOWN_ORIGIN = frozenset(map(fold, ORIGIN))


def _match(position: int, word: str, unit_of_table: str, schema: TableSchema) -> Match | None:
    bare, unit = money_unit_of(word)
    column = schema.heading(word) or schema.heading(bare)
    if column is None:
        return None
    name = word.strip().lower() if column.is_family else column.name
    if column.type not in _COUNTED or (column.type == "number" and not unit):
        return Match(position, word, name, column)
    counted = unit if unit in MONEY_UNITS else unit_of_table
    return Match(position, word, name, column, counted, MONEY_UNITS.get(counted, 1))


def _unit_notes(grid: Grid, row: int, match: Match, written: str) -> Iterable[Problem]:
    place = grid.place(row, match.heading)
    if match.factor != 1:
        parameters = {"heading": match.heading, "unit": match.unit, "factor": f"{match.factor:,}"}
        yield Problem("unit_converted", "note", place, parameters)
    elif _is_another_unit(written, match):
        parameters = {"heading": match.heading, "written": written, "unit": match.column.unit}
        yield Problem("unit_unread", "warning", place, parameters)


def _is_another_unit(written: str, match: Match) -> bool:
    """Tell a unit in brackets from a remark: it is one where the column has a unit."""
    known = {fold(match.column.unit), *map(fold, MONEY_UNITS)}
    numeric = match.column.type in {"money", "number", "integer"}
    return bool(
        numeric
        and written
        and match.column.unit
        and fold(written) not in known
        and fold(match.heading) not in match.column.words
    )


def _unknown(
    grid: Grid, row: int, word: str, schema: TableSchema, present: tuple[str, ...]
) -> Problem:
    nearest = nearest_heading(word, schema, present)
    parameters = {"heading": word, "nearest": nearest, **schema.parameters()}
    code = "column_unknown_near" if nearest else "column_unknown"
    return Problem(code, "warning", grid.place(row, word), parameters)


def nearest_heading(word: str, schema: TableSchema, present: tuple[str, ...] = ()) -> str:
    """Return the heading of the table that a word looks most like, empty where none does.

    Examples
    --------
    >>> from chuandao.catalog.tables import input_tables
    >>> nearest_heading("unti", input_tables()["units"])
    'unit'
    """
    from rapidfuzz import fuzz, process

    taken = {fold(other) for other in present if other != word}
    choices = {
        name: fold(name)
        for column in schema.columns
        if not taken & column.words
        for name in (column.name, column.label_en, column.label_zh, *column.aliases)
        if name
    }
    found = process.extractOne(fold(word), choices, scorer=fuzz.ratio, score_cutoff=_NEAR)
    return str(found[2]) if found else ""


def _absent(grid: Grid, row: int, taken: dict[str, str], schema: TableSchema) -> list[Problem]:
    missing = [c for c in schema.columns if c.required and c.name not in taken]
    return [
        Problem(
            "column_missing",
            "error",
            grid.place(row),
            {"column": column.name, **schema.parameters(), **in_languages("label", column.label)},
        )
        for column in missing
    ]
