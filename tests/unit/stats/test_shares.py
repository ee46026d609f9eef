"""Intervals of shares, survival over steps, uniformity of targets."""

import numpy as np
import pytest
from scipy.stats import beta

from chuandao.stats.shares import weighted_share, wilson
from chuandao.stats.siblings.uniformity import uniformity
from chuandao.stats.survival import survival


def test_wilson_covers_as_it_says_for_few_clauses():
    chance = np.random.default_rng(1)
    for share in (0.1, 0.5, 0.9):
        hits = chance.binomial(12, share, 4000)
        held = [low <= share <= high for low, high in (wilson(k / 12, 12) for k in hits)]
        assert 0.92 < np.mean(held) < 0.99


def test_a_share_of_none_and_of_all_keep_an_interval():
    assert wilson(0.0, 8)[1] > 0.2
    assert wilson(1.0, 8)[0] < 0.8


def test_unequal_weights_are_worth_fewer_observations():
    even = weighted_share(np.array([1.0, 0, 1, 0]), np.ones(4))
    uneven = weighted_share(np.array([1.0, 0, 1, 0]), np.array([5.0, 1, 1, 1]))
    assert even.effective == 4
    assert uneven.effective < 3
    assert uneven.high - uneven.low > even.high - even.low


def test_nothing_observed_gives_no_share():
    assert weighted_share(np.array([]), np.array([])) is None
    assert weighted_share(np.array([1.0]), np.array([0.0])) is None


def test_survival_is_the_product_of_the_shares_kept():
    steps = survival([(10, 8), (8, 4), (4, 1)])
    assert [step.survival for step in steps] == pytest.approx([0.8, 0.4, 0.1])


def test_one_step_has_the_bounds_of_clopper_and_pearson():
    step = survival([(10, 7)])[0]
    assert step.low == pytest.approx(beta.ppf(0.025, 7, 4))
    assert step.high == pytest.approx(beta.ppf(0.975, 8, 3))


def test_nothing_is_said_of_tiers_below_the_last_one_with_a_unit_at_risk():
    assert len(survival([(5, 0), (0, 0), (3, 3)])) == 1


def test_a_task_that_all_kept_is_not_certain_to_be_kept():
    assert survival([(6, 6)])[0].low < 0.6


def test_intervals_of_survival_cover_at_least_as_often_as_they_say():
    chance = np.random.default_rng(2)
    held = []
    for _ in range(1500):
        first = chance.binomial(6, 0.8)
        if first == 0:
            held.append(True)  # the second step has nobody at risk
            continue
        second = chance.binomial(3 * first, 0.6)
        step = survival([(6, first), (3 * first, second)])[-1]
        held.append(step.low <= 0.48 <= step.high)
    assert np.mean(held) > 0.94


BASES = np.array([3.0, 5.0, 8.0, 13.0, 21.0, 34.0, 55.0, 89.0])


def verdict(targets, bases=BASES):
    return uniformity(np.asarray(targets), bases, np.random.default_rng(3)).verdict


def test_equal_targets_over_unequal_bases_are_uniform():
    assert verdict(np.full(8, 40.0)) == "uniform"


def test_targets_in_proportion_are_tailored():
    noise = np.random.default_rng(4).lognormal(0, 0.2, 8)
    assert verdict(0.3 * BASES * noise) == "tailored"


def test_targets_without_pattern_cannot_be_told():
    assert verdict(np.random.default_rng(5).lognormal(3, 1.2, 8)) == "cannot_tell"


def test_targets_that_run_against_the_base_are_not_called_uniform():
    assert verdict(100 / BASES) == "cannot_tell"


def test_three_equal_targets_are_too_few():
    assert verdict([7.0, 7.0, 7.0], BASES[:3]) == "cannot_tell"


def test_equal_bases_leave_nothing_to_follow():
    assert uniformity(np.array([1.0, 2, 3]), np.ones(3), np.random.default_rng(0)) is None


def test_the_order_of_units_changes_no_verdict_and_no_index():
    targets = 0.3 * BASES[:6] ** 0.8
    one = uniformity(targets, BASES[:6], np.random.default_rng(0))
    other = uniformity(targets[::-1], BASES[:6][::-1], np.random.default_rng(1))
    assert one.index == pytest.approx(other.index)
    assert (one.verdict, one.p_relation, one.p_proportion) == (
        other.verdict,
        other.p_relation,
        other.p_proportion,
    )
