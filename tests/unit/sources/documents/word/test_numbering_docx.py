"""Automatic numbers of Word files."""

import io

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from chuandao.sources.documents.word.docx import read_docx
from chuandao.sources.documents.word.number_formats import write_number


def level(index: int, number_format: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(*levels: str, identifier: int = 0) -> str:
    return f'<w:abstractNum w:abstractNumId="{identifier}">{"".join(levels)}</w:abstractNum>'


def num(identifier: int, abstract_id: int = 0, overrides: str = "") -> str:
    return (
        f'<w:num w:numId="{identifier}"><w:abstractNumId w:val="{abstract_id}"/>{overrides}</w:num>'
    )


def item(words: str, num_id: int | None = None, ilvl: int | None = None, style: str = "") -> str:
    stated = f'<w:pStyle w:val="{style}"/>' if style else ""
    if num_id is not None:
        at = "" if ilvl is None else f'<w:ilvl w:val="{ilvl}"/>'
        stated += f'<w:numPr>{at}<w:numId w:val="{num_id}"/></w:numPr>'
    return f"<w:p><w:pPr>{stated}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


OFFICIAL = abstract(
    level(0, "chineseCountingThousand", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimal", "%1.%3.%4", "<w:isLgl/>"),
)


@pytest.fixture
def lines(make_docx):
    return lambda body, **parts: read_docx(make_docx(body, **parts)).text.split("\n")


def test_levels_count_and_restart_after_a_higher_one(lines):
    body = "".join(item("x", 1, at) for at in (0, 1, 1, 2, 2, 0, 1, 2, 3))
    assert lines(body, numbering=OFFICIAL + num(1)) == [
        "一、x", "（一）x", "（二）x", "1. x", "2. x", "二、x", "（一）x", "1. x", "2.1.1 x",
    ]  # fmt: skip


def test_numbers_come_from_the_style_and_what_it_is_based_on(lines):
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/><w:pPr><w:numPr>'
        '<w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2b"><w:basedOn w:val="H2"/></w:style>'
    )
    body = item("甲", style="H1") + item("乙", style="H2") + item("丙", style="H2b")
    assert lines(body, numbering=OFFICIAL + num(1), styles=styles) == [
        "一、甲",
        "（一）乙",
        "（二）丙",
    ]


def test_level_that_names_a_style_decides_where_the_style_does_not(lines):
    numbering = abstract(
        level(0, "decimal", "第%1章"), level(1, "decimal", "第%2条", '<w:pStyle w:val="A"/>')
    )
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        "</w:pPr></w:style>"
    )
    assert lines(item("总则", style="A"), numbering=numbering + num(1), styles=styles) == [
        "第1条总则"
    ]


def test_number_zero_takes_a_paragraph_out_of_its_list(lines):
    body = item("甲", 1, 0) + item("乙", 0) + item("丙", 1, 0)
    assert lines(body, numbering=OFFICIAL + num(1)) == ["一、甲", "乙", "二、丙"]


def test_lists_of_one_scheme_go_on_unless_one_starts_anew(lines):
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    body = item("a", 1, 0) + item("b", 2, 0) + item("c", 3, 0) + item("d", 3, 0)
    numbering = OFFICIAL + num(1) + num(2) + num(3, overrides=restart)
    assert lines(body, numbering=numbering) == ["一、a", "二、b", "一、c", "二、d"]


def test_level_may_be_replaced_and_may_refuse_to_restart(lines):
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)")}</w:lvlOverride>'
    numbering = abstract(
        level(0, "decimal", "%1."), level(1, "decimal", "%2)", '<w:lvlRestart w:val="0"/>')
    )
    body = item("a", 1, 0) + item("b", 1, 1) + item("c", 1, 0) + item("d", 1, 1)
    assert lines(body, numbering=numbering + num(1, overrides=own)) == [
        "A) a",
        "1) b",
        "B) c",
        "2) d",
    ]


