"""The template's workbook: a guide, one sheet a table, and the lists behind the drop-downs."""

import io

from openpyxl.styles import Alignment
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from chuandao.catalog.tables import TableSchema, input_tables
from chuandao.messages import render
from chuandao.sources.template.fixed import without_clock
from chuandao.sources.template.lists import add_lists
from chuandao.sources.template.sheet import HEADING, add_sheet, in_language

_RESEARCH = "research"
_GUIDE_WIDTHS = (26, 12, 90)
_WIDE = 3


def office_tables() -> tuple[TableSchema, ...]:
    """Return the input tables that an office may have: all but those of research.

    Examples
    --------
    >>> office_tables()[0].name
    'units'
    """
    tables = [table for table in input_tables().values() if table.group != _RESEARCH]
    return tuple(sorted(tables, key=lambda table: not table.required))


def workbook_bytes(language: str) -> bytes:
    """Return the workbook as a file; the same bytes whenever it is asked for.

    Parameters
    ----------
    language : str
        One of ``chuandao.messages.LANGUAGES``.
    """
    book = Workbook()
    guide = book.worksheets[0]
    tables = office_tables()
    ranges = add_lists(book, (c.domain for t in tables for c in t.columns if c.domain), language)
    for table in tables:
        add_sheet(book, table, ranges, language)
    lists = book.worksheets[1]
    book.move_sheet(lists, offset=len(tables))
    _write_guide(guide, tables, language)
    book.properties.creator = "chuandao"
    written = io.BytesIO()
    book.save(written)
    return without_clock(written.getvalue())


def _write_guide(sheet: Worksheet, tables: tuple[TableSchema, ...], language: str) -> None:
    sheet.title = render("template.guide_sheet", language)
    heads = [render(f"template.guide_{head}", language) for head in ("table", "required", "holds")]
    rows: list[list[str]] = [[line] for line in _intro(language)]
    rows += [[], heads, *(_guide_row(table, language) for table in tables)]
    for row in rows:
        sheet.append(row)
    for column, width in zip("ABC", _GUIDE_WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    heading_row = len(rows) - len(tables)
    for line in sheet.iter_rows(min_row=1, max_row=len(rows), max_col=_WIDE):
        for cell in line:
            inside = cell.row is not None and cell.row >= heading_row
            cell.alignment = Alignment(wrap_text=inside, vertical="top")
            if cell.row in {1, heading_row}:
                cell.font = HEADING


def _intro(language: str) -> list[str]:
    codes = ("title", "fill", "marks", "notes", "example", "units", "empty", "secrets")
    return [render(f"template.guide_{code}", language) for code in codes]


def _guide_row(table: TableSchema, language: str) -> list[str]:
    required = render(f"template.guide_{'yes' if table.required else 'no'}", language)
    meaning = in_language(table.meaning_en, table.meaning_zh, language)
    return [table.label(language), required, meaning]
