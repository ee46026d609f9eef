"""What an estimate rests on, and how much would change it."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from chuandao.decay.model import DecayModel
from chuandao.decay.nodewise import peak
from chuandao.errors import UsageError
from chuandao.stats.smoothing.nodewise import at_value, known


@pytest.fixture
def model(case_of, city):
    units, evidence, deficits = city(seed=1)
    kept = [r for r in evidence if r[0] not in ("00001", "0000100")]
    return DecayModel(points=1, draws=2).fit(case_of(units, kept), deficits)


def at_peak(model, unit, task):
    """Return ln e of a unit at the most probable variances."""
    design, found = model.fitted_.design, peak(model.fitted_)
    state = at_value(found.known.state, found.mean)
    copy = [t for t, _ in design.replicates].index(task)
    return design.by_unit(state)[copy, design.chains.codes.index(unit)]


@pytest.mark.parametrize("unit", ["000", "00001", "0000102"])
@pytest.mark.parametrize("each", [False, True])
def test_weights_add_up_to_one_and_give_the_estimate(model, unit, each):
    rows = model.explain(unit, each=each)
    for task, part in rows.group_by("task"):
        weight, says = part["weight"].to_numpy(), part["says"].to_numpy()
        assert abs(weight.sum() - 1) < 1e-9
        assert (weight >= 0).all()
        assert abs(weight @ np.log(says) - at_peak(model, unit, task[0])) < 1e-9


def test_a_weight_is_what_the_estimate_moves_with_the_evidence(case_of, city):
    units, evidence, _ = city(seed=2)
    model = DecayModel(points=1, draws=2).fit(case_of(units, evidence))
    design, found = model.fitted_.design, peak(model.fitted_)
    rows = design.evidence.rows.with_row_index("at")
    one = rows.filter(unit="0000101", task="A", source="inspection")["at"].item()
    said = found.tree.said.copy()
    said[one, 0] += 1.0
    states = [
        at_value(known(tree, found.steps, found.noise).state, found.mean)
        for tree in (found.tree, replace(found.tree, said=said))
    ]
    moved = design.by_unit(states[1] - states[0])[0, design.chains.codes.index("00001")]
    told = model.explain("00001", "A", each=True).filter(
        evidence_unit="0000101", source="inspection"
    )
    assert abs(told["weight"].item() - moved) < 1e-9


def test_own_evidence_weighs_most_where_there_is_some(model):
    seen = model.explain("0000102", "A")
    own = seen.filter(relation="own")["weight"].sum()
    assert own > 0.5
    assert set(seen["relation"]) == {"own", "above", "sibling", "other", "usual"}


def test_a_unit_nobody_looked_at_rests_on_others(model):
    rows = model.explain("0000100", "A")
    assert "own" not in set(rows["relation"])
    assert abs(rows["weight"].sum() - 1) < 1e-9


@pytest.mark.parametrize(("unit", "task"), [("0", None), ("nowhere", None), ("000", "Z")])
def test_what_was_not_measured_cannot_be_explained(model, unit, task):
    with pytest.raises(UsageError) as caught:
        model.explain(unit, task)
    assert caught.value.code == "unit_not_measured"
    assert caught.value.hint


def test_an_inflated_anchor_lowers_every_tier_by_about_as_much(model):
    rows = model.sensitivity([0.1]).levels
    plain, less = (rows.filter(inflation=z).sort("tier")["efficacy"] for z in (0.0, 0.1))
    assert plain[0] == less[0] == 1.0
    assert np.allclose(less[1:] / plain[1:], 1 / 1.1, atol=0.005)


def test_the_loss_of_an_inflated_anchor_lies_on_the_first_step(model):
    rows = model.sensitivity([0.1]).levels
    plain, less = (rows.filter(inflation=z).sort("tier")["retention"] for z in (0.0, 0.1))
    assert less[1] < plain[1] - 0.05
    assert np.allclose(less[2:], plain[2:], atol=0.01)


def test_no_inflation_gives_the_figures_themselves(model):
    rows = model.sensitivity([]).levels.sort("tier")
    shown = model.tiers_.filter((pl.col("unit") == "0") & pl.col("task").is_null()).sort("tier")
    assert np.allclose(rows["efficacy"], shown["efficacy"], atol=1e-9)


def test_a_cost_that_is_there_is_more_robust_than_one_that_is_not(model):
    rows = {row["cause"]: row for row in model.sensitivity().causes.iter_rows(named=True)}
    assert rows["understanding"]["robustness_95"] > 0.2
    assert rows["resources"]["robustness_95"] < 0.1
    for row in rows.values():
        assert 0 <= row["robustness_95"] <= row["robustness"] <= 1


def test_an_impossible_inflation_is_refused(model):
    with pytest.raises(UsageError) as caught:
        model.sensitivity([-1.0])
    assert caught.value.code == "bad_inflation"
