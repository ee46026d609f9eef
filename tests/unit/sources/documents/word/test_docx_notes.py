"""Footnotes, endnotes, tracked changes, margins, and Word files in other clothes."""

import pytest

from chuandao.sources.documents.read import read_bytes
from chuandao.sources.documents.word.docx import read_docx
from chuandao.sources.documents.word.flat_docx import read_flat_docx


def p(words, extra=""):
    return f"<w:p><w:r><w:t>{words}</w:t></w:r>{extra}</w:p>"


def ref(kind, number, extra=""):
    return f'<w:r><w:{kind}Reference w:id="{number}"{extra}/></w:r>'


def note(kind, number, words):
    return f'<w:{kind} w:id="{number}"><w:p><w:r><w:{kind}Ref/></w:r><w:r><w:t>{words}</w:t></w:r></w:p></w:{kind}>'


def test_a_footnote_stands_after_its_paragraph_with_its_number(make_docx):
    notes = note("footnote", 7, "指规模以上企业。") + note("footnote", 3, "含村改居社区。")
    body = p("新增企业30家", ref("footnote", 7)) + p("覆盖所有社区", ref("footnote", 3))
    found = read_docx(make_docx(body, footnotes=notes))
    assert found.text.split("\n") == [
        "新增企业30家",
        "[1] 指规模以上企业。",
        "覆盖所有社区",
        "[2] 含村改居社区。",
    ]
    assert found.notes == ()


def test_endnotes_are_numbered_as_word_does(make_docx):
    body = p("甲", ref("endnote", 1)) + p("乙", ref("endnote", 2))
    notes = note("endnote", 1, "注甲") + note("endnote", 2, "注乙")
    assert read_docx(make_docx(body, endnotes=notes)).text == "甲\n[i] 注甲\n乙\n[ii] 注乙"


def test_a_footnote_in_a_table_stands_at_the_end_of_its_cell(make_docx):
    cell = f"<w:tc>{p('17座', ref('footnote', 1))}</w:tc><w:tc>{p('市水利局')}</w:tc>"
    found = read_docx(
        make_docx(
            f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>", footnotes=note("footnote", 1, "不含小山塘")
        )
    )
    assert found.text == "17座 [1] 不含小山塘\t市水利局"


def test_a_note_of_many_paragraphs_is_one_line(make_docx):
    words = f'<w:footnote w:id="1">{p("一")}{p("二")}</w:footnote>'
    assert (
        read_docx(make_docx(p("甲", ref("footnote", 1)), footnotes=words)).text == "甲\n[1] 一 二"
    )


def test_a_note_with_a_mark_of_its_own_takes_no_number(make_docx):
    own = ' w:customMarkFollows="1"'
    body = p("甲", ref("footnote", 1, own) + "<w:r><w:t>*</w:t></w:r>") + p(
        "乙", ref("footnote", 2)
    )
    notes = note("footnote", 1, "* 注") + note("footnote", 2, "注乙")
    assert read_docx(make_docx(body, footnotes=notes)).text == "甲*\n* 注\n乙\n[1] 注乙"


def test_a_note_that_was_deleted_or_hidden_is_not_read(make_docx):
    deleted = f"<w:del>{ref('footnote', 1)}</w:del>"
    hidden = '<w:r><w:rPr><w:vanish/></w:rPr><w:footnoteReference w:id="2"/></w:r>'
    notes = note("footnote", 1, "删") + note("footnote", 2, "隐")
    assert read_docx(make_docx(p("甲", deleted + hidden), footnotes=notes)).text == "甲"


def test_a_note_that_the_file_does_not_hold_is_a_warning(make_docx):
    found = read_docx(make_docx(p("甲", ref("footnote", 1))))
    assert [(n.code, n.severity) for n in found.notes] == [("footnotes_not_read", "warning")]


def test_tracked_changes_are_taken_as_accepted_with_a_warning(make_docx):
    body = "<w:p><w:del><w:r><w:delText>鼓励</w:delText></w:r></w:del><w:ins><w:r><w:t>必须</w:t></w:r></w:ins></w:p>"
    found = read_docx(make_docx(body))
    assert found.text == "必须"
    [told] = found.notes
    assert (told.code, told.severity, told.parameters["count"]) == (
        "changes_accepted",
        "warning",
        2,
    )


def test_a_deleted_cell_is_left_out(make_docx):
    gone = f'<w:tc><w:tcPr><w:cellDel w:id="1"/></w:tcPr>{p("旧")}</w:tc>'
    found = read_docx(make_docx(f"<w:tbl><w:tr>{gone}<w:tc>{p('新')}</w:tc></w:tr></w:tbl>"))
    assert found.text == "新"


def test_headers_are_margins_of_what_was_extracted(make_docx):
    found = read_bytes(make_docx(p("正文"), header=p("清河市人民政府文件")), "a.docx")
    assert (found.text, found.margins.strip()) == ("正文", "清河市人民政府文件")


@pytest.mark.parametrize("strict", [False, True])
def test_a_main_part_of_another_name_is_found(corpus, strict):
    lines = corpus.TRADITIONAL
    assert read_docx(corpus.raw_docx(lines, strict=strict)).text == "\n".join(lines)


def test_a_word_file_in_one_xml_reads_as_the_archive_does(make_docx, corpus):
    data = make_docx(
        p("甲", ref("footnote", 1)), footnotes=note("footnote", 1, "注"), header=p("页眉")
    )
    flat = read_flat_docx(corpus.flat_docx(data))
    assert (flat.text, flat.margins) == (read_docx(data).text, read_docx(data).margins)
