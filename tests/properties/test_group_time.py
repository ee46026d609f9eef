"""Laws of group-time effects."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from chuandao.stats.panels.event_study import combine, event_weights, overall_weights
from chuandao.stats.panels.group_time import NEVER, Panel, group_time


@st.composite
def panels(draw):
    seed = draw(st.integers(0, 10_000))
    rng = np.random.default_rng(seed)
    clusters, periods = draw(st.integers(4, 9)), draw(st.integers(2, 6))
    begun = rng.choice([*range(1, periods + 1), NEVER, NEVER], clusters)
    cluster = np.repeat(np.arange(clusters), draw(st.integers(1, 3)))
    values = rng.normal(size=(len(cluster), periods))
    values[rng.random(values.shape) < draw(st.sampled_from([0.0, 0.2]))] = np.nan
    return Panel(values, np.arange(1, periods + 1), begun[cluster], cluster)


def summary(panel):
    found = group_time(panel)
    _, weights = event_weights(found)
    whole = combine(found, overall_weights(found)[None, :])
    return np.concatenate([found.estimate, whole.estimate, whole.se, combine(found, weights).se])


@given(panels())
@settings(deadline=None)
def test_levels_of_units_and_periods_change_no_effect(panel):
    rng = np.random.default_rng(1)
    moved = (
        panel.values + rng.normal(size=(len(panel.values), 1)) + rng.normal(size=panel.times.shape)
    )
    other = Panel(moved, panel.times, panel.starts, panel.clusters)
    assert np.allclose(summary(panel), summary(other), atol=1e-9, equal_nan=True)


@given(panels(), st.integers(0, 100))
@settings(deadline=None)
def test_the_order_of_rows_changes_nothing(panel, seed):
    order = np.random.default_rng(seed).permutation(len(panel.values))
    other = Panel(panel.values[order], panel.times, panel.starts[order], panel.clusters[order])
    assert np.allclose(summary(panel), summary(other), atol=1e-9, equal_nan=True)


@given(panels(), st.floats(0.1, 10))
@settings(deadline=None)
def test_effects_and_errors_scale_with_the_values(panel, factor):
    other = Panel(panel.values * factor, panel.times, panel.starts, panel.clusters)
    assert np.allclose(summary(panel) * factor, summary(other), atol=1e-9, equal_nan=True)


@given(panels(), st.floats(-1, 1))
@settings(deadline=None)
def test_a_constant_effect_is_added_in_full_from_the_start_on(panel, effect):
    on = panel.times[None, :] >= panel.starts[:, None]
    other = group_time(Panel(panel.values + effect * on, panel.times, panel.starts, panel.clusters))
    found = group_time(panel)
    assert np.allclose(other.estimate[found.after] - found.estimate[found.after], effect)
    before = ~found.after
    assert np.allclose(other.estimate[before], found.estimate[before])