def test_suffix_nothing_bullets_and_none(lines):
    numbering = abstract(
        level(0, "decimal", "%1", '<w:suff w:val="nothing"/>'),
        level(1, "bullet", "\uf0b7"),
        level(2, "none", ""),
    )
    body = item("年", 1, 0) + item("点", 1, 1) + item("空", 1, 2)
    assert lines(body, numbering=numbering + num(1)) == ["1年", "• 点", "空"]


def test_link_to_a_list_style_is_followed(lines):
    styles = (
        '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        "</w:pPr></w:style>"
    )
    linked = '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="L"/></w:abstractNum>'
    assert lines(
        item("甲", 2, 0), numbering=OFFICIAL + linked + num(1) + num(2, 5), styles=styles
    ) == ["一、甲"]


def test_items_in_cells_count_in_reading_order(lines):
    cell = f"<w:tbl><w:tr><w:tc>{item('b', 1, 0)}</w:tc></w:tr></w:tbl>"
    assert lines(item("a", 1, 0) + cell + item("c", 1, 0), numbering=OFFICIAL + num(1)) == [
        "一、a", "二、b", "三、c",
    ]  # fmt: skip


def test_odd_numbering_parts_do_no_harm(lines):
    body = item("甲", 9, 0) + item("乙", 1, 99) + item("丙", 1, -3)
    assert lines(body, numbering=num(1, 77) + '<w:num w:numId="x"/>') == ["甲", "乙", "丙"]


def test_python_docx_lists_by_style_and_by_direct_property():
    document = docx.Document()
    document.add_paragraph("one", style="List Number")
    document.add_paragraph("two", style="List Number")
    document.add_paragraph("point", style="List Bullet")
    direct = document.add_paragraph("three")
    numbering = OxmlElement("w:numPr")
    for tag, value in (("w:ilvl", "0"), ("w:numId", _list_of(document, "List Number"))):
        element = OxmlElement(tag)
        element.set(qn("w:val"), value)
        numbering.append(element)
    direct._p.get_or_add_pPr().append(numbering)
    written = io.BytesIO()
    document.save(written)
    assert read_docx(written.getvalue()).text.split("\n") == [
        "1. one", "2. two", "• point", "3. three",
    ]  # fmt: skip


def _list_of(document, style: str) -> str:
    return str(document.styles[style].element.pPr.numPr.numId.val)


@pytest.mark.parametrize(
    ("number_format", "expected"),
    [
        ("decimal", "1 2 10 11 20 21 100 110 111"),
        ("decimalZero", "01 02 10 11 20 21 100 110 111"),
        ("chineseCounting", "一 二 十 十一 二十 二十一 一○○ 一一○ 一一一"),
        ("taiwaneseCounting", "一 二 十 十一 二十 二十一 一○○ 一一○ 一一一"),
        ("chineseCountingThousand", "一 二 十 十一 二十 二十一 一百 一百一十 一百一十一"),
        ("japaneseCounting", "一 二 十 十一 二十 二十一 百 百十 百十一"),
        ("ideographDigital", "一 二 一〇 一一 二〇 二一 一〇〇 一一〇 一一一"),
        ("chineseLegalSimplified", "壹 贰 壹拾 壹拾壹 贰拾 贰拾壹 壹佰 壹佰壹拾 壹佰壹拾壹"),
        ("lowerLetter", "a b j k t u vvvv fffff ggggg"),
        ("upperRoman", "I II X XI XX XXI C CX CXI"),
        ("decimalEnclosedCircle", "① ② ⑩ ⑪ ⑳ 21 100 110 111"),
        ("ideographTraditional", "甲 乙 癸 11 20 21 100 110 111"),
        ("unheardOf", "1 2 10 11 20 21 100 110 111"),
    ],
)
def test_number_formats_are_those_of_the_word_processor(number_format, expected):
    counts = (1, 2, 10, 11, 20, 21, 100, 110, 111)
    written = [write_number(count, number_format) for count in counts]
    assert written == expected.split()


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (101, "一百零一"),
        (110, "一百一十"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (2000, "二千"),
    ],
)
def test_zeros_inside_a_counting_number(count, expected):
    assert write_number(count, "chineseCountingThousand") == expected
