"""Group-time effects against small panels reckoned by hand and against plain arithmetic."""

import numpy as np
import pytest

from chuandao.stats.panels.event_study import (
    band,
    calendar_weights,
    combine,
    event_weights,
    overall_weights,
    slope_weights,
)
from chuandao.stats.panels.group_time import NEVER, Panel, group_time


def panel(values, starts, clusters=None, times=None):
    values = np.array(values, dtype=float)
    rows = len(values) if clusters is None else clusters
    return Panel(
        values,
        np.arange(1, values.shape[1] + 1) if times is None else np.array(times),
        np.array(starts),
        np.arange(rows) if clusters is None else np.array(clusters),
    )


def cells(found):
    keys = zip(found.group.tolist(), found.time.tolist(), strict=True)
    return dict(zip(keys, found.estimate.tolist(), strict=True))


BY_HAND = panel(
    [[1, 4, 6], [3, 6, 8], [2, 3, 9], [4, 5, 9], [0, 1, 2], [2, 3, 4]],
    [2, 2, 3, 3, NEVER, NEVER],
)


def test_a_panel_reckoned_by_hand():
    found = cells(group_time(BY_HAND))
    # batch 2 rises by 3 then 5; those not yet treated by 1, and the never treated by 2
    assert found[2, 2] == pytest.approx(3 - 1)
    assert found[2, 3] == pytest.approx(5 - 2)
    # batch 3 rises by 5 from its last period before; the never treated by 1
    assert found[3, 3] == pytest.approx(5 - 1)
    # before its start batch 3 changed as the never treated did
    assert found[3, 1] == pytest.approx(0)


def test_the_mean_effect_counts_each_batch_once_however_long_it_was_seen():
    found = group_time(BY_HAND)
    assert combine(found, overall_weights(found)[None, :]).estimate[0] == pytest.approx(
        ((2 + 3) / 2 + 4) / 2
    )


def test_effects_by_time_since_the_start_and_by_period_are_means_over_rows():
    found = group_time(BY_HAND)
    since, weights = event_weights(found)
    assert since.tolist() == [-2, 0, 1]
    assert combine(found, weights).estimate == pytest.approx([0, (2 + 4) / 2, 3])
    times, weights = calendar_weights(found)
    assert times.tolist() == [2, 3]
    assert combine(found, weights).estimate == pytest.approx([2, (3 + 4) / 2])


def test_two_groups_of_clusters_have_the_variance_of_a_difference_of_means():
    rng = np.random.default_rng(3)
    change = rng.normal(size=9)
    found = group_time(panel(np.column_stack([np.zeros(9), change]), [2] * 4 + [NEVER] * 5))
    one = combine(found, overall_weights(found)[None, :])
    variance = change[:4].var(ddof=1) / 4, change[4:].var(ddof=1) / 5
    assert one.se[0] == pytest.approx(np.sqrt(sum(variance)))
    welch = sum(variance) ** 2 / (variance[0] ** 2 / 3 + variance[1] ** 2 / 4)
    assert one.freedom[0] == pytest.approx(welch)


def test_rows_of_one_cluster_count_as_one():
    rng = np.random.default_rng(4)
    change = np.repeat(rng.normal(size=8), 5)
    values = np.column_stack([np.zeros(40), change])
    clustered = group_time(panel(values, [2] * 20 + [NEVER] * 20, np.repeat(np.arange(8), 5)))
    single = group_time(panel(values[::5], [2] * 4 + [NEVER] * 4))
    both = [combine(found, overall_weights(found)[None, :]).se[0] for found in (clustered, single)]
    assert both[0] == pytest.approx(both[1])


def test_units_already_treated_are_no_controls():
    values = [[0, 10, 30], [0, 10, 30], [0, 1, 2], [0, 1, 2], [0, 1, 2]]
    found = cells(group_time(panel(values, [2, 2, 3, 3, NEVER])))
    assert found[3, 3] == pytest.approx(0)  # against 1 of the never treated, not 20 of batch 2


def test_without_never_treated_units_effects_end_where_the_last_batch_starts():
    values = [[0, 1, 2, 3]] * 2 + [[0, 0, 1, 2]] * 2
    found = group_time(panel(values, [2, 2, 3, 3]))
    assert set(cells(found)) == {(2, 2)}


def test_what_starts_in_the_first_period_is_in_no_cell():
    values = [[1, 2], [1, 2], [0, 0], [0, 0]]
    assert len(group_time(panel(values, [1, 1, NEVER, NEVER]))) == 0


def test_one_treated_cluster_gives_an_effect_but_no_interval():
    found = group_time(panel([[0, 3], [0, 1], [0, 0], [0, 2]], [2, NEVER, NEVER, NEVER]))
    one = combine(found, overall_weights(found)[None, :])
    assert one.estimate[0] == pytest.approx(2)
    assert np.isnan(one.se[0])
    assert np.isnan(one.freedom[0])
    assert np.isnan(one.interval()[0][0])


def test_one_control_cluster_gives_no_interval():
    found = group_time(panel([[0, 3], [0, 1], [0, 0]], [2, 2, NEVER]))
    assert np.isnan(combine(found, overall_weights(found)[None, :]).se[0])


