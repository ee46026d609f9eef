"""Laws of overlap, distance and contradiction."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from chuandao.stats.siblings.apart import distance
from chuandao.stats.siblings.overlap import overlap, specialisation

tables = st.integers(2, 6).flatmap(
    lambda kinds: st.lists(
        st.lists(st.integers(0, 9), min_size=kinds, max_size=kinds).filter(any),
        min_size=2,
        max_size=6,
    )
)


@given(tables)
def test_overlap_is_a_share_and_does_not_depend_on_the_order_of_units(rows):
    counts = np.array(rows)
    assert -1e-12 <= overlap(counts) <= 1 + 1e-12
    assert np.isclose(overlap(counts), overlap(counts[::-1]))


@given(tables)
def test_overlap_is_the_mean_of_the_products_of_shares_over_pairs(rows):
    counts = np.array(rows)
    shares = counts / counts.sum(axis=1, keepdims=True)
    pairs = [shares[i] @ shares[j] for i in range(len(rows)) for j in range(i)]
    assert np.isclose(overlap(counts), np.mean(pairs))


@given(tables, st.integers(2, 5))
def test_more_of_the_same_changes_neither_overlap_nor_specialisation(rows, times):
    counts = np.array(rows)
    assert np.isclose(overlap(counts), overlap(counts * times))
    assert np.allclose(specialisation(counts), specialisation(counts * times))


@given(st.lists(st.tuples(st.integers(1, 99), st.integers(1, 99)), min_size=1, max_size=8))
@settings(max_examples=50)
def test_distance_is_a_share_the_same_both_ways_and_none_from_oneself(pairs):
    one, other = (np.array(values, dtype=float) for values in zip(*pairs, strict=True))
    assert 0 <= distance(one, other) <= 1
    assert np.isclose(distance(one, other), distance(other, one))
    assert distance(one, 3 * one) < 1e-12
