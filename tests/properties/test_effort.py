"""Laws of effort over several tasks: optimal to rounding, and as a general solver finds it."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from chuandao.stats.multitask.effort import deficits, effort, optimality_gap

seeds = st.integers(0, 100_000)
tasks = st.integers(1, 30)
worst = st.sampled_from([0, 1, 3, 6, 9, 11])


def drawn(seed, count, power, units=3):
    """Return benefits and costs whose eigenvalues span `power` powers of ten."""
    chance = np.random.default_rng(seed)
    turned = np.linalg.qr(chance.normal(size=(units, count, count)))[0]
    values = 10 ** chance.uniform(-power, 0, (units, count))
    cost = np.einsum("uij,uj,ukj->uik", turned, values, turned)
    return chance.normal(size=(units, count)) + 0.3, (cost + np.swapaxes(cost, 1, 2)) / 2


@given(seeds, tasks, worst)
@settings(deadline=None, max_examples=120)
def test_effort_meets_the_conditions_of_optimality(seed, count, power):
    benefit, cost = drawn(seed, count, power)
    found = effort(benefit, cost)
    assert (found >= 0).all()
    assert (optimality_gap(found, benefit, cost) <= 1e-9).all()


@given(seeds, st.integers(1, 7), st.sampled_from([0, 1, 3]))
@settings(deadline=None, max_examples=60)
def test_effort_is_the_best_of_all_sets_of_tasks(seed, count, power):
    benefit, cost = drawn(seed, count, power, units=1)
    best, most = np.zeros(count), 0.0
    for held in product([False, True], repeat=count):
        at = np.flatnonzero(held)
        tried = np.zeros(count)
        tried[at] = np.linalg.solve(cost[0][np.ix_(at, at)], benefit[0][at])
        gain = benefit[0] @ tried / 2
        if (tried >= 0).all() and gain > most:
            best, most = tried, gain
    assert np.allclose(effort(benefit, cost)[0], best, rtol=1e-7, atol=1e-9)


@given(seeds, tasks, st.sampled_from([0, 1]))
@settings(deadline=None, max_examples=40)
def test_effort_is_that_of_a_general_solver(seed, count, power):
    benefit, cost = drawn(seed, count, power, units=1)
    general = minimize(
        lambda held: (held @ cost[0] @ held / 2 - benefit[0] @ held, cost[0] @ held - benefit[0]),
        np.zeros(count),
        jac=True,
        bounds=[(0, None)] * count,
        method="L-BFGS-B",
        options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 5000},
    ).x
    assert np.allclose(effort(benefit, cost)[0], general, atol=1e-5 * max(1.0, general.max()))


@given(seeds, tasks, worst)
@settings(deadline=None, max_examples=60)
def test_no_other_effort_gains_more(seed, count, power):
    benefit, cost = drawn(seed, count, power, units=1)
    chance = np.random.default_rng(seed + 1)

    def gain(held):
        return float(benefit[0] @ held - held @ cost[0] @ held / 2)

    best = effort(benefit, cost)[0]
    for _ in range(10):
        other = np.maximum(0.0, best * chance.uniform(0.5, 1.5, count) + chance.normal(size=count))
        assert gain(other) <= gain(best) + 1e-9 * (1 + abs(gain(best)))


@given(seeds, st.integers(2, 12))
@settings(deadline=None, max_examples=60)
def test_the_order_of_tasks_changes_nothing(seed, count):
    benefit, cost = drawn(seed, count, 3)
    order = np.random.default_rng(seed).permutation(count)
    turned = effort(benefit[:, order], cost[:, order][:, :, order])
    whole = effort(benefit, cost)
    assert np.allclose(turned, whole[:, order], atol=1e-9 * max(1.0, whole.max()))


@given(seeds, st.integers(2, 12), st.floats(0.01, 1000))
@settings(deadline=None, max_examples=60)
def test_points_of_a_hundred_and_of_a_thousand_lack_the_same(seed, count, scale):
    chance = np.random.default_rng(seed)
    benefit, priority = chance.random((2, 4, count)) + 0.01
    cost = 0.6 * np.eye(count) + 0.4
    assert np.allclose(
        deficits(scale * benefit, priority, cost),
        deficits(benefit, priority, cost),
        atol=1e-9,
        equal_nan=True,
    )


@given(seeds, st.integers(2, 12))
@settings(deadline=None, max_examples=60)
def test_deficits_are_shares_and_not_everything_lacks(seed, count):
    chance = np.random.default_rng(seed)
    benefit, priority = chance.random((2, 4, count))
    lacking = deficits(benefit, priority, np.eye(count))
    assert ((lacking >= 0) & (lacking <= 1)).all()
    assert (lacking.min(axis=1) == 0).all()
