"""The sheet for review (複核表): links and drops with the program's reasons, open for decisions."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from chuandao.cascade.tracing.decisions.deciding import Decided
from chuandao.cascade.tracing.decisions.decision import passage_of
from chuandao.cascade.tracing.decisions.review import ReviewRow, review_rows, set_aside
from chuandao.cascade.tracing.documents import Traced
from chuandao.cascade.tracing.understanding.understood import Clause, clause_index
from chuandao.catalog.values import values
from chuandao.messages import render
from chuandao.sources.decision_workbook import BY_ALL, COLUMNS, DATE_ALL, FACTS, OPEN, SEPARATOR
from chuandao.sources.template.fixed import without_clock
from chuandao.sources.template.lists import add_lists, drop_down
from chuandao.text.difference.change import Change

_WIDTHS = {
    "number": 6,
    "about": 10,
    "decision": 10,
    "label": 14,
    "note": 20,
    "upper_words": 44,
    "lower_words": 44,
    "machine": 34,
    "probability": 8,
    "alternatives": 22,
    "by": 14,
    "date": 12,
    "relation": 8,
    "upper": 16,
    "lower": 16,
    "document": 12,
    "was": 12,
}
"""Widths in letters of the default font; a Chinese character takes two."""

_MACHINE = ("relation", "upper", "lower", "document", "was")
_Value = str | int | float | date
_DOMAINS = {"decision": "link_decision", "label": "change_label"}
_HEADING_ROW, _BLANK_ROWS = 4, 30
_CAPTIONS, _BY_ALL, _DATE_ALL = ("E3", "G3"), "F3", "H3"
_LINE = Side(style="thin", color="999999")
_BORDER = Border(_LINE, _LINE, _LINE, _LINE)
_FONT = "宋体"
_OPEN_FILL = PatternFill("solid", fgColor="FFF8E1")
_HEAD_FILL = PatternFill("solid", fgColor="E8EEF4")
_LINE_POINTS, _HIGHEST = 15.0, 300.0


def decision_workbook(traced: Traced, language: str) -> bytes:
    """Return the sheet for review as an .xlsx file; the same trace gives the same bytes.

    The first sheet has a row a link or drop, with cells for decision, label, note, who and
    when; the rest is protected (without a password). Empty rows at the end take links that
    the program missed. A second sheet lists every clause with its code, a third the decisions
    that were set aside. A hidden one holds the hashes of the clauses, so that the sheet can be
    read back (`chuandao.sources.decision_workbook`) and follows a revised document.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = render("decisions.sheet", language)
    rows = review_rows(traced)
    clauses = clause_index(traced.documents)
    _head(sheet, language)
    for at, row in enumerate(rows, _HEADING_ROW + 1):
        _write(sheet, at, _cells(row, at - _HEADING_ROW, clauses, language))
    last = _HEADING_ROW + len(rows) + _BLANK_ROWS
    for at in range(_HEADING_ROW + len(rows) + 1, last + 1):
        _write(sheet, at, {}, open_too=("upper", "lower", "document"))
    _clauses(book.create_sheet(render("decisions.clauses_sheet", language)), traced, language)
    if aside := set_aside(traced):
        _aside(book.create_sheet(render("decisions.aside_sheet", language)), aside, language)
    _lists(book, sheet, last, language)
    _facts(book, clauses)
    _page(sheet, last)
    buffer = io.BytesIO()
    book.save(buffer)
    return without_clock(buffer.getvalue())


