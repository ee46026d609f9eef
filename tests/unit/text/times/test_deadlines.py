"""When it is to be done."""

from datetime import date

import pytest

from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.text.times.deadlines import deadlines

DATED = date(2025, 3, 12)


def read(words, dated=DATED):
    found = deadlines(words, lexicon(), dated)
    assert all(0 <= item.start < item.end <= len(words) for item in found)
    return found


def days(words, dated=DATED):
    return [item.by for item in read(words, dated)]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2025年底前完成", date(2025, 12, 31)),
        ("2025年年底前完成", date(2025, 12, 31)),
        ("到2026年，全部建成", date(2026, 12, 31)),
        ("2025年6月底前完成", date(2025, 6, 30)),
        ("2025年6月15日前完成", date(2025, 6, 15)),
        ("2025年9月完成招标，2025年9月底前开工", date(2025, 9, 30)),
        ("二〇二五年十月底前完成", date(2025, 10, 31)),
        ("2025年上半年前完成", date(2025, 6, 30)),
        ("2025年第三季度完成", date(2025, 9, 30)),
        ("今年年底前完成", date(2025, 12, 31)),
        ("年底前完成", date(2025, 12, 31)),
        ("明年6月底前完成", date(2026, 6, 30)),
        ("本年内完成", date(2025, 12, 31)),
        ("6月底前完成", date(2025, 6, 30)),
        ("4月20日前报送", date(2025, 4, 20)),
        ("“十四五”末完成", date(2025, 12, 31)),
        ("十五五期末达到", date(2030, 12, 31)),
    ],
)
def test_every_last_day_is_told(words, day):
    assert day in days(words)
    assert {item.kind for item in read(words)} == {"by"}


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("三年内建成", date(2028, 3, 12)),
        ("3个月内制定细则", date(2025, 6, 12)),
        ("半年内见效", date(2025, 9, 12)),
        ("两年内完成整治", date(2027, 3, 12)),
        ("十天内上报", date(2025, 3, 22)),
        ("一周内公布", date(2025, 3, 19)),
    ],
)
def test_a_term_is_counted_from_the_documents_date(words, day):
    assert days(words) == [day]
    assert all(item.term for item in read(words))


def test_a_term_ends_on_a_day_that_exists():
    assert days("一个月内完成", date(2025, 1, 31)) == [date(2025, 2, 28)]


def test_a_term_without_a_document_date_has_no_day():
    (found,) = read("三年内建成", None)
    assert (found.kind, found.by) == ("within", None)


def test_this_year_without_a_document_date_has_no_day():
    assert days("今年年底前完成", None) == [None]


def test_a_month_that_is_past_means_next_year():
    assert days("2月底前完成", date(2025, 11, 20)) == [date(2026, 2, 28)]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("每月报送台账", "each month"),
        ("按月调度", "each month"),
        ("每季度通报", "each quarter"),
        ("每半年评估一次", "each half-year"),
        ("每年公布名录", "each year"),
        ("每周例会", "each week"),
    ],
)
def test_a_rhythm_is_told_from_a_day(words, value):
    (found,) = read(words)
    assert (found.kind, found.value, found.by) == ("each", value, None)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("长期坚持", "standing"),
        ("常态化开展巡查", "standing"),
        ("尽快办理", "vague"),
        ("适时开展评估", "vague"),
        ("即日起执行", "from"),
        ("自2025年5月1日起施行", "from"),
        ("汛期前完成清淤", "before"),
    ],
)
def test_standing_vague_and_seasonal_terms_are_told(words, kind):
    assert [item.kind for item in read(words)] == [kind]


@pytest.mark.parametrize(
    "words",
    [
        "2024年全市粮食总产量稳步增长",
        "2025年工作要点",
        "审批时限压缩至3个工作日内办结",
        "清政发〔2025〕18号",
        "范围内的单位",
        "国内市场",
        "月度调度会",
        "",
    ],
)
def test_a_year_or_a_processing_time_is_no_deadline(words):
    assert read(words) == []


def test_a_month_that_does_not_exist_is_no_deadline():
    assert read("2025年13月底前完成") == []


def test_last_years_result_is_no_deadline():
    assert read("截至2024年底，全市建成茶园3万亩") == []
    assert days("截至2026年底，建成茶园5万亩") == [date(2026, 12, 31)]


def test_a_term_beyond_reason_is_no_deadline():
    assert read("九千万年内") == []


def test_overlapping_readings_leave_the_longest():
    (found,) = read("2025年6月15日前完成")
    assert found.end - found.start == len("2025年6月15日前")


def test_deadlines_come_in_order():
    found = read("2025年底前建成，每季度调度一次，三年内见效，长期坚持")
    assert [item.kind for item in found] == ["by", "each", "by", "standing"]
    assert [item.start for item in found] == sorted(item.start for item in found)
