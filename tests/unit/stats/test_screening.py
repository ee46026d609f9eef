import numpy as np
import pytest

from chuandao.stats import screening
from chuandao.stats.screening import by_family, family_weights, q_values, upper_tail


def test_false_discoveries_stay_below_the_rate_where_nothing_is_amiss():
    rng = np.random.default_rng(1)
    alarms = 0
    for _ in range(400):
        z = np.concatenate([rng.normal(size=8), rng.normal(size=60), rng.normal(size=400)])
        family = np.repeat([1, 2, 3], [8, 60, 400])
        p = by_family(z, family, enough=50, weight=4.0)
        alarms += (q_values(p, family_weights(family)) <= 0.1).any()
    assert alarms / 400 < 0.13


@pytest.mark.parametrize("scale", [0.7, 1.0, 1.4])
def test_the_empirical_null_finds_the_scale_from_the_half_that_is_usual(scale):
    z = scale * np.random.default_rng(2).normal(size=2000)
    z[:100] += 5 * scale
    p = upper_tail(z, enough=50, weight=4.0)[100:]
    assert 0.025 < (p < 0.05).mean() < 0.055


def test_few_residuals_are_judged_by_the_scale_of_the_others():
    z = np.array([0.2, -0.1, 0.3, -0.4, 0.1, 3.0])
    p = upper_tail(z, enough=50, weight=4.0)
    assert p[-1] < 0.01
    assert (p[:-1] > 0.2).all()


def test_many_residuals_are_judged_as_each_by_itself(monkeypatch):
    z = np.random.default_rng(1).standard_t(8, 20_000)
    binned = upper_tail(z, enough=50, weight=4.0)
    monkeypatch.setattr(screening, "_MANY", 10**6)
    exact = upper_tail(z, enough=50, weight=4.0)
    assert np.abs(np.log(binned) - np.log(exact)).max() < 0.01
