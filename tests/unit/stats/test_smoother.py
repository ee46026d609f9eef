"""The tree smoother against dense matrices that say the same."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from chuandao.stats.smoothing import variances
from chuandao.stats.smoothing.collapse import collapse
from chuandao.stats.smoothing.observed import Groups
from chuandao.stats.smoothing.posterior import Combination, combinations, draws, marginals
from chuandao.stats.smoothing.shifts import reading_shifts, step_shifts
from chuandao.stats.smoothing.smoother import coefficients, upward
from chuandao.stats.smoothing.variances import Point, design_points, log_posterior, mode

CLOSE = 1e-8


PLACE = np.array([-0.3, 0.2, -0.6, 0.1])


def fitted(data, groups, place=PLACE):
    """Return model, upward pass and coefficients at a place of the log deviations."""
    model = collapse(data, groups)
    up = upward(model, np.exp(2 * place))
    return model, up, coefficients(model, up)


class Dense:
    """The same model written out: x = P θ + A ε, y = H x + B θ + δ."""

    def __init__(self, data, groups, place=PLACE):
        step_variance, noise = groups.steps(place), groups.noises(place)
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


@pytest.fixture(params=[(seed, wild) for seed in range(4) for wild in (False, True)])
def pair(request, problem):
    seed, wild = request.param
    data, groups = problem(seed, wild=wild)
    return data, groups, Dense(data, groups)


def test_large_families_are_collapsed(problem):
    data, groups = problem(1)
    model = collapse(data, groups)
    assert any(sums.scatter is not None for sums in model.blocks)
    assert sum(len(sums) for sums in model.blocks) < 0.7 * len(data.forest)
    assert len(model.trunk.step) == 12


def test_log_likelihood_is_that_of_the_dense_matrix(pair):
    data, groups, dense = pair
    prior = dense.x @ np.diag(1 / data.prior_precision) @ dense.x.T
    exact = multivariate_normal.logpdf(data.response, dense.x @ data.prior_mean, dense.v + prior)
    assert abs(fitted(data, groups)[2].log_likelihood - exact) < CLOSE


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("wild", [False, True])
def test_with_a_flat_prior_it_is_the_restricted_likelihood(seed, wild, problem):
    data, groups = problem(seed, flat=True, wild=wild)
    dense = Dense(data, groups)
    free = len(data.response) - dense.x.shape[1]
    quad = data.response @ dense.rest @ data.response
    logdet = np.linalg.slogdet(dense.v)[1] - np.linalg.slogdet(dense.covariance)[1]
    exact = -0.5 * (free * np.log(2 * np.pi) + logdet + quad)
    assert abs(fitted(data, groups)[2].log_likelihood - exact) < CLOSE


def test_coefficients_are_generalised_least_squares(pair):
    data, groups, dense = pair
    found = fitted(data, groups)[2]
    assert np.abs(found.mean - dense.theta).max() < CLOSE
    assert np.abs(found.covariance - dense.covariance).max() < CLOSE


def test_states_and_steps_have_the_dense_means_and_variances(pair):
    data, groups, dense = pair
    model, _, found = fitted(data, groups)
    marginal = marginals(model, [Point(1.0, PLACE, found)])
    step = np.eye(len(data.forest))
    below = data.forest.parents >= 0
    step[np.flatnonzero(below), data.forest.parents[below]] = -1
    assert np.abs(marginal.state - dense.mean).max() < CLOSE
    assert np.abs(marginal.state_variance - np.diag(dense.total)).max() < CLOSE
    assert np.abs(marginal.step - step @ dense.mean).max() < CLOSE
    assert np.abs(marginal.step_variance - np.diag(step @ dense.total @ step.T)).max() < CLOSE


def test_moments_over_points_are_those_of_the_mixture(problem):
    data, groups = problem(3)
    places = [PLACE + shift for shift in (0.0, 0.3, -0.2)]
    dense = [Dense(data, groups, place) for place in places]
    points = [
        Point(w, place, fitted(data, groups, place)[2])
        for w, place in zip((0.5, 0.2, 0.3), places, strict=True)
    ]
    found = marginals(collapse(data, groups), points)
    mean = sum(p.weight * d.mean for p, d in zip(points, dense, strict=True))
    square = sum(
        p.weight * (np.diag(d.total) + d.mean**2) for p, d in zip(points, dense, strict=True)
    )
    assert np.abs(found.state - mean).max() < CLOSE
    assert np.abs(found.state_variance - (square - mean**2)).max() < CLOSE


def test_scores_are_those_of_a_shift_of_each_step_and_observation(pair):
    data, groups, dense = pair
    model, up, found = fitted(data, groups)
    residual, exact = data.response - dense.x @ data.prior_mean, dense.rest
    score, information = step_shifts(model, up, found)
    assert np.abs(score - dense.reach.T @ exact @ residual).max() < CLOSE
    assert np.abs(information - np.diag(dense.reach.T @ exact @ dense.reach)).max() < CLOSE
    score, information = reading_shifts(model, up, found)
    assert np.abs(score - exact @ residual).max() < CLOSE
    assert np.abs(information - np.diag(exact)).max() < CLOSE


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("wild", [False, True])
def test_gradient_is_the_slope_of_the_log_posterior(seed, wild, problem):
    model = collapse(*problem(seed, wild=wild))
    slope = log_posterior(model, PLACE)[1]
    for k in range(4):
        shift = np.eye(4)[k] * 1e-5
        high, low = (log_posterior(model, PLACE + s * shift)[0] for s in (1, -1))
        assert abs((high - low) / 2e-5 - slope[k]) < 1e-5


@pytest.mark.parametrize("seed", range(4))
def test_mode_has_no_slope(seed, problem):
    model = collapse(*problem(seed))
    peak = mode(model)
    assert np.abs(log_posterior(model, peak.log_sd)[1]).max() < 1e-3
    assert np.linalg.eigvalsh(peak.covariance).min() > 0


def of_two_groups(groups):
    """Return groups with one variance of steps and one of sources."""
    return Groups(
        step=np.where(groups.step >= 0, 0, -1),
        noise=np.ones_like(groups.noise),
        count=2,
        known=groups.known,
        prior_mean=np.full(2, -0.5),
        prior_sd=np.ones(2),
        extra=groups.extra,
        extra_noise=groups.extra_noise,
    )


@pytest.mark.parametrize("grid_nodes", [5, 99])
def test_points_give_the_moments_of_the_exact_posterior(monkeypatch, grid_nodes, problem):
    """Averages over the points agree with brute force over a grid of both deviations."""
    data, groups = problem(2, nodes=20)
    model = collapse(data, of_two_groups(groups))
    peak = mode(model)
    axis = np.linspace(-4, 4, 25)
    grid = [
        peak.log_sd + np.array([a, b]) * np.sqrt(np.diag(peak.covariance))
        for a in axis
        for b in axis
    ]
    value = np.array([log_posterior(model, place)[0] for place in grid])
    weight = np.exp(value - value.max())
    weight /= weight.sum()
    exact = weight @ np.array(grid)
    for name in ("_FEW", "_MANY"):
        monkeypatch.setattr(variances, name, grid_nodes)
    points = design_points(model, peak, 256, np.random.default_rng(1))
    assert len(points) == min(grid_nodes**2, 256)
    found = sum(p.weight * p.log_sd for p in points)
    assert np.abs(found - exact).max() < 0.05
    assert abs(sum(p.weight for p in points) - 1) < 1e-12


def test_directions_that_count_as_known_stay_at_the_mode(problem):
    model = collapse(*problem(2))
    peak = mode(model)
    spread = np.sqrt(np.linalg.eigvalsh(peak.covariance))
    between = float(spread[-2:].mean())
    points = design_points(model, peak, 64, np.random.default_rng(1), known=between)
    assert len(points) in (3, 5)
    moved = np.array([p.log_sd - peak.log_sd for p in points])
    assert np.linalg.matrix_rank(moved, tol=1e-9) == 1
    assert len(design_points(model, peak, 64, np.random.default_rng(1), known=9.0)) == 1


def test_combinations_have_the_dense_moments(pair):
    data, groups, dense = pair
    rng, size = np.random.default_rng(3), len(data.forest)
    model, _, found = fitted(data, groups)
    own, above = rng.normal(size=size), rng.normal(size=size) * (data.forest.parents >= 0)
    group = (data.forest.order % (size // 2)).astype(np.int64)
    wanted = Combination(own, above, group, size // 2)
    ((mean, variance),) = combinations(model, [Point(1.0, PLACE, found)], (wanted,))
    matrix = np.zeros((size // 2, size))
    for node in range(size):
        matrix[group[node], node] += own[node]
        if data.forest.parents[node] >= 0:
            matrix[group[node], data.forest.parents[node]] -= above[node]
    assert np.abs(mean - matrix @ dense.mean).max() < CLOSE
    assert np.abs(variance - np.diag(matrix @ dense.total @ matrix.T)).max() < CLOSE


@pytest.mark.parametrize("wild", [False, True])
def test_draws_have_the_posterior_mean_and_covariance(wild, problem):
    data, groups = problem(4, nodes=20, coefficients=4, wild=wild)
    dense = Dense(data, groups)
    model, _, found = fitted(data, groups)
    rng = np.random.default_rng(5)
    points = [Point(1.0, PLACE, found)]
    states = np.array([draw.state for draw in draws(model, points, 4_000, rng)])
    scale = np.sqrt(np.diag(dense.total)).max()
    assert np.abs(states.mean(axis=0) - dense.mean).max() < 0.07 * scale
    assert np.abs(np.cov(states.T) - dense.total).max() < 0.1 * scale**2


def test_a_tree_without_observations_keeps_the_prior(problem):
    data, groups = problem(0)
    none = np.empty(0, dtype=np.int64)
    data = replace(data, node=none, response=np.empty(0), source=none)
    zero = np.empty(0)
    groups = replace(groups, noise=none, known=zero, extra_noise=zero)
    found = fitted(data, groups)[2]
    assert np.allclose(found.mean, data.prior_mean)
    assert abs(found.log_likelihood) < CLOSE
