"""Effort over several tasks: what is known by hand, and what is refused."""

import numpy as np
import pytest

from chuandao.stats.multitask.effort import deficits, effort, optimality_gap


def random_cost(chance, tasks, worst):
    """Return a cost whose largest eigenvalue is about 10 to the power of `worst` the smallest."""
    turned = np.linalg.qr(chance.normal(size=(tasks, tasks)))[0]
    cost = (turned * 10 ** chance.uniform(-worst, 0, tasks)) @ turned.T
    return (cost + cost.T) / 2


def test_with_costs_that_do_not_interact_effort_is_benefit_over_cost():
    found = effort(np.array([[3.0, -1.0, 4.0]]), np.diag([1.0, 1.0, 2.0]))
    assert found.tolist() == [[3.0, 0.0, 2.0]]


def test_where_every_task_is_worth_it_effort_solves_the_system():
    cost = np.array([[2.0, 0.5], [0.5, 1.0]])
    benefit = np.array([[3.0, 2.0]])
    assert np.allclose(effort(benefit, cost)[0], np.linalg.solve(cost, benefit[0]), rtol=1e-14)


def test_a_task_that_pays_too_little_beside_another_gets_exactly_nothing():
    assert effort(np.array([[4.0, 1.0]]), np.array([[1.0, 0.5], [0.5, 1.0]])).tolist() == [[4, 0]]


def test_no_benefit_draws_no_effort():
    assert not effort(np.zeros((2, 3)), np.eye(3)).any()


def test_tasks_measured_in_other_units_give_the_same_effort_in_those_units():
    chance = np.random.default_rng(5)
    cost, benefit = random_cost(chance, 6, 2), chance.normal(size=(4, 6))
    units = 10.0 ** np.arange(-3, 3)
    other = effort(benefit * units, cost * np.outer(units, units))
    assert np.allclose(other * units, effort(benefit, cost), rtol=1e-9, atol=1e-12)


def test_a_task_the_scheme_cannot_see_lacks_effort_even_if_weights_equal_priorities():
    weights = np.array([[0.5, 0.3, 0.2]])
    seen = np.diag([1.0, 1.0, 0.25])
    lacking = deficits(weights @ seen, weights, np.eye(3))[0]
    assert lacking[2] == pytest.approx(1 - 0.05 / (0.2 * 0.85))
    assert lacking[:2].tolist() == [0.0, 0.0]


def test_a_task_that_no_indicator_shows_lacks_all_effort():
    assert deficits(np.array([[0.5, 0.0]]), np.array([[0.5, 0.5]]), np.eye(2)).tolist() == [[0, 1]]


def test_weights_equal_to_priorities_with_all_seen_lack_nothing():
    weights = np.array([[0.5, 0.3, 0.2]])
    assert not deficits(40 * weights, weights, np.eye(3)).round(12).any()


def test_a_task_without_priority_is_not_compared():
    lacking = deficits(np.array([[1.0, 1.0]]), np.array([[1.0, 0.0]]), np.eye(2))[0]
    assert lacking[0] == pytest.approx(0.5)
    assert np.isnan(lacking[1])


def test_a_scheme_that_draws_no_effort_to_any_task_is_not_compared():
    assert np.isnan(deficits(np.zeros((1, 2)), np.ones((1, 2)), np.eye(2))).all()


def test_competition_for_the_same_hands_widens_the_gap():
    benefit, priority = np.array([[0.6, 0.4]]), np.array([[0.5, 0.5]])
    apart = deficits(benefit, priority, np.eye(2))[0, 1]
    together = deficits(benefit, priority, np.array([[1.0, 0.5], [0.5, 1.0]]))[0, 1]
    assert together > apart


def test_many_units_at_once_are_as_each_alone():
    chance = np.random.default_rng(8)
    cost = np.array([random_cost(chance, 12, 3) for _ in range(20)])
    benefit = chance.normal(size=(20, 12))
    alone = [effort(benefit[[at]], cost[[at]])[0] for at in range(20)]
    assert np.allclose(effort(benefit, cost), alone, rtol=1e-12, atol=0)


@pytest.mark.parametrize(
    ("cost", "fault"),
    [
        (np.array([[1.0, 2.0], [2.0, 1.0]]), "not positive definite"),
        (np.array([[1.0, 0.5], [0.0, 1.0]]), "not symmetric"),
        (np.array([[1.0, np.nan], [np.nan, 1.0]]), "not finite"),
        (np.eye(3), "(3, 3)"),
    ],
)
def test_a_cost_that_is_none_is_refused(cost, fault):
    with pytest.raises(ValueError, match=fault.replace("(", r"\(").replace(")", r"\)")):
        effort(np.ones((1, 2)), cost)


def test_the_gap_tells_an_effort_that_is_not_the_best():
    benefit = np.array([[1.0, -1.0]])
    assert optimality_gap(effort(benefit, np.eye(2)), benefit, np.eye(2))[0] == 0
    assert optimality_gap(np.array([[0.5, 0.0]]), benefit, np.eye(2))[0] > 0.1
