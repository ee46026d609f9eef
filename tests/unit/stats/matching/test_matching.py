"""Matching: segments of curves, the optimum against brute force and HiGHS, prices, least grants."""

import itertools

import numpy as np
import pytest

from chuandao.stats.matching.decomposed import solve_by_prices
from chuandao.stats.matching.dropping import solve_dropping
from chuandao.stats.matching.exact import UnfinishedError, solve, solve_with_least
from chuandao.stats.matching.problem import Problem
from chuandao.stats.matching.segments import Segments, by_kinds, lowering, raising
from chuandao.stats.supply.coverage import covered


def drawn(seed, *, cells=60, kinds=3, groups=4):
    """Cells of several kinds; per kind a pot open to all, and one open to the first group alone."""
    draw = np.random.default_rng(seed)
    need = draw.lognormal(3.0, 1.0, (cells, kinds)) * (draw.random((cells, kinds)) < 0.8)
    supply = need * draw.random((cells, kinds))
    group = draw.integers(groups, size=cells)
    segments = by_kinds(need, supply, draw.integers(1, 9, cells).astype(float), group)
    lacking = (need - supply).sum(0)
    pots = np.concatenate([0.3 * lacking, 0.1 * lacking])
    edges = [(k, g * kinds + k) for k in range(kinds) for g in range(groups)]
    edges += [(kinds + k, k) for k in range(kinds)]
    pot, market = np.array(edges).T
    return Problem(segments, pots, pot, market, np.zeros(groups * kinds, bool))


def with_givers(seed):
    """One kind: some cells lack, others may give up to the pot."""
    draw = np.random.default_rng(seed)
    need, weight = draw.uniform(50, 100, (20, 3)), draw.uniform(0.1, 1, (20, 3))
    need = np.sort(need, axis=1)
    supply = need * draw.uniform(0.2, 1.3, (20, 1))
    most = np.ones((20, 3))
    group = draw.integers(2, size=20)
    up = raising(need, supply, most, weight, group)
    freed = np.minimum(draw.uniform(0, 30, (20, 1)), supply[:, :1])
    down = lowering(need, supply, most, weight, freed, np.array([2]))
    more = Segments(down.cell, down.group, down.gain * 1.01, down.use)
    problem = Problem(
        Segments.of([up, more]), np.array([15.0]), np.zeros(3, int), np.arange(3),
        np.array([False, False, True]),
    )  # fmt: skip
    return problem, (need, supply, weight)


def drawn_from(problem, found):
    """Return what goes out of each pot, less what is given back to it."""
    return np.bincount(problem.pot, problem.sign * found.flow, len(problem.pots))


@pytest.mark.parametrize("seed", range(20))
def test_prices_and_simplex_reach_the_same_optimum(seed):
    problem = drawn(seed)
    exact = solve(problem)
    found = solve_by_prices(problem, gap=1e-8)
    assert found.value == pytest.approx(exact.value, rel=1e-6)
    assert found.bound == pytest.approx(exact.value, rel=1e-6)


@pytest.mark.parametrize("seed", range(10))
def test_the_bound_is_never_below_the_optimum(seed):
    problem = drawn(seed)
    found = solve_by_prices(problem, gap=0.05, rounds=1)
    assert found.bound >= solve(problem).value * (1 - 1e-9)
    assert found.value <= solve(problem).value * (1 + 1e-9)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("by", [solve, solve_by_prices])
def test_no_pot_is_overdrawn(seed, by):
    problem = drawn(seed)
    found = by(problem)
    assert (drawn_from(problem, found) <= problem.pots * (1 + 1e-7) + 1e-7).all()
    used = np.zeros(len(problem.gives))
    segments = problem.segments
    for kind in range(problem.kinds):
        np.add.at(used, segments.group * problem.kinds + kind,
                  segments.use[:, kind] * found.taken)  # fmt: skip
    came = np.bincount(problem.market, found.flow, len(problem.gives))
    assert (used <= came * (1 + 1e-6) + 1e-6).all()


@pytest.mark.parametrize("seed", range(10))
def test_with_cells_that_give_up_both_ways_agree(seed):
    problem, _ = with_givers(seed)
    exact, priced = solve(problem), solve_by_prices(problem, gap=1e-8)
    assert priced.value == pytest.approx(exact.value, rel=1e-6)
    given = -(problem.segments.use[:, 0] * exact.taken)[problem.segments.use[:, 0] < 0].sum()
    got = (problem.segments.use[:, 0] * exact.taken)[problem.segments.use[:, 0] > 0].sum()
    assert got <= given + 15.0 + 1e-6


