"""Marks of secrecy: refused as marks, not as words of a sentence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chuandao.catalog.rows import rows_of
from chuandao.errors import DocumentError
from chuandao.sources.documents import read_document
from chuandao.sources.documents.grading import secrecy_mark, secrecy_mark_of_name

TITLE = "清河市人民政府文件\n清政发〔2025〕1号\n关于发展特色产业的意见\n"


@pytest.mark.parametrize(
    ("head", "mark"),
    [
        ("机密★10年", "机密"),
        ("机密 ★ 长期", "机密"),
        ("绝　密", "绝密"),
        ("絕密★", "絕密"),
        ("秘密", "秘密"),
        ("【机密】", "机密"),
        ("密级：秘密", "秘密"),
        ("密级:机密★1年", "机密"),
        ("000123    秘密★1年    特急", "秘密"),
        ("份号 000001 机密 加急", "机密"),
        ("秘密级", "秘密"),
        ("秘密 5年", "秘密"),
        ("绝密★启用前", "绝密"),
        ("内部资料", "内部资料"),
        ("內部資料　注意保存", "內部資料"),
        ("内部文件，请勿外传", "内部文件"),
        ("（内部）", "内部"),
        ("工作秘密", "工作秘密"),
        ("★注意保存★", "注意保存"),
        ("内部资料 严禁外传", "内部资料"),
        ("内部材料，注意保管", "内部材料"),
        ("内部参阅·阅后收回", "内部参阅"),
        ("內部情況，不得翻印、外傳", "內部情況"),
        ("（内部掌握）", "内部掌握"),
        ("内部明电", "内部"),
        ("仅限本系统内部传阅", "仅限本系统内部传阅"),
        ("严禁扩散", "严禁扩散"),
        ("秘密▲3年", "秘密"),
        ("機密■長期", "機密"),
        ("祕密 ★ 六個月", "祕密"),
        ("密等及解密條件或保密期限：密", "密"),
        ("Confidential", "Confidential"),
        ("TOP SECRET", "TOPSECRET"),
        ("For Internal Use Only", "ForInternalUseOnly"),
        ("秘密女1年", "秘密"),
        ("机密大 l0 年", "机密"),
        ("秘密太", "秘密"),
        ("秘\u200b密★1年", "秘密"),
        ("关于考核情况的通报（内部资料）", "内部资料"),
    ],
)
def test_mark_is_found(head, mark):
    assert secrecy_mark(f"{head}\n{TITLE}") == mark


@pytest.mark.parametrize(
    "line",
    [
        "关于加强商业秘密保护工作的通知",
        "严格保守国家秘密，不得泄露商业秘密和个人隐私。",
        "内部控制",
        "内部审计工作规定",
        "各部门内部",
        "密级：无",
        "国家秘密、工作秘密和内部资料按规定管理。",
        "一、秘密载体管理",
        "市委机密室、市保密局：",
        "会议秘书处",
        "商业秘密",
        "国家秘密定密管理规定",
        "密级：公开",
        "无密级",
        "内部控制制度",
        "内部审计",
        "密等及解密條件或保密期限：普通",
        "Confidentiality Agreement",
        "Trade Secrets and Secretaries",
    ],
)
def test_words_of_a_sentence_are_no_mark(line):
    assert secrecy_mark(f"{TITLE}{line}\n") == ""


MARKS = (
    "秘密",
    "機密★5年",
    "绝密 ★ 长期",
    "秘密女1年",
    "内部资料 严禁外传",
    "內部文件，不得外傳",
    "（内部）",
    "CONFIDENTIAL",
    "Internal Use Only",
)


@pytest.mark.parametrize("mark", MARKS)
def test_mark_far_below_the_head_counts(mark):
    body = TITLE + "正文的一句话，有二十个字左右的样子吧。\n" * 60
    assert secrecy_mark(f"{body}附件2\n{mark}\n后文。\n")


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_mark_line_counts_at_any_line_of_a_document_in_any_script(data):
    line = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), max_size=40)
    lines = data.draw(st.lists(line, max_size=60))
    place = data.draw(st.integers(0, len(lines)))
    mark = data.draw(st.sampled_from(MARKS))
    assert secrecy_mark("\n".join([*lines[:place], mark, *lines[place:]]))


def test_starred_mark_in_a_cell_far_below_the_head_counts():
    body = TITLE + "正文的一句话，有二十个字左右的样子吧。\n" * 60
    assert secrecy_mark(f"{body}编号\t000012\t机密★2年\n") == "机密"


def test_grade_as_a_value_in_a_table_far_below_the_head_is_no_mark():
    body = TITLE + "正文的一句话，有二十个字左右的样子吧。\n" * 60
    assert secrecy_mark(f"{body}密级\t最长期限\n秘密\t不超过十年\n内部\t外部\n") == ""


def test_every_mark_of_the_catalogue_is_found_alone_on_its_line():
    words = [
        row["mark"] for row in rows_of("secrecy_marks.csv") if row["kind"] in {"grade", "internal"}
    ]
    assert [word for word in words if not secrecy_mark(f"{TITLE}{word}\n")] == []


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("机密-抢险预案", "机密"),
        ("抢险预案_内部资料", "内部资料"),
        ("抢险预案（内部）", "内部"),
        ("秘密★1年 抢险预案", "秘密"),
        ("商业秘密保护条例", ""),
        ("内部控制-管理办法", ""),
        ("trade-secret-rules", ""),
    ],
)
def test_mark_as_a_part_of_a_name_counts(name, mark):
    assert secrecy_mark_of_name(name) == mark


def test_short_lines_do_not_push_a_mark_out_of_the_head():
    assert secrecy_mark("目录\n" * 40 + "秘密\n") == "秘密"


def test_graded_document_is_refused_and_named(write):
    with pytest.raises(DocumentError) as caught:
        read_document(write(f"机密★1年\n{TITLE}".encode("gb18030")))
    assert caught.value.code == "graded_document"
    assert "清政发" not in str(caught.value)


def test_mark_in_the_header_or_watermark_of_a_word_file_counts(write, make_docx):
    for header in (
        "<w:p><w:r><w:t>内部资料 注意保存</w:t></w:r></w:p>",
        '<w:p><w:r><w:pict><v:shape><v:textpath string="机密"/></v:shape></w:pict></w:r></w:p>',
    ):
        data = make_docx("<w:p><w:r><w:t>正文</w:t></w:r></w:p>", header=header)
        with pytest.raises(DocumentError) as caught:
            read_document(write(data))
        assert caught.value.code == "graded_document"


@pytest.mark.parametrize(
    "line", ["1" * 60, "No" * 30, "特急" * 30, "秘密5" * 20, "机密级" * 20 + "x"]
)
def test_odd_heads_are_judged_at_once(line):
    assert isinstance(secrecy_mark(line), str)
