"""Laws of reading cells: what is written in any usual way is read as the same value, exactly."""

import datetime as dt
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuandao.catalog.values import domains
from chuandao.messages import to_traditional
from chuandao.sources.tables.cells import BadCellError
from chuandao.sources.tables.cells.amounts import (
    read_integer,
    read_money,
    read_number,
    read_percent,
    read_share,
)
from chuandao.sources.tables.cells.dates import read_date, read_instant, read_month
from chuandao.sources.tables.cells.periods import read_period
from chuandao.sources.tables.cells.words import read_boolean, read_list
from chuandao.sources.tables.content import content_of
from chuandao.sources.tables.sheets import sheets_of

FULL_WIDTH = str.maketrans("0123456789.,-%", "０１２３４５６７８９．，－％")
MONEY = st.decimals(-(10**15), 10**15, allow_nan=False, places=2)
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))
FIRST, LAST = (dt.datetime.combine(dt.date(year, 1, 1), dt.time()) for year in (1950, 2100))
READERS = (
    read_integer,
    read_money,
    read_number,
    read_percent,
    read_share,
    read_date,
    read_instant,
    read_month,
    read_period,
    read_boolean,
    read_list,
)


@given(MONEY)
def test_money_is_read_exactly_however_it_is_written(amount):
    ways = [
        str(amount),
        f"{amount:,}",
        f"{amount:,}元",
        f"￥{amount}",
        f"{amount:,}".translate(FULL_WIDTH),
    ]
    if amount < 0:
        ways.append(f"（{-amount:,}）")
    assert {read_money(way).value for way in ways} == {amount}


@given(st.decimals(-(10**10), 10**10, allow_nan=False, places=6))
def test_wan_yuan_are_ten_thousand_yuan_to_the_fen(amount):
    assert read_money(str(amount), 10_000).value == amount * 10_000
    assert read_money(f"{amount}万元").value == read_money(f"{amount}萬元").value == amount * 10_000


@given(st.integers(-(2**62), 2**62))
def test_whole_numbers_are_read_exactly(number):
    assert read_integer(f"{number:,}").value == read_integer(f"{number}.0").value == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_come_back_as_they_were(number):
    assert read_number(repr(number)).value == number


@given(st.integers(0, 10000))
def test_a_share_and_its_percentage_are_the_same(parts):
    percent = Decimal(parts) / 100
    assert read_share(f"{percent}%").value == read_share(str(Decimal(parts) / 10000)).value


@given(DAYS)
def test_a_day_is_read_alike_in_every_form(day):
    y, m, d = day.year, day.month, day.day
    ways = [
        f"{y}-{m:02}-{d:02}",
        f"{y}/{m}/{d}",
        f"{y}.{m}.{d}",
        f"{y}年{m}月{d}日",
        f"{y}{m:02}{d:02}",
        f"{y}-{m:02}-{d:02} 00:00:00",
    ]
    assert {read_date(way).value for way in ways} == {day}
    assert {read_month(way).value for way in (f"{y}-{m}", f"{y}年{m}月", f"{y}{m:02}")} == {
        day.replace(day=1)
    }


@given(st.dates(dt.date(1955, 1, 1), dt.date(2100, 1, 1)))
def test_the_serial_number_of_a_day_is_read_as_it_and_said(day):
    cell = read_date(str((day - dt.date(1899, 12, 30)).days))
    assert (cell.value, cell.remark) == (day, "serial_date")


CHINESE = "〇一二三四五六七八九"


def in_chinese(number):
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else ("" if tens == 1 else CHINESE[tens]) + "十") + (
        CHINESE[ones] if ones else ""
    )


@given(DAYS)
def test_a_day_in_chinese_numerals_is_read(day):
    year = "".join(CHINESE[int(figure)] for figure in str(day.year))
    assert read_date(f"{year}年{in_chinese(day.month)}月{in_chinese(day.day)}日").value == day


@given(DAYS)
def test_a_period_holds_its_days_and_keeps_its_label(day):
    quarter = (day.month + 2) // 3
    for way in (
        f"{day.year}",
        f"{day.year}Q{quarter}",
        f"{day.year}年第{CHINESE[quarter]}季度",
        f"{day.year}-{day.month:02}",
        f"{day.year}年{'上' if day.month < 7 else '下'}半年",
    ):
        period = read_period(way).value
        assert period.start <= day <= period.end
        assert read_period(period.label).value == period


@given(DAYS, st.integers(0, 400))
def test_two_days_make_a_period(day, length):
    last = day + dt.timedelta(days=length)
    period = read_period(f"{day}/{last}").value
    assert (period.start, period.end) == (day, last)
    assert read_period(f"{day:%Y年%m月%d日}至{last:%Y年%m月%d日}").value == period


@given(st.datetimes(FIRST, LAST), st.integers(-12, 14))
def test_an_instant_with_an_offset_is_kept_in_utc(moment, hours):
    zone = dt.timezone(dt.timedelta(hours=hours))
    exact = moment.replace(microsecond=0, tzinfo=zone)
    assert read_instant(exact.isoformat()).value == exact.astimezone(dt.UTC)


@given(st.lists(st.text("甲乙丙丁（），、 ", min_size=1).map(str.strip).filter(bool), min_size=2))
def test_a_list_with_semicolons_keeps_its_parts(parts):
    assert read_list("；".join(parts)).value == parts


@given(st.sampled_from(sorted(domains())), st.data())
def test_a_value_is_found_by_any_of_its_words(name, data):
    value = data.draw(st.sampled_from(domains()[name].values))
    word = data.draw(st.sampled_from([value.value, value.label_en, value.label_zh, *value.aliases]))
    for way in (word, f" {word} ", word.upper(), to_traditional(word)):
        assert domains()[name].resolve(way) == value.value


@given(st.text(max_size=30), st.sampled_from(READERS))
def test_any_text_is_read_or_refused(text, reader):
    with suppress(BadCellError):
        reader(text)


@given(
    st.text("0123456789.,-+年月日季度第一上半%（）()eE万亿元/:T Z〇十", max_size=20),
    st.sampled_from(READERS),
)
def test_any_near_miss_is_read_or_refused(text, reader):
    with suppress(BadCellError):
        reader(text)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("bytes") / "any.csv"


@given(
    st.one_of(
        st.binary(max_size=300),
        st.text(max_size=100).map(str.encode),
        st.sampled_from([b"PK\x03\x04", b"PAR1", b"\xff\xfe", b"\x84\x31\x95\x33"]).flatmap(
            lambda mark: st.binary(max_size=100).map(mark.__add__)
        ),
    )
)
def test_any_bytes_are_told_for_what_they_are(file, content):
    file.write_bytes(content)
    assert content_of(file)
    for sheet in sheets_of(file).sheets:
        assert sheet.read().frame.height >= 0
