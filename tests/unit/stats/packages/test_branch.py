"""The search for the best package against trying all, and where little work is allowed."""

import numpy as np
import pytest
from package_instances import brute_force, instance

from chuandao.stats.packages.branch import Effort, best_package
from chuandao.stats.packages.making import Pieces, Steps, setting_of


@pytest.mark.parametrize("block", range(10))
def test_the_best_of_all_is_found_and_proven(block):
    for seed in range(20 * block, 20 * block + 20):
        setting = instance(50_000 + seed, options=8)
        best = best_package(setting)
        assert best.proven
        assert best.value == pytest.approx(brute_force(setting), abs=1e-12)


def test_complements_are_taken_together_where_neither_pays_alone():
    """Two steps of one path: each alone brings less than its price, both more than theirs."""
    steps = Steps(
        np.array([-1, 0, 1]), np.array([[0.0], [0.0], [1.0]]), np.array([[[0.0], [1.0], [1.0]]])
    )
    at = np.arange(2, dtype=np.int64)
    pieces = Pieces(at, 0 * at, np.full((2, 1), 0.5), at, at + 1)
    alone = np.expm1(0.5)
    price = np.full(2, alone + 0.1)
    setting = setting_of(steps, pieces, price, np.ones((2, 2)), np.array([np.inf, np.inf]))
    best = best_package(setting)
    assert best.chosen.all()
    assert best.value == pytest.approx(np.expm1(1.0) - 2 * price[0])


def test_substitutes_share_what_is_left():
    steps = Steps(np.array([-1, 0]), np.array([[0.0], [1.0]]), np.array([[[0.0], [0.4]]]))
    at = np.arange(2, dtype=np.int64)
    pieces = Pieces(at, 0 * at, np.array([[0.5], [0.5]]), at, 0 * at + 1)
    setting = setting_of(steps, pieces, np.zeros(2), np.ones((2, 2)), np.full(2, 2.0))
    assert setting.value(np.array([True, True])) == pytest.approx(np.expm1(0.4 * 0.75))


def test_no_options_give_an_empty_package():
    none = np.zeros(0, dtype=np.int64)
    steps = Steps(np.array([-1, 0]), np.ones((2, 1)), np.zeros((1, 2, 1)))
    pieces = Pieces(none, none, np.zeros((0, 1)), none, none)
    best = best_package(setting_of(steps, pieces, np.zeros(0), np.zeros((2, 0)), np.ones(2)))
    assert best.value == 0
    assert best.proven


def test_the_gap_is_open_where_too_little_work_was_allowed_and_closes_with_more():
    setting = instance(1040, options=30)
    hasty = best_package(setting, Effort(nodes=1, rounds=1, trials=0))
    slow = best_package(setting)
    assert hasty.gap >= slow.gap
    assert hasty.value <= slow.value + 1e-12
    assert slow.value <= hasty.bound + 1e-12
