"""Dates as documents write them."""

from datetime import date

import pytest

from chuandao.text.times.dates import find_dates, parse_date


@pytest.mark.parametrize(
    "words",
    [
        "2025年3月1日",
        "2025年03月01日",
        "二〇二五年三月一日",
        "二○二五年三月一日",
        "2025-03-01",
        "2025/3/1",
        "2025.3.1",
        "（2025年3月1日）",
        "2025 年 3 月 1 日",
    ],
)
def test_every_form_of_a_date_gives_the_same_day(words):
    assert parse_date(words) == date(2025, 3, 1)


def test_months_and_days_above_ten_are_read_in_chinese():
    assert parse_date("二〇二四年十二月三十一日") == date(2024, 12, 31)


@pytest.mark.parametrize(
    "words",
    ["2025年2月30日", "2025年13月1日", "2025年3月", "3月1日", "于2025年3月1日施行", "", "今日"],
)
def test_what_is_no_whole_date_is_none(words):
    assert parse_date(words) is None


def test_dates_in_a_sentence_come_in_order_with_their_places():
    text = "本办法自2025年3月1日起施行，2024-05-20印发的同时废止。"
    found = find_dates(text)
    assert [day for day, _, _ in found] == [date(2025, 3, 1), date(2024, 5, 20)]
    assert [text[a:b] for _, a, b in found] == ["2025年3月1日", "2024-05-20"]


def test_an_impossible_day_is_passed_over():
    assert find_dates("2025年6月31日前") == []
