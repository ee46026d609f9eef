"""The cascade forward: loops, patterns of measures, running figures."""

import numpy as np
import pytest

from chuandao.stats.forward.ahead import Now, Plan, Tree, ahead
from chuandao.stats.forward.measures import measures_of, phased
from chuandao.stats.forward.walk import exponential

PARENTS = np.array([-1, 0, 0, 1, 1, 2])
DEPTH = np.array([0, 1, 1, 2, 2, 2])


def tree_of(*, memory=0.9, noise=0.0, alike=0.0):
    """Return a city of two counties and three towns; leaves count alike."""
    size = len(PARENTS)
    single = np.where(PARENTS < 0, 0.0, 1.0)
    below = np.array([1, 2 / 3, 1 / 3, 1 / 3, 1 / 3, 1 / 3])
    return Tree(
        parents=PARENTS,
        memory=np.full(size, memory, np.float32),
        noise=(noise * single).astype(np.float32),
        alike=(alike * single).astype(np.float32),
        weight=below,
        tier=DEPTH,
        starts=np.arange(size + 1),
        tiers=3,
    )


def plan_of(touches=(), *, periods=4, delay=0.0, tasks=1, effects=1):
    """Return a plan with one cause, each effect of full work after the same delay."""
    made = measures_of(list(touches), causes=1, nodes=len(PARENTS), effects=effects)
    return Plan(
        measures=(made,) * tasks,
        working=phased(np.full(effects, delay), periods),
        cause=np.array([0]),
        task_weight=np.full(tasks, 1 / tasks),
        first=0,
        least=0.001,
    )


def now_of(state=None, *, share=0.5, severity=0.5, cost=0.4, constant=0.1):
    """Return a present in which every step loses the same, unless states are given."""
    usual = -constant - cost * severity
    state = usual * DEPTH if state is None else np.asarray(state, dtype=float)
    size = len(PARENTS)
    return Now(
        state=state,
        severity=np.full((1, size), severity, np.float32),
        cost=np.array([cost], np.float32),
        constant=np.full(size, constant, np.float32),
        share=np.atleast_1d(share).astype(float),
    )


def run(tree, plan, draws, seed=1):
    return ahead(tree, plan, draws, np.random.default_rng(seed))


def test_without_measures_both_scenarios_are_the_same_to_the_bit():
    found = run(tree_of(noise=0.05), plan_of(), [(now_of(),)] * 5)
    assert np.array_equal(found.tiers[:, :, 0], found.tiers[:, :, 1])
    assert np.array_equal(found.mean[:, 0], found.mean[:, 1])


def test_a_steady_cascade_without_chance_stays_as_it_is():
    found = run(tree_of(), plan_of(), [(now_of(),)] * 2)
    assert found.mean[0, 0, :, -1] == pytest.approx(-0.3 * DEPTH, abs=1e-6)


def test_what_is_a_steps_own_drifts_back_with_its_memory():
    state = np.array([0, -0.5, -0.3, -0.8, -0.8, -0.6])
    found = run(tree_of(memory=0.5), plan_of(), [(now_of(state),)] * 2)
    assert found.mean[0, 0, 1] == pytest.approx([-0.4, -0.35, -0.325, -0.3125], abs=1e-6)


def test_a_measure_takes_its_share_off_the_loss_on_its_step_and_all_below_gain():
    found = run(tree_of(), plan_of([(0, 0, [1])]), [(now_of(),)] * 2)
    gain = (found.mean[0, 1] - found.mean[0, 0])[:, -1]
    assert gain == pytest.approx([0, 0.1, 0, 0.1, 0.1, 0], abs=1e-6)


def test_a_measure_works_in_proportion_to_the_time_until_it_works():
    found = run(tree_of(), plan_of([(0, 0, [1])], delay=4.0), [(now_of(),)] * 2)
    gain = (found.mean[0, 1] - found.mean[0, 0])[1]
    assert gain == pytest.approx([0.025, 0.05, 0.075, 0.1], abs=1e-6)


def test_two_measures_on_a_step_share_what_is_left():
    touches = [(0, 0, [1]), (0, 1, [1])]
    found = run(tree_of(), plan_of(touches, effects=2), [(now_of(share=[0.5, 0.5]),)] * 2)
    assert (found.mean[0, 1] - found.mean[0, 0])[1, -1] == pytest.approx(0.15, abs=1e-6)


