"""How strongly a passage binds."""

import pytest

from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.text.commitment.deontic import deontic_words


def strengths(words):
    return [strength for strength, _, _ in deontic_words(words, lexicon())]


@pytest.mark.parametrize(
    ("words", "strength"),
    [
        ("严禁新增地方政府隐性债务", 3),
        ("一律不予受理", 3),
        ("必须于年底前完成", 3),
        ("务必传达到户", 3),
        ("不得强制流转土地", 3),
        ("各县应当制定细则", 2),
        ("各镇须报备案", 2),
        ("各地要抓紧落地", 2),
        ("确保按期办结", 2),
        ("推进冷链建设", 1),
        ("完善联农带农机制", 1),
        ("鼓励社会资本参与", -1),
        ("支持龙头企业扩产", -1),
        ("原则上每年检查一次", -1),
        ("力争达到三成", -1),
        ("可以分期验收", -2),
        ("探索建立风险补偿", -2),
        ("逐步扩大范围", -2),
        ("Each county shall publish the list", 3),
        ("Townships should report", -1),
        ("Villages may opt out", -2),
    ],
)
def test_each_word_of_obligation_has_its_strength(words, strength):
    assert strengths(words)[0] == strength


@pytest.mark.parametrize(
    "words",
    [
        "可持续发展能力",
        "行政许可事项目录",
        "土地要素市场",
        "农产品供应链",
        "应急物资储备",
        "社会响应程度",
        "主要农作物",
        "重要节点",
        "党组织书记",
        "市发改委主要负责人",
        "可再生能源",
        "数据可视化大屏",
        "技术支持系统",
        "Maybe the mayor dismay",
    ],
)
def test_words_that_only_look_like_an_obligation_are_passed_over(words):
    assert strengths(words) == []


def test_not_below_is_a_comparator_and_no_prohibition():
    assert strengths("合格率不得低于98%") == []
    assert strengths("检查不得超过2次") == []


def test_words_come_in_order_with_their_places():
    words = "鼓励创新，但必须守住底线"
    found = deontic_words(words, lexicon())
    assert [words[a:b] for _, a, b in found] == ["鼓励", "必须"]


def test_english_words_count_in_any_case_but_only_whole():
    assert strengths("MUST") == [3]
    assert strengths("mustard and maypole") == []
