"""Laws of reading documents: nothing lost, nothing invented, order kept, no traceback."""

import io
import re
import tempfile
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from chuandao.errors import DocumentError
from chuandao.sources.documents import read_document
from chuandao.sources.documents.decode import Decoded, decode
from chuandao.sources.documents.web.html import read_html
from chuandao.sources.documents.word.docx import read_docx
from chuandao.sources.documents.word.number_formats import write_number

USUAL = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处理府研究县镇村乡市"
words = st.text(st.sampled_from(USUAL + "，。、；：（）「」0123456789%A-\r\n"), min_size=12)
cells = st.text(st.sampled_from(USUAL + "，。1a "), min_size=1, max_size=12).map(str.strip)


def check_hint(error: DocumentError) -> None:
    assert error.hint


def read(data: bytes):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a")
        path.write_bytes(data)
        return read_document(path)


@given(words, st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]))
def test_plain_text_survives_every_encoding(text, encoding):
    if len(re.findall(r"[\u4e00-\u9fff]", text)) >= 8:
        assert decode(text.encode(encoding)).text == text


@given(st.binary(max_size=400))
@example(b"PK\x05\x06" + bytes(18))
@example(b"<html><body>\xff\xfe")
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_bytes_give_a_text_or_a_clear_error(data):
    try:
        found = read(data)
    except DocumentError as error:
        check_hint(error)
    else:
        assert 0.9 <= found.quality <= 1


@given(st.lists(cells, min_size=1, max_size=8))
@settings(deadline=None, max_examples=40)
def test_paragraphs_of_a_word_file_are_lines_in_order(paragraphs):
    document = docx.Document()
    for words_ in paragraphs:
        document.add_paragraph(words_)
    written = io.BytesIO()
    document.save(written)
    assert read_docx(written.getvalue()).text == "\n".join(paragraphs)


@given(st.lists(st.lists(cells, min_size=2, max_size=3), min_size=1, max_size=4))
@settings(deadline=None, max_examples=40)
def test_tables_of_a_word_file_are_lines_of_tabs(rows):
    width = min(map(len, rows))
    document = docx.Document()
    table = document.add_table(len(rows), width)
    for place, row in enumerate(rows):
        for column in range(width):
            table.cell(place, column).text = row[column]
    written = io.BytesIO()
    document.save(written)
    expected = "\n".join("\t".join(row[:width]) for row in rows)
    assert read_docx(written.getvalue()).text.strip("\n") == expected.strip("\n")


@given(st.lists(cells.filter(bool), min_size=1, max_size=6))
@settings(deadline=None, max_examples=40)
def test_paragraphs_of_a_page_are_lines_in_order(paragraphs):
    body = "".join(f"<p>{words_}</p>" for words_ in paragraphs)
    page = f"<html><head><meta charset='gbk'></head><body>{body}</body></html>"
    assert read(page.encode("gb18030")).text.split("\n") == [
        re.sub(" +", " ", words_) for words_ in paragraphs
    ]


@given(st.binary(max_size=60), st.integers(0, 2000))
@settings(deadline=None, max_examples=40)
def test_damaged_word_file_gives_a_text_or_a_clear_error(noise, place):
    document = docx.Document()
    document.add_paragraph("各县（市、区）人民政府")
    written = io.BytesIO()
    document.save(written)
    data = bytearray(written.getvalue())
    place %= len(data)
    data[place : place + len(noise)] = noise
    try:
        read(bytes(data))
    except DocumentError as error:
        check_hint(error)


@given(st.sampled_from(["document", "styles", "numbering"]), st.binary(max_size=80))
@settings(deadline=None, max_examples=40)
def test_odd_xml_in_a_part_gives_a_text_or_a_clear_error(part, noise):
    document = docx.Document()
    document.add_paragraph("甲", style="List Number")
    written = io.BytesIO()
    document.save(written)
    changed = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(changed, "w") as target:
        for entry in source.infolist():
            data = source.read(entry)
            same = entry.filename != f"word/{part}.xml"
            target.writestr(entry.filename, data if same else noise)
    try:
        read(changed.getvalue())
    except DocumentError as error:
        check_hint(error)


@pytest.mark.parametrize(
    "number_format",
    ["decimal", "chineseCounting", "chineseCountingThousand", "ideographDigital", "upperRoman",
     "lowerLetter", "japaneseCounting", "taiwaneseCounting", "chineseLegalSimplified"],
)  # fmt: skip
def test_no_two_counts_are_written_alike(number_format):
    written = [write_number(count, number_format) for count in range(1, 400)]
    assert len(set(written)) == len(written)


names = st.sampled_from(
    ["", "content", "TRS_Editor", "header", "nav", "position", "share", "x", "banner", "con", "title",
     "main", "sidebar", "article-body"]
)  # fmt: skip
boxes = st.sampled_from(["div", "section", "article", "main", "center", "blockquote", "table"])
shapes = st.sampled_from(
    ["<p>{}</p>", "<div>{}</div>", "{}<br>", "<ol><li>{}</li></ol>", "<p><b>{}</b></p>"]
)
pages = st.recursive(
    shapes, lambda inner: st.tuples(boxes, names, st.lists(inner, max_size=4)), max_leaves=20
)


def write_page(page, sentences: list[str]) -> str:
    if isinstance(page, str):
        sentences.append(f"第{len(sentences) + 1}件事由农业农村局牵头，年底前办完。")
        return page.format(sentences[-1])
    tag, name, parts = page
    inner = "".join(write_page(part, sentences) for part in parts)
    inner = f"<tr><td>{inner}</td></tr>" if tag == "table" else inner
    return f'<{tag} class="{name}">{inner}</{tag}>'


@given(pages)
@settings(deadline=None)
def test_page_loses_no_sentence_and_keeps_their_order(page):
    sentences: list[str] = []
    html = f"<html><body>{write_page(page, sentences)}</body></html>"
    text = read_html(Decoded(html, "utf-8")).text
    assert re.findall("第.*?办完。", text) == sentences
