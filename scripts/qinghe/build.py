"""Build the generated documents of the example case "Qinghe City" (清河市).

The texts live beside this script in ``sources/``. From them come the Word files and the plain
text and HTML files in encodings that an editor would not keep (GB18030, CRLF with a byte order
mark). Files that need no generation live in the package only. The output is the same to the byte
on every run.

Markup of ``sources/*.txt`` where a Word file is made, one paragraph a line:

    #autonumber          numbers of items come from Word's numbering, not from the text
    #redhead, #number    the red head line and the document number
    #title, #heading     the title, the heading of an annexed plan (a new page)
    #to                  the addressees
    #attachments, #sign, #date, #note, #cc, #imprint
                         list of annexes, issuer, date, remark, copies to, printing line
    #annex, #annextitle  the word 附件 (on a new page) and the title of an annex
    #begin NAME          start of a named part, ended by ``#end NAME``
    #include FILE NAME   the named part of another source
    * ** ***             an automatically numbered item of level 1, 2, 3: 一、 （一） 1.
    |a|b|c               a row of a table; the first row of a run is its head
    anything else        a paragraph of the body

Run ``python scripts/qinghe/build.py`` with python-docx and lxml installed; ``--package`` names
another folder to write to.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docx.document import Document as Docx
    from docx.text.paragraph import Paragraph
    from lxml import etree

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "sources"
PACKAGE = HERE.parents[1] / "src" / "chuandao" / "examples" / "qinghe" / "documents"

WORD_FILES = (
    "city-18",
    "linhu-7",
    "nantang-9",
    "lianxi-15",
    "shiqiao-10",
    "songling-8",
    "yunshan-mt6",
    "yongning-mt4",
    "wangjiagou-n3",
    "shahe-zhangzhuang-n6",
    "city-21",
    "city-27",
    "baizhu-10",
    "linhu-12",
    "dongping-16",
    "yongning-21",
    "dongping-20",
    "shuanghe-5",
    "zhuxi-4",
    "yongan-13",
    "gongyeyuan-12",
    "yaqiao-9",
    "qinglan-mt5",
    "ludang-n7",
)
FIXED_TIME = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
ZIP_TIME = (2025, 1, 1, 0, 0, 0)
NUMBERING_ID = 90
INDENT = Pt(32)
LEVELS = (
    ("chineseCountingThousand", "%1、", "QingheLevel1"),
    ("chineseCountingThousand", "（%2）", "QingheLevel2"),
    ("decimal", "%3.", None),
)
LEVEL_1_TEXT = re.compile(r"^[一二三四五六七八九十]+、[^。]*$")


class Line(NamedTuple):
    """One line of a source: its kind (a directive, "item", "row" or "text") and its text."""

    kind: str
    text: str


class Recode(NamedTuple):
    """A text file that is written in another encoding or with other line ends."""

    source: str
    target: str
    encoding: str
    newline: str


RECODED = (
    Recode("liuhe-12.txt", "liuhe-12.txt", "gb18030", "\n"),
    Recode("taoyuan-7.txt", "taoyuan-7.txt", "utf-8-sig", "\r\n"),
    Recode("yunshan-11.html", "yunshan-11.html", "gb18030", "\r\n"),
    Recode("qinglan-18.html", "qinglan-18.html", "gb18030", "\r\n"),
    Recode("qinglan-20.txt", "qinglan-20.txt", "gb18030", "\n"),
    Recode("baishi-15.txt", "baishi-15.txt", "gb18030", "\r\n"),
)


def read_source(name: str) -> list[str]:
    """Return the lines of a source that are not empty."""
    text = (SOURCES / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip()]


def named_part(name: str, part: str) -> list[str]:
    """Return the lines between ``#begin part`` and ``#end part`` of a source."""
    lines = read_source(name)
    return lines[lines.index(f"#begin {part}") + 1 : lines.index(f"#end {part}")]


