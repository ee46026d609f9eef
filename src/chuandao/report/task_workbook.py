"""The task table (任務分解表) of a document as a workbook that an office can correct and send."""

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from chuandao.cascade.tracing.tasks import TaskRow
from chuandao.cascade.tracing.understood import Understood
from chuandao.messages import render
from chuandao.sources.task_workbook import COLUMNS, FACTS, SEPARATOR
from chuandao.sources.template.fixed import without_clock
from chuandao.text.commitment import Found

_WIDTHS = {"number": 6, "task": 12, "name": 24, "text": 60, "target": 34, "path": 10, "place": 12}
_LINE = Side(style="thin", color="999999")
_HEADING_ROW = 3


def task_workbook(document: Understood, rows: Sequence[TaskRow], language: str) -> bytes:
    """Return the task table of a document as an .xlsx file; the same table gives the same bytes.

    Every cell that comes from the text bears a note with its place, in characters of the
    document as extracted. A hidden sheet holds the document's code, so that the table can be
    read back (`chuandao.sources.task_workbook`).
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = render("tasks.sheet", language)
    _head(sheet, document, language)
    for at, row in enumerate(rows, _HEADING_ROW + 1):
        _write_row(sheet, at, row, language)
    _page(sheet)
    facts = book.create_sheet(FACTS)
    dated = document.envelope.dated
    facts.append(["document", document.id])
    facts.append(["dated", dated.isoformat() if dated else ""])
    facts.sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    return without_clock(buffer.getvalue())


def _head(sheet: Worksheet, document: Understood, language: str) -> None:
    title = render("tasks.title", language, title=document.title)
    sheet.append([title])
    sheet.append([render("tasks.note", language, number=document.envelope.number or "—")])
    sheet.append([render(f"tasks.column.{name}", language) for name in COLUMNS])
    sheet["A1"].font = Font(bold=True, size=14)
    sheet["A2"].font = Font(italic=True, color="666666")
    for at, name in enumerate(COLUMNS, 1):
        cell = sheet.cell(_HEADING_ROW, at)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E8EEF4")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = Border(_LINE, _LINE, _LINE, _LINE)
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(name, 20)


def _write_row(sheet: Worksheet, at: int, row: TaskRow, language: str) -> None:
    for column, name in enumerate(COLUMNS, 1):
        words, places = _value(row, name)
        cell = sheet.cell(at, column, words)
        cell.data_type = "n" if isinstance(words, int) else "s"
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        cell.border = Border(_LINE, _LINE, _LINE, _LINE)
        if places:
            cell.comment = _note(places, language)


def _value(row: TaskRow, name: str) -> tuple[str | int, tuple[Found, ...]]:
    if name == "number":
        return row.number, ()
    if name == "place":
        return f"{row.text.start}–{row.text.end}", ()
    value = getattr(row, name)
    if isinstance(value, str):
        return value, ()
    found = (value,) if isinstance(value, Found) else tuple(value)
    return SEPARATOR.join(item.value for item in found), found


def _note(places: Sequence[Found], language: str) -> Comment:
    lines = [render("place.span", language, start=found.start, end=found.end) for found in places]
    return Comment("\n".join(lines), "chuandao", height=24 + 18 * len(lines), width=200)


def _page(sheet: Worksheet) -> None:
    sheet.freeze_panes = f"D{_HEADING_ROW + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = "9"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{_HEADING_ROW}:{_HEADING_ROW}"
