"""Errors drawn with tasks alike, and how alike they are told to be."""

import numpy as np
import pytest

from chuandao.stats.smoothing.collapse import collapse
from chuandao.stats.smoothing.likeness import Alike, Errors, products, shares_alike
from chuandao.stats.smoothing.observed import Groups, TreeData
from chuandao.stats.smoothing.shifts import step_shifts
from chuandao.stats.smoothing.smoother import coefficients
from chuandao.stats.smoothing.spread import spread_at
from chuandao.stats.smoothing.tree import copies, forest

VARIANCE = np.array([0.04, 0.03, 0.01])
TASKS = 4


@pytest.fixture
def city():
    """Return data of four tasks on one tree of two tiers, groups, and which nodes are one unit."""
    tree = np.concatenate([[-1], np.zeros(12, int), 1 + np.arange(84) % 12])
    laid = forest(copies(tree, TASKS))
    n, depth = len(laid), laid.depth()
    rng = np.random.default_rng(1)
    node = np.flatnonzero((depth > 0) & (rng.random(n) < 0.8))
    m = len(node)
    data = TreeData(
        forest=laid,
        kind=np.maximum(depth - 1, 0),
        constants=-np.eye(2, 3),
        varying=rng.normal(size=(n, 1)),
        columns=np.array([2]),
        node=node,
        response=np.zeros(m),
        source=np.zeros(m, dtype=np.int64),
        levels=np.zeros((1, 3)),
        prior_mean=np.zeros(3),
        prior_precision=np.ones(3),
    )
    groups = Groups(
        step=depth - 1,
        noise=np.full(m, 2),
        count=3,
        known=np.zeros(m),
        prior_mean=np.zeros(3),
        prior_sd=np.ones(3),
        extra=np.zeros(n),
        extra_noise=np.zeros(m),
    )
    return data, groups, Alike(laid.order % len(tree), len(tree))


@pytest.fixture
def errors(city):
    data, groups, alike = city
    model = collapse(data, groups)
    spread = spread_at(model, VARIANCE)
    found = coefficients(model, spread.up)
    return Errors(model, groups, spread, found.covariance, VARIANCE), model, spread, found, alike


def test_without_likeness_errors_have_the_variance_of_the_posterior(errors):
    drawn, _, spread, found, alike = errors
    rng = np.random.default_rng(2)
    made = [drawn.drawn(alike, np.zeros(3), rng)[:2] for _ in range(3000)]
    state, theta = (np.array(part) for part in zip(*made, strict=True))
    exact = spread.variance.copy()
    rows = np.array([spread.state(column, response=False) for column in np.eye(3)])
    exact += np.einsum("in,ij,jn->n", rows, found.covariance, rows)
    below = exact > 0
    assert np.abs(state.var(axis=0)[below] / exact[below] - 1).max() < 0.15
    assert np.abs(np.cov(theta.T) - found.covariance).max() < 0.1 * found.covariance.max()
    assert np.abs(state.mean(axis=0)).max() < 0.1 * np.sqrt(exact.max())


def test_scores_are_those_of_the_shifts_of_steps(city, errors):
    data, groups, _ = city
    drawn = errors[0]
    response = np.random.default_rng(3).normal(size=len(data.node))
    model = collapse(TreeData(**{**vars(data), "response": response}), groups)
    spread = spread_at(model, VARIANCE)
    found = coefficients(model, spread.up)
    state, theta, score = drawn.smoothed(response)
    assert np.abs(theta - found.mean).max() < 1e-10
    assert np.abs(state - spread.state(found.mean)).max() < 1e-10
    exact = step_shifts(model, spread.up, found)[0]
    below = data.forest.parents >= 0
    assert np.abs(score - exact)[below].max() < 1e-8


def test_alike_tasks_widen_what_is_pooled(errors):
    drawn, *_, alike = errors
    spread = []
    for share in (0.0, 0.7):
        rng = np.random.default_rng(4)
        made = [drawn.drawn(alike, np.full(3, share), rng)[1] for _ in range(1500)]
        spread.append(np.var(made, axis=0))
    assert (spread[1][:2] > 1.4 * spread[0][:2]).all()


@pytest.mark.parametrize("truth", [0.0, 0.4, 0.8])
def test_likeness_is_found_again(errors, truth):
    drawn, *_, alike = errors
    found = []
    for seed in range(12):
        rng = np.random.default_rng(seed)
        score = drawn.drawn(alike, np.full(3, truth), rng)[2]
        found.append(shares_alike(drawn, alike, score, np.arange(2), rng)[:2])
    assert abs(np.mean(found) - truth) < 0.1


def test_products_are_of_different_tasks_of_one_unit():
    alike = Alike(np.array([0, 1, 0, 1, 0]), 2)
    score, group = np.array([1.0, 2.0, 3.0, 4.0, 5.0]), np.array([0, 1, 0, 1, 0])
    assert products(score, alike, group, 2).tolist() == [1 * 3 + 1 * 5 + 3 * 5, 2 * 4]
