"""The smaller rooms of stats: tree, calibration, response, funnel."""

import numpy as np
import pytest

from chuandao.stats.calibration import calibrate
from chuandao.stats.funnel import fit_funnel, limits
from chuandao.stats.response import log_share, log_share_variance
from chuandao.stats.smoothing.tree import forest


def test_a_cycle_is_refused():
    with pytest.raises(ValueError, match="ancestor"):
        forest(np.array([-1, 2, 1]))


def test_an_empty_forest_has_no_levels():
    assert len(forest(np.empty(0, dtype=np.int64)).levels) == 0


def test_calibration_gives_back_the_slope_that_noise_took():
    """Two causes, correlated, one of them noisy: naive regression is wrong in both."""
    rng = np.random.default_rng(1)
    shared = rng.normal(size=20_000)
    true = np.column_stack([shared + rng.normal(size=20_000), shared + rng.normal(size=20_000)])
    y = true @ np.array([1.0, 0.5])
    trust = 0.6
    noise = rng.normal(size=20_000) * np.sqrt(2 * (1 - trust) / trust)
    seen = true + np.column_stack([noise, np.zeros(20_000)])
    naive = np.linalg.lstsq(seen, y, rcond=None)[0]
    found = calibrate(seen, np.broadcast_to([trust, 1.0], seen.shape)).expected
    mended = np.linalg.lstsq(found - found.mean(axis=0), y, rcond=None)[0]
    assert naive[0] < 0.6
    assert naive[1] > 0.65
    assert np.abs(mended - [1.0, 0.5]).max() < 0.03


def test_perfect_measurements_stay_as_they_are():
    seen = np.random.default_rng(2).random((30, 3))
    assert np.allclose(calibrate(seen, np.ones_like(seen)).expected, seen)


def test_calibration_keeps_the_mean():
    rng = np.random.default_rng(3)
    seen = rng.random((50, 2))
    found = calibrate(seen, np.full(seen.shape, 0.4)).expected
    assert np.allclose(found.mean(axis=0), seen.mean(axis=0))


def test_what_was_not_measured_gets_what_the_others_lead_to_expect():
    rng = np.random.default_rng(4)
    one = rng.normal(size=400)
    seen = np.column_stack([one, 2 * one + 0.1 * rng.normal(size=400)])
    seen[0] = [1.5, np.nan]
    assert abs(calibrate(seen, np.ones_like(seen)).expected[0, 1] - 3.0) < 0.2


def test_the_log_of_a_share_of_n_is_almost_unbiased():
    rng = np.random.default_rng(5)
    share = rng.binomial(30, 0.6, 50_000) / 30
    n = np.full(len(share), 30.0)
    y = log_share(share, n)
    assert abs(y.mean() - np.log(0.6)) < 0.002
    variance = log_share_variance(share, n, np.full(len(share), 0.6), weight=4.0)
    assert abs(variance.mean() / y.var() - 1) < 0.1


def test_all_of_few_is_not_certain():
    found = log_share_variance(np.ones(1), np.full(1, 3.0), np.ones(1), weight=4.0)
    assert found[0] > 0


def test_funnel_limits_hold_most_units_and_widen_with_overdispersion():
    rng = np.random.default_rng(6)
    se = rng.uniform(0.05, 0.3, 2000)
    plain = rng.normal(size=2000) * se
    spread = plain + 0.2 * rng.normal(size=2000)
    for values, between in ((plain, 0.0), (spread, 0.04)):
        funnel = fit_funnel(values, se)
        low, high = limits(funnel, se)
        assert abs(funnel.between - between) < 0.01
        assert 0.9 < ((values >= low) & (values <= high)).mean() < 0.98
