"""Efficacy by period through the forward filter; bunching of what sources report."""

import numpy as np
import polars as pl
import pytest

from chuandao.decay.model import DecayModel
from chuandao.decay.over_time.periods import in_time
from chuandao.errors import UsageError

QUARTERS = tuple(f"2025Q{k}" for k in range(1, 5))


def lasting(units, seed, *, memory=0.9, drop=None, periods=QUARTERS):
    """Return evidence of several quarters; a unit may lose more from some quarter on."""
    rng = np.random.default_rng(seed)
    own = {unit: rng.normal(0, 0.12) for unit, *_ in units}
    rows, truth = [], {}
    for at, period in enumerate(periods):
        x = {"0": 0.0}
        for unit, _, _, parent in units[1:]:
            more = drop[2] if drop and unit == drop[0] and at >= drop[1] else 0.0
            x[unit] = x[parent] - 0.1 + own[unit] - more
            seen = float(np.exp(x[unit] + rng.normal(0, 0.06)))
            if rng.random() < 0.7:
                rows.append((unit, "A", period, "inspection", seen))
            own[unit] = memory * own[unit] + np.sqrt(1 - memory**2) * rng.normal(0, 0.12)
        truth |= {(unit, period): np.exp(v) for unit, v in x.items()}
    return rows, truth


def error(table, truth, last):
    rows = table.filter((pl.col("period") == last) & (pl.col("unit") != "0"))
    real = np.array([truth[unit, last] for unit in rows["unit"]])
    inside = (rows["low"].to_numpy() <= real) & (real <= rows["high"].to_numpy())
    return float(np.abs(rows["estimate"].to_numpy() - real).mean()), float(inside.mean())


def test_the_past_makes_the_last_quarter_better_known(case_of, tree_of):
    units, errors = tree_of([5, 5, 3]), []
    for seed in range(4):
        rows, truth = lasting(units, seed)
        model = DecayModel(points=1, draws=2).fit(case_of(units, rows))
        found = model.over_time()
        assert found.memory > 0.5
        alone = model.efficacy_.filter(task="A")
        errors.append((error(found.table, truth, "2025Q4"), error(alone, truth, "2025Q4")))
    means = np.mean(errors, axis=0)
    assert means[0, 0] < 0.93 * means[1, 0]
    assert 0.91 < means[0, 1] < 0.985


def test_without_memory_the_figures_are_those_of_each_period(case_of, tree_of):
    units = tree_of([4, 4])
    rows, _ = lasting(units, 1)
    model = DecayModel(points=1, draws=2).fit(case_of(units, rows))
    both = model.over_time(0.0).table.join(
        model.efficacy_.filter(task="A"), on=["unit", "task", "period"]
    )
    assert both.height == len(units) * 4
    assert np.allclose(both["estimate"], both["estimate_right"], rtol=2e-3)


def test_a_lasting_fall_raises_an_alarm_there_and_almost_nowhere_else(case_of, tree_of):
    periods = tuple(f"2025-{k:02d}" for k in range(1, 11))
    units = tree_of([5, 5])
    rows, _ = lasting(units, 2, drop=("00201", 4, 0.5), periods=periods)
    table = DecayModel(points=1, draws=2).fit(case_of(units, rows)).over_time().table
    fallen = set(table.filter(alarm="fallen")["unit"])
    assert "00201" in fallen
    assert len(fallen) <= 3
    first = table.filter((pl.col("unit") == "00201") & (pl.col("alarm") == "fallen"))[
        "period"
    ].min()
    assert first >= "2025-05"


def test_a_task_without_evidence_in_a_period_has_no_row_there(case_of, tree_of):
    units = tree_of([4, 4])
    rows, _ = lasting(units, 3)
    later = [(u, "B", p, s, v) for u, _, p, s, v in rows if p in QUARTERS[2:]]
    table = DecayModel(points=1, draws=2).fit(case_of(units, rows + later)).over_time().table
    assert set(table.filter(task="B")["period"]) == set(QUARTERS[2:])


def test_one_period_is_measured_as_ever(case_of, city):
    units, evidence, _ = city()
    found = DecayModel(points=1, draws=2).fit(case_of(units, evidence)).over_time()
    assert found.memory == 0
    assert "approximate" in repr(found)


def test_periods_stand_in_the_order_of_time():
    assert in_time(["2025Q2", "2024", "2025Q1"]) == ["2024", "2025Q1", "2025Q2"]


@pytest.mark.parametrize("memory", [-0.1, 1.1, float("nan")])
def test_an_impossible_memory_is_refused(case_of, city, memory):
    units, evidence, _ = city()
    with pytest.raises(UsageError) as caught:
        DecayModel(points=1, draws=2).fit(case_of(units, evidence)).over_time(memory)
    assert caught.value.code == "bad_memory"


def test_self_reports_moved_up_to_the_target_bunch_there(case_of, tree_of):
    rng, units = np.random.default_rng(4), tree_of([6, 8, 8])
    rows = []
    for unit, _, tier, _ in units[1:]:
        level = float(np.exp(-0.03 * tier + rng.normal(0, 0.1)))
        rows.append((unit, "A", "2025", "inspection", level))
        told = level * 1.03
        rows.append((unit, "A", "2025", "self_report", 1.0 if 0.95 < told < 1 else told))
    table = DecayModel(points=1, draws=2).fit(case_of(units, rows)).bunching()
    p = dict(table.select("source", "p_value").rows())
    assert p["self_report"] < 0.001
    assert p["inspection"] > 0.01