def test_the_price_is_what_one_more_yuan_gains():
    problem = drawn(3)
    found = solve(problem)
    more = Problem(
        problem.segments, problem.pots + np.eye(6)[0] * 1e-3, problem.pot, problem.market,
        problem.gives,
    )  # fmt: skip
    gained = (solve(more).value - found.value) / 1e-3
    assert gained == pytest.approx(found.prices[0], rel=1e-4)


@pytest.mark.parametrize("seed", range(25))
def test_the_optimum_is_that_of_brute_force(seed):
    draw = np.random.default_rng(seed)
    need = draw.integers(2, 6, (3, 2)).cumsum(1).astype(float)
    supply = np.minimum(draw.integers(0, 4, (3, 1)).astype(float), need)
    weight = draw.uniform(0.1, 1.0, (3, 2))
    segments = raising(need, supply, np.ones((3, 2)), weight, np.zeros(3, int))
    budget = 4
    found = solve(
        Problem(segments, np.array([float(budget)]), np.zeros(1, int), np.zeros(1, int),
                np.zeros(1, bool))
    )  # fmt: skip
    before = (weight * covered(supply, need)).sum()
    plans = (g for g in itertools.product(range(budget + 1), repeat=3) if sum(g) <= budget)
    best = max((weight * covered(supply + np.array(g)[:, None], need)).sum() for g in plans)
    assert found.value == pytest.approx(best - before, abs=1e-9)


def test_a_segment_is_the_change_of_coverage_itself():
    problem, (need, supply, weight) = with_givers(5)
    up = problem.segments.use[:, 0] > 0
    taken = np.zeros(20)
    np.add.at(taken, problem.segments.cell[up], problem.segments.use[up, 0])
    after = (weight * covered(supply + taken[:, None], need)).sum()
    change = after - (weight * covered(supply, need)).sum()
    assert problem.segments.gain[up].sum() == pytest.approx(change)
    given = np.zeros(20)
    np.add.at(given, problem.segments.cell[~up], -problem.segments.use[~up, 0])
    lost = (weight * covered(supply, need)).sum() - (
        weight * covered(supply - given[:, None], need)
    ).sum()
    assert -problem.segments.gain[~up].sum() == pytest.approx(1.01 * lost)


def test_money_before_which_another_kind_binds_gains_nothing():
    one = np.ones((1, 1))
    assert not len(raising(100 * one, 60 * one, 0.5 * one, one, np.array([0])))


def one_pot(amounts, budget):
    use = np.array(amounts, dtype=float)[:, None]
    at = np.arange(len(use))
    return Problem(
        Segments(at, np.zeros(len(use), int), np.sqrt(use[:, 0]), use),
        np.array([float(budget)]), np.zeros(1, int), np.zeros(1, int), np.zeros(1, bool),
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(15))
def test_least_grants_give_the_best_of_all_choices(seed):
    draw = np.random.default_rng(seed)
    amounts, least = draw.uniform(2, 9, 6), 3.0
    problem = one_pot(amounts, 12.0)
    found, proven = solve_with_least(problem, np.full(6, least), gap=0.0, seconds=30)
    best = 0.0
    for chosen in itertools.product([0, 1], repeat=6):
        rest = [n for n in range(6) if chosen[n]]
        if any(amounts[n] < least for n in rest) or least * len(rest) > 12.0:
            continue
        left, value = 12.0 - least * len(rest), 0.0
        for n in sorted(rest, key=lambda n: amounts[n]):
            more = min(left, amounts[n] - least)
            left -= more
            value += np.sqrt(amounts[n]) * (least + more) / amounts[n]
        best = max(best, value)
    granted = found.taken * amounts
    assert proven
    assert found.value == pytest.approx(best, rel=1e-6)
    assert ((granted < 1e-6) | (granted >= least - 1e-6)).all()
    assert found.bound >= found.value


@pytest.mark.parametrize("seed", range(15))
def test_leaving_out_small_grants_stays_within_its_bound(seed):
    draw = np.random.default_rng(seed)
    amounts, least = draw.uniform(2, 9, 6), np.full(6, 3.0)
    problem = one_pot(amounts, 12.0)
    found = solve_dropping(problem, least, gap=1e-9)
    exact, _ = solve_with_least(problem, least, gap=0.0, seconds=30)
    granted = found.taken * amounts
    assert ((granted < 1e-6) | (granted >= 3 - 1e-6)).all()
    assert granted.sum() <= 12 + 1e-6
    assert found.value <= exact.value + 1e-9 <= found.bound + 2e-9


def test_a_peer_without_time_says_that_it_is_not_finished():
    with pytest.raises(UnfinishedError):
        solve(drawn(1, cells=3000), options={"time_limit": 0.0})
