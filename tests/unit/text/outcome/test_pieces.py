"""What the parts of two clauses tell of their changes."""

import pytest

from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.text.difference.change import Side
from chuandao.text.outcome.amounts import rate
from chuandao.text.outcome.pieces import piece_changes


def told(upper, lower):
    sides = Side(upper, 0, ()), Side(lower, 0, ())
    return {(c.attribute, c.direction) for c in piece_changes(*sides, lexicon())}


@pytest.mark.parametrize(
    ("upper", "lower", "change"),
    [
        ("每季度组织检查1次", "每月组织检查1次", ("deadline", "stricter")),
        ("每季度组织检查不超过1次", "每月组织检查2次", ("safeguards", "reversed")),
        ("10个工作日内办结申请", "15个工作日内办结申请", ("deadline", "laxer")),
        ("签约率达到75%", "逐步提高签约率", ("targets", "laxer")),
        ("培育服务队伍3支", "探索培育服务队伍", ("deontic", "laxer")),
        ("对企业购置设备给予支持", "对重点企业购置设备给予支持", ("scope", "laxer")),
        ("建立台账，不得向农户摊派费用", "建立台账", ("safeguards", "omitted")),
        ("开展巡查", "开展巡查，发现问题的予以通报并扣分", ("instruments", "added")),
        ("建设助餐点", "建设助餐点，地点设在柳河社区服务中心", ("local", "added")),
        (
            "Passenger journeys will be 15 per cent higher than in 2025",
            "Passenger journeys will be 18 per cent higher than in 2025",
            ("targets", "stricter"),
        ),
        (
            "An additional consent is not to be introduced",
            "Operators must first obtain the written consent, an additional step",
            ("safeguards", "reversed"),
        ),
    ],
)
def test_a_change_of_a_part_is_told(upper, lower, change):
    assert change in told(upper, lower)


def test_the_same_words_tell_no_change():
    words = "每季度检查1次，不得摊派费用，补助3000元"
    assert told(words, words) == set()


def test_a_rate_counts_times_and_periods():
    assert rate("每月不少于两次") > rate("每两周一次") - 3
    assert rate("once a year") == 1
