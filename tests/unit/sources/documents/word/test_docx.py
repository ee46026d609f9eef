"""Text of Word files: order, tables, boxes, fields, changes."""

import pytest

from chuandao.sources.documents.word.docx import read_docx


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def r(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def cell(*blocks: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(blocks)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


@pytest.fixture
def text_of(make_docx):
    return lambda body, **parts: read_docx(make_docx(body, **parts)).text


@pytest.fixture
def codes_of(make_docx):
    return lambda body: {
        note.code: note.parameters["count"] for note in read_docx(make_docx(body)).notes
    }


def test_paragraphs_and_tables_keep_their_order(text_of):
    body = p(r("一")) + table(row(cell(p(r("甲"))), cell(p(r("乙"))))) + p() + p(r("二"))
    assert text_of(body) == "一\n甲\t乙\n\n二"


def test_runs_join_without_a_gap(text_of):
    assert text_of(p(r("特色"), r("产业"), r(" a"))) == "特色产业 a"


def test_line_breaks_of_the_source_are_no_line_breaks_of_the_text(text_of):
    assert text_of("<w:p><w:r><w:t>\n  甲\n乙\n</w:t></w:r></w:p>") == "甲 乙"


def test_breaks_and_tabs(text_of):
    body = p(r("甲"), "<w:r><w:tab/></w:r>", r("乙"), "<w:r><w:br/></w:r>", r("丙"))
    assert text_of(body) == "甲\t乙\n丙"


def test_cell_with_several_paragraphs_is_one_line(text_of):
    inner = p(r("甲"), "<w:r><w:tab/></w:r>", r("乙")) + p(r("丙"))
    assert text_of(table(row(cell(inner), cell(p(r("丁")))))) == "甲 乙 丙\t丁"


def test_vertical_merge_is_repeated_and_horizontal_merge_stands_once(text_of):
    restart, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        row(cell(p(r("牵头")), properties='<w:gridSpan w:val="2"/>'), cell(p(r("事项")))),
        row(cell(p(r("1"))), cell(p(r("农业局")), properties=restart), cell(p(r("甲")))),
        row(cell(p(r("2"))), cell(p(), properties=go_on), cell(p(r("乙")))),
        row(cell(p(r("3"))), cell(p(r("财政局"))), cell(p(r("丙")))),
    )
    assert text_of(body) == "牵头\t事项\n1\t农业局\t甲\n2\t农业局\t乙\n3\t财政局\t丙"


def test_vertical_merge_is_found_by_its_place_in_the_grid(text_of):
    restart, go_on = '<w:vMerge w:val="restart"/>', '<w:vMerge w:val="continue"/>'
    body = table(
        row(cell(p(r("a"))), cell(p(r("b"))), cell(p(r("c")), properties=restart)),
        row(cell(p(r("ab")), properties='<w:gridSpan w:val="2"/>'), cell(p(), properties=go_on)),
        row(cell(p(), properties=go_on), properties='<w:gridBefore w:val="2"/>'),
    )
    assert text_of(body) == "a\tb\tc\nab\tc\nc"


def test_nested_table_is_flattened_in_order(text_of):
    inner = table(row(cell(p(r("1"))), cell(p(r("2")))), row(cell(p(r("3"))), cell(p(r("4")))))
    assert (
        text_of(table(row(cell(p(r("前")) + inner + p(r("后"))), cell(p())))) == "前 1 2 3 4 后\t"
    )


def test_text_box_is_read_once_and_in_place(text_of):
    box = f"<w:txbxContent>{p(r('清河市人民政府文件'))}</w:txbxContent>"
    shape = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx>{box}</wps:txbx></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    assert text_of(p(r("前")) + p(shape, r("正文")) + p(r("后"), shape)) == (
        "前\n清河市人民政府文件\n正文\n后\n清河市人民政府文件"
    )


def test_tracked_changes_are_accepted_and_counted(text_of, codes_of):
    body = p(
        r("不低于"),
        f"<w:del>{r('8').replace('w:t', 'w:delText')}</w:del>",
        f"<w:ins>{r('10')}</w:ins>",
        r("%"),
    )
    assert text_of(body) == "不低于10%"
    assert codes_of(body) == {"changes_accepted": 2}


def test_deleted_paragraph_end_joins_the_next_paragraph(text_of):
    body = p(r("甲"), properties="<w:rPr><w:del/></w:rPr>") + p(r("乙"))
    assert text_of(body) == "甲乙"


def test_deleted_row_is_left_out(text_of):
    body = table(row(cell(p(r("甲"))), properties="<w:del/>"), row(cell(p(r("乙")))))
    assert text_of(body) == "乙"


def test_hidden_text_is_left_out_and_counted(text_of, codes_of):
    body = p(r("甲"), r("密", "<w:vanish/>"), r("乙", '<w:vanish w:val="0"/>'))
    assert text_of(body) == "甲乙"
    assert codes_of(body) == {"hidden_text_dropped": 1}


def test_field_gives_its_result_without_its_instruction(text_of):
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    body = p(
        r("见"),
        mark.format("begin"),
        "<w:r><w:instrText> REF a \\h </w:instrText></w:r>",
        mark.format("separate"),
        r("第三条"),
        mark.format("end"),
        r("。"),
        f'<w:fldSimple w:instr="DATE">{r("今日")}</w:fldSimple>',
    )
    assert text_of(body) == "见第三条。今日"


def test_circled_number_made_by_a_field_is_read(text_of):
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    body = p(
        mark.format("begin"),
        "<w:r><w:instrText>eq \\o\\ac(○,</w:instrText></w:r>",
        "<w:r><w:instrText>3)</w:instrText></w:r>",
        mark.format("end"),
        r("落实资金"),
    )
    assert text_of(body) == "③落实资金"


def test_field_that_is_never_closed_loses_no_later_paragraph(text_of):
    body = p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', r("x")) + p(r("后文"))
    assert text_of(body) == "\n后文"


def test_content_controls_links_and_formulas_are_read(text_of):
    body = f"<w:sdt><w:sdtPr/><w:sdtContent>{p(r('甲'))}</w:sdtContent></w:sdt>" + p(
        f"<w:hyperlink>{r('乙')}</w:hyperlink>", "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"
    )
    assert text_of(body) == "甲\n乙x"


def test_symbols_hyphens_and_watermarks(text_of):
    body = p(
        '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>',
        r("2025"),
        "<w:r><w:noBreakHyphen/></w:r>",
        r("01"),
        "<w:r><w:softHyphen/></w:r>",
    )
    assert text_of(body) == "☑2025-01"


def test_footnotes_and_pictures_are_counted_not_read(codes_of):
    body = p(r("甲"), '<w:r><w:footnoteReference w:id="1"/></w:r>', "<w:r><w:object/></w:r>")
    assert codes_of(body) == {"footnotes_not_read": 1, "embedded_not_read": 1}


def test_table_of_contents_is_left_out(text_of):
    styles = '<w:style w:type="paragraph" w:styleId="10"><w:name w:val="toc 1"/></w:style>'
    body = p(r("一、目标 1"), properties='<w:pStyle w:val="10"/>') + p(r("一、目标"))
    assert text_of(body, styles=styles) == "一、目标"


def test_header_is_no_part_of_the_text(make_docx):
    content = read_docx(make_docx(p(r("正文")), header=p(r("页眉"))))
    assert (content.text, content.margins.strip()) == ("正文", "页眉")
