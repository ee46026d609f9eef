"""The brief of two pages (督查專報) in Word: progress, problems, causes, recommendations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from chuandao.messages import render
from chuandao.report.material import Material
from chuandao.report.material_index import Index
from chuandao.report.measures_view import Measure, fewest, measures_view
from chuandao.report.paper_words import joined, tier_name, written_day, written_period
from chuandao.report.papers.brief_levels import Paragraph, progress, reasons
from chuandao.report.papers.brief_problems import (
    Detail,
    Kind,
    kinds,
    lead_in,
    numbered,
    own_count,
    problems,
    told_kinds,
)
from chuandao.report.papers.fit import height, measured
from chuandao.report.papers.notes import MARK, Notes, with_mark
from chuandao.report.papers.paper import RED, Layout, Paper, Piece, draw_line
from chuandao.report.sheet.items import items

_CHINESE = Layout(top=35, bottom=28, left=28, right=26, size=14, line=19)
_ENGLISH = Layout(top=30, bottom=28, left=28, right=26, size=11.5, line=15, after=4)
_LAYOUTS = {"en": _ENGLISH}
_MASTHEAD, _NOTE, _NOTE_LINE = 30.0, 9.0, 11.5
_TITLE_MOST, _TITLE_LEAST = 22.0, 16.0
_PAGES, _SAFE = 2, 0.955  # the height is an estimate: at most 4.5 % too low on the example case
_POINTS = 72 / 25.4
_MARK, _SIGNS = 8, 3
_UNSEEN = "U6"
_DETAILS = (
    Detail(signs=9, units=4, quoted=40, measures=5),
    Detail(signs=8, units=4, quoted=36, measures=4),
    Detail(signs=7, units=3, quoted=30, measures=4),
    Detail(signs=6, units=3, quoted=30, measures=4),
    Detail(signs=6, units=3, quoted=24, measures=4, reasoned=False),
    Detail(signs=5, units=3, quoted=24, measures=3, reasoned=False),
    Detail(signs=5, units=2, quoted=20, measures=3, reasoned=False),
    Detail(signs=4, units=1, quoted=30, measures=3, reasoned=False),
    Detail(signs=4, units=1, quoted=22, measures=2, reasoned=False),
    Detail(signs=3, units=1, quoted=30, measures=2, reasoned=False),
    Detail(signs=3, units=1, quoted=22, measures=2, reasoned=False),
    Detail(signs=4, units=2, quoted=0, measures=3, reasoned=False),
    Detail(signs=3, units=2, quoted=0, measures=2, reasoned=False),
    Detail(signs=1, units=1, quoted=0, measures=1, reasoned=False),
)
"""From the fullest to the shortest; the first that keeps to two pages is taken."""


@dataclass(frozen=True)
class BriefText:
    """The words of a brief, before they are set."""

    title: str
    lead: Paragraph
    sections: tuple[tuple[str, tuple[Paragraph, ...]], ...]
    notes: tuple[str, ...]


def brief_docx(material: Material, language: str) -> bytes:
    """Return the brief of a checkup as a .docx file of at most two pages.

    Every figure is followed by a note that says where it comes from; units stand in
    administrative order; remedies are those that the signs found ask for, and no other. What
    does not fit is counted, and stands in the whole report. The same material gives the same
    bytes.

    Parameters
    ----------
    material : Material
    language : str
        One of ``chuandao.messages.LANGUAGES``.
    """
    layout = _LAYOUTS.get(language, _CHINESE)
    text = brief_text(material, language)
    paper = Paper(language, layout, text.title)
    paper.footer(render("papers.footer", language))
    _head(paper, material, text)
    for number, (heading, paragraphs) in enumerate(text.sections, 1):
        paper.heading(number, heading)
        for pieces in paragraphs:
            paper.paragraph(*pieces)
    _notes(paper, text)
    return paper.to_bytes()


def brief_text(material: Material, language: str) -> BriefText:
    """Return the words of the brief, as full as two pages allow."""
    index = Index(material)
    layout = _LAYOUTS.get(language, _CHINESE)
    room = _PAGES * (297 - layout.top - layout.bottom) * _POINTS * _SAFE
    found = kinds(index, language)
    texts = (_text(index, found, language, detail) for detail in _DETAILS)
    shortest = None
    for text in texts:
        shortest = text
        if _height(text, layout) <= room:
            break
    assert shortest is not None  # noqa: S101  _DETAILS is not empty
    return shortest


def _text(index: Index, found: Sequence[Kind], language: str, detail: Detail) -> BriefText:
    material, notes = index.material, Notes()
    lead = _lead(material, notes, language)
    parts = (
        progress(index, notes, language),
        problems(index, found, notes, language, detail),
        reasons(index, notes, language),
        _recommended(index, found, notes, language, detail),
    )
    sections = tuple(
        (render(f"papers.brief.heading.{at}", language), tuple(part))
        for at, part in enumerate(parts, 1)
    )
    return BriefText(
        title=render("papers.brief.title", language, case=material.settings.name),
        lead=lead,
        sections=sections,
        notes=(*_numbered(notes.words, language), _run(material.facts, language)),
    )


def _lead(material: Material, notes: Notes, language: str) -> Paragraph:
    """Return the mandate: on what authority, in a sentence; approver, objects, period noted."""
    mandate = material.settings.mandate
    absent = render("papers.not_stated", language)
    note = render(
        "papers.brief.lead_note",
        language,
        approver=mandate.approver or absent,
        objects=mandate.objects or absent,
        period=written_period(mandate.period, language) or absent,
    )
    words = render(
        "papers.brief.lead",
        language,
        basis=mandate.basis or absent,
        day=written_day(material.as_of, language),
        mark=MARK,
    )
    return with_mark(words, notes.mark(note))


def _recommended(
    index: Index, found: Sequence[Kind], notes: Notes, language: str, detail: Detail
) -> list[Paragraph]:
    chosen = fewest(measures_view(index.material, language), detail.measures)
    checked = _checked(index, found, language)
    if not chosen and not checked:
        return [(Piece(render("papers.brief.no_measures", language)),)]
    said: list[Paragraph] = [(lead_in(_lead_of(language), language), checked)] if checked else []
    for measure in chosen:
        mark = notes.mark(render("papers.brief.measures_note", language))
        words = _measure(index, found, measure, language, detail)
        said.append((lead_in(measure.label, language), *with_mark(words, mark)))
    return numbered(said, language)


def _lead_of(language: str) -> str:
    return render("papers.brief.check_lead", language)


def _checked(index: Index, found: Sequence[Kind], language: str) -> Piece | None:
    """Return what is to be verified first: demands not seen deployed, blockages."""
    tier = tier_name(index.material.units, 1, language)
    parts = []
    if any(kind.sign == _UNSEEN for kind in found):
        parts.append(render("papers.brief.check_unseen", language, tier=tier))
    if index.rows("blockages"):
        parts.append(render("papers.brief.check_blockages", language))
    said = render("papers.clause_separator", language).join(parts)
    return Piece(render("papers.brief.check", language, parts=said)) if parts else None


def _measure(
    index: Index, found: Sequence[Kind], measure: Measure, language: str, detail: Detail
) -> str:
    labels = _counted(index, measure, language)
    signs = joined(labels[:_SIGNS], language)
    if len(labels) > _SIGNS:
        signs = render("papers.brief.signs_of", language, signs=signs, count=len(labels))
    return render(
        "papers.brief.measure" if detail.reasoned else "papers.brief.measure_bare",
        language,
        who=measure.who_acts,
        meaning=measure.meaning,
        signs=signs,
        counted=_sum(found, measure, language, detail),
        mark=MARK,
    )


def _counted(index: Index, measure: Measure, language: str) -> list[str]:
    """Return the signs of a measure; the issuing unit's own with the counts of the problems."""
    found = items(index, index.material.units.root, language)
    own = {sign: [item for item in found if item.sign == sign] for sign in measure.signs}
    return [
        own_count(own[sign], label, language) if own[sign] else label
        for sign, label in zip(measure.signs, measure.sign_labels, strict=True)
    ]


