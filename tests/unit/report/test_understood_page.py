"""The page of a document as it was understood: the whole text, every field, nothing carried out."""

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html

from chuandao.cascade.tracing.from_files import understand_files
from chuandao.cascade.tracing.understanding.understood import understand
from chuandao.errors import Place, Problem
from chuandao.examples import qinghe
from chuandao.messages import LANGUAGES, render
from chuandao.report.understood.clause_tree import clause_tree
from chuandao.report.understood.common_form import common_form
from chuandao.report.understood.envelope_values import envelope_spans, envelope_values
from chuandao.report.understood.fields import envelope_fields, shown_fields
from chuandao.report.understood.gaps import gaps_of
from chuandao.report.understood.marks import LANES, Mark, in_lanes, marks_of, pieces
from chuandao.report.understood.page import understood_page
from chuandao.sources.documents import Extracted
from chuandao.text.commitment.commitment import FIELDS

TEXT = (
    "清河市人民政府文件\n清政发〔2025〕18号\n清河市人民政府关于垃圾分类的意见\n各县（市、区）：\n"
    "为做好工作，根据《城市管理条例》，制定本意见。\n一、重点任务\n"
    "（一）完善收运体系。2025年底前新建分拣中心不少于6座。（牵头单位：市城管局；配合单位：市财政局）\n"
    "（二）山水相连。\n附件：分工表\n清河市人民政府\n2025年3月12日\n附件\n"
    "序号\t任务\t牵头单位\t完成时限\n1\t出台办法\t市司法局\t2025年6月底前\n抄送：市委办公室。\n"
)
CITY = Path(qinghe) / "documents" / "city-18.docx"


def document(text=TEXT, name="city", file="city.txt"):
    return understand(Extracted(file, text, "txt", "utf-8", "", 1.0), name, file)


def opened(*documents, language="zh-Hans", unread=()):
    return html.fromstring(understood_page(documents, language, unread))


def shown_text(tree):
    """Return what stands on the paper: the words of the blocks, in order."""
    parts = tree.xpath("//div[@class='paper']//*[self::div][contains(@class,'words') or contains(@class,'between')]")  # fmt: skip
    return "".join(part.text_content() for part in parts)


def test_every_character_of_the_text_stands_on_the_page_in_order():
    assert shown_text(opened(document())) == TEXT


@pytest.mark.parametrize(
    "text", ["", "\n\n", "一、", "\t\n\t", "a\n\n\n一、b\n  c\t\td\n\n", "①甲；②乙"]
)
def test_odd_texts_lose_nothing(text):
    assert shown_text(opened(document(text))) == text


def test_the_indent_of_a_clause_is_part_of_it():
    tree = opened(document("关于茶叶的意见\n各镇：\n\u3000\u3000一、2025年底前建茶园3个。\n"))
    assert tree.xpath("string(//article//div[@class='words'])").startswith("\u3000\u3000一")
    assert not tree.xpath("//article[contains(@class, 'joined')]")


def test_the_example_document_loses_nothing():
    (read,), _ = understand_files([CITY])
    assert shown_text(opened(read)) == read.text


def test_control_characters_are_shown_by_their_pictures():
    assert shown_text(opened(document("一、\x00建茶园\x0b3个。\n"))) == "一、␀建茶园␋3个。\n"


def test_the_same_documents_give_the_same_bytes():
    assert understood_page([document()], "en") == understood_page([document()], "en")


@pytest.mark.parametrize("field", FIELDS)
def test_every_value_that_was_read_is_marked_over_its_words(field):
    read = document()
    marks = marks_of(read, "en")
    found = [v for c in read.clauses for item in c.commitments for v in getattr(item, field)]
    for value in found:
        assert any((m.start, m.end, m.field) == (value.start, value.end, field) for m in marks)


def test_a_mark_tells_field_and_common_form():
    titles = opened(document()).xpath("//span[contains(@class,'f-targets')]/@title")
    assert any(re.fullmatch("指标：.*分拣中心 ≥ 6 座", title) for title in titles)


