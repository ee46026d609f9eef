"""The annex of a unit's sheet: figures with intervals, reference ranges and sources."""

from collections.abc import Mapping, Sequence

from docx.shared import Pt

from chuandao.catalog.values import values
from chuandao.messages import render
from chuandao.report.paper_words import joined, percent
from chuandao.report.papers.paper import Paper
from chuandao.report.papers.tables import Cell, add_table
from chuandao.report.sheet.model import Figure, Passage, SheetView

_MARK = 8
_TIER = "tier"
_ABSENT = "—"
_WIDTH, _FIRST, _MIDDLE = 170.0, 48.0, 84.0  # millimetres: the table, its tasks, its figures


def add_annex(paper: Paper, view: SheetView, facts: Mapping[str, object]) -> None:
    """Add the annex on a page of its own: every figure of the sheet stands here."""
    head = paper.paragraph(render("papers.sheet.annex", view.language), indent=False)
    head.paragraph_format.page_break_before = True
    head.paragraph_format.keep_with_next = True
    paper.title(render("papers.sheet.annex_title", view.language), size=16)
    own = [figure for figure in view.figures if figure.kind != _TIER]
    if own:
        _part(paper, render("papers.sheet.part_own", view.language))
        _by_task(paper, own, view.language)
    below = [figure for figure in view.figures if figure.kind == _TIER]
    if below:
        number = 2 if own else 1
        _part(paper, render("papers.sheet.part_below", view.language, number=number))
        _by_tier(paper, below, view.language)
    if not view.figures:
        paper.paragraph(render("papers.sheet.no_figures", view.language))
    for words in (*_ranges(view), *_notes(view, facts)):
        paragraph = paper.paragraph(words, size=10.5, line=16)
        paragraph.paragraph_format.space_before = Pt(3)


def _part(paper: Paper, words: str) -> None:
    head = paper.paragraph(words, size=10.5, line=16, indent=False)
    head.paragraph_format.keep_with_next = True
    head.paragraph_format.space_before = Pt(6)


def _by_task(paper: Paper, figures: Sequence[Figure], language: str) -> None:
    """Add one row a task: what was measured side by side, and the evidence it rests on."""
    tasks = {f.task: f.task_name for f in sorted(figures, key=lambda f: f.task)}
    measured = {f.measured: f for f in figures}
    at = {(f.task, f.measured): f for f in figures}
    heading = [render(f"papers.sheet.{code}", language) for code in ("by_task", "evidence")]
    heading[1:1] = [_column(figure, language) for figure in measured.values()]
    rows = [
        (
            name,
            *(_cell(at.get((task, column)), language) for column in measured),
            next((f.evidence for f in figures if f.task == task and f.evidence), _ABSENT),
        )
        for task, name in tasks.items()
    ]
    middle = _MIDDLE / len(measured)
    widths = (_FIRST, *(middle for _ in measured), _WIDTH - _FIRST - _MIDDLE)
    add_table(paper, widths, heading, rows, centred=range(1, len(measured) + 1), small=True)


def _column(figure: Figure, language: str) -> str:
    bounded = figure.low is not None
    code = "papers.sheet.with_interval" if bounded else "papers.sheet.without_interval"
    return render(code, language, figure=figure.measured)


def _cell(figure: Figure | None, language: str) -> Cell:
    if figure is None:
        return _ABSENT
    if figure.low is None or figure.high is None:
        return percent(figure.value)
    bounds = {"low": percent(figure.low), "high": percent(figure.high)}
    return percent(figure.value), render("papers.sheet.interval_value", language, **bounds)


def _by_tier(paper: Paper, figures: Sequence[Figure], language: str) -> None:
    heading = [
        render(f"papers.sheet.{name}", language) for name in ("figure", "bounded_head", "source")
    ]
    rows = [(figure.name, _cell(figure, language), figure.source) for figure in figures]
    add_table(paper, (66, 44, 60), heading, rows, centred=(1,), small=True)


def _ranges(view: SheetView) -> list[str]:
    """Return the reference range of each kind of figure, once."""
    said: dict[str, str] = {}
    for figure in view.figures:
        said.setdefault(figure.reference, figure.kind)
    return [
        render(
            "papers.sheet.range",
            view.language,
            figure=render(f"papers.sheet.kind.{kind}", view.language),
            reference=reference,
        )
        for reference, kind in said.items()
    ]


def _notes(view: SheetView, facts: Mapping[str, object]) -> list[str]:
    language = view.language
    notes = [
        render(f"papers.sheet.{code}", language, statuses=_statuses(passage, language))
        for code, passage in (("clauses", view.from_above), ("clauses_below", view.passed_on))
        if passage is not None and passage.statuses
    ]
    fingerprint = str(facts.get("fingerprint", ""))[:_MARK]
    over = (render("papers.sheet.over", language),) if view.figures else ()
    anchor = [note for note in view.notes[-1:] if view.figures]
    return [*over, *anchor, *notes, render("papers.sheet.run", language, fingerprint=fingerprint)]


def _statuses(passage: Passage, language: str) -> str:
    named = values("drop_status")
    parts = (
        render(
            "papers.sheet.status_count",
            language,
            status=named.label(status, language),
            count=count,
        )
        for status, count in passage.statuses.items()
    )
    return joined(parts, language)