def _sum(found: Sequence[Kind], measure: Measure, language: str, detail: Detail) -> str:
    """Return how many findings a measure answers, where the counts told add up to it."""
    told = {kind.sign: kind.count for kind in told_kinds(found, detail.signs)}
    if not set(measure.signs) <= set(told):
        return ""
    count = sum(told[sign] for sign in measure.signs)
    return render("papers.brief.measure_count", language, count=count)


def _numbered(notes: Sequence[str], language: str) -> list[str]:
    return [
        render("papers.brief.note", language, number=at, words=words)
        for at, words in enumerate(notes, 1)
    ]


def _run(facts: Mapping[str, object], language: str) -> str:
    fingerprint = str(facts.get("fingerprint", ""))[:_MARK]
    return render("papers.brief.run", language, fingerprint=fingerprint)


def _height(text: BriefText, layout: Layout) -> float:
    """Return the height of a brief in points, masthead and notes included."""
    size, line, width = layout.size, layout.line, layout.width_mm
    paragraphs = (text.lead, *(q for _, held in text.sections for q in held))
    body = ("".join(piece.text for piece in pieces) for pieces in paragraphs)
    heights = [height(words, size, line, width) + layout.after for words in body]
    heights += [height(words, _NOTE, _NOTE_LINE, width, 0) for words in text.notes]
    title = _title_size(text.title, layout)
    heights += [height(text.title, title, title * 1.45, width, 0) + 16, _MASTHEAD * 1.45]
    return sum(heights) + (line + layout.after) * (len(text.sections) + 2)


def _title_size(title: str, layout: Layout) -> float:
    """Return the size at which a title keeps to one line, if it can be read at that size."""
    fits = layout.width_mm * _POINTS / (measured(title) + 0.5)
    return max(_TITLE_LEAST, min(_TITLE_MOST, fits))


def _head(paper: Paper, material: Material, text: BriefText) -> None:
    paper.title(render("papers.brief.masthead", paper.language), size=_MASTHEAD, colour=RED)
    issue = render("papers.brief.issue", paper.language)
    day = written_day(material.as_of, paper.language)
    line = paper.paragraph(f"{issue}\t{day}", indent=False)
    line.alignment = WD_ALIGN_PARAGRAPH.LEFT
    line.paragraph_format.tab_stops.add_tab_stop(Pt(paper.layout.width_mm * _POINTS), alignment=2)
    draw_line(line)
    head = paper.title(text.title, size=round(_title_size(text.title, paper.layout), 1))
    head.paragraph_format.space_before = Pt(10)
    head.paragraph_format.space_after = Pt(6)
    paper.paragraph(*text.lead)


def _notes(paper: Paper, text: BriefText) -> None:
    """Add the notes below a line, in small type."""
    head = paper.paragraph(render("papers.brief.notes", paper.language), size=_NOTE, indent=False)
    head.paragraph_format.keep_with_next = True
    head.paragraph_format.line_spacing = Pt(_NOTE_LINE + 2)
    draw_line(head, colour="808080", eighths=4)
    for words in text.notes:
        paper.paragraph(words, size=_NOTE, line=_NOTE_LINE, indent=False)