def test_batches_of_one_cluster_have_an_interval_from_one_another():
    values = [[0, 2, 2, 2], [0, 0, 3, 3], [0, 0, 0, 2.5], [0, 0.1, 0, 0], [0, -0.1, 0.1, 0.2]]
    found = group_time(panel(values, [2, 3, 4, NEVER, NEVER]))
    since, weights = event_weights(found)
    first = combine(found, weights[since == 0])
    assert first.se[0] > 0
    last = combine(found, weights[since == 2])
    assert np.isnan(last.se[0])


def test_a_row_missing_in_the_period_of_comparison_is_left_out():
    values = np.array([[0, 2], [np.nan, 50], [0, 1], [0, 1]])
    found = group_time(panel(values, [2, 2, NEVER, NEVER]))
    assert found.treated.tolist() == [1]
    assert found.estimate[0] == pytest.approx(1)


def test_a_period_nobody_observed_moves_the_comparison_further_back():
    values = [[0, 1, 4], [0, 1, 4], [0, 1, 2], [0, 1, 2]]
    found = group_time(panel(values, [4, 4, NEVER, NEVER], times=[1, 2, 4]))
    assert found.base.tolist() == [2, 2]
    assert cells(found)[4, 4] == pytest.approx(3 - 1)


def test_anticipation_compares_with_the_period_before_it():
    values = [[0, 0, 1, 2]] * 2 + [[0, 0, 0, 0]] * 2
    starts = [4, 4, NEVER, NEVER]
    assert cells(group_time(panel(values, starts)))[4, 4] == pytest.approx(1)
    found = group_time(panel(values, starts), anticipation=1)
    assert cells(found)[4, 4] == pytest.approx(2)
    assert found.base[0] == 2


def test_the_slope_before_the_start_is_found():
    rows = [[0.5 * k for k in range(4)] + [9.0]] * 2 + [[0.0] * 5] * 2
    found = group_time(panel(rows, [5, 5, NEVER, NEVER]))
    assert combine(found, slope_weights(found)[None, :]).estimate[0] == pytest.approx(0.5)


def test_there_is_no_slope_with_one_period_before_the_start():
    found = group_time(panel([[0, 3], [0, 1], [0, 0], [0, 2]], [2, 2, NEVER, NEVER]))
    assert slope_weights(found) is None


def test_a_band_is_wider_than_each_interval_and_the_same_for_the_same_seed():
    rng = np.random.default_rng(5)
    found = group_time(panel(rng.normal(size=(20, 6)), [4] * 10 + [NEVER] * 10))
    _, weights = event_weights(found)
    each = combine(found, weights)
    bands = [band(each, rng=np.random.default_rng(6)) for _ in range(2)]
    low, high = each.interval()
    assert (bands[0].low < low).all()
    assert (bands[0].high > high).all()
    assert np.array_equal(bands[0].low, bands[1].low)
    assert bands[0].p == bands[1].p


def test_the_bootstrap_gives_a_single_estimate_its_own_p_value():
    rng = np.random.default_rng(7)
    found = group_time(panel(rng.normal(size=(12, 2)), [2] * 6 + [NEVER] * 6))
    one = combine(found, overall_weights(found)[None, :])
    told = band(one, draws=20_000, rng=rng)
    low, high = one.interval()
    assert told.low[0] == pytest.approx(low[0], rel=0.05)
    assert (told.p < 0.05) == (low[0] > 0 or high[0] < 0)


def test_nothing_known_gives_no_band():
    found = group_time(panel([[0, 3], [0, 1], [0, 0]], [2, NEVER, NEVER]))
    told = band(combine(found, overall_weights(found)[None, :]), rng=np.random.default_rng(0))
    assert np.isnan(told.p)
    assert np.isnan(told.low).all()


def test_a_cluster_that_is_treated_later_takes_back_as_a_control_what_it_gives():
    values = [[0, 0, 0], [0, 0, 0], [0, 1, 2], [0, -1, -2], [0, 0, 0], [0, 0, 0]]
    found = group_time(panel(values, [2, 2, 3, 3, NEVER, NEVER]))
    at = {cell: k for k, cell in enumerate(cells(found))}
    later = 2  # above its batch by 1 in both changes
    assert found.treated_part[later, at[3, 3]] > 0
    assert found.control_part[later, at[2, 2]] < 0


def test_standard_errors_are_as_large_as_estimates_scatter_where_batches_serve_as_controls():
    rng, starts = np.random.default_rng(8), np.repeat([3, 4, 6, NEVER], 5)
    estimates, variances = [], []
    for _ in range(300):
        values = rng.normal(size=(20, 8)) + rng.normal(size=(20, 1))
        found = group_time(Panel(values, np.arange(8), starts, np.arange(20)))
        since, weights = event_weights(found)
        one = combine(found, weights[(since >= -3) & (since <= 1)])
        estimates.append(one.estimate)
        variances.append(one.se**2)
    ratio = np.sqrt(np.mean(variances, axis=0)) / np.std(estimates, axis=0)
    assert np.abs(ratio - 1).max() < 0.1