def _head(sheet: Worksheet, language: str) -> None:
    sheet.append([render("decisions.title", language)])
    sheet.append([render("decisions.note", language)])
    for caption, code in zip(_CAPTIONS, (BY_ALL, DATE_ALL), strict=True):
        sheet[caption] = render(code, language)
        sheet[caption].font = Font(name=_FONT)
        sheet[caption].alignment = Alignment(horizontal="right")
    sheet.append([render(f"decisions.column.{name}", language) for name in COLUMNS])
    sheet["A1"].font = Font(name=_FONT, bold=True, size=15)
    sheet["A2"].font = Font(name=_FONT, size=9, color="666666")
    sheet.row_dimensions[1].height = 26
    sheet.row_dimensions[_HEADING_ROW].height = 26
    for cell in (sheet[_BY_ALL], sheet[_DATE_ALL]):
        cell.fill, cell.border, cell.protection = _OPEN_FILL, _BORDER, Protection(locked=False)
    sheet[_DATE_ALL].number_format = "yyyy-mm-dd"
    sheet[_DATE_ALL].alignment = Alignment(horizontal="left")
    for at, name in enumerate(COLUMNS, 1):
        cell = sheet.cell(_HEADING_ROW, at)
        cell.font = Font(name=_FONT, bold=True, color="666666" if name in _MACHINE else "000000")
        cell.fill = _OPEN_FILL if name in OPEN else _HEAD_FILL
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = _BORDER
        cell.comment = Comment(
            render(f"decisions.about.{name}", language), "chuandao", height=110, width=280
        )
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS[name]
    sheet.column_dimensions[get_column_letter(COLUMNS.index("was") + 1)].hidden = True


def _write(
    sheet: Worksheet, at: int, cells: Mapping[str, _Value], open_too: Sequence[str] = ()
) -> None:
    highest = 1
    for column, name in enumerate(COLUMNS, 1):
        value = cells.get(name, "")
        cell = sheet.cell(at, column, None if value == "" else value)
        if isinstance(value, str) and value:
            cell.data_type = "s"  # words that begin with = are words
        is_open = name in OPEN or name in open_too
        cell.protection = Protection(locked=not is_open)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        cell.font = Font(name=_FONT, color="666666" if name in _MACHINE else "000000")
        cell.border = _BORDER
        if is_open:
            cell.fill = _OPEN_FILL
        if name == "date":
            cell.number_format = "yyyy-mm-dd"
        if name == "probability":
            cell.number_format = "0.00"
        highest = max(highest, _lines(str(value), _WIDTHS[name]))
    sheet.row_dimensions[at].height = min(highest * _LINE_POINTS + 4, _HIGHEST)


