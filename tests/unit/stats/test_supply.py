"""Coverage, inequality, time to arrival and tests of shares."""

import numpy as np
import pytest
from scipy import stats

from chuandao.stats.supply.arrival import arrival_curve, days_until, longer_than, spread_of_logs
from chuandao.stats.supply.coverage import coverage, share_general, weights_over_time
from chuandao.stats.supply.inequality import concentration, theil
from chuandao.stats.supply.permutation import excess_by_chance, lower_by_chance


def test_the_scarcest_kind_decides():
    need = np.array([[10.0, 10.0], [4.0, 4.0]])
    supply = np.array([[10.0, 10.0], [1.0, 4.0]])
    assert coverage(supply, need) == pytest.approx(0.5 * 0.25 + 0.5)


def test_a_kind_that_is_not_needed_yet_does_not_bind():
    need = np.array([[10.0, 10.0], [0.0, 4.0]])
    supply = np.array([[10.0, 10.0], [0.0, 4.0]])
    assert coverage(supply, need) == 1.0


def test_nothing_needed_has_no_coverage():
    assert np.isnan(coverage(np.ones((1, 3)), np.zeros((1, 3))))


def test_more_than_needed_in_one_month_does_not_make_up_for_another():
    need, supply = np.array([[10.0, 10.0]]), np.array([[0.0, 100.0]])
    assert coverage(supply, need) == pytest.approx(0.5)


def test_weights_are_the_mean_over_kinds_of_their_part_of_the_need():
    need = np.array([[1.0, 3.0], [2.0, 2.0]])
    assert weights_over_time(need).tolist() == pytest.approx([0.375, 0.625])


def test_general_money_without_any_lack_is_left():
    assert share_general(np.array([50.0]), np.zeros((1, 2)), np.ones(2)).tolist() == [[0.0, 0.0]]


def test_general_money_goes_by_priority_times_need():
    shared = share_general(np.array([60.0]), np.array([[100.0, 100.0]]), np.array([2.0, 1.0]))
    assert shared[0].tolist() == pytest.approx([40.0, 20.0])


def test_theil_within_and_between_sum_to_the_whole():
    rng = np.random.default_rng(3)
    values, weights = rng.lognormal(size=40), rng.uniform(1, 5, 40)
    found = theil(values, weights, rng.integers(0, 4, 40))
    assert found.between + found.within == pytest.approx(found.total)
    assert found.within > 0


def test_theil_without_any_supply_cannot_be_told():
    assert theil(np.zeros(3), np.ones(3), np.array([0, 1, 1])) is None


def test_concentration_is_negative_where_the_needy_have_less():
    assert concentration(np.array([1.0, 0.8, 0.2]), np.array([1.0, 2.0, 3.0])) < 0
    assert concentration(np.ones(3), np.array([1.0, 2.0, 3.0])) == pytest.approx(0)


def test_the_arrival_curve_is_that_of_scipy():
    rng = np.random.default_rng(5)
    days, arrived = rng.integers(1, 40, 60).astype(float), (rng.random(60) < 0.7).astype(float)
    sample = stats.CensoredData.right_censored(days, arrived == 0)
    wanted = stats.ecdf(sample).sf
    times, left = arrival_curve(days, arrived)
    assert left == pytest.approx(wanted.evaluate(times))


def test_what_is_under_way_lengthens_the_median():
    days = np.array([10.0, 20.0, 30.0, 40.0, 50.0])
    assert days_until(days, np.ones(5), 0.5) == 30.0
    assert days_until(days, np.array([1.0, 0.0, 1.0, 0.0, 1.0]), 0.5) == 50.0


def test_usual_days_are_called_long_as_often_as_the_level_says():
    rng = np.random.default_rng(11)
    p = [longer_than(rng.lognormal(np.log(30), 0.6, 8), 30, 0.6) for _ in range(2000)]
    assert np.mean(np.array(p) <= 0.05) == pytest.approx(0.05, abs=0.015)


def test_the_spread_of_logs_is_found_despite_slow_groups():
    rng = np.random.default_rng(12)
    groups = [rng.lognormal(np.log(30 if i else 300), 0.5, 10) for i in range(60)]
    assert spread_of_logs(groups) == pytest.approx(0.5, abs=0.05)


def test_marks_by_chance_are_called_skewed_as_often_as_the_level_says():
    rng = np.random.default_rng(13)
    p = []
    for _ in range(400):
        excess = rng.normal(size=12)
        p.append(excess_by_chance(excess, (rng.random(12) < 0.4) * 1.0, rng, draws=199))
    assert np.mean(np.array(p) <= 0.05) <= 0.08


def test_the_test_of_a_gap_is_students():
    rng = np.random.default_rng(14)
    few, others = rng.normal(0.5, 0.1, 4), rng.normal(0.7, 0.1, 12)
    wanted = stats.ttest_ind(others, few, alternative="greater").pvalue
    assert lower_by_chance(few, others) == pytest.approx(wanted)


def test_equal_values_on_both_sides_are_no_gap():
    assert lower_by_chance(np.ones(3), np.ones(9)) == 1.0
