"""The lexicons of a case: ``lexicon/*.csv`` in its folder, checked against the catalogue's."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from chuandao.catalog.additions import (
    NOTHING,
    Additions,
    LexiconColumn,
    columns_of,
    key_of,
    lexicon_files,
)
from chuandao.catalog.rows import Row, rows_of
from chuandao.catalog.words import fold
from chuandao.errors import Place, Problem
from chuandao.sources.tables.delimited import DelimitedError, read_delimited
from chuandao.sources.tables.grid import Grid
from chuandao.text.canonical import plain

FOLDER = "lexicon"
_CONCEPTS, _TERMS = "concepts.csv", "concept_terms.csv"
_SUBSTITUTE = {"reference": "case", "kind": "near-synonym"}  # where the case leaves it empty
_NEAR = 60


@dataclass
class _Found:
    files: dict[str, list[Row]] = field(default_factory=dict)
    places: dict[tuple[str, tuple[str, ...]], Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_lexicons(case: Path) -> tuple[Additions, list[Problem]]:
    """Return what a case adds to the lexicons, and every row that cannot be used, with the reason.

    Parameters
    ----------
    case : Path
        The case's folder. Without a folder ``lexicon`` in it nothing is added.
    """
    folder = case / FOLDER
    if not folder.is_dir():
        return NOTHING, []
    found = _Found()
    for path in sorted(folder.iterdir(), key=lambda file: file.name):
        if path.is_file() and not path.name.startswith((".", "~$")):
            _take(path, found)
    _without_strangers(found)
    files = tuple(
        (name, tuple(sorted(tuple(row.values()) for row in rows)))
        for name, rows in sorted(found.files.items())
        if rows
    )
    return Additions(files), found.problems


def _take(path: Path, found: _Found) -> None:
    file = f"{FOLDER}/{path.name}"
    if path.name not in lexicon_files():
        known = "、".join(lexicon_files())
        problem = Problem("lexicon_file_unknown", "warning", Place(file), {"known": known})
        found.problems.append(problem)
        return
    try:
        grid = read_delimited(path, file)
    except DelimitedError as error:
        found.problems.append(error.problem)
        return
    found.problems.extend(grid.problems)
    headings = [fold(str(cell or "")) for cell in grid.frame.row(0)] if grid.frame.height else []
    absent = [c for c in columns_of(path.name) if _is_needed(c) and fold(c.name) not in headings]
    found.problems += [
        Problem("lexicon_column_missing", "error", Place(file, row=1), {"column": column.name})
        for column in absent
    ]
    found.problems += _unknown_columns(path.name, file, grid)
    if not absent:
        _rows(path.name, file, grid, headings, found)


def _is_needed(column: LexiconColumn) -> bool:
    may_be_absent = column.name in {*_SUBSTITUTE, "language"} and not column.key
    return (column.required or column.key) and not may_be_absent


def _unknown_columns(name: str, file: str, grid: Grid) -> Iterable[Problem]:
    known = {fold(column.name) for column in columns_of(name)}
    names = ", ".join(column.name for column in columns_of(name))
    for cell in grid.frame.row(0) if grid.frame.height else ():
        if cell and fold(str(cell)) not in known:
            place = Place(file, row=1, column=str(cell))
            yield Problem("lexicon_column_unknown", "warning", place, {"columns": names})


def _rows(name: str, file: str, grid: Grid, headings: list[str], found: _Found) -> None:
    for number, cells in zip(grid.rows.to_list()[1:], grid.frame.rows()[1:], strict=True):
        given = {h: str(c or "").strip() for h, c in zip(headings, cells, strict=False)}
        row = {c.name: _cell(c, given, name) for c in columns_of(name)}
        place = Place(file, row=number)
        faults = list(_faults(name, row, place))
        key = name, key_of(row, name)
        if not faults and key in found.places:
            parameters = {"first": found.places[key].row, "value": " ".join(key[1])}
            faults = [Problem("lexicon_row_repeated", "error", place, parameters)]
        found.problems.extend(faults)
        if not faults:
            found.places[key] = place
            found.files.setdefault(name, []).append(row)


def _cell(column: LexiconColumn, given: Row, file: str) -> str:
    """Return a cell in plain form, as the parsers take it, or what stands for an empty one."""
    value = plain(given.get(fold(column.name), ""))
    if value:
        return value.lower() if file == _TERMS and column.name == "term" else value
    if column.kind == "yes_no":
        return "no"
    if column.name == "language":
        return "en" if given.get("term", "").isascii() else "zh"
    return _SUBSTITUTE.get(column.name, "") if _stands_for(column, file) else ""


def _stands_for(column: LexiconColumn, file: str) -> bool:
    return column.name == "reference" or file == _TERMS


def _faults(name: str, row: Row, place: Place) -> Iterable[Problem]:
    for column in columns_of(name):
        value, at = row[column.name], replace(place, column=column.name)
        if not value and (column.required or column.key):
            yield Problem("lexicon_cell_empty", "error", at)
        elif value and not column.accepts(value):
            yield _not_accepted(column, value, at)
    if name == _TERMS and 0 < len(row["term"]) < 2:  # noqa: PLR2004
        yield Problem("lexicon_term_short", "error", place, {"value": row["term"]})


def _not_accepted(column: LexiconColumn, value: str, at: Place) -> Problem:
    parameters = {"value": value, "choices": "、".join(column.choices)}
    if column.choices:
        return Problem("lexicon_cell_choice", "error", at, parameters)
    return Problem(f"lexicon_cell_{column.kind}", "error", at, parameters)


def _without_strangers(found: _Found) -> None:
    """Set aside terms of a concept that neither the catalogue nor the case names."""
    named = (*rows_of(lexicon_files()[_CONCEPTS]), *found.files.get(_CONCEPTS, ()))
    known = {row["concept"] for row in named}
    rows = found.files.get(_TERMS, [])
    found.problems += [
        Problem("lexicon_concept_unknown", "error", _place(row, found), _nearest(row, known))
        for row in rows
        if row["concept"] not in known
    ]
    found.files[_TERMS] = [row for row in rows if row["concept"] in known]


def _place(row: Row, found: _Found) -> Place:
    return replace(found.places[_TERMS, key_of(row, _TERMS)], column="concept")


def _nearest(row: Row, known: set[str]) -> dict[str, object]:
    from rapidfuzz import fuzz, process

    value = row["concept"]
    near = process.extractOne(value, sorted(known), scorer=fuzz.ratio, score_cutoff=_NEAR)
    return {"value": value, "nearest": near[0] if near else "concepts.csv"}
