"""How many documents there were, by the serial numbers seen."""

import pytest

from chuandao.stats.serial_numbers import estimate_total


def test_the_estimate_is_the_unbiased_one():
    found = estimate_total([19, 40, 42, 60])
    assert found.estimate == 60 + 60 / 4 - 1
    assert (found.seen, found.largest) == (4, 60)


def test_a_repeated_number_counts_once():
    assert estimate_total([3, 3, 9]) == estimate_total([9, 3])


def test_one_number_alone_leaves_the_total_wide_open():
    found = estimate_total([18])
    assert (found.low, found.high) == (18, 719)


def test_where_every_number_was_seen_little_is_missing():
    found = estimate_total(range(1, 41))
    assert (found.estimate, found.low) == (40.0, 40)
    assert found.high <= 41


def test_what_was_not_seen_is_the_total_less_what_was():
    found = estimate_total([2, 5, 10])
    assert found.unseen == (found.estimate - 3, found.low - 3, found.high - 3)


def test_a_wider_level_gives_a_wider_interval():
    narrow, wide = (estimate_total([4, 7, 19], level=level) for level in (0.8, 0.99))
    assert wide.low <= narrow.low
    assert wide.high > narrow.high


def test_a_large_number_seen_twice_over_keeps_the_interval_finite():
    found = estimate_total([99_998, 99_999])
    assert 99_999 <= found.low < found.high < 10**7


@pytest.mark.parametrize("numbers", [[], [0, 3], [-1]])
def test_numbers_that_are_none_are_refused(numbers):
    with pytest.raises(ValueError, match="numbers from 1"):
        estimate_total(numbers)
