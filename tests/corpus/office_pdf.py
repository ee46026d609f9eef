"""PDF files as LibreOffice and Chromium write them, from documents built here."""

import html
import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from officialese import Block

SOFFICE = shutil.which("soffice")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
_ALIGN = {
    "head": WD_ALIGN_PARAGRAPH.CENTER,
    "title": WD_ALIGN_PARAGRAPH.CENTER,
    "centre": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
_SIZES = {"head": 26, "title": 18}


def _set(parent, tag: str, **values: str):
    found = OxmlElement(tag)
    for name, value in values.items():
        found.set(qn(f"w:{name}"), value)
    parent.append(found)
    return found


def _run(paragraph, text: str, size: float, face: str) -> None:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.font.name = face
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def docx(
    blocks: Sequence[Block],
    *,
    columns_from: int = -1,
    columns: int = 2,
    size: float = 12,
    face: str = "Noto Serif CJK SC",
    head: str = "",
) -> bytes:
    """Return a Word file; from block ``columns_from`` on up to the first table it has columns."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    if head:
        _run(section.header.paragraphs[0], head, 9, face)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(foot, "— ", 10, face)
    _set(foot._p, "w:fldSimple", instr="PAGE")
    _run(foot, " —", 10, face)
    in_columns = False
    for place, block in enumerate(blocks):
        wanted = 0 <= columns_from <= place and block.kind != "table"
        if wanted != in_columns:
            section = document.add_section(WD_SECTION.CONTINUOUS)
            found = section._sectPr.find(qn("w:cols"))
            if found is not None:
                section._sectPr.remove(found)
            _set(section._sectPr, "w:cols", num=str(columns if wanted else 1), space="480")
            in_columns = wanted
        _block(document, block, size, face)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _block(document, block: Block, size: float, face: str) -> None:
    if block.kind == "table":
        _table(document, block, size, face)
        document.add_paragraph()
        return
    paragraph = document.add_paragraph()
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing = Pt(1.75 * _SIZES.get(block.kind, size))
    paragraph.alignment = _ALIGN.get(block.kind, WD_ALIGN_PARAGRAPH.JUSTIFY)
    if block.kind in {"para", "item"}:
        form.first_line_indent = Pt(2 * size)
    elif block.kind == "right":
        form.right_indent = Pt(4 * size)
    _run(paragraph, block.text, _SIZES.get(block.kind, size), face)


def _table(document, block: Block, size: float, face: str) -> None:
    table = document.add_table(len(block.rows), len(block.rows[0]))
    table.style = "Table Grid"
    _set(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader", val="true")
    for j in range(len(block.rows[0])):
        start = 0
        for i in range(1, len(block.rows) + 1):
            if i == len(block.rows) or block.rows[i][j] is not None:
                if i - start > 1:
                    table.cell(start, j).merge(table.cell(i - 1, j))
                start = i
    for i, row in enumerate(block.rows):
        for j, words in enumerate(row):
            if words is not None:
                paragraph = table.cell(i, j).paragraphs[0]
                _run(paragraph, words, 0.85 * size, face)


def by_libreoffice(data: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.docx")
        path.write_bytes(data)
        command = [SOFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", folder, str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return Path(folder, "a.pdf").read_bytes()


def page(
    blocks: Sequence[Block], *, columns: int = 1, language: str = "zh-Hans", indent: str = "2em"
) -> str:
    """Return an HTML page, its running text in columns."""
    parts, column = [], []
    for block in blocks:
        if block.kind == "table":
            parts += [_columns(column), _html_table(block)]
            column = []
        elif block.kind in {"head", "title"}:
            parts += [
                _columns(column),
                f"<h{1 if block.kind == 'head' else 2}>{html.escape(block.text)}</h2>",
            ]
            column = []
        else:
            column.append(f'<p class="{block.kind}">{html.escape(block.text)}</p>')
    parts.append(_columns(column))
    return f"""<!doctype html><html lang="{language}"><meta charset="utf-8"><title>a</title><style>
    @page {{ size: A4; margin: 25mm 22mm; }}
    body {{ font: 11pt/1.7 "Noto Serif CJK SC"; text-align: justify; }}
    h1, h2, .centre {{ text-align: center; text-indent: 0 }} .right {{ text-align: right; padding-right: 4em }}
    .columns {{ columns: {columns}; column-gap: 2em }}
    p {{ margin: 0 }} .para, .item {{ text-indent: {indent} }}
    table {{ border-collapse: collapse; width: 100%; font-size: 10pt; margin: 1em 0 }}
    td, th {{ border: 1px solid black; padding: 3px 5px; text-align: left }} thead {{ display: table-header-group }}
    </style>{"".join(parts)}</html>"""


def _columns(parts: list[str]) -> str:
    return f'<div class="columns">{"".join(parts)}</div>' if parts else ""


def _html_table(block: Block) -> str:
    rows = []
    for i, row in enumerate(block.rows):
        cells = []
        for j, words in enumerate(row):
            if words is None:
                continue
            span = 1
            while i + span < len(block.rows) and block.rows[i + span][j] is None:
                span += 1
            tag = "td" if i else "th"
            cells.append(f'<{tag} rowspan="{span}">{html.escape(words)}</{tag}>')
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table><thead>{rows[0]}</thead><tbody>{''.join(rows[1:])}</tbody></table>"


def by_chromium(words: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "a.html"), Path(folder, "a.pdf")
        source.write_text(words, encoding="utf-8")
        command = [
            CHROMIUM,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={folder}/p",
        ]
        command += [f"--print-to-pdf={target}", source.as_uri()]
        env = {**os.environ, "HOME": folder}
        subprocess.run(command, check=True, capture_output=True, timeout=120, env=env)
        return target.read_bytes()
