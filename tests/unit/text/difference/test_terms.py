"""How the deadlines of two linked clauses differ."""

from datetime import date

from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.text.difference.terms import deadline_changes
from chuandao.text.times.deadlines import deadlines


def compared(upper, lower, dated=(date(2025, 3, 12), date(2025, 5, 6))):
    changes = deadline_changes(
        deadlines(upper, lexicon(), dated[0]), deadlines(lower, lexicon(), dated[1])
    )
    return [
        (change.direction, change.reason.removeprefix("change.deadline_")) for change in changes
    ]


def test_the_same_day_is_no_change():
    assert compared("2025年底前建成", "到2025年12月31日前建成") == []


def test_an_earlier_day_is_stricter_and_a_later_one_laxer():
    assert compared("2025年底前建成", "2025年10月底前建成") == [("stricter", "earlier")]
    assert compared("2025年底前建成", "2026年6月底前建成") == [("laxer", "later")]


def test_a_day_left_out_is_omitted():
    assert compared("2025年底前建成", "认真抓好建设") == [("omitted", "omitted")]


def test_a_day_made_vague_is_laxer():
    assert compared("2025年底前建成", "尽快建成") == [("laxer", "vague")]


def test_a_day_of_its_own_is_added():
    assert compared("抓好建设", "2025年10月底前建成") == [("added", "added")]


def test_a_copied_term_is_no_later_deadline():
    assert compared("三个月内制定细则", "三个月内制定细则") == []


def test_a_longer_term_is_laxer():
    assert compared("三个月内制定细则", "一年内制定细则") == [("laxer", "later")]


def test_a_rhythm_that_quickens_is_stricter_and_one_that_slows_laxer():
    assert compared("每季度报送", "每月报送") == [("stricter", "oftener")]
    assert compared("每月报送", "每季度报送") == [("laxer", "rarer")]


def test_each_day_is_compared_with_the_nearest():
    upper = "2025年6月底前开工，2025年底前建成"
    lower = "2025年6月底前开工，2025年11月底前建成"
    assert compared(upper, lower) == [("stricter", "earlier")]


def test_a_day_between_two_kept_ones_is_added():
    upper = "2025年6月底前开工，2025年底前建成"
    lower = "2025年6月底前开工，2025年9月底前封顶，2025年底前建成"
    assert compared(upper, lower) == [("added", "added")]


def test_swapping_the_sides_turns_stricter_into_laxer():
    same = (date(2025, 3, 12), date(2025, 3, 12))
    there = compared("2025年底前", "2025年9月底前", same)
    back = compared("2025年9月底前", "2025年底前", same)
    assert [d for d, _ in there] == ["stricter"]
    assert [d for d, _ in back] == ["laxer"]
