"""Laws of the mathematics: parts add up, order does not matter, more is known by more evidence."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from chuandao.stats.lmdi import decompose, loss_weight
from chuandao.stats.screening import q_values
from chuandao.stats.smoother import TreeData, at, coefficients, downward, upward
from chuandao.stats.tree import copies, forest

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


def problem(parents, seed):
    rng = np.random.default_rng(seed)
    laid = forest(parents)
    below = laid.parents >= 0
    m = 3 * len(parents)
    data = TreeData(
        forest=laid,
        steps=-below[:, None].astype(float),
        node=rng.integers(0, len(laid), m),
        response=rng.normal(size=m),
        design=np.zeros((m, 1)),
        prior_mean=np.zeros(1),
        prior_precision=np.ones(1),
    )
    return data, 0.3 * below, np.full(m, 0.5)


@given(trees, st.integers(0, 5))
@settings(deadline=None)
def test_order_of_observations_changes_nothing_but_rounding(parents, seed):
    data, q, r = problem(parents, seed)
    turned = TreeData(
        forest=data.forest,
        steps=data.steps,
        node=data.node[::-1].copy(),
        response=data.response[::-1].copy(),
        design=data.design,
        prior_mean=data.prior_mean,
        prior_precision=data.prior_precision,
    )
    one, other = (coefficients(d, upward(d, q, r)) for d in (data, turned))
    assert np.isclose(one.log_likelihood, other.log_likelihood, rtol=1e-10)


@given(trees, st.integers(0, 5))
@settings(deadline=None)
def test_better_evidence_never_widens_a_variance(parents, seed):
    data, q, r = problem(parents, seed)
    plain = downward(data, upward(data, q, r), q)
    better = downward(data, upward(data, q, r / 2), q)
    assert (better.variance <= plain.variance + 1e-12).all()
    assert (better.step_variance <= plain.step_variance + 1e-12).all()


@given(trees, st.integers(0, 5), st.floats(-3, 3))
@settings(deadline=None)
def test_raising_every_level_raises_every_state(parents, seed, by):
    """The roots are fixed, so what is added to all evidence moves states between 0 and that."""
    data, q, r = problem(parents, seed)
    up = upward(data, q, r)
    moved = TreeData(
        forest=data.forest,
        steps=data.steps,
        node=data.node,
        response=data.response + by,
        design=data.design,
        prior_mean=data.prior_mean,
        prior_precision=data.prior_precision,
    )
    theta = np.zeros(1)
    before = at(downward(data, up, q).state, theta)
    after = at(downward(moved, upward(moved, q, r), q).state, theta)
    shift = (after - before) / by if by else np.zeros(len(before))
    assert (shift >= -1e-9).all()
    assert (shift <= 1 + 1e-9).all()
