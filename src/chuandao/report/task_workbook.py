"""The task table (任務分解表) of a document as a workbook that an office can correct and send."""

import io
from collections.abc import Iterator, Sequence
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from chuandao.cascade.tracing.task_table.tasks import TaskRow
from chuandao.cascade.tracing.understanding.understood import Understood
from chuandao.messages import render
from chuandao.report.understood.envelope_values import title_of
from chuandao.sources.task_workbook import COLUMNS, FACTS, SEPARATOR
from chuandao.sources.template.fixed import without_clock
from chuandao.text.commitment.commitment import Found

_WIDTHS = {
    "number": 6,
    "name": 24,
    "text": 48,
    "lead": 15,
    "responsible": 16,
    "cooperate": 18,
    "deadline": 20,
    "target": 30,
    "other": 22,
    "task": 14,
    "path": 10,
    "place": 12,
}
"""Widths in letters of the default font; a Chinese character takes two."""

_MACHINE = ("task", "path", "place")
_LINE = Side(style="thin", color="999999")
_FONT = "宋体"
_HEADING_ROW = 3
_LINE_POINTS, _HIGHEST = 15.0, 400.0


def task_workbook(document: Understood, rows: Sequence[TaskRow], language: str) -> bytes:
    """Return the task table of a document as an .xlsx file; the same table gives the same bytes.

    Every cell that comes from the text bears a note with its place, in characters of the
    document as extracted. A hidden sheet holds the document's code, so that the table can be
    read back (`chuandao.sources.task_workbook`).
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = render("tasks.sheet", language)
    columns = tuple(
        c for c in COLUMNS if c != "other" or any(row.other or row.restates for row in rows)
    )
    _head(sheet, document, columns, language)
    for at, row in enumerate(rows, _HEADING_ROW + 1):
        _write_row(sheet, at, row, columns, language)
    _page(sheet, columns, len(rows))
    facts = book.create_sheet(FACTS)
    dated = document.envelope.dated
    facts.append(["document", document.id])
    facts.append(["dated", dated.isoformat() if dated else ""])
    facts.sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    return without_clock(buffer.getvalue())


def _head(sheet: Worksheet, document: Understood, columns: Sequence[str], language: str) -> None:
    sheet.append([render("tasks.title", language, title=title_of(document))])
    sheet.append([render("tasks.note", language, number=document.envelope.number or "—")])
    sheet.append([render(f"tasks.column.{name}", language) for name in columns])
    sheet["A1"].font = Font(name=_FONT, bold=True, size=15)
    sheet["A2"].font = Font(name=_FONT, size=9, color="666666")
    sheet.row_dimensions[1].height = 26
    sheet.row_dimensions[_HEADING_ROW].height = 24
    for at, name in enumerate(columns, 1):
        cell = sheet.cell(_HEADING_ROW, at)
        cell.font = Font(name=_FONT, bold=True, color="666666" if name in _MACHINE else "000000")
        cell.fill = PatternFill("solid", fgColor="E8EEF4")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = Border(_LINE, _LINE, _LINE, _LINE)
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS[name]


def _write_row(
    sheet: Worksheet, at: int, row: TaskRow, columns: Sequence[str], language: str
) -> None:
    highest = 1
    for column, name in enumerate(columns, 1):
        words, places = _value(row, name, language)
        cell = sheet.cell(at, column, words)
        cell.data_type = "n" if isinstance(words, int) else "s"
        centred = "center" if name == "number" else None
        cell.alignment = Alignment(vertical="top", wrap_text=True, horizontal=centred)
        cell.font = Font(name=_FONT, color="666666" if name in _MACHINE else "000000")
        cell.border = Border(_LINE, _LINE, _LINE, _LINE)
        highest = max(highest, _lines(str(words), _WIDTHS[name]))
        if places:
            cell.comment = _note(places, language)
    sheet.row_dimensions[at].height = min(highest * _LINE_POINTS + 4, _HIGHEST)


def _lines(words: str, width: int) -> int:
    """Return how many lines words take in a column: rows are as high as what they hold."""
    room = width - 1
    lengths = (sum(2 if east_asian_width(s) in "WFA" else 1 for s in x) for x in words.split("\n"))
    return sum(max(1, -(-length // room)) for length in lengths)


def _value(row: TaskRow, name: str, language: str) -> tuple[str | int, tuple[Found, ...]]:
    if name == "number":
        return row.number, ()
    if name == "place":
        return f"{row.text.start}–{row.text.end}", ()
    if name == "other":
        return "\n".join(_remarks(row, language)), tuple(found for _, found in row.other)
    value = getattr(row, name)
    if isinstance(value, str):
        return value, ()
    found = (value,) if isinstance(value, Found) else tuple(value)
    if name == "deadline":
        return _deadlines(row, language), found
    separator = "\n" if name == "target" else SEPARATOR
    return separator.join(item.value for item in found), found


def _remarks(row: TaskRow, language: str) -> Iterator[str]:
    for number in row.restates:
        yield render("tasks.restates", language, number=number)
    for what, found in row.other:
        yield render("tasks.told", language, what=what, words=found.value)


def _deadlines(row: TaskRow, language: str) -> str:
    """Return the deadlines on lines of their own; where there are several, what each is for."""
    if not row.terms:
        return "\n".join(found.value for found in row.deadline)
    pairs = zip(row.deadline, row.terms, strict=True)
    return "\n".join(
        render("tasks.due", language, date=found.value, what=term.value)
        if term.value
        else found.value
        for found, term in pairs
    )


def _note(places: Sequence[Found], language: str) -> Comment:
    lines = [render("place.span", language, start=found.start, end=found.end) for found in places]
    return Comment("\n".join(lines), "chuandao", height=24 + 18 * len(lines), width=200)


def _page(sheet: Worksheet, columns: Sequence[str], rows: int) -> None:
    """Print what an office reads, on landscape A4; the columns for reading back stay off paper."""
    last = get_column_letter(sum(name not in _MACHINE for name in columns))
    sheet.print_area = f"A1:{last}{_HEADING_ROW + rows}"
    sheet.freeze_panes = f"C{_HEADING_ROW + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = "9"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.6, bottom=0.7, footer=0.35)
    if (footer := sheet.oddFooter) is not None and footer.center is not None:
        footer.center.text = "&P / &N"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{_HEADING_ROW}:{_HEADING_ROW}"
