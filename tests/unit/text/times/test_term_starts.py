"""Terms from acts, rhythms with days, days that only tell, and figures of past years."""

from datetime import date

import pytest

from chuandao.cascade.tracing.understanding.horizon_cues import horizon_cues
from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.text.clauses.clauses import Cell, ClauseText
from chuandao.text.commitment.commitment import commitments
from chuandao.text.difference.terms import deadline_changes
from chuandao.text.times.deadlines import deadlines

DATED = date(2025, 3, 1)


def values(words):
    return [d.value for d in deadlines(words, lexicon(), DATED)]


def read(words, cells=()):
    clause = ClauseText("1", 0, len(words), 0, "task", "", cells)
    return commitments(words, clause, lexicon(), DATED, cues=horizon_cues())


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("对占道经营的，责令2个月内腾退", "within 2 个月"),
        ("管线竣工后，业主应当在3个月内移交图纸", "within 3 个月"),
        ("商户收到告知书后，应于20日内缴清费用", "within 20 日"),
        ("各街道要在2个月内建成驿站", "by 2025-05-01"),
    ],
)
def test_only_a_term_of_the_task_counts_from_the_document(words, value):
    assert values(words) == [value]


def test_a_service_standard_is_a_quantity_and_no_day():
    (found,) = read("受理窗口应当在7个工作日内完成初审")
    assert not found.deadline
    assert [t.kind for t in found.measured] == ["duration"]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("每年4月15日前", "each year by 04-15"),
        ("每月20日前", "each month by 20"),
        ("每季度末月28日前", "each quarter by month 3 day 28"),
        ("每周五前", "each week by Friday"),
        ("每月底前", "each month by end"),
        ("每年5月1日至7月1日", "each year"),
        ("每周一次", "each week"),
    ],
)
def test_a_rhythm_keeps_its_day(words, value):
    assert values(words) == [value]


def test_rhythms_with_days_are_compared_by_their_rhythm():
    upper, lower = (deadlines(w, lexicon()) for w in ("每月20日前报送", "每季度末月25日前报送"))
    assert [c.reason for c in deadline_changes(upper, lower)] == ["change.deadline_rarer"]


def test_years_of_a_title_and_days_of_meetings_are_no_deadlines():
    assert values("印发《青石市绿道建设方案（2025—2027年）》") == []
    assert values("2025年2月10日，县长主持召开专题会议，研究绿道建设") == []


def test_bounds_on_a_day_say_by_or_from():
    assert values("不迟于2025年8月20日完工") == ["by 2025-08-20"]
    assert values("不早于2025年5月1日进场") == ["from 2025-05-01"]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("2025年6月", "by 2025-06-30"),
        ("2025.11.30", "by 2025-11-30"),
        ("2025-09-30", "by 2025-09-30"),
        ("12月中旬", "by 2025-12-20"),
        ("12月底", "by 2025-12-31"),
        ("全年", "by 2025-12-31"),
        ("长期", "standing"),
    ],
)
@pytest.mark.parametrize("heading", ["时限", "完成时间", "办结时限"])
def test_a_cell_under_a_heading_of_time_is_a_deadline(cell, value, heading):
    words = f"修缮驿站\t{cell}"
    cells = (Cell("任务", 0, 4), Cell(heading, 5, len(words)))
    assert [d.value for item in read(words, cells) for d in item.deadline] == [value]


def test_a_cell_of_progress_asks_nothing():
    words = "修缮驿站3座\t已修缮2座，预计11月底完工"
    (found,) = read(words, (Cell("任务", 0, 6), Cell("进展情况", 7, len(words))))
    assert [t.value for t in found.targets] == ["驿站 = 3 座"]
    assert not found.deadline


def test_figures_of_a_year_that_is_over_are_no_targets():
    found = read("2024年，全县绿道达到86公里，增长5%。2025年，新建绿道30公里")
    assert [t.value for item in found for t in item.targets] == ["绿道 = 30 公里"]


@pytest.mark.parametrize(
    "words", ["会议指出，登记的驿站仅占12%", "近三年新增绿道42公里", "截至2月底，已完成绿道35公里"]
)
def test_situations_are_no_targets(words):
    assert not [t for item in read(words) for t in item.targets]


def test_an_aim_after_a_result_stays_a_target():
    found = read("今年以来群众安全感达到97%，下一步新建岗亭30座")
    assert [t.value for item in found for t in item.targets] == ["岗亭 = 30 座"]


def test_figures_under_a_heading_of_review_are_no_targets():
    words = "新增绿道42公里"
    clause = ClauseText("1", 0, len(words), 0, "task", "一、2024年工作回顾")
    found = commitments(words, clause, lexicon(), DATED, cues=horizon_cues())
    assert not [t for item in found for t in item.targets]
