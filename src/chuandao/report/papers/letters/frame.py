"""The form of an official letter: masthead, number, title, addressee, body, signature, date.

References
----------
GB/T 9704-2012, 党政机关公文格式 (page, typefaces, order of the parts). The number and the seal
are the office's own: their places stay empty.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from chuandao.messages import render
from chuandao.report.material import Material
from chuandao.report.paper_words import joined, written_day, written_period
from chuandao.report.papers.paper import RED, Layout, Paper, Piece, draw_line
from chuandao.report.papers.tables import Cell, add_table

_CHINESE = Layout(top=37, bottom=35, left=28, right=26, size=16, line=28)
_ENGLISH = Layout(top=30, bottom=28, left=28, right=26, size=11.5, line=15, after=4)
_LAYOUTS = {"en": _ENGLISH}
VILLAGE = "self_governing"
"""The kind of unit that is asked for nothing."""
_MASTHEAD, _TITLE = 30.0, 22.0
_APPROVED = ("批", "审定", "審定", "同意")
_SIGNED = 4  # characters between the signature and the right edge

Paragraph = tuple[Piece | str, ...]


@dataclass(frozen=True)
class Table:
    """A table in a letter; ``widths`` in millimetres, 156 in all."""

    widths: tuple[float, ...]
    heading: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    centred: tuple[int, ...] = ()


@dataclass(frozen=True)
class Section:
    """A part of the body under a heading (一、…); an empty heading stands for none."""

    heading: str
    parts: tuple[Paragraph | Table, ...]


@dataclass(frozen=True)
class Letter:
    """An official letter before it is set.

    Attributes
    ----------
    issuer : str
        Whose masthead and signature it bears.
    title, to : str
        ``to`` is empty where it goes to nobody in particular.
    lead : tuple of paragraphs
        Basis and purpose, before the first heading.
    sections : tuple of Section
    closing : str
    annexes : tuple of str
    day : date
        The day of the checkup; the day of signature stays open.
    leaves : bool
        Whether it leaves the office: it then says that it is no basis for appraisal.
    """

    issuer: str
    title: str
    to: str
    lead: tuple[Paragraph, ...]
    sections: tuple[Section, ...]
    closing: str
    day: date
    annexes: tuple[str, ...] = ()
    leaves: bool = True


def letter_docx(letter: Letter, language: str) -> bytes:
    """Return a letter as a .docx file; the same letter gives the same bytes."""
    paper = Paper(language, _LAYOUTS.get(language, _CHINESE), letter.title)
    paper.footer(render("papers.footer" if letter.leaves else "letters.inside", language))
    _head(paper, letter)
    for pieces in letter.lead:
        paper.paragraph(*pieces)
    numbered = [section for section in letter.sections if section.parts]
    for number, section in enumerate(numbered, 1):
        if section.heading:
            paper.heading(number, section.heading)
        _body(paper, section.parts)
    if letter.closing:
        paper.paragraph(letter.closing)
    _annexes(paper, letter.annexes)
    _signature(paper, letter)
    return paper.to_bytes()


def mandate_words(material: Material, language: str) -> str:
    """Return on what authority, with whose approval and for which period the checkup was made."""
    mandate = material.settings.mandate
    absent = render("papers.not_stated", language)
    return render(
        "letters.mandate",
        language,
        basis=mandate.basis or absent,
        approver=_approved(mandate.approver, language) or absent,
        period=written_period(mandate.period, language) or absent,
        day=written_day(material.as_of, language),
    )


def _approved(approver: str, language: str) -> str:
    """Return who approved, with the word for it where it is not written."""
    if not approver or language == "en" or any(word in approver for word in _APPROVED):
        return approver
    return render("letters.approved", language, approver=approver)


def issuer_of(material: Material, language: str) -> str:
    """Return the office that sends the letters of a checkup."""
    return render("letters.issuer", language, city=material.units.name(material.units.root))


def named(units: Sequence[str], material: Material, language: str) -> str:
    """Return units by name, in administrative order."""
    held = sorted(units, key=material.units.position)
    return joined((material.units.name(unit) for unit in held), language)


def _head(paper: Paper, letter: Letter) -> None:
    size = min(_MASTHEAD, 156 / max(len(letter.issuer), 1) * 2.6)
    paper.title(letter.issuer, size=size, colour=RED)
    number = paper.paragraph(render("letters.number", paper.language), indent=False)
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    draw_line(number, eighths=18)
    title = paper.title(letter.title, size=_TITLE if paper.language != "en" else 16)
    title.paragraph_format.space_before = title.paragraph_format.space_after = Pt(18)
    if letter.to:
        words = render("letters.to", paper.language, to=letter.to)
        paper.paragraph(words, indent=False).alignment = WD_ALIGN_PARAGRAPH.LEFT


def _body(paper: Paper, parts: Sequence[Paragraph | Table]) -> None:
    for part in parts:
        if isinstance(part, Table):
            add_table(paper, part.widths, part.heading, part.rows, centred=part.centred, small=True)
            paper.paragraph("", size=6, line=8, indent=False)
        else:
            paper.paragraph(*part)


def _annexes(paper: Paper, annexes: Sequence[str]) -> None:
    for number, words in enumerate(annexes, 1):
        code = "letters.annex" if len(annexes) == 1 else "letters.annex_of"
        paper.paragraph(render(code, paper.language, number=number, words=words))


def _signature(paper: Paper, letter: Letter) -> None:
    """Add issuer and day at the right; the day is left open for the one who signs."""
    paper.paragraph("", indent=False)
    for words in (letter.issuer, render("letters.day", paper.language)):
        line: Any = paper.paragraph(words, indent=False)
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line.paragraph_format.right_indent = Pt(_SIGNED * paper.layout.size)
        line.paragraph_format.keep_with_next = words == letter.issuer
