import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.stats import norm

from chuandao.stats.intervals import fit_cuts, working_response
from chuandao.stats.smoothing.nodewise import Nodewise, at_value, coefficients_of, known
from chuandao.stats.smoothing.tree import forest


@given(st.floats(-6, 6), st.floats(-6, 6), st.floats(0.01, 4), st.floats(0.05, 2))
@settings(deadline=None)
def test_a_working_response_has_the_slope_of_the_log_likelihood(x, low, width, sd):
    high = low + width

    def log_likelihood(at):
        a, b = (low - at) / sd, (high - at) / sd
        if a > 0:
            a, b = -b, -a
        return float(norm.logcdf(b) + np.log1p(-np.exp(norm.logcdf(a) - norm.logcdf(b))))

    y, v = (r[0] for r in working_response(*(np.array([z]) for z in (x, low, high, sd))))
    step = 1e-5
    slope = (log_likelihood(x + step) - log_likelihood(x - step)) / (2 * step)
    assert np.isclose((y - x) / v, slope, rtol=1e-3, atol=1e-4)
    assert v >= sd**2 * 0.999


@given(st.floats(-300, 300), st.floats(0.01, 2))
@settings(deadline=None)
def test_far_from_its_bounds_a_response_stays_finite(x, sd):
    for low, high in ((-np.inf, 0.0), (0.0, np.inf), (-0.1, 0.1)):
        y, v = working_response(*(np.array([z]) for z in (x, low, high, sd)))
        assert np.isfinite([y, v]).all()
        assert v > 0


def test_bounds_of_a_scale_are_found_again():
    rng = np.random.default_rng(1)
    x = rng.normal(-0.5, 0.25, 3000)
    known = x + rng.normal(0, 0.1, 3000)
    shrunk = -0.5 + (known + 0.5) * 0.0625 / 0.0725
    left = 0.0625 * 0.01 / 0.0725
    level = np.digitize(x + rng.normal(0, 0.12, 3000), [-0.8, -0.5, -0.3])
    cuts = fit_cuts(level, shrunk, np.full(3000, left), log_sd=(np.log(0.1), 1.0))
    assert np.abs(cuts.bounds - [-0.8, -0.5, -0.3]).max() < 0.03
    assert abs(cuts.sd - 0.12) < 0.02


@pytest.mark.parametrize("count", [2, 3, 6])
def test_bounds_rise_even_from_few_ratings(count):
    x = np.linspace(-1, 0, count)
    level = np.arange(count)
    cuts = fit_cuts(level, x, np.full(count, 0.01), log_sd=(np.log(0.1), 1.0))
    assert (np.diff(cuts.bounds) > 0).all()
    assert np.isfinite(cuts.bounds).all()


def test_ratings_that_follow_nothing_have_a_large_error():
    rng = np.random.default_rng(2)
    x = rng.normal(0, 0.2, 500)
    cuts = fit_cuts(rng.integers(0, 3, 500), x, np.zeros(500), log_sd=(np.log(0.1), 1.0))
    assert cuts.sd > 0.5


def test_repeated_working_responses_give_the_mode_of_the_exact_posterior():
    """A root, five children; three are rated, two observed: the smoother against an optimiser."""
    laid = forest(np.array([-1, 0, 0, 0, 0, 0]))
    q = np.where(laid.parents < 0, 0.0, 0.04)
    node = np.arange(1, 6)
    low = np.array([-np.inf, -0.6, -0.2, 0.0, 0.0])
    high = np.array([-0.6, -0.2, np.inf, 0.0, 0.0])
    sd = np.full(5, 0.1)
    response, noise = np.array([0.0, 0.0, 0.0, -0.3, -0.5]), np.array([1e6] * 3 + [0.01] * 2)
    offsets = np.column_stack([np.zeros(6), np.where(laid.parents < 0, 0.0, -1.0)])

    def fitted(response, noise):
        said = np.column_stack([response, np.zeros(5)])
        found = known(Nodewise(laid, offsets, node, said), q, noise)
        mean, _ = coefficients_of(found, np.zeros(1), np.ones(1))
        return at_value(found.state, mean)[1:], mean[0]

    for _ in range(50):
        x, _loss = fitted(response, noise)
        y, v = working_response(x[:3], low[:3], high[:3], sd[:3])
        response, noise = np.concatenate([y, response[3:]]), np.concatenate([v, noise[3:]])
    x, loss = fitted(response, noise)

    def cost(free):
        states, step = free[:5], free[5]
        inside = norm.cdf((high[:3] - states[:3]) / 0.1) - norm.cdf((low[:3] - states[:3]) / 0.1)
        prior = ((states + step) ** 2).sum() / 0.08 + step**2 / 2
        return prior + ((response[3:] - states[3:]) ** 2).sum() / 0.02 - np.log(inside).sum()

    exact = minimize(cost, np.append(x, loss), tol=1e-10)
    assert np.allclose(np.append(x, loss), exact.x, atol=1e-4)