def parse(lines: list[str]) -> Iterator[Line]:
    """Yield the marked lines of a source with its inclusions resolved."""
    for line in lines:
        if line.startswith("#include "):
            _, name, part = line.split(" ")
            yield from parse(named_part(name, part))
        elif line.startswith(("#begin ", "#end ")):
            continue
        elif line.startswith("#"):
            kind, _, text = line[1:].partition(" ")
            yield Line(kind, text)
        elif line.startswith("*"):
            yield Line("item", line)
        elif line.startswith("|"):
            yield Line("row", line[1:])
        else:
            yield Line("text", line)


def set_font(style: object, name: str, size: float) -> None:
    """Give a style one font for Latin and Chinese characters."""
    style.font.name = name
    style.font.size = Pt(size)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def numbering_level(level: int, form: str, text: str, style: str | None) -> etree._Element:
    """Return the ``w:lvl`` element of one level of the outline."""
    element = OxmlElement("w:lvl")
    element.set(qn("w:ilvl"), str(level))
    values = {"start": "1", "numFmt": form, "pStyle": style, "suff": "nothing", "lvlText": text}
    for tag, value in values.items():
        if value is not None:
            child = OxmlElement(f"w:{tag}")
            child.set(qn("w:val"), value)
            element.append(child)
    return element


def add_numbering(document: Docx) -> None:
    """Define the outline 一、 （一） 1. in numbering.xml."""
    root = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), str(NUMBERING_ID))
    kind = OxmlElement("w:multiLevelType")
    kind.set(qn("w:val"), "multilevel")
    abstract.append(kind)
    for level, (form, text, style) in enumerate(LEVELS):
        abstract.append(numbering_level(level, form, text, style))
    first_num = root.find(qn("w:num"))
    first_num.addprevious(abstract)
    num = OxmlElement("w:num")
    num.set(qn("w:numId"), str(NUMBERING_ID))
    link = OxmlElement("w:abstractNumId")
    link.set(qn("w:val"), str(NUMBERING_ID))
    num.append(link)
    root.append(num)


def set_numbering(properties: etree._Element, level: int) -> None:
    """Put ``w:numPr`` into the properties of a paragraph or of a paragraph style."""
    number = properties.get_or_add_numPr()
    number.get_or_add_ilvl().val = level
    number.get_or_add_numId().val = NUMBERING_ID


def add_level_styles(document: Docx) -> None:
    """Add the paragraph styles that carry the numbers of levels 1 and 2."""
    for level, (_, _, name) in enumerate(LEVELS):
        if name is None:
            continue
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        set_font(style, "黑体" if level == 0 else "仿宋", 16)
        set_numbering(style.element.get_or_add_pPr(), level)


def new_document() -> Docx:
    """Return an empty document with page, font and properties set."""
    document = Document()
    set_font(document.styles["Normal"], "仿宋", 16)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    footer = section.footer.paragraphs[0]
    footer.text = "— 1 —"
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    properties = document.core_properties
    properties.created = properties.modified = FIXED_TIME
    properties.author = properties.last_modified_by = "chuandao example"
    properties.comments = ""
    properties.revision = 1
    return document


def add_centred(document: Docx, text: str, size: float) -> Paragraph:
    """Add a bold centred paragraph."""
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.bold = True
    run.font.size = Pt(size)
    return paragraph


def add_red_head(document: Docx, text: str) -> None:
    """Add the red head line of the issuing office."""
    paragraph = add_centred(document, text, 30)
    paragraph.runs[0].font.color.rgb = RGBColor(0xC0, 0, 0)


def add_number(document: Docx, text: str) -> None:
    """Add the centred document number."""
    document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.CENTER


def add_title(document: Docx, text: str) -> None:
    """Add the title of the document or of an annex."""
    add_centred(document, text, 22)


