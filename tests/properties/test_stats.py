"""Laws of the mathematics: parts add up, order does not matter, more is known by more evidence."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from chuandao.stats.lmdi import decompose, loss_weight
from chuandao.stats.screening import q_values
from chuandao.stats.smoothing.collapse import collapse
from chuandao.stats.smoothing.observed import Groups, TreeData
from chuandao.stats.smoothing.posterior import marginals
from chuandao.stats.smoothing.smoother import Coefficients, coefficients, upward
from chuandao.stats.smoothing.tree import copies, forest
from chuandao.stats.smoothing.variances import Point

losses = arrays(float, st.tuples(st.integers(1, 5), st.integers(1, 6)), elements=st.floats(-2, 4))
probabilities = arrays(float, st.integers(1, 40), elements=st.floats(0, 1))
trees = st.lists(st.integers(0, 10_000), max_size=30).map(
    lambda picks: np.array([-1, *(pick % (k + 1) for k, pick in enumerate(picks))])
)


@given(losses)
@settings(deadline=None)
def test_parts_of_a_loss_add_up_whatever_their_sign(parts):
    whole = -np.expm1(-parts.sum(axis=1))
    assert np.allclose(decompose(parts).sum(axis=1), whole, rtol=1e-12, atol=1e-12)


@given(losses)
@settings(deadline=None)
def test_regrouping_parts_changes_no_sum(parts):
    grouped = np.column_stack([parts[:, :1].sum(axis=1), parts[:, 1:].sum(axis=1)])
    fine = decompose(parts)
    assert np.allclose(decompose(grouped)[:, 1], fine[:, 1:].sum(axis=1), atol=1e-12)


@given(st.floats(-1e-6, 1e-6))
@settings(deadline=None)
def test_the_weight_of_a_loss_is_smooth_at_no_loss(x):
    assert abs(loss_weight(np.array([x]))[0] - (1 + x / 2)) < 1e-9


@given(losses)
@settings(deadline=None)
def test_a_part_has_the_sign_of_its_log_loss(parts):
    assert (np.sign(decompose(parts)) * np.sign(parts) >= 0).all()


@given(probabilities)
@settings(deadline=None)
def test_q_values_are_no_smaller_than_p_and_keep_their_order(p):
    q = q_values(p)
    assert (q >= p - 1e-15).all()
    order = np.argsort(p, kind="stable")
    assert (np.diff(q[order]) >= 0).all()


@given(trees, st.integers(1, 3))
@settings(deadline=None)
def test_a_layout_has_parents_first_and_siblings_together(parents, count):
    laid = forest(copies(parents, count))
    below = laid.parents >= 0
    assert (laid.parents[below] < np.flatnonzero(below)).all()
    assert sorted(laid.order.tolist()) == list(range(len(parents) * count))
    assert (np.diff(laid.parents[below]) >= 0).all()
    assert laid.summed_up(np.ones(len(laid)))[~below].sum() == len(laid)


def problem(parents, seed, *, noise=0.5, raised=0.0):
    """Return data and groups: three readings a node on average, and a step like all others."""
    rng = np.random.default_rng(seed)
    laid = forest(parents)
    n, m = len(laid), 3 * len(parents)
    node, source = rng.integers(0, n, m), rng.integers(0, 2, m)
    response = rng.normal(size=m) + raised
    data = TreeData(
        forest=laid,
        kind=np.zeros(n, dtype=np.int64),
        constants=np.array([[-1.0, 0.0, 0.0]]),
        varying=rng.normal(size=(n, 1)),
        columns=np.array([1]),
        node=node,
        response=response,
        source=source,
        levels=np.array([[0.0, 0.0, 0.0], [0.0, 0.0, 1.0]]),
        prior_mean=np.zeros(3),
        prior_precision=np.ones(3),
    )
    groups = Groups(
        step=np.where(laid.parents >= 0, 0, -1),
        noise=1 + source,
        count=3,
        known=np.full(m, noise),
        prior_mean=np.zeros(3),
        prior_sd=np.ones(3),
        extra=np.zeros(n),
        extra_noise=np.zeros(m),
    )
    return data, groups


VARIANCE = np.array([0.3, 0.1, 0.2])


def known(model, theta=None):
    """Return moments at one value of the variances, the coefficients known or estimated."""
    found = coefficients(model, upward(model, VARIANCE))
    if theta is not None:
        found = Coefficients(theta, np.zeros((3, 3)), found.log_likelihood)
    return marginals(model, [Point(1.0, np.log(VARIANCE) / 2, found)])


def turned(data, groups, order):
    """Return the same with its observations in another order."""
    data = replace(
        data, node=data.node[order], response=data.response[order], source=data.source[order]
    )
    groups = replace(
        groups,
        noise=groups.noise[order],
        known=groups.known[order],
        extra_noise=groups.extra_noise[order],
    )
    return data, groups


@given(trees, st.integers(0, 5))
@settings(deadline=None)
def test_order_of_observations_changes_no_bit(parents, seed):
    data, groups = problem(parents, seed)
    order = np.random.default_rng(seed).permutation(len(data.node))
    one, other = (collapse(*pair) for pair in ((data, groups), turned(data, groups, order)))
    first, second = (coefficients(m, upward(m, VARIANCE)) for m in (one, other))
    assert first.log_likelihood == second.log_likelihood
    assert (first.mean == second.mean).all()
    assert (known(one).state_variance == known(other).state_variance).all()


@given(trees, st.integers(0, 5))
@settings(deadline=None)
def test_better_evidence_never_widens_a_variance(parents, seed):
    theta = np.zeros(3)
    plain = known(collapse(*problem(parents, seed)), theta)
    better = known(collapse(*problem(parents, seed, noise=0.2)), theta)
    assert (better.state_variance <= plain.state_variance + 1e-12).all()
    assert (better.step_variance <= plain.step_variance + 1e-12).all()


@given(trees, st.integers(0, 5), st.floats(-3, 3))
@settings(deadline=None)
def test_raising_every_level_raises_every_state(parents, seed, by):
    """The roots are fixed, so what is added to all evidence moves states between 0 and that."""
    theta = np.zeros(3)
    before = known(collapse(*problem(parents, seed)), theta).state
    after = known(collapse(*problem(parents, seed, raised=by)), theta).state
    shift = (after - before) / by if abs(by) > 1e-3 else np.zeros(len(before))
    assert (shift >= -1e-9).all()
    assert (shift <= 1 + 1e-9).all()


bushes = st.tuples(st.integers(1, 4), st.integers(8, 40), st.integers(0, 50))


def bush(shape):
    """Return a tree of few parents and many leaves below them."""
    parents, leaves, seed = shape
    rng = np.random.default_rng(seed)
    return np.concatenate([[-1], np.zeros(parents, int), 1 + rng.integers(0, parents, leaves)])


@given(bushes, st.integers(0, 5))
@settings(deadline=None)
def test_collapsing_leaves_changes_no_result(shape, seed):
    data, groups = problem(bush(shape), seed)
    tiny = 1e-13 * np.arange(len(data.node))
    apart = replace(groups, known=groups.known + tiny)
    whole, loose = collapse(data, groups), collapse(data, apart)
    assert all(sums.scatter is None for sums in loose.blocks)
    one, other = (coefficients(m, upward(m, VARIANCE)) for m in (whole, loose))
    assert np.isclose(one.log_likelihood, other.log_likelihood, rtol=1e-9)
    assert np.allclose(one.mean, other.mean, atol=1e-8)
    assert np.allclose(known(whole).state, known(loose).state, atol=1e-8)
    assert np.allclose(known(whole).step_variance, known(loose).step_variance, atol=1e-8)
