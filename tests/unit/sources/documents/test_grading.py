"""Marks of secrecy: refused as marks, not as words of a sentence."""

import pytest

from chuandao.errors import DocumentError
from chuandao.sources.documents import read_document
from chuandao.sources.documents.grading import secrecy_mark

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
    ],
)
def test_words_of_a_sentence_are_no_mark(line):
    assert secrecy_mark(f"{TITLE}{line}\n") == ""


def test_mark_far_below_the_head_is_none():
    assert secrecy_mark(TITLE + "正文的一句话，有二十个字左右的样子吧。\n" * 60 + "秘密\n") == ""


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