def test_no_two_underlines_of_a_lane_overlap():
    (read,), _ = understand_files([CITY])
    marks = [mark for mark in marks_of(read, "en") if mark.lane < LANES - 1]
    for lane in {mark.lane for mark in marks}:
        spans = sorted((m.start, m.end) for m in marks if m.lane == lane)
        assert all(one[1] <= two[0] for one, two in pairwise(spans))


def test_more_marks_than_lanes_share_the_lowest():
    marks = in_lanes(Mark(0, n, "targets", str(n)) for n in range(1, 12))
    assert max(mark.lane for mark in marks) == LANES - 1


def test_a_piece_is_under_every_mark_that_covers_it():
    marks = in_lanes([Mark(0, 4, "a", ""), Mark(2, 6, "b", "")])
    assert [(p.text, {m.field for m in p.marks}) for p in pieces("012345", 0, 6, marks)] == [
        ("01", {"a"}),
        ("23", {"a", "b"}),
        ("45", {"b"}),
    ]


def test_signs_that_stand_close_do_not_cover_one_another():
    marks = in_lanes([Mark(0, 5, "a", ""), Mark(0, 1, "b", ""), Mark(1, 5, "c", "")])
    assert [piece.shift for piece in pieces("01234", 0, 5, marks)] == [0, 1]


def test_the_envelope_is_placed_by_the_lines_of_the_layout():
    spans = {name: TEXT[start:end] for name, start, end in envelope_spans(document())}
    assert spans["number"] == "清政发〔2025〕18号"
    assert spans["dated"] == "2025年3月12日"
    assert spans["citations"] == "《城市管理条例》"
    assert "市委办公室" in spans["copies_to"]


def test_every_field_of_the_envelope_is_told_or_said_to_be_missing():
    tree = opened(document("一、建茶园3个。\n"))
    told = tree.xpath("string(//section[@class='envelope'])")
    for name in ("issuer", "number", "title", "addressees", "dated"):
        assert render(f"envelope.{name}", "zh-Hans") in told


def test_values_of_the_envelope_are_words():
    values = envelope_values(document(), "zh-Hans")
    assert values["dated"] == ("2025-03-12",)
    assert values["citations"] == ("《城市管理条例》（据以贯彻）",)


def test_every_field_there_is_has_a_name_and_a_sign_in_every_language():
    for language in LANGUAGES:
        fields = shown_fields({*FIELDS, *envelope_fields(), "damaged"}, language)
        assert {field.code for field in fields} == {*FIELDS, *envelope_fields(), "damaged"}
        assert all(field.name != field.code and field.sign for field in fields)


def test_no_two_fields_of_one_language_have_the_same_sign():
    fields = shown_fields({*FIELDS, *envelope_fields()}, "zh-Hans")
    signs = [field.sign for field in fields]
    assert len(signs) == len(set(signs))


def test_headings_are_branches_and_clauses_are_leaves():
    tree = clause_tree(document())
    assert [(leaf.depth, leaf.path) for leaf in tree if leaf.clause] == [
        (1, "0.p1"),
        (1, "1.1"),
        (1, "1.2"),
        (1, "annex.1"),
    ]
    assert [leaf.label for leaf in tree if leaf.clause is None] == ["一、重点任务", "附件"]


def test_a_clause_in_which_nothing_was_read_is_listed():
    gaps = {gap.code: [label for label, _ in gap.places] for gap in gaps_of(document())}
    assert gaps["no_commitment"] == ["1.2"]


def test_damaged_characters_are_marked_and_listed():
    read = document(TEXT.replace("分拣中心", "分拣\ufffd心"))
    assert "damaged" in {gap.code for gap in gaps_of(read)}
    assert opened(read).xpath("//span[contains(@class,'f-damaged')]")


def test_files_that_were_not_read_are_listed_with_what_to_do():
    unread = [Problem("not_read_image", "error", Place("<b>scan.png"))]
    told = opened(document(), unread=unread, language="en").xpath(
        "string(//section[@class='unread'])"
    )
    assert "<b>scan.png" in told
    assert render("not_read_image.hint", "en") in told


