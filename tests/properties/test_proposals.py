"""Laws of proposals: points add up, priorities order them, the draw keeps to its count."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuandao.prescription.appraise.weights import rounded
from chuandao.stats.multitask.incentives import shrunk_weights
from chuandao.stats.samples.stratified import drawn


@given(st.lists(st.floats(0, 60), min_size=1, max_size=30))
def test_rounded_values_add_up_and_move_by_less_than_one(values):
    total = round(sum(values))
    found = rounded(values, total)
    assert sum(found) == total or sum(map(int, values)) > total
    assert all(abs(one - value) <= 1 + 1e-6 for one, value in zip(found, values, strict=True))


@given(
    st.lists(st.tuples(st.floats(0.01, 10), st.floats(0, 5)), min_size=2, max_size=12),
    st.floats(0, 4),
)
def test_of_two_equal_priorities_the_noisier_never_weighs_more(pairs, aversion):
    noise = np.array([noise for _, noise in pairs])
    found = shrunk_weights(np.ones(len(pairs)), noise, aversion)
    assert found.sum() == pytest.approx(1)
    assert np.all(np.diff(found[np.argsort(noise)]) <= 1e-12)


@given(st.lists(st.integers(1, 15), min_size=1, max_size=8), st.integers(0, 2**31), st.data())
def test_a_draw_takes_as_many_as_asked_each_once(sizes, seed, data):
    strata = np.repeat(np.arange(len(sizes)), sizes)
    count = data.draw(st.integers(0, len(strata)))
    found = drawn(strata.tolist(), count, np.random.default_rng(seed))
    assert len(set(found.tolist())) == len(found) == count
    shares = count * np.array(sizes) / len(strata)
    assert np.all(np.abs(np.bincount(strata[found], minlength=len(sizes)) - shares) < 1)