def add_heading(document: Docx, text: str) -> None:
    """Add the heading of an annexed plan on a new page."""
    add_centred(document, text, 20).paragraph_format.page_break_before = True


def add_flush(document: Docx, text: str) -> None:
    """Add a paragraph without indentation."""
    document.add_paragraph(text)


def add_right(document: Docx, text: str) -> None:
    """Add a paragraph at the right margin."""
    document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.RIGHT


def add_annex(document: Docx, text: str) -> None:
    """Add the word 附件 on a new page."""
    document.add_paragraph(text).paragraph_format.page_break_before = True


def add_text(document: Docx, text: str) -> None:
    """Add a paragraph of the body; headings of the first level are bold."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.first_line_indent = INDENT
    paragraph.add_run(text).bold = True if LEVEL_1_TEXT.match(text) else None


def add_item(document: Docx, marked: str) -> None:
    """Add an automatically numbered item; the third level has no style of its own."""
    stars, _, text = marked.partition(" ")
    level = len(stars) - 1
    style = LEVELS[level][2]
    paragraph = document.add_paragraph(text, style=style)
    paragraph.paragraph_format.first_line_indent = INDENT
    if style is None:
        set_numbering(paragraph.paragraph_format.element.get_or_add_pPr(), level)


ADDERS: dict[str, Callable[[Docx, str], None]] = {
    "redhead": add_red_head,
    "number": add_number,
    "title": add_title,
    "heading": add_heading,
    "annextitle": add_title,
    "annex": add_annex,
    "to": add_flush,
    "cc": add_flush,
    "imprint": add_flush,
    "sign": add_right,
    "date": add_right,
    "attachments": add_text,
    "note": add_text,
    "text": add_text,
    "item": add_item,
}


def add_table(document: Docx, rows: list[list[str]]) -> None:
    """Add a table with a grid."""
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for cells, row in zip(rows, table.rows, strict=True):
        for text, cell in zip(cells, row.cells, strict=True):
            cell.text = text


def fill(document: Docx, lines: list[Line]) -> None:
    """Add all lines of a source to a document, each run of rows as one table."""
    rows: list[list[str]] = []
    for line in [*lines, Line("end", "")]:
        if line.kind == "row":
            rows.append(line.text.split("|"))
            continue
        if rows:
            add_table(document, rows)
            rows = []
        if line.kind != "end":
            ADDERS[line.kind](document, line.text)


def repack(data: bytes) -> bytes:
    """Return the same package with its members in order and with a fixed time."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        names = sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            member = zipfile.ZipInfo(name, ZIP_TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3
            member.external_attr = 0o644 << 16
            new.writestr(member, old.read(name))
    return target.getvalue()


def build_word(name: str) -> bytes:
    """Return the Word file made from one source."""
    lines = list(parse(read_source(name)))
    document = new_document()
    if any(line.kind == "autonumber" for line in lines):
        add_numbering(document)
        add_level_styles(document)
    fill(document, [line for line in lines if line.kind != "autonumber"])
    buffer = io.BytesIO()
    document.save(buffer)
    return repack(buffer.getvalue())


def recode(job: Recode) -> bytes:
    """Return a source in the encoding and with the line ends asked for."""
    text = (SOURCES / job.source).read_text(encoding="utf-8")
    return text.replace("\n", job.newline).encode(job.encoding)


def main() -> None:
    """Write every generated document into the package."""
    parser = argparse.ArgumentParser(description="Build the documents of Qinghe City.")
    parser.add_argument("--package", type=Path, default=PACKAGE, help="folder of the documents")
    package: Path = parser.parse_args().package
    package.mkdir(parents=True, exist_ok=True)
    for name in WORD_FILES:
        (package / f"{name}.docx").write_bytes(build_word(name))
    for job in RECODED:
        (package / job.target).write_bytes(recode(job))
    print(f"{len(WORD_FILES) + len(RECODED)} files written")


if __name__ == "__main__":
    main()
