"""The sheet of decisions (人工判定) on links: its columns, and reading it back row by row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from zipfile import BadZipFile, is_zipfile

from chuandao.catalog.values import values
from chuandao.errors import ChuandaoError, Place, Problem
from chuandao.messages import LANGUAGES, render
from chuandao.sources.tables.cells.dates import read_date
from chuandao.sources.tables.cells.outcome import BadCellError

COLUMNS = (
    "number",
    "about",
    "decision",
    "label",
    "note",
    "upper_words",
    "lower_words",
    "machine",
    "probability",
    "alternatives",
    "by",
    "date",
    "relation",
    "upper",
    "lower",
    "document",
    "was",
)
"""Columns in the order of the sheet; the messages ``decisions.column.<name>`` head them."""

OPEN = frozenset({"decision", "label", "note", "by", "date"})
"""The columns that a person fills in."""

FACTS = "chuandao-decisions"
"""The hidden sheet that says what the workbook is and holds every clause with its hash."""

BY_ALL, DATE_ALL = "decisions.by_all", "decisions.date_all"
SEPARATOR = "|"
_SEARCHED_ROWS = 12
_OF_DROPS = frozenset({"dropped", "not_required"})
_OF_NO_LINK = _OF_DROPS | {"added"}


@dataclass(frozen=True)
class DecisionSheet:
    """A sheet of decisions as a person left it.

    ``rows``: sound decisions as rows of the table ``decisions``, in the order of their keys;
    ``replaces``: keys of earlier decisions that the sheet showed and that these rows stand for,
    or that were taken back; ``problems``: rows set aside, and why.
    """

    rows: tuple[Mapping[str, object], ...]
    replaces: frozenset[tuple[str, str, str]]
    withdrawn: int
    problems: tuple[Problem, ...]


@dataclass
class _Read:
    """What was read so far."""

    clauses: Mapping[str, tuple[str, str]]
    headings: Mapping[str, str]
    rows: dict[tuple[str, str, str], Mapping[str, object]] = field(default_factory=dict)
    replaces: set[tuple[str, str, str]] = field(default_factory=set)
    withdrawn: int = 0
    problems: list[Problem] = field(default_factory=list)


class _UnsoundError(Exception):
    """A row that cannot be taken, with its problem."""

    def __init__(self, code: str, column: str, **parameters: object) -> None:
        super().__init__(code)
        self.code, self.column, self.parameters = code, column, parameters


def is_decision_workbook(path: Path) -> bool:
    """Return whether a file is a workbook that `chuandao decisions` wrote."""
    from openpyxl import load_workbook

    if not path.is_file() or not is_zipfile(path):
        return False
    with path.open("rb") as stream:
        try:
            return FACTS in load_workbook(stream, read_only=True).sheetnames
        except (BadZipFile, KeyError, OSError, ValueError, TypeError):
            return False


def read_decision_workbook(path: Path) -> DecisionSheet:
    """Return the decisions of a workbook; rows that cannot be taken are listed with their place.

    Rows may have been moved or deleted, columns reordered; headings and values may be in any
    of the three languages. A row without a decision says nothing.

    Raises
    ------
    ChuandaoError
        ``decisions_not_a_sheet``: not such a workbook. ``decisions_headings``: the headings of
        decision and clauses cannot be found.
    """
    from openpyxl import load_workbook

    if not path.exists():
        raise ChuandaoError("file_not_found", Place(str(path)))
    if not is_decision_workbook(path):
        raise ChuandaoError("decisions_not_a_sheet", Place(str(path)))
    with path.open("rb") as stream:
        book = load_workbook(stream, data_only=True)
    facts = book[FACTS].iter_rows(values_only=True)
    clauses = {str(row[0]): (str(row[1] or ""), str(row[2] or "")) for row in facts if row[0]}
    sheet = book.worksheets[0]
    grid = [list(row) for row in sheet.iter_rows(values_only=True)]
    at, columns = _headings(grid, path, sheet.title)
    read = _Read(clauses, {name: _text(grid[at][column]) for name, column in columns.items()})
    usual = {name: _beside(grid[:at], code) for name, code in (("by", BY_ALL), ("date", DATE_ALL))}
    for number, cells in enumerate(grid[at + 1 :], at + 2):
        record = {n: cells[c] if c < len(cells) else None for n, c in columns.items()}
        _take(record, usual, read, Place(str(path), sheet.title, number))
    return DecisionSheet(
        tuple(read.rows[key] for key in sorted(read.rows)),
        frozenset(read.replaces),
        read.withdrawn,
        tuple(read.problems),
    )


def _headings(
    grid: Sequence[Sequence[object]], path: Path, sheet: str
) -> tuple[int, dict[str, int]]:
    names = {
        render(f"decisions.column.{name}", language): name
        for language in LANGUAGES
        for name in COLUMNS
    }
    for row, cells in enumerate(grid[:_SEARCHED_ROWS]):
        found = {names[_text(cell)]: at for at, cell in enumerate(cells) if _text(cell) in names}
        if {"decision", "upper", "lower", "document"} <= found.keys():
            return row, found
    raise ChuandaoError("decisions_headings", Place(str(path), sheet))


def _beside(grid: Iterable[Sequence[object]], code: str) -> object:
    """Return the cell to the right of a caption above the table: what holds for every row."""
    captions = {render(code, language) for language in LANGUAGES}
    for cells in grid:
        for at, cell in enumerate(cells[:-1]):
            if _text(cell) in captions:
                return cells[at + 1]
    return None


def _take(
    record: Mapping[str, object], usual: Mapping[str, object], read: _Read, place: Place
) -> None:
    was = tuple(_text(record.get("was")).split(SEPARATOR))
    before = (was[0], was[1], was[2]) if len(was) == 3 else None  # noqa: PLR2004  # a key
    try:
        row = _decision(record, usual, read.clauses)
        if row is not None:
            _keep(row, read)
    except _UnsoundError as fault:
        heading = read.headings.get(fault.column, fault.column)
        at = Place(place.file, place.sheet, place.row, heading)
        read.problems.append(Problem(fault.code, "error", at, fault.parameters))
        return
    if before:
        read.replaces.add(before)
        read.withdrawn += row is None


def _keep(row: Mapping[str, object], read: _Read) -> None:
    key = (str(row["upper"]), str(row["lower"]), str(row["document"]))
    if key in read.rows and read.rows[key] != row:
        raise _UnsoundError("decision_repeated", "upper", upper=key[0], lower=key[1] or key[2])
    read.rows[key] = row


def _decision(
    record: Mapping[str, object],
    usual: Mapping[str, object],
    clauses: Mapping[str, tuple[str, str]],
) -> Mapping[str, object] | None:
    """Return a row of the table; None where nothing was decided."""
    if not _text(record.get("decision")):
        if _text(record.get("label")):
            raise _UnsoundError("decision_empty", "decision")
        return None
    decision = _value(record, "decision", "link_decision")
    upper, lower = _text(record.get("upper")), _text(record.get("lower"))
    document = lower.partition("#")[0] or _text(record.get("document"))
    _known(upper, "upper", clauses)
    if lower:
        _known(lower, "lower", clauses)
    elif decision == "add":
        raise _UnsoundError("decision_add_without_lower", "lower")
    elif not document:
        raise _UnsoundError("decision_without_document", "document")
    label = _label(record, decision, linked=bool(lower))
    return {
        "upper": upper,
        "lower": lower,
        "document": document,
        "decision": "correct" if decision == "accept" and label else decision,
        "label": label,
        "by": _by(record, usual),
        "date": _day(record.get("date") or usual["date"]),
        "note": _text(record.get("note")),
        "upper_hash": clauses[upper][0],
        "upper_words": clauses[upper][1],
        "lower_hash": clauses[lower][0] if lower else "",
        "lower_words": clauses[lower][1] if lower else "",
    }


def _known(code: str, column: str, clauses: Mapping[str, tuple[str, str]]) -> None:
    from rapidfuzz import fuzz, process

    if not code:
        raise _UnsoundError("decision_without_upper", column)
    if code not in clauses:
        near = process.extractOne(code, list(clauses), scorer=fuzz.ratio)
        nearest = str(near[0]) if near else "—"
        raise _UnsoundError("decision_clause_unknown", column, clause=code, nearest=nearest)


def _value(record: Mapping[str, object], column: str, domain: str) -> str:
    word = _text(record.get(column))
    known = values(domain)
    if (found := known.resolve(word)) is None:
        raise _UnsoundError(
            "decision_value", column, value=word, nearest=known.nearest(word), domain=domain
        )
    return found


def _label(record: Mapping[str, object], decision: str, *, linked: bool) -> str:
    if not _text(record.get("label")):
        if decision == "correct":
            raise _UnsoundError("decision_label_missing", "label")
        return ""
    label = _value(record, "label", "change_label")
    if decision == "reject":
        raise _UnsoundError("decision_label_unused", "label", label=_text(record["label"]))
    if linked and label in _OF_NO_LINK:
        raise _UnsoundError("decision_label_of_no_link", "label", label=_text(record["label"]))
    if not linked and label not in _OF_DROPS:
        raise _UnsoundError("decision_label_of_link", "label", label=_text(record["label"]))
    return label


def _by(record: Mapping[str, object], usual: Mapping[str, object]) -> str:
    if by := _text(record.get("by")) or _text(usual["by"]):
        return by
    raise _UnsoundError("decision_without_by", "by")


def _day(cell: object) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if not (word := _text(cell)):
        raise _UnsoundError("decision_without_date", "date")
    try:
        day = read_date(word).value
    except BadCellError:
        day = None
    if day is None:
        raise _UnsoundError("decision_date", "date", value=word)
    return day


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).strip()
