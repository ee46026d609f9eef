"""The tree smoother against dense matrices that say the same."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from chuandao.stats.posterior import Combination, draws, moments
from chuandao.stats.smoother import (
    TreeData,
    at,
    coefficients,
    downward,
    observation_scores,
    quadratic,
    upward,
)
from chuandao.stats.tree import copies, forest
from chuandao.stats.variances import Groups, Point, design_points, log_posterior, mode

CLOSE = 1e-8


def random_parents(rng, n):
    """Return a random tree, its nodes in random order."""
    above = [-1, *(int(rng.integers(0, i)) for i in range(1, n))]
    shuffle = rng.permutation(n)
    place = np.argsort(shuffle)
    return np.array([-1 if above[i] < 0 else place[above[i]] for i in shuffle])


def problem(seed, *, nodes=25, observations=40, coefficients=4, flat=False):
    rng = np.random.default_rng(seed)
    laid = forest(copies(random_parents(rng, nodes), 2))
    below = laid.parents >= 0
    steps = rng.normal(size=(len(laid), coefficients)) * below[:, None]
    data = TreeData(
        forest=laid,
        steps=steps,
        node=rng.integers(0, len(laid), observations),
        response=rng.normal(size=observations),
        design=rng.normal(size=(observations, coefficients)),
        prior_mean=np.zeros(coefficients) if flat else rng.normal(size=coefficients),
        prior_precision=np.zeros(coefficients) if flat else rng.gamma(2, size=coefficients),
    )
    step_variance = rng.gamma(1, size=len(laid)) * below * (rng.random(len(laid)) < 0.9)
    return data, step_variance, rng.gamma(2, size=observations)


class Dense:
    """The same model written out: x = P θ + A ε, y = H x + B θ + δ."""

    def __init__(self, data, step_variance, noise):
        n, m = len(data.forest), len(data.node)
        self.paths = np.zeros((n, n))
        for node in range(n):
            line = node
            while line >= 0:
                self.paths[node, line] = 1
                line = data.forest.parents[line]
        pick = np.zeros((m, n))
        pick[np.arange(m), data.node] = 1
        self.reach = pick @ self.paths
        spread = self.paths @ np.diag(step_variance) @ self.paths.T
        self.v = pick @ spread @ pick.T + np.diag(noise)
        inverse = np.linalg.inv(self.v)
        down = self.paths @ data.steps
        self.x = pick @ down + data.design
        self.covariance = np.linalg.inv(np.diag(data.prior_precision) + self.x.T @ inverse @ self.x)
        weight = data.prior_precision * data.prior_mean
        self.theta = self.covariance @ (weight + self.x.T @ inverse @ data.response)
        gain = spread @ pick.T @ inverse
        self.slope = down - gain @ self.x
        self.mean = down @ self.theta + gain @ (data.response - self.x @ self.theta)
        self.given = spread - gain @ pick @ spread
        self.total = self.given + self.slope @ self.covariance @ self.slope.T
        self.rest = inverse - inverse @ self.x @ self.covariance @ self.x.T @ inverse


@pytest.fixture(params=range(6))
def pair(request):
    data, q, r = problem(request.param)
    return data, q, r, Dense(data, q, r)


def test_log_likelihood_is_that_of_the_dense_matrix(pair):
    data, q, r, dense = pair
    prior = dense.x @ np.diag(1 / data.prior_precision) @ dense.x.T
    exact = multivariate_normal.logpdf(data.response, dense.x @ data.prior_mean, dense.v + prior)
    assert abs(coefficients(data, upward(data, q, r)).log_likelihood - exact) < CLOSE


@pytest.mark.parametrize("seed", range(4))
def test_with_a_flat_prior_it_is_the_restricted_likelihood(seed):
    data, q, r = problem(seed, flat=True)
    dense = Dense(data, q, r)
    free = len(data.response) - dense.x.shape[1]
    quad = data.response @ dense.rest @ data.response
    logdet = np.linalg.slogdet(dense.v)[1] - np.linalg.slogdet(dense.covariance)[1]
    exact = -0.5 * (free * np.log(2 * np.pi) + logdet + quad)
    assert abs(coefficients(data, upward(data, q, r)).log_likelihood - exact) < CLOSE


def test_coefficients_are_generalised_least_squares(pair):
    data, q, r, dense = pair
    found = coefficients(data, upward(data, q, r))
    assert np.abs(found.mean - dense.theta).max() < CLOSE
    assert np.abs(found.covariance - dense.covariance).max() < CLOSE


def test_states_and_steps_have_the_dense_means_and_variances(pair):
    data, q, r, dense = pair
    up = upward(data, q, r)
    found = coefficients(data, up)
    smoothed = downward(data, up, q)
    assert np.abs(at(smoothed.state, found.mean) - dense.mean).max() < CLOSE
    assert np.abs(smoothed.state[:, 1:] - dense.slope).max() < CLOSE
    assert np.abs(smoothed.variance - np.diag(dense.given)).max() < CLOSE
    below = data.forest.parents >= 0
    step = np.eye(len(q))
    step[np.flatnonzero(below), data.forest.parents[below]] = -1
    assert np.abs(smoothed.step_variance - np.diag(step @ dense.given @ step.T)).max() < CLOSE


def test_scores_are_those_of_a_shift_of_each_step_and_observation(pair):
    data, q, r, dense = pair
    up = upward(data, q, r)
    found = coefficients(data, up)
    smoothed = downward(data, up, q)
    residual = data.response - dense.x @ data.prior_mean
    score = at(smoothed.score, found.mean)
    exact = dense.rest
    assert np.abs(score - dense.reach.T @ exact @ residual).max() < CLOSE
    information = smoothed.information - quadratic(smoothed.score[:, 1:], found.covariance)
    assert np.abs(information - np.diag(dense.reach.T @ exact @ dense.reach)).max() < CLOSE
    columns, own = observation_scores(data, smoothed, r)
    assert np.abs(at(columns, found.mean) - exact @ residual).max() < CLOSE
    own = own - quadratic(columns[:, 1:], found.covariance)
    assert np.abs(own - np.diag(exact)).max() < CLOSE


def groups_of(data, seed=0):
    rng = np.random.default_rng(seed)
    step = np.where(data.forest.parents >= 0, rng.integers(0, 2, len(data.forest)), -1)
    noise = 2 + rng.integers(0, 2, len(data.node))
    none = np.zeros
    return Groups(
        step=step,
        noise=noise,
        count=4,
        known=rng.gamma(1, size=len(noise)) * 0.1,
        prior_mean=np.full(4, -0.5),
        prior_sd=np.ones(4),
        extra=none(len(step)),
        extra_noise=none(len(noise)),
    )


@pytest.mark.parametrize("seed", range(3))
def test_gradient_is_the_slope_of_the_log_posterior(seed):
    data, _, _ = problem(seed)
    groups, place = groups_of(data), np.array([-0.3, 0.2, -0.6, 0.1])
    slope = log_posterior(data, groups, place)[1]
    for k in range(4):
        shift = np.eye(4)[k] * 1e-5
        high, low = (log_posterior(data, groups, place + s * shift)[0] for s in (1, -1))
        assert abs((high - low) / 2e-5 - slope[k]) < 1e-5


def test_mode_has_no_slope():
    data, _, _ = problem(1)
    groups = groups_of(data)
    peak = mode(data, groups)
    assert np.abs(log_posterior(data, groups, peak.log_sd)[1]).max() < 1e-3
    assert np.linalg.eigvalsh(peak.covariance).min() > 0


def test_points_give_the_moments_of_the_exact_posterior():
    """Averages over the points agree with brute force over a grid of both deviations."""
    data, _, _ = problem(2, observations=30, coefficients=1)
    groups = groups_of(data)
    one = Groups(
        step=np.where(groups.step >= 0, 0, -1),
        noise=np.ones(len(data.node), dtype=np.int64),
        count=2,
        known=groups.known,
        prior_mean=np.full(2, -0.5),
        prior_sd=np.ones(2),
        extra=groups.extra,
        extra_noise=groups.extra_noise,
    )
    peak = mode(data, one)
    points = design_points(data, one, peak, 256, np.random.default_rng(1))
    axis = np.linspace(-5, 5, 61)
    grid = [
        peak.log_sd + np.array([a, b]) * np.sqrt(np.diag(peak.covariance))
        for a in axis
        for b in axis
    ]
    value = np.array([log_posterior(data, one, place)[0] for place in grid])
    weight = np.exp(value - value.max())
    weight /= weight.sum()
    exact = weight @ np.array(grid)
    found = sum(p.weight * p.log_sd for p in points)
    assert np.abs(found - exact).max() < 0.05
    assert abs(sum(p.weight for p in points) - 1) < 1e-12


def test_combinations_have_the_dense_moments(pair):
    data, q, r, dense = pair
    rng = np.random.default_rng(3)
    size = len(q)
    up = upward(data, q, r)
    own, above = rng.normal(size=size), rng.normal(size=size) * (data.forest.parents >= 0)
    group = (data.forest.order % (size // 2)).astype(np.int64)
    fixed = Groups(
        step=np.full(size, -1),
        noise=np.zeros(len(r), dtype=np.int64),
        count=1,
        known=r - 1.0,
        prior_mean=np.zeros(1),
        prior_sd=np.ones(1),
        extra=q,
        extra_noise=np.zeros(len(r)),
    )
    points = [Point(1.0, np.zeros(1), up, coefficients(data, up))]
    wanted = Combination(own, above, group, size // 2)
    found = moments(data, fixed, points, (wanted,))
    matrix = np.zeros((size // 2, size))
    for node in range(size):
        matrix[group[node], node] += own[node]
        if data.forest.parents[node] >= 0:
            matrix[group[node], data.forest.parents[node]] -= above[node]
    assert np.abs(found.mean[0] - matrix @ dense.mean).max() < CLOSE
    assert np.abs(found.variance[0] - np.diag(matrix @ dense.total @ matrix.T)).max() < CLOSE


def test_draws_have_the_posterior_mean_and_covariance():
    data, q, r = problem(4, nodes=6, observations=12, coefficients=2)
    dense = Dense(data, q, r)
    up = upward(data, q, r)
    fixed = Groups(
        step=np.full(len(q), -1),
        noise=np.zeros(len(r), dtype=np.int64),
        count=1,
        known=r - 1.0,
        prior_mean=np.zeros(1),
        prior_sd=np.ones(1),
        extra=q,
        extra_noise=np.zeros(len(r)),
    )
    points = [Point(1.0, np.zeros(1), up, coefficients(data, up))]
    rng = np.random.default_rng(5)
    states = np.array([draw.state for draw in draws(data, fixed, points, 20_000, rng)])
    assert np.abs(states.mean(axis=0) - dense.mean).max() < 0.03
    assert np.abs(np.cov(states.T) - dense.total).max() < 0.06


def test_a_tree_without_observations_keeps_the_prior():
    data, q, _ = problem(0, observations=3)
    none = TreeData(
        forest=data.forest,
        steps=data.steps,
        node=np.empty(0, dtype=np.int64),
        response=np.empty(0),
        design=np.empty((0, 4)),
        prior_mean=data.prior_mean,
        prior_precision=data.prior_precision,
    )
    up = upward(none, q, np.empty(0))
    assert np.allclose(coefficients(none, up).mean, data.prior_mean)
    assert abs(coefficients(none, up).log_likelihood) < CLOSE
