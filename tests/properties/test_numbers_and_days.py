"""Laws of numbers, dates and targets: what is written is read back; no text stops the parsers."""

import time
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.text.canonical import canonical, plain
from chuandao.text.clauses.clauses import ClauseText
from chuandao.text.commitment.commitment import FIELDS, commitments
from chuandao.text.commitment.responsibility import responsibilities
from chuandao.text.numbers.numerals import parse_number, parse_share
from chuandao.text.numbers.quantities import targets
from chuandao.text.times.dates import parse_date
from chuandao.text.times.deadlines import deadlines

calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
DIGITS = "零一二三四五六七八九"
LONG = 100_000
SECONDS = 20  # far above what linear time needs, far below what quadratic time would take


def han(number):
    """Write a whole number in Chinese numerals."""
    if number < 10:
        return DIGITS[number]
    for size, name in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= size:
            head, rest = divmod(number, size)
            gap = "零" if rest and rest < size // 10 else ""
            return han(head) + name + gap + (han(rest) if rest else "")
    raise AssertionError(number)


def spelled(number):
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))


@given(st.integers(0, 10**11))
@example(2050)
@example(10**12 // 10)
@example(100_050_300)
@calm
def test_a_number_in_chinese_numerals_is_read_back(number):
    assert parse_number(han(number)) == number


@given(st.integers(1000, 9999))
@calm
def test_digits_in_a_row_are_read_back(number):
    assert parse_number(spelled(number)) == number


@given(st.decimals(0, 10**6, places=2), st.sampled_from([("", 1), ("万", 10**4), ("亿", 10**8)]))
@calm
def test_arabic_digits_with_multiples_are_read_back(number, unit):
    assert parse_number(f"{number}{unit[0]}") == number * unit[1]


@given(st.integers(0, 10**9))
@calm
def test_separators_change_no_number(number):
    assert parse_number(f"{number:,}") == number


@given(st.integers(1, 99), st.integers(0, 9))
@calm
def test_shares_in_words_are_read_back(whole, tenth):
    decimals = f"点{DIGITS[tenth]}" if tenth else ""
    assert parse_share(f"百分之{han(whole)}{decimals}") == Decimal(whole) + Decimal(tenth) / 10


@given(st.integers(2, 9), st.integers(1, 8))
@calm
def test_fractions_are_shares(per, part):
    share = parse_share(f"{DIGITS[per]}分之{DIGITS[part]}")
    assert abs(share - Decimal(100 * part) / per) < Decimal("0.01")


@pytest.mark.parametrize(
    ("words", "share"),
    [("七成半", 75), ("九成五", 95), ("一半", 50), ("半数", 50), ("两成", 20), ("3成", 30)],
)
def test_tenths_and_halves_are_shares(words, share):
    assert parse_share(words) == share


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
@calm
def test_a_date_is_read_back_in_every_form(day):
    forms = [
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}年{day.month:02}月{day.day:02}日",
        day.isoformat(),
        f"{spelled(day.year)}年{han_day(day.month)}月{han_day(day.day)}日",
    ]
    assert {parse_date(form) for form in forms} == {day}


def han_day(number):
    return han(number).removeprefix("一") if 10 <= number < 20 else han(number)


@given(st.integers(2021, 2060), st.integers(1, 11), st.integers(1, 12))
@calm
def test_a_range_of_months_ends_with_its_last_day(year, first, length):
    last = min(12, first + length)
    (found,) = deadlines(f"{year}年{first}月至{last}月完成", lexicon())
    assert (found.by.year, found.by.month) == (year, last)
    assert (found.start, found.end) == (0, len(f"{year}年{first}月至{last}月"))


@given(st.integers(1, 999), st.sampled_from(["个月", "年", "个工作日", "日"]))
@calm
def test_a_term_from_an_event_keeps_its_number(number, unit):
    words = f"自受理之日起{number}{unit}内办结"
    (found,) = deadlines(words, lexicon())
    assert found.value == f"within {number} {unit}"


@given(
    st.sampled_from(["合格率", "覆盖率", "满意度"]),
    st.sampled_from(
        [("不低于", "", "ge"), ("达到", "以上", "ge"), ("控制在", "以内", "le"), ("提高", "", "by")]
    ),
    st.decimals(0, 100, places=1),
)
@calm
def test_a_rate_is_read_back_with_its_comparator(metric, sign, number):
    before, after, comparator = sign
    words = f"{metric}{before}{number}%{after}"
    (found,) = targets(words, lexicon())
    assert (found.metric, found.comparator, found.number) == (metric, comparator, number)
    assert words[found.start : found.end] == words


@given(st.integers(1, 500), st.integers(1, 500))
@calm
def test_a_range_keeps_both_ends(low, more):
    (found,) = targets(f"增长{low}%—{low + more}%", lexicon())
    assert (found.number, found.upper, found.comparator) == (low, low + more, "by")


TRADITIONAL = [
    ("力爭到2026年底產值達到3億元", "力争到2026年底产值达到3亿元"),
    ("不得強制老年人使用智能設備", "不得强制老年人使用智能设备"),
    (
        "由市財政局牽頭，市教育局配合，開展培訓不少於3場",
        "由市财政局牵头，市教育局配合，开展培训不少于3场",
    ),
    ("對符合條件的企業給予補貼50萬元", "对符合条件的企业给予补贴50万元"),
]


@pytest.mark.parametrize(("traditional", "simplified"), TRADITIONAL)
def test_both_scripts_are_read_alike(traditional, simplified):
    assert plain(traditional) == simplified
    assert read(plain(traditional)) == read(simplified)


def read(words):
    clause = ClauseText("1", 0, len(words), 0, "task", "")
    return commitments(words, clause, lexicon(), date(2025, 3, 12))


@given(st.text(max_size=200))
@calm
def test_common_forms_are_stable(text):
    assert plain(plain(text)) == plain(text)
    assert canonical(canonical(text).text).text == canonical(text).text


@given(
    st.text(
        st.sampled_from(
            "的一是在县镇市局委产业年月日号第万亿百千十九二、，。；：（）〔〕《》“”\t\n %.-—～0123456789abZ对将由按不得要可并和及或者建立推进资金项目"
        ),
        max_size=120,
    )
)
@calm
def test_no_text_stops_the_reading_and_every_value_points_into_it(text):
    words = plain(text)
    for item in read(words):
        for name in FIELDS:
            for value in getattr(item, name):
                assert item.start <= value.start < value.end <= item.end
        assert 0 <= item.specificity <= 1
        assert 0 <= item.slogan <= 1


@pytest.mark.parametrize(
    "unit",
    [
        "1", "一", "万", "(", "（", "）", "“", "《", "、", "，", "的", "对", "由", "市", "市局、", "不得",
        "1年", "1%", "9月", "自", "自1日起", "每", "一二", "100万", "从1到", "按", "在中", "建立", "推进并", "a ",
        "shall ", "the and ", "1 a ", "由市局", "（责任单位：市局", "责任单位：", "以为", "经批准", "的，", "符合",
        "，对", "1—", "前", "第", "1.", "、建立", "◇", "除外", "小时", "Bureau and ",
    ],
)  # fmt: skip
def test_time_grows_with_the_text_and_not_faster(unit):
    words = plain((unit * LONG)[:LONG])
    for parser in (deadlines, targets, responsibilities):
        begin = time.process_time()
        parser(words, lexicon())
        assert time.process_time() - begin < SECONDS, parser.__name__
