"""Negated comparisons turn round, whichever words make them."""

from itertools import product

import pytest

from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.text.numbers.quantities import targets

NEGATIONS = ("不", "不得", "不应", "不宜", "不能", "不可", "不许", "须不", "一律不", "一律不得")
UPPER = ("大于", "高于", "超过", "多于", "长于", "晚于", "迟于", "突破", "逾")
LOWER = ("小于", "低于", "少于", "短于", "早于")


@pytest.mark.parametrize(("negation", "comparison"), list(product(NEGATIONS, UPPER)))
def test_a_negated_upper_comparison_is_at_most(negation, comparison):
    (target,) = targets(f"廊道净宽{negation}{comparison}12米", lexicon())
    assert (target.comparator, str(target.number)) == ("le", "12")


@pytest.mark.parametrize(("negation", "comparison"), list(product(NEGATIONS, LOWER)))
def test_a_negated_lower_comparison_is_at_least(negation, comparison):
    (target,) = targets(f"廊道净宽{negation}{comparison}12米", lexicon())
    assert (target.comparator, str(target.number)) == ("ge", "12")


def test_a_ratio_without_a_unit_is_bounded():
    (target,) = targets("片区拆建比不应大于2，", lexicon())
    assert target.render() == "片区拆建比 ≤ 2"


@pytest.mark.parametrize(
    ("words", "sign"),
    [
        ("Fares shall not exceed 12 percent", "le"),
        ("Fares must not be less than 12 percent", "ge"),
        ("Fares are to be no more than 12 percent", "le"),
        ("at most 12 percent of fares", "le"),
        ("up to 12 percent of fares", "le"),
    ],
)
def test_english_bounds_are_read(words, sign):
    assert [t.comparator for t in targets(words, lexicon())] == [sign]


@pytest.mark.parametrize(
    ("words", "number", "unit"),
    [
        ("at a cost of no more than EUR 3.5 million", "3500000", "欧元"),
        ("pay $12,500 for repairs", "12500", "美元"),
        ("spend 40 million yuan", "40000000", "元"),
    ],
)
def test_english_sums_are_money(words, number, unit):
    (target,) = targets(words, lexicon())
    assert (format(target.number.normalize(), "f"), target.unit) == (number, unit)


def test_a_rank_to_be_reached_is_no_count_of_people():
    (target,) = targets("营商环境评价进入全省前8名", lexicon())
    assert (target.comparator, target.unit, target.kind) == ("le", "名", "rank")


def test_a_price_cut_is_a_cut():
    (target,) = targets("仓储用电降低0.05元/千瓦时", lexicon())
    assert target.comparator == "cut"
