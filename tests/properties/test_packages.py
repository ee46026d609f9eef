"""Laws of the best package, on small problems drawn at random."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from package_instances import brute_force, instance

from chuandao.stats.packages.bound import bound
from chuandao.stats.packages.branch import Effort, best_package
from chuandao.stats.packages.knapsack import priced
from chuandao.stats.packages.shared import shares_of

SEEDS = st.integers(0, 10_000)


@given(SEEDS)
def test_the_package_is_as_good_as_the_best_of_all(seed):
    setting = instance(seed, options=7)
    best = best_package(setting)
    assert best.proven
    assert best.value == pytest.approx(brute_force(setting), abs=1e-12)
    assert setting.fits(best.chosen)


@given(SEEDS)
def test_what_may_not_be_chosen_is_the_only_reason_not_to_reach_the_bound(seed):
    setting = instance(seed)
    every = np.ones(setting.size, dtype=bool)
    found = bound(setting, ~every, every, rounds=1, goal=-np.inf)
    assert found.value >= best_package(setting).value - 1e-12


@given(SEEDS, st.integers(1, 4))
def test_little_work_gives_a_bound_that_still_holds(seed, nodes):
    setting = instance(seed, options=7)
    hasty = best_package(setting, Effort(nodes=nodes, rounds=1, trials=0, together=0.3))
    assert hasty.value <= brute_force(setting) + 1e-12 <= hasty.bound + 2e-12


@given(SEEDS, st.floats(1, 3))
def test_more_budget_never_lowers_the_optimum(seed, factor):
    setting = instance(seed)
    more = setting.limited(setting.limits * factor)
    assert best_package(more).value >= best_package(setting).value - 1e-12


@given(SEEDS)
def test_an_option_less_never_raises_the_optimum(seed):
    setting = instance(seed)
    gone = np.arange(setting.size) == seed % setting.size
    limits = np.where(np.isinf(setting.limits), 1e6, setting.limits)
    uses = np.where(gone, 2 * limits[:, None], setting.uses)
    barred = best_package(replace(setting, uses=uses, limits=limits))
    assert not barred.chosen[gone].any()
    assert barred.value <= best_package(setting).value + 1e-12


@given(SEEDS)
def test_a_change_is_the_difference_it_makes(seed):
    setting = instance(seed)
    chosen = np.random.default_rng(seed).random(setting.size) < 0.5
    changes = setting.changes(chosen)
    for option in range(setting.size):
        other = chosen.copy()
        other[option] = not chosen[option]
        assert changes[option] == pytest.approx(
            setting.value(other) - setting.value(chosen), abs=1e-13
        )


@given(SEEDS)
def test_the_parts_of_a_package_sum_to_its_gain(seed):
    setting = instance(seed)
    chosen = np.random.default_rng(seed).random(setting.size) < 0.6
    parts = shares_of(setting, chosen)
    assert parts.sum(axis=0) == pytest.approx(setting.by_column(chosen), abs=1e-13)
    assert not parts[~chosen].any()
    assert (parts >= 0).all()


@given(SEEDS)
def test_no_share_of_items_is_worth_more_than_their_price(seed):
    rng = np.random.default_rng(seed)
    worth, uses = rng.normal(size=6), rng.uniform(0, 3, (2, 6))
    room, free = rng.uniform(0, 6, 2), rng.random(6) < 0.8
    found = priced(worth, uses, room, free)
    for _ in range(50):
        share = rng.random(6) * free
        if (uses @ share <= room).all():
            assert worth @ share <= found.value + 1e-12
