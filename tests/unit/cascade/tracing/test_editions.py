"""Editions of one document, and what the texts cite that is not at hand."""

import pytest

from chuandao.cascade.tracing.editions import find_editions, work_title
from chuandao.cascade.tracing.not_at_hand import not_at_hand
from chuandao.cascade.tracing.parents import find_parents
from chuandao.cascade.tracing.understood import understand
from chuandao.sources.documents import Extracted


def make(name, title, day, body="一、回收利用率达到35%以上。", number="", issuer="清河市人民政府"):
    lines = [number, f"{issuer}{title}", "各有关单位：", body, issuer, day]
    text = "\n".join(line for line in lines if line)
    return understand(Extracted(f"{name}.txt", text, "txt", "utf-8", "", 1.0), name)


OLD = make("old", "关于垃圾分类的意见", "2021年3月12日", number="清政发〔2021〕6号")
NEW = make(
    "new",
    "关于垃圾分类的意见（2025年修订）",
    "2025年3月12日",
    "一、回收利用率达到45%以上。\n二、《关于垃圾分类的意见》（清政发〔2021〕6号）同时废止。",
    "清政发〔2025〕9号",
)


@pytest.mark.parametrize(
    ("title", "work"),
    [
        ("关于垃圾分类的意见（2025年修订）", "关于垃圾分类的意见"),
        ("养犬管理办法（征求意见稿）", "养犬管理办法"),
        ("防汛应急预案（2020年版）", "防汛应急预案"),
        ("关于印发《茶产业规划》的通知", "关于印发茶产业规划的通知"),
    ],
)
def test_a_title_is_the_same_work_in_every_edition(title, work):
    assert work_title(title) == work


def test_the_edition_that_repeals_the_other_supersedes_it():
    (edition,) = find_editions([OLD, NEW])
    assert (edition.later, edition.earlier, edition.basis) == ("new", "old", "repeals")


def test_the_same_title_later_is_an_edition_where_the_text_says_nothing():
    later = make("later", "关于垃圾分类的意见（修订版）", "2024年5月6日")
    (edition,) = find_editions([OLD, later])
    assert (edition.later, edition.basis) == ("later", "title")


def test_a_draft_is_superseded_by_what_was_issued():
    draft = make("draft", "关于垃圾分类的意见（征求意见稿）", "")
    assert ("old", "draft") in {(e.later, e.earlier) for e in find_editions([draft, OLD])}


def test_what_the_user_declares_counts_first():
    found = find_editions([OLD, NEW], {"new": ["old"]})
    assert [edition.basis for edition in found] == ["declared"]


def test_another_matter_is_no_edition():
    assert find_editions([OLD, make("tea", "关于茶产业的意见", "2025年1月1日")]) == ()


def test_a_child_that_names_the_title_alone_answers_to_the_edition_in_force():
    child = make(
        "child", "关于垃圾分类的方案", "2025年6月1日",
        "根据《关于垃圾分类的意见》，制定本方案。\n一、回收利用率达到45%以上。", issuer="云山县人民政府",
    )  # fmt: skip
    assert [p.document for p in find_parents([OLD, NEW, child], {})["child"]] == ["new"]


def test_a_child_that_gives_the_old_number_answers_to_the_old_edition_too():
    child = make(
        "child", "关于垃圾分类的方案", "2022年6月1日",
        "根据《关于垃圾分类的意见》（清政发〔2021〕6号），制定本方案。\n一、回收。", issuer="云山县人民政府",
    )  # fmt: skip
    assert [p.document for p in find_parents([OLD, NEW, child], {})["child"]] == ["old"]


def test_a_child_that_names_only_what_a_transmittal_handed_on_answers_to_the_transmittal():
    notice = make("notice", "关于印发《清河市垃圾分类实施方案》的通知", "2025年3月1日")
    child = make(
        "child", "关于垃圾分类的措施", "2025年6月1日",
        "按照《清河市垃圾分类实施方案》要求，制定本措施。\n一、入户宣传。", issuer="云山县人民政府",
    )  # fmt: skip
    assert [p.document for p in find_parents([notice, child], {})["child"]] == ["notice"]


def test_a_citation_without_its_document_is_listed_once():
    body = "根据《固体废物污染环境防治法》和《省垃圾分类条例》（省政发〔2020〕2号），按《省垃圾分类条例》（省政发〔2020〕2号）执行。"
    child = make("child", "关于垃圾分类的方案", "2025年6月1日", body)
    found = not_at_hand([OLD, child])
    assert [(n.title, n.number) for n in found] == [
        ("固体废物污染环境防治法", ""),
        ("省垃圾分类条例", "省政发〔2020〕2号"),
    ]
    assert child.text[found[0].start : found[0].end] == "《固体废物污染环境防治法》"


def test_a_document_that_is_at_hand_is_not_listed():
    body = "根据《关于垃圾分类的意见》（清政发〔2021〕6号），制定本方案。"
    assert not_at_hand([OLD, make("child", "关于分类的方案", "2025年6月1日", body)]) == ()


def test_a_short_name_that_the_text_defines_is_no_citation_of_its_own():
    body = "为落实《关于垃圾分类的意见》（清政发〔2021〕6号，以下简称《意见》），按照《意见》要求，制定本方案。"
    assert not_at_hand([OLD, make("child", "关于分类的方案", "2025年6月1日", body)]) == ()


def test_the_first_document_of_the_year_is_listed_as_vague_and_not_resolved():
    body = "为落实市委一号文件，制定本方案。"
    (found,) = not_at_hand([make("child", "关于分类的方案", "2025年6月1日", body)])
    assert (found.title, found.vague) == ("市委一号文件", True)
