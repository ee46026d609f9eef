"""Bounds of medians and errors of ratios, as drawing cases gives them."""

import numpy as np
import pytest

from chuandao.stats.samples.medians import exceeding, median_ranks
from chuandao.stats.samples.ratios import ratios


@pytest.mark.parametrize("count", [10, 21, 60])
def test_bounds_of_medians_cover_the_true_median(count):
    rng = np.random.default_rng(5)
    runs = np.sort(rng.exponential(size=(8000, count)), axis=1)
    low, high = (int(at[0]) for at in median_ranks(np.array([count])))
    covered = np.mean((runs[:, low] <= np.log(2)) & (runs[:, high] >= np.log(2)))
    assert 0.945 <= covered <= 0.985


def test_the_bounds_leave_out_the_value_where_the_test_rejects_it():
    values = np.sort(np.r_[np.linspace(-1, -0.1, 5), np.linspace(0.1, 1, 16)])
    low, _ = median_ranks(np.array([21]))
    assert exceeding(np.array([16]), np.array([21]))[0] < 0.025
    assert values[low[0]] > 0


def test_one_extreme_observation_counts_no_more_than_another():
    values = np.array([0.1] * 9 + [1e9])
    assert exceeding(np.array([np.sum(values > 1)]), np.array([10]))[0] > 0.99


def test_the_error_of_a_ratio_is_that_of_the_bootstrap():
    rng = np.random.default_rng(7)
    below = rng.uniform(10, 20, 80)
    above = below * rng.beta(1, 6, 80)
    ratio, error, cases = ratios(above, below, np.zeros(80, int), 1)
    at = rng.integers(0, 80, (20_000, 80))
    drawn = above[at].sum(1) / below[at].sum(1)
    assert cases.tolist() == [80]
    assert ratio[0] == pytest.approx(above.sum() / below.sum())
    assert error[0] == pytest.approx(drawn.std(), rel=0.05)


def test_the_error_of_a_single_case_is_not_known():
    ratio, error, _ = ratios(np.array([1.0]), np.array([4.0]), np.array([1]), 2)
    assert np.isnan([ratio[0], error[0], error[1]]).all()
    assert ratio[1] == 0.25
