"""A paper in Word as it is built up: page, typefaces, headings, paragraphs, footer, bytes."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from chuandao.messages import render
from chuandao.report.papers.faces import BODY, HEADING, SUBHEADING, TITLE, Face, east_asian, faces
from chuandao.sources.template.fixed import without_clock

RED = RGBColor(0xC0, 0x00, 0x00)
_GREY = RGBColor(0x55, 0x55, 0x55)
_AFTER_BORDERS = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
_NUMBER = 12  # points
_THEMES = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")


@dataclass(frozen=True)
class Layout:
    """Margins in millimetres; size of the body, its line, space after a paragraph in points."""

    top: float
    bottom: float
    left: float
    right: float
    size: float
    line: float
    after: float = 0

    @property
    def width_mm(self) -> float:
        """The width of the text on A4."""
        return 210 - self.left - self.right


@dataclass(frozen=True)
class Piece:
    """A run of text in a paragraph: raised marks of notes, bold lead-ins, another face."""

    text: str
    bold: bool = False
    raised: bool = False
    face: str = ""


class Paper:
    """A Word document in the look of official papers; the same calls give the same bytes.

    Parameters
    ----------
    language : str
        One of ``chuandao.messages.LANGUAGES``; decides typefaces and indents.
    layout : Layout
    title : str
        Of the file's properties.
    """

    def __init__(self, language: str, layout: Layout, title: str) -> None:
        self.language = language
        self.layout = layout
        self.faces = faces(language)
        self.document: Any = Document()
        self.document.core_properties.title = title
        self.document.core_properties.author = "chuandao"
        self.document.core_properties.language = language
        self.document.core_properties.comments = ""
        self._set_page()
        self._set_styles()
        self._set_stand_ins()

    def _set_page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        for side in ("top", "bottom", "left", "right"):
            setattr(section, f"{side}_margin", Mm(getattr(self.layout, side)))
        section.header_distance, section.footer_distance = Mm(15), Mm(15)

    def _set_styles(self) -> None:
        styles = self.document.styles
        normal = styles["Normal"]
        self._dress(normal, BODY, self.layout.size)
        for lang in styles.element.iter(qn("w:lang")):
            lang.set(qn("w:eastAsia"), east_asian(self.language))
        body = normal.paragraph_format
        body.space_before = body.space_after = Pt(0)
        body.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        body.line_spacing = Pt(self.layout.line)
        body.widow_control = True
        for level, face in ((1, HEADING), (2, SUBHEADING)):
            style = styles[f"Heading {level}"]
            self._dress(style, face, self.layout.size)
            style.font.color.rgb, style.font.bold = RGBColor(0, 0, 0), self.language == "en"
            style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
            style.paragraph_format.keep_with_next = True
        self._dress(styles["Title"], TITLE, 20)
        for name, size, line in (("Cell", 10.5, 15), ("Small cell", 9.5, 13)):
            cell = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            cell.base_style = normal
            self._dress(cell, BODY, size)
            cell.paragraph_format.line_spacing = Pt(line)

    def _dress(self, style: Any, face: str, size: float) -> None:
        style.font.size = Pt(size)
        self._set_face(style.element.get_or_add_rPr(), self.faces[face])

    def _set_face(self, properties: Any, face: Face) -> None:
        fonts = properties.get_or_add_rFonts()
        for theme in _THEMES:
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for kind in ("ascii", "hAnsi", "cs"):
            fonts.set(qn(f"w:{kind}"), face.latin)
        fonts.set(qn("w:eastAsia"), face.chinese)
        if self.language != "en":  # else quotation marks and dashes take the Latin half width
            fonts.set(qn("w:hint"), "eastAsia")

    def _set_stand_ins(self) -> None:
        """Name in the font table what stands in where an office does not have the typeface."""
        part = next(
            rel.target_part
            for rel in self.document.part.rels.values()
            if rel.reltype.endswith("/fontTable")
        )
        rows = (
            f'<w:font w:name="{face.chinese}"><w:altName w:val="{face.stand_in}"/></w:font>'
            for face in self.faces.values()
        )
        part._blob = part.blob.replace(b"</w:fonts>", "".join(rows).encode() + b"</w:fonts>")  # noqa: SLF001

    def title(self, text: str, *, size: float = 20, colour: RGBColor | None = None) -> Any:
        """Add the title, centred; it is never parted from what follows."""
        paragraph = self.document.add_paragraph(style="Normal")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.line_spacing = Pt(size * 1.45)
        paragraph.paragraph_format.keep_with_next = True
        run = self.write(paragraph, Piece(text, face=TITLE))
        run.font.size = Pt(size)
        if colour is not None:
            run.font.color.rgb = colour
        return paragraph

    def heading(self, number: int, words: str) -> Any:
        """Add a numbered heading (一、…), which stays with the paragraph after it."""
        counted = render(f"papers.number.{number}", self.language)
        text = render("papers.heading", self.language, number=counted, words=words)
        paragraph = self.document.add_paragraph(text, style="Heading 1")
        if self.language != "en":
            self.indent(paragraph)
        return paragraph

    def paragraph(
        self, *pieces: Piece | str, size: float = 0, line: float = 0, indent: bool = True
    ) -> Any:
        """Add a paragraph of the body, its first line indented by two characters."""
        paragraph = self.document.add_paragraph(style="Normal")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        if line:
            paragraph.paragraph_format.line_spacing = Pt(line)
        elif self.layout.after:
            paragraph.paragraph_format.space_after = Pt(self.layout.after)
        for piece in pieces:
            run = self.write(paragraph, piece if isinstance(piece, Piece) else Piece(piece))
            if size:
                run.font.size = Pt(size)
        if indent and self.language != "en":
            self.indent(paragraph, size)
        return paragraph

    def indent(self, paragraph: Any, size: float = 0) -> None:
        """Indent the first line by two characters."""
        paragraph.paragraph_format.first_line_indent = Pt(2 * (size or self.layout.size))

    def write(self, paragraph: Any, piece: Piece) -> Any:
        """Add a run to a paragraph."""
        run = paragraph.add_run(piece.text)
        run.bold = piece.bold or None
        run.font.superscript = piece.raised or None
        if piece.face or self.language != "en":
            face = self.faces[piece.face or BODY]
            self._set_face(run._element.get_or_add_rPr(), face)  # noqa: SLF001
        return run

    def footer(self, words: str) -> None:
        """Put the words and the number of the page at the foot of every page."""
        foot = self.document.sections[0].footer
        paragraphs: Iterable[Any] = (foot.paragraphs[0], foot.add_paragraph())
        for paragraph, text in zip(paragraphs, (words, ""), strict=True):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.paragraph_format.line_spacing = Pt(14)
            if text:
                run = self.write(paragraph, Piece(text))
                run.font.size, run.font.color.rgb = Pt(9), _GREY
            else:
                self._number(paragraph)

    def _number(self, paragraph: Any) -> None:
        before, _, after = render("papers.page", self.language, page="\0").partition("\0")
        for part in (before, *_page_field(), after):
            run = self.write(paragraph, Piece(part if isinstance(part, str) else ""))
            run.font.size = Pt(_NUMBER)
            if not isinstance(part, str):
                run._element.append(part)  # noqa: SLF001

    def to_bytes(self) -> bytes:
        """Return the file; no clock is in it."""
        buffer = io.BytesIO()
        self.document.save(buffer)
        return without_clock(buffer.getvalue())


def _page_field() -> Iterator[Any]:
    """Return the parts of the field that shows the number of the page, one a run."""
    for kind in ("begin", "", "separate", "shown", "end"):
        element = OxmlElement({"": "w:instrText", "shown": "w:t"}.get(kind, "w:fldChar"))
        if kind in {"", "shown"}:
            element.text = "1" if kind else "PAGE"
        else:
            element.set(qn("w:fldCharType"), kind)
        yield element


def draw_line(paragraph: Any, *, colour: str = "C00000", eighths: int = 12) -> None:
    """Draw a line under a paragraph, as under the masthead of a paper."""
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", str(eighths)), ("space", "4"), ("color", colour)):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._element.get_or_add_pPr().insert_element_before(borders, *_AFTER_BORDERS)  # noqa: SLF001
