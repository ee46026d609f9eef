"""Numbers as officials write them."""

from decimal import Decimal

import pytest

from chuandao.text.numbers.numerals import parse_number


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("0", "0"),
        ("320", "320"),
        ("1,234.5", "1234.5"),
        ("1，200", "1200"),
        ("12 000", "12000"),
        ("3.5万", "35000"),
        ("1.2亿", "120000000"),
        ("5千万", "50000000"),
        ("3百万", "3000000"),
    ],
)
def test_arabic_digits_are_read_with_separators_and_multiples(words, value):
    assert parse_number(words) == Decimal(value)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("零", 0),
        ("两", 2),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("三百二十", 320),
        ("一千零五", 1005),
        ("一万二千", 12000),
        ("三十万", 300000),
        ("两亿三千万", 230000000),
        ("一万亿", 10**12),
        ("一亿零五万三百", 100050300),
    ],
)
def test_chinese_numerals_are_read_by_place(words, value):
    assert parse_number(words) == value


@pytest.mark.parametrize(
    ("words", "value"), [("二〇二五", 2025), ("二○二五", 2025), ("一九九八", 1998)]
)
def test_chinese_digits_in_a_row_are_read_one_by_one(words, value):
    assert parse_number(words) == value


@pytest.mark.parametrize("words", ["", "产业", "第三", "3个", "-5", "一网通办", "1.2.3"])
def test_what_is_not_just_a_number_is_none(words):
    assert parse_number(words) is None


def test_no_binary_rounding_enters_a_number():
    assert parse_number("0.1万") == Decimal(1000)
    assert str(parse_number("99.7")) == "99.7"
