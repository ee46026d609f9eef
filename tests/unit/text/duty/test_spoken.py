"""Whom a clause speaks to, and which bodies it names."""

import pytest

from chuandao.text.duty.spoken import bodies_of, spoken_to, subjects


def told(words, found):
    return [words[one.start : one.end] for one in found]


@pytest.mark.parametrize(
    ("words", "level", "said"),
    [
        ("各县（市、区）要抓好落实。", 1, ["各县（市、区）"]),
        ("县（市、区）6月底前拨付。", 1, ["县（市、区）"]),
        ("（责任单位：各县（市、区）人民政府）", 1, ["各县（市、区）人民政府"]),
        ("各乡镇（街道）要抓好治理。", 2, ["各乡镇（街道）"]),
        ("各街镇每月20日前报送。", 2, ["各街镇"]),
        ("各村（社区）要做好宣传。", 3, ["各村（社区）"]),
        ("各设区市要制定方案。", 0, ["各设区市"]),
        ("Each sub-district office sends us one return.", 2, ["Each sub-district office"]),
        ("District councils must not ask for more.", 1, ["District councils must"]),
    ],
)
def test_those_who_are_to_act_are_found(words, level, said):
    assert told(words, spoken_to(words, level)) == said


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("监测数据与各县（区）实时共享。", 1),
        ("不得要求乡镇配套。", 2),
        ("镇街反映的问题5个工作日答复。", 2),
        ("协调解决部门之间、乡镇之间的问题。", 2),
        ("各县要抓好落实。", 2),
    ],
)
def test_those_who_are_only_reached_or_spared_are_not(words, level):
    assert told(words, spoken_to(words, level)) == []


def test_a_closing_sentence_of_responsibility_is_a_bracket():
    words = "整治河道。由县水利局会同县农业农村局负责。"
    assert all(one.bracket for one in bodies_of(words, 1))


@pytest.mark.parametrize("words", ["本市场主体增多。", "全市新增面积3万亩。", "完善城市管理。"])
def test_a_market_and_a_whole_city_are_no_bodies_of_a_city(words):
    assert bodies_of(words, 0) == ()


def test_a_body_in_mid_sentence_is_no_subject():
    words = "评估。市水利局开展评估，结果抄送市财政局。"
    assert told(words, subjects(words, bodies_of(words, 0))) == ["市水利局"]
