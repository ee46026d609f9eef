"""Laws of document numbers and of the estimate of their total."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuandao.stats.serial_numbers import estimate_total
from chuandao.text.canonical import plain
from chuandao.text.envelope.number import find_document_numbers, parse_document_number

MARKS = st.text(alphabet="清政府办函发规云临湖永宁粤渝川教财委", min_size=2, max_size=8)
YEARS = st.integers(1949, 2099)
NUMBERS = st.integers(1, 99_999)
BRACKETS = st.sampled_from(["〔〕", "[]", "【】", "（）", "()", "〈〉", "［］"])
SPACES = st.sampled_from(["", " ", "\u3000", "\u200b"])
TEXTS = st.text(
    alphabet=st.one_of(
        st.characters(codec="utf-8"), st.sampled_from("清政发〔〕[]()（）2025年第18号令公告十、 \n")
    ),
    max_size=80,
)


@given(MARKS, YEARS, NUMBERS, BRACKETS, SPACES, SPACES)
def test_a_number_written_in_any_usual_way_is_read_back(mark, year, number, pair, one, other):
    found = parse_document_number(plain(f"{mark}{pair[0]}{year}{pair[1]}{one}{number}{other}号"))
    assert found.key == (mark, year, number)
    assert found.irregular == ""


@given(MARKS, YEARS, NUMBERS)
def test_reading_what_was_rendered_changes_nothing(mark, year, number):
    once = parse_document_number(f"{mark}〔{year}〕{number}号")
    again = parse_document_number(once.text)
    assert (again.key, again.text) == (once.key, once.text)


@given(TEXTS)
def test_every_number_found_lies_in_the_text_in_order_without_overlap(text):
    words = plain(text)
    ends = 0
    for found in find_document_numbers(words):
        assert ends <= found.start < found.end <= len(words)
        ends = found.end


@given(TEXTS)
def test_a_year_or_number_that_is_read_stands_in_the_words(text):
    words = plain(text)
    found = parse_document_number(words)
    if found is not None and words.isascii() and found.year is not None:
        assert str(found.year) in words
        assert str(found.number) in words


@given(st.sets(st.integers(1, 5_000), min_size=1, max_size=40))
def test_the_bounds_hold_the_largest_number_seen(numbers):
    found = estimate_total(numbers)
    assert max(numbers) <= found.low <= found.high
    assert found.estimate >= found.largest or found.seen == found.largest


@pytest.mark.parametrize(
    ("total", "drawn"), [(5, 1), (5, 3), (40, 2), (40, 10), (400, 5), (400, 60)]
)
def test_the_interval_holds_the_true_total_as_often_as_it_says(total, drawn):
    random = np.random.default_rng(20261125 + total + drawn)
    held = 0
    for _ in range(1_000):
        found = estimate_total(random.choice(total, drawn, replace=False) + 1)
        held += found.low <= total <= found.high
    assert held / 1_000 >= 0.95 - 3 * (0.95 * 0.05 / 1_000) ** 0.5