def test_notes_of_the_reader_are_shown():
    read = replace(
        document(), notes=(Problem("pictures_not_read", "note", Place("x"), {"count": 3}),)
    )
    assert "3" in opened(read).xpath("string(//p[@class='note'])")


HOSTILE = "<script>document.title='taken'</script><img src=x onerror=alert(1)>\"'&"


@pytest.mark.parametrize("place", ["text", "title", "file"])
def test_hostile_words_are_words(place):
    text = {
        "text": f"关于茶叶的意见\n各镇：\n一、{HOSTILE}2025年底前建茶园3个。\n",
        "title": f"{HOSTILE}关于茶叶的意见\n各镇：\n一、2025年底前建茶园3个。\n",
    }.get(place, TEXT)
    tree = opened(document(text, file=f"{HOSTILE}.txt" if place == "file" else "a.txt"))
    assert not tree.xpath("//img")
    assert len(tree.xpath("//script")) == 1
    assert not tree.xpath("//@onerror")


def test_the_page_asks_for_nothing():
    page = understood_page([document()], "en")
    assert not re.search(r"(?:src|href)=[\"']?(?:https?:)?//", page)
    assert "url(" not in page
    (policy,) = html.fromstring(page).xpath(
        "//meta[@http-equiv='Content-Security-Policy']/@content"
    )
    assert policy.startswith("default-src 'none'; ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_the_readers_language(language):
    tree = opened(document(), language=language)
    assert tree.xpath("string(//html/@lang | /html/@lang)") == language
    assert render("show_page.gaps", language) in tree.text_content()


def test_several_documents_get_a_chooser_and_separate_anchors():
    tree = opened(document(), document(name="b", file="b.txt"))
    assert tree.xpath("//select[@id='choose']/option/@value") == ["d1", "d2"]
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_every_link_of_the_page_has_its_place():
    tree = opened(document(), document(name="b", file="b.txt"))
    links = {href[1:] for href in tree.xpath("//a/@href")}
    assert links <= set(tree.xpath("//@id"))


def test_the_text_is_set_in_the_letters_of_its_script():
    traditional = document(
        "關於茶葉產業的意見\n各鎮：\n一、二〇二五年年底前建設茶園3個，發展產業。\n"
    )
    english = document("Notice on tea\nSection 1 Gardens\nThree gardens shall be built by 2026.\n")
    scripts = [opened(d).xpath("string(//div[@class='paper']/@lang)") for d in (document(), traditional, english)]  # fmt: skip
    assert scripts == ["zh-Hans", "zh-Hant", "en"]


@pytest.mark.parametrize(
    ("field", "value", "language", "words"),
    [
        ("deadline", "by 2026-12-31", "zh-Hans", "2026-12-31前"),
        ("deadline", "each quarter", "zh-Hans", "每季度"),
        ("deadline", "each 2 months", "zh-Hans", "每2个月"),
        ("deadline", "before 春节", "en", "before 春节"),
        ("deadline", "something new", "en", "something new"),
        ("deontic", "-2", "en", "−2 (may)"),
        ("polarity", "refrain", "zh-Hans", "不得做"),
        ("object", "by 2026", "en", "by 2026"),
    ],
)
def test_a_value_is_told_in_the_readers_words(field, value, language, words):
    assert common_form(field, value, language) == words


def test_a_traditional_document_is_told_in_its_own_letters():
    text = (
        "清河市人民政府關於發展茶葉產業的意見\n各縣（市、區）：\n一、重點任務\n（一）建設茶園。"
        "2025年年底前建成3個。\n"
    )
    read = document(text)
    tree = opened(read, language="zh-Hant")
    assert tree.xpath("string(//h1)") == "清河市人民政府關於發展茶葉產業的意見"
    assert "一、重點任務" in tree.xpath("string(//nav)")
    assert envelope_values(read, "zh-Hant")["addressees"] == ("各縣（市、區）",)
