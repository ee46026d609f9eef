"""Laws of matching: more never hurts, nothing is made or lost."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from chuandao.stats.matching.decomposed import solve_by_prices
from chuandao.stats.matching.exact import solve
from chuandao.stats.matching.problem import Problem
from chuandao.stats.matching.segments import by_kinds, lowering

seeds = st.integers(0, 10_000)


def problem(seed, held):
    draw = np.random.default_rng(seed)
    need = draw.uniform(0, 100, (12, 2))
    supply = need * draw.random((12, 2))
    segments = by_kinds(need, supply, draw.random(12) + 0.1, draw.integers(2, size=12))
    pot, market = np.array([0, 1, 0, 1]), np.array([0, 1, 2, 3])
    return Problem(segments, np.asarray(held), pot, market, np.zeros(4, bool))


@given(seeds, st.floats(0, 300), st.floats(0, 300), st.floats(0, 100))
def test_more_of_a_kind_never_lowers_the_gain(seed, money, land, more):
    before = solve(problem(seed, [money, land])).value
    assert solve(problem(seed, [money + more, land])).value >= before - 1e-7


@given(seeds, st.floats(0, 300), st.floats(0, 300))
def test_prices_prove_what_simplex_finds(seed, money, land):
    one = problem(seed, [money, land])
    exact, priced = solve(one), solve_by_prices(one, gap=1e-7)
    assert abs(priced.value - exact.value) <= 1e-6 * max(1.0, exact.value)
    assert priced.bound >= exact.value - 1e-6


@given(seeds, st.floats(0, 80))
def test_what_is_given_up_is_what_was_freed(seed, freed):
    draw = np.random.default_rng(seed)
    need = np.sort(draw.uniform(1, 100, (5, 3)), axis=1)
    supply = draw.uniform(0, 120, (5, 1)).repeat(3, 1)
    parts = np.minimum(np.full((5, 2), freed / 2), supply[:, :1] / 2)
    found = lowering(need, supply, np.ones((5, 3)), np.ones((5, 3)), parts, np.array([4, 9]))
    for at, group in enumerate((4, 9)):
        given_up = -found.use[found.group == group, 0].sum()
        assert abs(given_up - parts[:, at].sum()) <= 1e-6
    assert (found.gain <= 0).all()
