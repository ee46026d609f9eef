"""One sheet of the template: headings with notes, formats, drop-downs, an example row."""

import unicodedata
from collections.abc import Mapping
from datetime import date

from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from chuandao.catalog.tables import Column, TableSchema
from chuandao.messages import has, render, to_traditional
from chuandao.sources.template.lists import drop_down
from chuandao.sources.template.marks import REQUIRED, SELDOM

HEADING = Font(bold=True)
EXAMPLE = Font(italic=True, color="FF808080")
_FILLS = {
    "required": PatternFill("solid", fgColor="FFFCE4D6"),
    "usual": PatternFill("solid", fgColor="FFDDEBF7"),
    "seldom": PatternFill("solid", fgColor="FFEDEDED"),
}
_FORMATS = {
    "date": "yyyy-mm-dd",
    "instant": "yyyy-mm-dd hh:mm",
    "integer": "0",
    "number": "General",
    "share": "0.00",
    "probability": "0.00",
    "percent": "General",
    "money": "#,##0.00",
}
_TEXT = "@"
_NUMBERS = frozenset({"integer", "number", "share", "probability", "percent", "money"})
_NARROWEST, _WIDEST = 12, 40
_NOTE_WIDTH, _NOTE_HEIGHT = 340, 190
_LAST_ROW = 1_048_576


def add_sheet(
    book: Workbook, table: TableSchema, ranges: Mapping[str, str], language: str
) -> Worksheet:
    """Add the sheet of one table.

    Parameters
    ----------
    book : Workbook
    table : TableSchema
    ranges : mapping
        Domain to the cells that list its words.
    language : str
    """
    sheet: Worksheet = book.create_sheet(table.label(language))
    for place, column in enumerate(table.columns, start=1):
        _heading(sheet, place, column, language)
        _example(sheet, place, column, language)
        _column(sheet, place, column, language)
        if column.domain in ranges and column.type != "list":
            offered = drop_down(ranges[column.domain], language)
            letter = get_column_letter(place)
            offered.add(f"{letter}2:{letter}{_LAST_ROW}")
            sheet.add_data_validation(offered)
    sheet.freeze_panes = "A2"
    return sheet


def heading_of(column: Column, language: str) -> str:
    """Return the words of a heading: the label and the mark for required or seldom.

    Examples
    --------
    >>> heading_of(Column("unit", required=True, label_zh="单位"), "zh-Hant")
    '單位*'
    """
    label = column.name.replace("*", "1") if column.is_family else column.label(language)
    return label + (REQUIRED if column.required else SELDOM if column.seldom else "")


def in_language(english: str, chinese: str, language: str) -> str:
    """Return the words of the catalogue that a language has."""
    if language == "en":
        return english
    return to_traditional(chinese) if language == "zh-Hant" else chinese


def width_of(words: str) -> int:
    """Return how many columns of a terminal or sheet words take: Han count twice.

    Examples
    --------
    >>> width_of("单位 a")
    6
    """
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in words)


def _heading(sheet: Worksheet, place: int, column: Column, language: str) -> None:
    cell = sheet.cell(1, place, heading_of(column, language))
    cell.font = HEADING
    kind = "required" if column.required else "seldom" if column.seldom else "usual"
    cell.fill = _FILLS[kind]
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    cell.comment = Comment(
        _note(column, kind, language), "chuandao", height=_NOTE_HEIGHT, width=_NOTE_WIDTH
    )


def _note(column: Column, kind: str, language: str) -> str:
    parts = [
        in_language(column.meaning_en, column.meaning_zh, language),
        render(
            "template.note_type", language, type=render(f"template.type.{column.type}", language)
        ),
    ]
    if has(f"template.unit.{column.unit}"):
        words = render(f"template.unit.{column.unit}", language)
        parts.append(render("template.note_unit", language, unit=words))
    if column.is_family:
        parts.append(render("template.note_family", language, name=column.name.rstrip("*")))
    if kind != "usual":
        parts.append(render(f"template.note_{kind}", language))
    return "\n".join(part for part in parts if part)


def _example(sheet: Worksheet, place: int, column: Column, language: str) -> None:
    words = in_language(column.example_en, column.example_zh, language)
    mark = render("template.example_mark", language)
    cell = sheet.cell(2, place, mark + words if place == 1 else _value(column, words))
    cell.font = EXAMPLE
    cell.number_format = _FORMATS.get(column.type, _TEXT)


def _value(column: Column, words: str) -> str | int | float | date | None:
    """Return an example as the cell holds it: a date, a number or text."""
    try:
        if column.type == "date" and words:
            return date.fromisoformat(words)
        if column.type in _NUMBERS and words:
            return int(words) if words.lstrip("-").isdecimal() else float(words)
    except ValueError:
        return words
    return words or None


def _column(sheet: Worksheet, place: int, column: Column, language: str) -> None:
    dimension = sheet.column_dimensions[get_column_letter(place)]
    example = in_language(column.example_en, column.example_zh, language)
    mark = width_of(render("template.example_mark", language)) if place == 1 else 0
    wanted = 2 + max(width_of(heading_of(column, language)), width_of(example) + mark)
    dimension.width = min(max(wanted, _NARROWEST), _WIDEST)
    dimension.number_format = _FORMATS.get(column.type, _TEXT)
