"""The task table as a workbook: its columns, and reading it back after correction by hand."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zipfile import BadZipFile, is_zipfile

from chuandao.errors import ChuandaoError, Place, Problem
from chuandao.messages import LANGUAGES, render

COLUMNS = (
    "number",
    "name",
    "text",
    "lead",
    "responsible",
    "cooperate",
    "deadline",
    "target",
    "other",
    "task",
    "path",
    "place",
)
"""Columns in the order of the table; the messages ``tasks.column.<name>`` are their headings."""

SEPARATOR = "；"
FACTS = "chuandao"
_SEARCHED_ROWS = 10
_BETWEEN = re.compile(r"[；;，,\n]|、(?![^（(]{0,12}[）)])")


@dataclass(frozen=True)
class TaskSheet:
    """A task table as a person left it.

    ``document``: code of the document; ``dated``: its date, from which relative deadlines
    count; ``rows``: the sound rows, column to words; ``problems``: rows set aside, and why.
    """

    document: str
    dated: date | None
    rows: tuple[Mapping[str, str], ...]
    problems: tuple[Problem, ...]


def is_task_workbook(path: Path) -> bool:
    """Return whether a file is a workbook that `chuandao tasks` wrote."""
    from openpyxl import load_workbook

    if not path.is_file() or not is_zipfile(path):
        return False
    with path.open("rb") as stream:
        try:
            return FACTS in load_workbook(stream, read_only=True).sheetnames
        except (BadZipFile, KeyError, OSError, ValueError, TypeError):
            return False


def read_task_workbook(path: Path) -> TaskSheet:
    """Return the rows of a task workbook, as a person left it.

    Rows may have been changed, added, moved or deleted; the headings must still be there, in
    any order and any of the three languages.

    Raises
    ------
    ChuandaoError
        ``task_table_headings``: the headings of task code and task cannot be found.
    """
    from openpyxl import load_workbook

    with path.open("rb") as stream:
        book = load_workbook(stream, data_only=True)
    facts = {str(name): str(value or "") for name, value in book[FACTS].iter_rows(values_only=True)}
    sheet = next(sheet for sheet in book.worksheets if sheet.title != FACTS)
    grid = [[_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    at, columns = _headings(grid, path, sheet.title)
    rows = [
        (number, _record(cells, columns))
        for number, cells in enumerate(grid[at + 1 :], at + 2)
        if any(cells)
    ]
    kept, problems = _sound(rows, path, sheet.title)
    dated = date.fromisoformat(facts["dated"]) if facts.get("dated") else None
    return TaskSheet(facts["document"], dated, tuple(kept), tuple(problems))


def parts(cell: str) -> list[str]:
    """Return the several values of one cell: between ；、; , or on lines of their own.

    Examples
    --------
    >>> parts("市财政局、市水利局；各县（市、区）")
    ['市财政局', '市水利局', '各县（市、区）']
    """
    return [part.strip() for part in _BETWEEN.split(cell) if part.strip()]


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).strip()


def _headings(grid: Sequence[Sequence[str]], path: Path, sheet: str) -> tuple[int, dict[str, int]]:
    names = {
        render(f"tasks.column.{name}", language): name for language in LANGUAGES for name in COLUMNS
    }
    for row, cells in enumerate(grid[:_SEARCHED_ROWS]):
        found = {names[cell]: column for column, cell in enumerate(cells) if cell in names}
        if {"task", "name"} <= found.keys():
            return row, found
    raise ChuandaoError("task_table_headings", Place(str(path), sheet))


def _record(cells: Sequence[str], columns: dict[str, int]) -> dict[str, str]:
    return {name: cells[at] if at < len(cells) else "" for name, at in columns.items()}


def _sound(
    rows: Iterable[tuple[int, dict[str, str]]], path: Path, sheet: str
) -> tuple[list[dict[str, str]], list[Problem]]:
    kept: dict[str, dict[str, str]] = {}
    problems = []
    for number, record in rows:
        place = Place(str(path), sheet, number)
        if not record["task"]:
            problems.append(Problem("task_without_code", "error", place))
        elif record["task"] in kept:
            problems.append(Problem("task_repeated", "error", place, {"task": record["task"]}))
        else:
            kept[record["task"]] = record
    return list(kept.values()), problems
