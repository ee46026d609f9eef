"""The unit's sheet (體檢情況反饋單) in Word."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from docx.enum.text import WD_ALIGN_PARAGRAPH

from chuandao.catalog.values import values
from chuandao.messages import render
from chuandao.report.bands import UNEXAMINED
from chuandao.report.material import Material
from chuandao.report.paper_words import joined, needed_list, written_day, written_period
from chuandao.report.papers.paper import Layout, Paper
from chuandao.report.papers.quotation import quotation_lines
from chuandao.report.papers.sheet_annex import add_annex
from chuandao.report.papers.tables import Cell, add_table
from chuandao.report.sheet.model import Item, Passage, SheetView
from chuandao.report.sheet.view import sheet_view

LAYOUT = Layout(top=24, bottom=24, left=20, right=20, size=12, line=20)
_BLANK_ROWS = 8


def sheet_docx(material: Material, unit: str, language: str) -> bytes:
    """Return a unit's sheet as a .docx file; the same material gives the same bytes.

    Parameters
    ----------
    material : Material
    unit : code
    language : str
        One of ``chuandao.messages.LANGUAGES``.

    Notes
    -----
    Bands stand on the sheet, figures in its annex only. A village is asked for nothing: its
    sheet has no lines to fill in.
    """
    view = sheet_view(material, unit, language)
    title = render("papers.sheet.title", language)
    paper = Paper(language, LAYOUT, f"{title} {view.name}")
    paper.footer(render("papers.footer", language))
    _head(paper, view)
    parts = [_basics, _overview, _items, _unexamined]
    parts += [] if view.village else [_explanation]
    for number, part in enumerate(parts, 1):
        part(paper, view, number)
    add_annex(paper, view, material.facts)
    return paper.to_bytes()


def _say(view: SheetView, code: str, **parameters: object) -> str:
    return render(f"papers.sheet.{code}", view.language, **parameters)


def _head(paper: Paper, view: SheetView) -> None:
    paper.title(_say(view, "title"))
    kind = "root" if view.root else "village" if view.village else "unit"
    below = paper.paragraph(_say(view, f"subtitle.{kind}"), indent=False)
    below.alignment = WD_ALIGN_PARAGRAPH.CENTER
    below.paragraph_format.keep_with_next = True


def _basics(paper: Paper, view: SheetView, number: int) -> None:
    """Add the box with the unit and the mandate: nothing is examined without one."""
    paper.heading(number, _say(view, "basics"))
    mandate = view.mandate
    absent = render("papers.not_stated", view.language)
    rows = (
        ("case", view.case),
        ("unit", view.path.replace("/", "—")),
        ("basis", mandate.basis),
        ("approver", mandate.approver),
        ("objects", mandate.objects),
        ("period", written_period(mandate.period, view.language)),
        ("as_of", written_day(view.as_of, view.language)),
    )
    box = [(_say(view, name), value or absent) for name, value in rows]
    add_table(paper, (36, 134), (), box, centred=(0,))


def _overview(paper: Paper, view: SheetView, number: int) -> None:
    paper.heading(number, _say(view, "overview"))
    for words in _steps(view):
        paper.paragraph(words)
    heading = [_say(view, name) for name in ("cause", "band", "count")]
    counted = Counter(held[0].cause for held in _together(view))
    rows = [
        (line.label, _band(view, line.band), _count(view, counted[line.cause]))
        for line in view.causes
    ]
    table = add_table(paper, (64, 53, 53), heading, rows, centred=(0, 1, 2))
    for cell in (cell for row in table.rows for cell in row.cells):
        cell.paragraphs[0].paragraph_format.keep_with_next = True
    for note in view.notes:
        paper.paragraph(note, size=10.5, line=16)


def _steps(view: SheetView) -> Iterable[str]:
    if view.from_above is not None:
        band = next(iter(view.from_above.bands), "unexamined")
        why = _say(view, f"reason_{band}") if band != UNEXAMINED else ""
        yield _say(view, "step", band=_band(view, band)) + why
    if view.passed_on is not None:
        bands = _bands(view, view.passed_on)
        yield _say(view, "below", units=sum(view.passed_on.bands.values()), bands=bands)


def _bands(view: SheetView, passage: Passage) -> str:
    parts = (
        _say(view, "band_count", band=_band(view, band), count=count)
        for band, count in passage.bands.items()
    )
    return joined(parts, view.language)


def _band(view: SheetView, band: str) -> str:
    return render(f"papers.band.{band}", view.language)


def _count(view: SheetView, items: int) -> str:
    return _say(view, "count_value", count=items) if items else _say(view, "count_none")


def _items(paper: Paper, view: SheetView, number: int) -> None:
    paper.heading(number, _say(view, "items"))
    if not view.items:
        paper.paragraph(_say(view, "no_items"))
        return
    heading = [_say(view, name) for name in ("number", "sign", "band", "statement", "quotes")]
    rows = [_row(view, at, held) for at, held in enumerate(_together(view), 1)]
    add_table(paper, (9, 19, 16, 48, 78), heading, rows, centred=(0, 1, 2), small=True)


def _together(view: SheetView) -> list[list[Item]]:
    """Return the items by row: what is counted above is what is listed below."""
    return [list(held) for _, held in groupby(view.items, key=_matter)]


def _matter(item: Item) -> tuple[object, ...]:
    """Return what makes two items one row: the same matter put for several tasks."""
    return item.sign, item.band, item.statement, item.quotes


def _row(view: SheetView, number: int, together: Sequence[Item]) -> tuple[Cell, ...]:
    item = together[0]
    strength = values("strength").label(item.strength, view.language)
    judged = (_band(view, item.band), render("papers.strength", view.language, strength=strength))
    tasks = joined(dict.fromkeys(held.task_name for held in together if held.task), view.language)
    named = (_say(view, "task", task=tasks),) if tasks else ()
    quotes = quotation_lines(item.quotes, view.language) or (_say(view, "no_quote"),)
    return str(number), item.label, judged, (item.statement, *named), quotes


def _unexamined(paper: Paper, view: SheetView, number: int) -> None:
    paper.heading(number, _say(view, "unexamined"))
    if not view.unexamined:
        paper.paragraph(_say(view, "unexamined_all"))
        return
    paper.paragraph(_say(view, "unexamined_lead")).paragraph_format.keep_with_next = True
    heading = [_say(view, name) for name in ("aspect", "state", "needed")]
    rows = [
        (
            gap.label,
            _say(view, "partly") if gap.partly else _band(view, "unexamined"),
            needed_list(gap.needed, view.language),
        )
        for gap in view.unexamined
    ]
    add_table(paper, (36, 26, 108), heading, rows, centred=(0, 1))


def _explanation(paper: Paper, view: SheetView, number: int) -> None:
    """Add the lines in which the unit explains or objects, with the coded reasons."""
    paper.heading(number, _say(view, "explanation"))
    lead = paper.paragraph(_say(view, "explanation_lead"))
    reasons = values("objection_reason").values
    coded = [
        _say(view, "reason_value", number=at, label=reason.label(view.language))
        for at, reason in enumerate(reasons, 1)
    ]
    listed = render("papers.clause_separator", view.language).join(coded)
    reason = paper.paragraph(_say(view, "reasons", reasons=listed), size=10.5, line=16)
    for paragraph in (lead, reason):
        paragraph.paragraph_format.keep_with_next = True
    heading = [_say(view, name) for name in ("number", "reason", "explained", "answer")]
    blank = [("\n", "", "", "") for _ in range(_BLANK_ROWS)]
    table = add_table(paper, (14, 22, 84, 50), heading, blank)
    for cell in (cell for row in table.rows for cell in row.cells):
        cell.paragraphs[0].paragraph_format.keep_with_next = True
    paper.paragraph(_say(view, "reply")).paragraph_format.keep_with_next = True
    sealed = paper.paragraph(_say(view, "sealed"), indent=False)
    sealed.alignment = WD_ALIGN_PARAGRAPH.RIGHT
