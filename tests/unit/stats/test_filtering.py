"""The forward filter over periods beside the exact solution by sparse matrices."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse
from scipy.sparse.linalg import splu

from chuandao.stats.panels.filtering import Period, forward, log_likelihood
from chuandao.stats.smoothing.nodewise import Nodewise, at_value, known
from chuandao.stats.smoothing.tree import forest

SIGMA, TAU, MEMORY, COUNT = 0.12, 0.06, 0.8, 6
THETA = np.array([0.1])


def city(seed, memory=MEMORY, widths=(5, 5)):
    """Return the periods of a small city whose steps have a memory, and its true levels."""
    rng = np.random.default_rng(seed)
    parents, level = [-1], [0]
    for width in widths:
        below = [len(parents) + k for k in range(len(level) * width)]
        parents += [p for p in level for _ in range(width)]
        level = below
    laid = forest(np.array(parents))
    root = laid.parents < 0
    steps = np.where(root, 0.0, -1.0)[:, None]
    q = np.where(root, 0.0, SIGMA**2)
    own = rng.normal(0, SIGMA, len(laid)) * ~root
    periods, truth = [], []
    for _ in range(COUNT):
        x = laid.summed_down(np.where(root, 0.0, own - THETA[0]))
        node = np.flatnonzero(~root & (rng.random(len(laid)) < 0.6))
        said = np.column_stack([x[node] + rng.normal(0, TAU, len(node)), np.zeros(len(node))])
        tree = Nodewise(laid, np.column_stack([np.zeros(len(laid)), steps]), node, said)
        periods.append(Period(tree, q, np.full(len(node), TAU**2)))
        truth.append(x)
        own = memory * own + np.sqrt(1 - memory**2) * rng.normal(0, SIGMA, len(laid)) * ~root
    return periods, truth


def exact(periods, memory):
    """Return mean and sd of the last period's levels by the sparse precision of all of them."""
    laid, count = periods[0].tree.forest, len(periods)
    below = np.flatnonzero(laid.parents >= 0)
    own = np.diag([1.0] + [1 + memory**2] * (count - 2) + [1.0])
    chain = own - memory * (np.eye(count, k=1) + np.eye(count, k=-1))
    precision = np.kron(chain, np.eye(len(below))) / (SIGMA**2 * (1 - memory**2))
    path = np.zeros((len(laid), len(below)))
    for k, node in enumerate(below):
        one = np.zeros(len(laid))
        one[node] = 1.0
        path[:, k] = laid.summed_down(one)
    usual = laid.summed_down(np.where(laid.parents < 0, 0.0, -THETA[0]))
    rows = [np.kron(np.eye(count)[t], path[p.tree.node]) for t, p in enumerate(periods)]
    seen = np.concatenate([p.tree.said[:, 0] - usual[p.tree.node] for p in periods])
    design = sparse.csc_matrix(np.vstack(rows))
    factor = splu(sparse.csc_matrix(precision) + design.T @ design / TAU**2)
    steps = factor.solve(design.T @ seen / TAU**2)
    last = np.kron(np.eye(count)[-1], path)
    return usual + last @ steps, np.sqrt((last * factor.solve(last.T).T).sum(axis=1))


@pytest.mark.parametrize("seed", range(4))
def test_the_filter_is_close_to_the_exact_solution(seed):
    periods, _ = city(seed)
    found = list(forward(periods, MEMORY, THETA))[-1]
    mean, sd = exact(periods, MEMORY)
    below = sd > 0
    apart = (at_value(found.state, THETA) - mean)[below] / sd[below]
    ratio = np.sqrt(found.variance[below]) / sd[below]
    assert np.sqrt((apart**2).mean()) < 0.35
    assert 0.85 < ratio.mean() < 1.15


def test_intervals_of_the_filter_hold_the_truth():
    inside = []
    for seed in range(30):
        periods, truth = city(seed)
        found = list(forward(periods, MEMORY, THETA))[-1]
        below = found.variance > 0
        apart = (at_value(found.state, THETA) - truth[-1])[below]
        inside.append(np.abs(apart) <= 1.96 * np.sqrt(found.variance[below]))
    assert 0.92 < np.concatenate(inside).mean() < 0.98


def test_the_past_makes_the_present_better_known():
    periods, truth = city(7)
    below = periods[0].tree.forest.parents >= 0
    errors = []
    for memory in (MEMORY, 0.0):
        found = list(forward(periods, memory, THETA))
        gaps = [at_value(f.state, THETA) - x for f, x in zip(found[1:], truth[1:], strict=True)]
        errors.append(np.sqrt((np.array(gaps)[:, below] ** 2).mean()))
    assert errors[0] < 0.95 * errors[1]


def test_without_memory_every_period_is_measured_by_itself():
    periods, _ = city(3)
    for period, found in zip(periods, forward(periods, 0.0, THETA), strict=True):
        alone = known(period.tree, period.step_variance, period.noise)
        assert np.allclose(found.state, alone.state)
        assert np.allclose(found.variance, alone.variance)


def test_a_period_without_evidence_forgets_towards_the_usual():
    periods, _ = city(5)
    none = np.empty(0, dtype=np.int64)
    tree = periods[-1].tree
    blind = replace(tree, node=none, said=np.empty((0, 2)))
    later = Period(blind, periods[-1].step_variance, np.empty(0))
    *_, last, after = forward([*periods, *[later] * 40], MEMORY, THETA)
    usual = tree.forest.summed_down(np.where(tree.forest.parents < 0, 0.0, -THETA[0]))
    assert np.allclose(at_value(after.state, THETA), usual, atol=1e-3)
    assert (after.variance >= last.variance - 1e-12).all()


def test_the_true_memory_is_more_probable_than_none_or_all():
    totals = np.zeros(3)
    for seed in range(5):
        periods, _ = city(seed)
        totals += [log_likelihood(periods, memory, THETA) for memory in (0.0, MEMORY, 1.0)]
    assert totals.argmax() == 1


def test_innovations_are_standard_where_nothing_happens():
    z = []
    for seed in range(20):
        periods, _ = city(seed)
        found = list(forward(periods, MEMORY, THETA))[1:]
        z += [f.innovation(THETA, np.zeros((1, 1))) for f in found]
    seen = np.concatenate(z)
    seen = seen[~np.isnan(seen)]
    assert abs(seen.mean()) < 0.1
    assert 0.85 < seen.std() < 1.15