def _lines(words: str, width: int) -> int:
    room = width - 1
    lengths = (sum(2 if east_asian_width(s) in "WFA" else 1 for s in x) for x in words.split("\n"))
    return sum(max(1, -(-length // room)) for length in lengths)


def _cells(
    row: ReviewRow, number: int, clauses: Mapping[str, Clause], language: str
) -> dict[str, _Value]:
    cells: dict[str, _Value] = {
        "number": number,
        "about": render(f"decisions.kind.{row.about}", language),
        "upper_words": _said(clauses, row.upper),
        "lower_words": _said(clauses, row.lower),
        "machine": _machine(row, language),
        "probability": "" if row.probability is None else row.probability,
        "alternatives": "\n".join(
            render("decisions.alternative", language, clause=code, share=f"{share:.2f}")
            for code, share in row.alternatives
        ),
        "relation": values("link_relation").label(row.relation, language) if row.relation else "",
        "upper": row.upper,
        "lower": row.lower,
        "document": row.document,
    }
    return cells | (_before(row.decided, language) if row.decided else {})


def _said(clauses: Mapping[str, Clause], code: str) -> str:
    return clauses[code].text.strip() if code in clauses else ""


def _before(one: Decided, language: str) -> dict[str, _Value]:
    """Return what was decided before, so that it stands or is changed."""
    decision, label = one.placed.decision, one.placed.label
    return {
        "decision": values("link_decision").label(
            "accept" if one.placed.how == "relabelled" else decision.decision, language
        ),
        "label": values("change_label").label(label, language) if label else "",
        "note": decision.note,
        "by": decision.by,
        "date": decision.day or "",
        "was": SEPARATOR.join(decision.key),
    }


def _machine(row: ReviewRow, language: str) -> str:
    """Return what the program says by itself: labels or status, and the reasons."""
    if row.status:
        return values("drop_status").label(row.status, language)
    if row.decided and not row.rank:
        return render("decisions.machine_none", language)
    named = [values("change_label").label(label, language) for label in row.labels]
    reasons = [_reason(change, language) for change in row.changes]
    return "\n".join([render("decisions.separator", language).join(named), *reasons]).strip()


def _reason(change: Change, language: str) -> str:
    return render(
        "decisions.reason",
        language,
        attribute=values("change_attribute").label(change.attribute, language),
        direction=values("change_direction").label(change.direction, language),
        upper=change.upper.value if change.upper else "—",
        lower=change.lower.value if change.lower else "—",
    )


def _clauses(sheet: Worksheet, traced: Traced, language: str) -> None:
    """List every clause with its code: for links that the program missed."""
    names = ("document", "upper", "words")
    _plain_head(sheet, [render(f"decisions.clause.{name}", language) for name in names])
    for document in traced.documents:
        for clause in document.clauses:
            _plain_row(sheet, [document.title, clause.id, clause.text.strip()])
    for letter, width in (("A", 36), ("B", 22), ("C", 90)):
        sheet.column_dimensions[letter].width = width


def _aside(sheet: Worksheet, aside: Sequence[Decided], language: str) -> None:
    """List the decisions that were set aside, with the words they were made of, and why."""
    names = ("upper", "upper_words", "lower", "lower_words", "decision", "label", "by", "date")
    heads = [render(f"decisions.column.{name}", language) for name in names]
    _plain_head(sheet, [*heads, render("decisions.why", language)])
    for one in aside:
        decision = one.placed.decision
        label = values("change_label").label(decision.label, language) if decision.label else ""
        _plain_row(
            sheet,
            [
                decision.upper,
                decision.upper_words,
                decision.lower or decision.document,
                decision.lower_words,
                values("link_decision").label(decision.decision, language),
                label,
                decision.by,
                decision.day.isoformat() if decision.day else "",
                values("decided_reason").label(one.placed.reason, language),
            ],
        )
    for letter, width in zip("ABCDEFGHI", (16, 44, 16, 44, 10, 14, 14, 12, 24), strict=True):
        sheet.column_dimensions[letter].width = width


def _plain_head(sheet: Worksheet, words: Sequence[str]) -> None:
    sheet.append(list(words))
    for cell in sheet[1]:
        cell.font, cell.fill, cell.border = Font(name=_FONT, bold=True), _HEAD_FILL, _BORDER
    sheet.freeze_panes = "A2"


def _plain_row(sheet: Worksheet, words: Sequence[str]) -> None:
    sheet.append(list(words))
    for cell in sheet[sheet.max_row]:
        if cell.value:
            cell.data_type = "s"
        cell.font, cell.alignment = Font(name=_FONT), Alignment(vertical="top", wrap_text=True)


def _lists(book: Workbook, sheet: Worksheet, last: int, language: str) -> None:
    ranges = add_lists(book, _DOMAINS.values(), language)
    for name, domain in _DOMAINS.items():
        letter = get_column_letter(COLUMNS.index(name) + 1)
        offered = drop_down(ranges[domain], language)
        offered.add(f"{letter}{_HEADING_ROW + 1}:{letter}{last}")
        sheet.add_data_validation(offered)


def _facts(book: Workbook, clauses: Mapping[str, Clause]) -> None:
    facts = book.create_sheet(FACTS)
    for code, clause in clauses.items():
        passage = passage_of(clause)
        facts.append([code, passage.digest, passage.words])
        for cell in facts[facts.max_row]:
            cell.data_type = "s"
    facts.sheet_state = "hidden"
    facts.protection.sheet = True


def _page(sheet: Worksheet, last: int) -> None:
    sheet.freeze_panes = f"F{_HEADING_ROW + 1}"
    sheet.auto_filter.ref = f"A{_HEADING_ROW}:{get_column_letter(len(COLUMNS))}{last}"
    sheet.protection.sheet = True
    sheet.protection.autoFilter = False
    sheet.protection.sort = False
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
    shown = get_column_letter(COLUMNS.index("date") + 1)
    sheet.print_area = f"A1:{shown}{last - _BLANK_ROWS}"
    sheet.print_title_rows = f"{_HEADING_ROW}:{_HEADING_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = "8"  # A3
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.6, bottom=0.7, footer=0.35)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
