"""What a clause asks, taken apart: modes, places, units, what is left open."""

import pytest

from chuandao.cascade.tracing.understanding.understood import understand
from chuandao.prescription.interpret.rules import rules_of
from chuandao.prescription.interpret.statements import is_office
from chuandao.sources.documents import Extracted

HEAD = "关于特色产业的意见\n各镇：\n"


def read(body):
    return understand(Extracted("a.txt", HEAD + body, "txt", "utf-8", "", 1.0), "a")


def modes(body):
    (rule,) = rules_of(read(body))
    return [(one.mode, one.quote.words) for one in rule.statements]


def test_every_passage_stands_in_the_document_at_its_place(before):
    text = before.document.text
    for rule in before.rules:
        quotes = [rule.quote, *rule.lead, *rule.cooperate, *rule.deadlines, *rule.targets]
        quotes += [*rule.vague, *(one.quote for one in rule.statements)]
        assert all(text[quote.start : quote.end] == quote.words for quote in quotes)


def test_a_sentence_is_cut_where_a_duty_gives_way_to_a_ban():
    found = modes("一、用好资金。市财政每年安排6000万元，由县级统筹使用，不得要求乡镇配套。")
    assert found == [
        ("must", "市财政每年安排6000万元，由县级统筹使用"),
        ("must_not", "不得要求乡镇配套"),
    ]


def test_a_condition_goes_with_what_follows_it():
    found = modes(
        "一、帮助整改。现有主体手续不全的，帮助整改，不得简单关停；整改不到位的，不得开工。"
    )
    assert ("must_not", "整改不到位的，不得开工") in found


def test_a_limit_with_a_number_is_a_target_and_no_ban():
    assert modes("一、控制比例。环沟面积不得超过田块的10%。") == [
        ("must", "环沟面积不得超过田块的10%")
    ]


def test_what_is_allowed_is_no_duty_even_with_a_number():
    assert modes("一、编制目录。有条件的乡镇可以确定2个产业。")[0][0] == "may"


def test_what_a_thing_can_do_is_no_permission():
    found = modes("一、研究模型。研究具备高可解释性的模型，2026年底前完成。")
    assert all(mode == "must" for mode, _ in found)


def test_traditional_characters_read_the_same():
    body = "一、建茶園。2026年底前建成3個，不得強制流轉土地。（牽頭單位：市農業農村局）"
    (rule,) = rules_of(read(body))
    assert [one.mode for one in rule.statements] == ["must", "must_not"]
    assert rule.lead[0].words == "市農業農村局"


def test_english_reads_the_same():
    body = (
        "1. Build bases. The counties shall build 36 bases by the end of 2026. "
        "Farmers may join with their land. Nobody must not be forced."
    )
    found = {mode for rule in rules_of(read(body)) for mode in [s.mode for s in rule.statements]}
    assert {"must", "may", "must_not"} <= found


def test_words_that_leave_it_open_are_told(before):
    (rule,) = (rule for rule in before.rules if rule.path == "2.2")
    assert [quote.words for quote in rule.vague] == ["适时"]


def test_a_deadline_in_due_course_is_none():
    (rule,) = rules_of(read("一、办活动。由市商务局牵头，适时举办3场活动。"))
    assert "deadline" in rule.open
    assert not rule.deadlines


def test_parts_that_tell_how_things_stand_ask_nothing():
    found = rules_of(
        read(
            "一、发展现状\n（一）产业基础。已建成基地12个，加快发展。\n二、任务\n（一）建基地。建成3个。"
        )
    )
    assert [rule.path for rule in found] == ["2.1"]


def test_a_row_of_an_annex_lends_its_lead_and_is_not_told_twice():
    body = (
        "一、新增种植面积。新增特色种植面积3万亩。\n"
        "某市人民政府\n2026年3月2日\n附件\n任务分工表\n"
        "序号\t任务\t牵头单位\t完成时限\n1\t新增特色种植面积3万亩\t市农业农村局\t2026年底前\n"
    )
    rules = {rule.path: rule for rule in rules_of(read(body))}
    assert rules["1"].lead[0].words == "市农业农村局"
    assert rules["1"].open == ()
    assert [rule.restates for path, rule in rules.items() if path != "1"] == ["1"]


@pytest.mark.parametrize("name", ["项目的单位", "龙头企业", "加强与本地人工智能企业", "数据平台"])
def test_what_is_no_office_is_not_laid_to_anybody(name):
    assert not is_office(name)
