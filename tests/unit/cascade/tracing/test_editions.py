"""Editions of one document, and what the texts cite that is not at hand."""

from datetime import date

import pytest

from chuandao.cascade.tracing.documents import trace_documents
from chuandao.cascade.tracing.parentage.document_notes import document_notes
from chuandao.cascade.tracing.parentage.editions import (
    Edition,
    find_editions,
    successor,
    work_title,
)
from chuandao.cascade.tracing.parentage.not_at_hand import cited_documents, most_cited, not_at_hand
from chuandao.cascade.tracing.parentage.parents import find_parents
from chuandao.cascade.tracing.understanding.understood import understand
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
    assert (edition.later, edition.earlier, edition.basis) == ("new", "old", "text")
    assert (edition.kind, edition.dated) == ("repealed", date(2025, 3, 12))


def test_the_same_title_later_is_an_edition_where_the_text_says_nothing():
    later = make("later", "关于垃圾分类的意见（修订版）", "2024年5月6日")
    (edition,) = find_editions([OLD, later])
    assert (edition.later, edition.kind) == ("later", "revised")


def test_a_draft_is_superseded_by_what_was_issued():
    draft = make("draft", "关于垃圾分类的意见（征求意见稿）", "")
    (edition,) = find_editions([draft, OLD])
    assert (edition.later, edition.earlier, edition.kind) == ("old", "draft", "draft")


def test_what_the_user_declares_counts_first():
    found = find_editions([OLD, NEW], {"new": ["old"]})
    assert [(edition.basis, edition.kind) for edition in found] == [("declared", "repealed")]


def test_what_only_the_user_declares_is_an_edition_too():
    tea = make("tea", "关于茶产业的意见", "2025年1月1日")
    (edition,) = find_editions([OLD, tea], {"tea": ["old"]})
    assert (edition.basis, edition.kind) == ("declared", "repealed")


def test_minutes_that_bear_one_title_time_and_again_are_no_editions():
    minutes = [make(f"m{m}", "政府常务会议纪要", f"2025年{m}月3日") for m in (1, 2)]
    assert find_editions(minutes) == ()


def test_the_same_title_of_two_bodies_is_no_edition():
    first = make("a", "关于垃圾分类的意见（试行）", "2024年1月1日", issuer="云山县人民政府")
    other = make("b", "关于垃圾分类的意见", "2025年1月1日", issuer="临湖区人民政府")
    assert find_editions([first, other]) == ()


def test_a_plan_for_other_years_is_no_edition():
    plans = [
        make("a", "茶产业发展规划（2021—2025年）", "2021年1月1日"),
        make("b", "茶产业发展规划（2026—2030年）", "2026年1月1日"),
    ]
    assert find_editions(plans) == ()


def test_a_document_that_is_only_amended_stays_in_force():
    chain = [Edition("new", "old", "text", "amended")]
    assert successor("old", chain, {"old", "new"}) == "old"


def test_editions_in_a_ring_end_where_they_began():
    ring = [Edition("a", "b", "declared", "revised"), Edition("b", "a", "declared", "revised")]
    assert successor("a", ring, {"a", "b"}) == "b"


def test_another_matter_is_no_edition():
    assert find_editions([OLD, make("tea", "关于茶产业的意见", "2025年1月1日")]) == ()


def test_a_child_that_names_the_title_alone_answers_to_the_edition_in_force():
    child = make(
        "child", "关于垃圾分类的方案", "2025年6月1日",
        "根据《关于垃圾分类的意见》，制定本方案。\n一、回收利用率达到45%以上。", issuer="云山县人民政府",
    )  # fmt: skip
    assert [p.document for p in find_parents([OLD, NEW, child], {})["child"]] == ["new"]


CHILD = make(
    "child", "关于垃圾分类的方案", "2025年6月1日",
    "根据《关于垃圾分类的意见》（清政发〔2021〕6号），制定本方案。\n一、回收利用率达到45%以上。",
    issuer="云山县人民政府",
)  # fmt: skip


def test_a_child_of_a_later_day_answers_to_the_successor_though_it_gives_the_old_number():
    assert [p.document for p in find_parents([OLD, NEW, CHILD], {})["child"]] == ["new"]


def test_the_old_edition_is_a_parent_where_its_successor_is_not_at_hand():
    assert [p.document for p in find_parents([OLD, CHILD], {})["child"]] == ["old"]


def test_a_declared_parent_stays_though_it_is_superseded():
    found = find_parents([OLD, NEW, CHILD], {"child": ["old"]})["child"]
    assert ("old", "declared") in {(p.document, p.basis) for p in found}


def test_a_new_edition_does_not_answer_to_the_one_that_it_replaces():
    body = "对《关于垃圾分类的意见》（清政发〔2021〕6号）进行修订，根据该意见制定。\n一、回收。"
    new = make("new", "关于垃圾分类的意见（2025年修订）", "2025年3月12日", body)
    assert find_parents([OLD, new], {})["new"] == ()


def test_a_superseded_document_is_not_inferred_as_parent():
    child = make("child", "关于垃圾分类的方案", "2025年6月1日", issuer="云山县人民政府")
    assert "old" not in {p.document for p in find_parents([NEW, OLD, child], {})["child"]}


def test_a_basis_that_was_superseded_is_a_note_of_the_child():
    (name, note), *_ = document_notes(trace_documents([OLD, NEW, CHILD]))
    assert (name, note.code) == ("child", "basis_superseded")
    assert "清政发〔2021〕6号" in note.render("zh-Hans")


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


def test_a_document_that_is_at_hand_is_listed_with_its_code():
    body = "根据《关于垃圾分类的意见》（清政发〔2021〕6号），制定本方案。"
    (found,) = cited_documents([OLD, make("child", "关于分类的方案", "2025年6月1日", body)])
    assert (found.at_hand, found.answered) == ("old", True)


def test_the_most_cited_basis_comes_first_and_each_document_counts_once():
    body = "根据《省垃圾分类条例》，按照《省垃圾分类条例》（省政发〔2020〕2号）和《全国{}方案》要求，制定本方案。"
    documents = [
        make(f"c{n}", f"关于{word}的方案", "2025年6月1日", body.format(word))
        for n, word in enumerate(("垃圾分类", "厨余处置"))
    ]
    assert most_cited(cited_documents(documents))[0] == ("省垃圾分类条例", 2)
