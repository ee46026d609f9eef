"""The moves of funds as a workbook (資金調整建議表): lists, moves, coverage, what binds."""

import io
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import polars as pl
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill
from openpyxl.styles import Side as Line
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from chuandao.cascade.units import UnitTree
from chuandao.catalog.tables import Column, result_tables
from chuandao.catalog.values import values
from chuandao.messages import render
from chuandao.report.matching.rows import Side, given_up, received
from chuandao.report.paper_words import joined, percent
from chuandao.sources.template.fixed import without_clock

_TABLES = ("reallocation", "match_coverage", "match_prices", "bottlenecks", "means_against_duty")
_LISTED = ("side", "unit", "task", "amount", "before", "after", "rule", "transfers")
_WIDTHS = {"amount": 14, "before": 12, "after": 12, "side": 8, "rule": 22, "transfers": 40}
_POSTS = "headcount"
_FACTS = ("need", "there")
_LINE = Line(style="thin", color="999999")
_FONT = "宋体"
_WIDE = 20
_SMALL = 0.01

Field = str | float | None


def matching_workbook(
    tables: Mapping[str, pl.DataFrame],
    units: UnitTree,
    tasks: Mapping[str, str],
    notes: Sequence[str],
    language: str,
) -> bytes:
    """Return the moves as an .xlsx file; the same tables give the same bytes.

    Parameters
    ----------
    tables : mapping
        Of a `Matching`.
    units : UnitTree
    tasks : mapping
        Task to its name.
    notes : sequence of str
        What stands above the list: what it rests on.
    language : str
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = render("match.sheet.list", language)
    rows = list(_listed(tables, units, tasks, language))
    headings = [render(f"match.column.{name}", language) for name in _LISTED]
    _fill(sheet, render("match.title", language), notes, headings, rows)
    for at, name in enumerate(_LISTED, 1):
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(name, _WIDE)
    for name in _TABLES:
        _of_catalogue(book, name, tables[name], units, tasks, language)
    buffer = io.BytesIO()
    book.save(buffer)
    return without_clock(buffer.getvalue())


def _listed(
    tables: Mapping[str, pl.DataFrame], units: UnitTree, tasks: Mapping[str, str], language: str
) -> Iterator[list[Field]]:
    for name, sides in (("less", given_up(tables, units)), ("more", received(tables, units))):
        for side in sides:
            yield _side(render(f"match.side.{name}", language), side, units, tasks, language)


def _side(
    name: str, side: Side, units: UnitTree, tasks: Mapping[str, str], language: str
) -> list[Field]:
    rules = joined((values("match_rule").label(rule, language) for rule in side.rules), language)
    return [
        name,
        units.path(side.unit),
        _task(side.task, tasks),
        float(side.amount),
        _share(side.before),
        _share(side.after),
        rules,
        joined(side.transfers, language),
    ]


def _of_catalogue(
    book: Workbook,
    name: str,
    table: pl.DataFrame,
    units: UnitTree,
    tasks: Mapping[str, str],
    language: str,
) -> None:
    """Add a sheet with a result table, its columns as the catalogue labels them."""
    schema = result_tables()[name]
    columns = [column for column in schema.columns if column.name in table.columns]
    rows = [
        [_cell(row, column, units, tasks, language) for column in columns]
        for row in table.to_dicts()
    ]
    sheet = book.create_sheet(schema.label(language))
    meaning = schema.meaning_en if language == "en" else schema.meaning_zh
    _fill(sheet, schema.label(language), [_said(meaning, language)],
          [column.label(language) for column in columns], rows)  # fmt: skip
    for at, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(column.name, _WIDE)


def _said(words: str, language: str) -> str:
    from chuandao.messages import to_traditional

    return to_traditional(words) if language == "zh-Hant" else words


def _cell(
    row: Mapping[str, object],
    column: Column,
    units: UnitTree,
    tasks: Mapping[str, str],
    language: str,
) -> Field:
    value = row[column.name]
    if column.name in _FACTS and row.get("resource") == _POSTS:
        return render("match.by_office", language)
    named = _named(value, column, units, tasks, language)
    if named is not None or value is None:
        return named
    if column.type == "share" and isinstance(value, float):
        return percent(value)
    return float(value) if isinstance(value, int | float | Decimal) else str(value)


def _named(
    value: object, column: Column, units: UnitTree, tasks: Mapping[str, str], language: str
) -> str | None:
    """Return what stands for a code: the unit's path, the task's name, a label; several joined."""
    if isinstance(value, list):
        return joined((str(one) for one in value), language)
    if value is None:
        return None
    if column.refers == "units.unit":
        return units.path(str(value))
    if column.refers == "tasks.task":
        return _task(str(value), tasks)
    return values(column.domain).label(str(value), language) if column.domain else None


def _task(task: str, tasks: Mapping[str, str]) -> str:
    return f"{task} {tasks.get(task, '')}".strip()


def _share(share: float | None) -> str | None:
    return None if share is None else percent(share)


def _fill(
    sheet: Worksheet,
    title: str,
    notes: Sequence[str],
    headings: Sequence[str],
    rows: Sequence[Sequence[Field]],
) -> None:
    sheet.append([title])
    sheet["A1"].font = Font(name=_FONT, bold=True, size=15)
    for note in notes:
        sheet.append([note])
        sheet.cell(sheet.max_row, 1).font = Font(name=_FONT, size=9, color="666666")
    sheet.append(list(headings))
    top = sheet.max_row
    for row in rows:
        sheet.append(list(row))
    lines: Any = sheet.iter_rows(min_row=top, max_row=sheet.max_row, max_col=len(headings))
    for line in lines:
        for box in line:
            box.font = Font(name=_FONT, bold=box.row == top)
            box.border = Border(_LINE, _LINE, _LINE, _LINE)
            box.alignment = Alignment(vertical="top", wrap_text=True)
            if box.row == top:
                box.fill = PatternFill("solid", fgColor="E8EEF4")
            elif isinstance(box.value, float):
                small = 0 < abs(box.value) < _SMALL
                box.number_format = "0.00E+00" if small else "#,##0.00"
    sheet.freeze_panes = f"A{top + 1}"
    sheet.print_title_rows = f"{top}:{top}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", "9"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