def test_the_same_measure_twice_counts_twice():
    found = run(tree_of(), plan_of([(0, 0, [1]), (0, 0, [1, 2])]), [(now_of(),)] * 2)
    gain = (found.mean[0, 1] - found.mean[0, 0])[:3, -1]
    assert gain == pytest.approx([0, 0.15, 0.1], abs=1e-6)


def test_a_cause_whose_cost_is_negative_leaves_a_measure_nothing():
    found = run(tree_of(), plan_of([(0, 0, [1])]), [(now_of(cost=-0.4),)] * 2)
    assert np.array_equal(found.mean[0, 0], found.mean[0, 1])


def test_means_of_tiers_weigh_the_leaves():
    state = np.array([0, -0.1, -0.2, -0.3, -0.4, -0.5])
    found = run(tree_of(memory=1.0), plan_of(), [(now_of(state),)] * 2)
    wanted = [1.0, (2 * np.exp(-0.1) + np.exp(-0.2)) / 3, np.exp([-0.3, -0.4, -0.5]).mean()]
    assert found.tiers[0, 0, 0, :, -1] == pytest.approx(wanted, rel=2e-5)


def test_the_mean_over_tasks_is_that_of_their_efficacies():
    one, other = np.array([0, -0.1, -0.2, -0.3, -0.4, -0.5]), 2 * np.full(6, -0.1)
    other[0] = 0
    draws = [(now_of(one), now_of(other))] * 2
    found = run(tree_of(memory=1.0), plan_of(tasks=2), draws)
    wanted = np.log((np.exp(one) + np.exp(other)) / 2)
    assert found.mean[2, 0, :, -1] == pytest.approx(wanted, abs=2e-5)
    assert found.tiers[:, -1] == pytest.approx(found.tiers[:, :2].mean(axis=1))


def test_chance_spreads_as_the_closed_form_says():
    found = run(tree_of(memory=0.9, noise=0.1), plan_of(), [(now_of(),)] * 4000)
    each = 0.1**2 * (1 - 0.9**8) / (1 - 0.9**2)
    assert found.variance[0, 0, :, -1] == pytest.approx(each * DEPTH, rel=0.1)


def test_the_mean_over_draws_comes_near_the_closed_form_in_a_linear_case():
    few, many = (
        run(tree_of(noise=0.1), plan_of(), [(now_of(),)] * count).mean[0, 0, :, -1]
        for count in (50, 5000)
    )
    apart = [np.abs(found + 0.3 * DEPTH).max() for found in (few, many)]
    assert apart[1] < 0.02
    assert apart[1] < apart[0]


def test_tasks_that_are_alike_share_their_chance():
    draws = [(now_of(), now_of())] * 50
    found = run(tree_of(noise=0.1, alike=1.0), plan_of(tasks=2), draws)
    assert found.mean[0] == pytest.approx(found.mean[1], abs=1e-6)


def test_another_package_meets_the_same_chance():
    draws = [(now_of(),)] * 20
    plain, other = (run(tree_of(noise=0.1), plan_of(t), draws) for t in ((), [(0, 0, [1])]))
    assert np.array_equal(plain.mean[:, 0], other.mean[:, 0])


def test_running_figures_are_those_of_all_draws_together():
    rng = np.random.default_rng(4)
    states = [rng.normal(-5, 0.01, 6) * (PARENTS >= 0) for _ in range(40)]
    found = run(tree_of(memory=1.0), plan_of(), [(now_of(s),) for s in states])
    assert found.mean[0, 0, :, -1] == pytest.approx(np.mean(states, axis=0), abs=1e-5)
    assert found.variance[0, 0, 1:, -1] == pytest.approx(
        np.var(states, axis=0, ddof=1)[1:], rel=1e-3
    )


def test_only_asked_periods_are_kept_by_unit():
    plan = plan_of()
    last = Plan(**{**vars(plan), "first": 3})
    found = run(tree_of(noise=0.1), last, [(now_of(),)] * 10)
    whole = run(tree_of(noise=0.1), plan, [(now_of(),)] * 10)
    assert found.mean.shape[-1] == 1
    assert np.array_equal(found.mean[..., 0], whole.mean[..., -1])


@pytest.mark.parametrize("value", [-12.0, -3.0, -0.7, 0.0, 0.4, 8.0])
def test_the_exponential_by_products_is_exact_to_a_hundred_thousandth(value):
    assert float(exponential(np.float32(value))) == pytest.approx(np.exp(value), rel=3e-5)
