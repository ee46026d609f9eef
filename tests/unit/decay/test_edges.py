"""What the measure does with cases that are small, odd or empty: a sound result or a refusal."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from chuandao.decay.measure import measure
from chuandao.decay.model import DecayModel
from chuandao.errors import UsageError

T = "2025Q1"


def codes(decay):
    return {problem.code for problem in decay.warnings}


def refused(case, **options):
    with pytest.raises(UsageError) as caught:
        measure(case, **options)
    assert caught.value.hint
    for language in ("en", "zh-Hans", "zh-Hant"):
        assert caught.value.render(language)
    return caught.value.code


def sound(decay):
    """Finite, ordered intervals; the attribution adds up; every remark has its words."""
    for name in ("efficacy", "retention"):
        table = decay.tables[name]
        assert table.select(pl.col("estimate", "low", "high", "se_log").is_finite().all()).row(0)
        assert (table["low"] <= table["estimate"]).all() or (table["se_log"] > 2).any()
        assert (table["estimate"] > 0).all()
    key = ["unit", "task", "period", "leaf_tier"]
    loss = decay.tables["attribution"].group_by(key).agg(pl.col("loss").sum())
    ends = decay.tables["tiers"].filter(pl.col("tier") == pl.col("leaf_tier"))
    both = loss.join(ends, on=key, nulls_equal=True)
    assert both.height == loss.height
    assert (both["loss"] + both["efficacy"] - 1).abs().max() < 1e-12
    for problem in decay.warnings:
        for language in ("en", "zh-Hans", "zh-Hant"):
            assert problem.render(language)
    return decay


def estimate(decay, unit, task="A"):
    rows = decay.tables["efficacy"].filter((pl.col("unit") == unit) & (pl.col("task") == task))
    return rows.row(0, named=True)


def test_no_evidence_is_refused(case_of, tree_of):
    assert refused(case_of(tree_of([2]), [])) == "no_evidence"


def test_one_unit_is_refused(case_of):
    case = case_of([("0", "市", 0, None)], [("0", "A", T, "inspection", 0.8)])
    assert refused(case) == "one_unit"


def test_evidence_of_the_root_alone_is_refused(case_of, tree_of):
    assert (
        refused(case_of(tree_of([2]), [("0", "A", T, "inspection", 0.8)])) == "no_usable_evidence"
    )


def test_several_sources_without_anchor_are_refused(case_of, city):
    units, evidence, _ = city()
    assert refused(case_of(units, evidence, anchor=None)) == "no_anchor"


def test_an_anchor_without_evidence_is_refused(case_of, city):
    units, evidence, _ = city()
    assert refused(case_of(units, evidence, anchor="audit")) == "anchor_without_evidence"


def test_an_anchor_that_is_no_source_is_refused(case_of, city):
    units, evidence, _ = city()
    assert refused(case_of(units, evidence), anchor="hearsay") == "anchor_unknown"


def test_an_anchor_may_be_named_in_chinese(case_of, city):
    units, evidence, _ = city()
    decay = measure(case_of(units, evidence, anchor=None), anchor="督查")
    assert decay.parameters["anchors"] == ["inspection"]


def test_one_source_without_anchor_is_its_own_anchor(case_of, city):
    units, evidence, _ = city()
    own = [row for row in evidence if row[3] == "self_report"]
    decay = sound(measure(case_of(units, own, anchor=None)))
    assert decay.parameters["anchors"] == ["self_report"]
    assert "anchor_is_the_only_source" in codes(decay)


def test_a_chain_without_branching_is_measured(case_of, tree_of):
    evidence = [
        (unit, "A", T, "inspection", 0.8**tier, "share", 400)
        for unit, _, tier, parent in tree_of([1, 1, 1])
        if parent
    ]
    decay = sound(measure(case_of(tree_of([1, 1, 1]), evidence)))
    assert abs(estimate(decay, "0000000")["estimate"] - 0.8**3) < 0.03
    assert decay.tables["blockages"].height == 0
    assert "tier_of_one_unit" in codes(decay)


def test_a_subtree_without_evidence_gets_wider_intervals_and_no_claim(case_of, city):
    units, evidence, deficits = city()
    case = case_of(units, [row for row in evidence if not row[0].startswith("000")])
    decay = sound(measure(case, deficits))
    blind, seen = estimate(decay, "00000"), estimate(decay, "00100")
    assert blind["own_evidence"] == 0
    assert seen["own_evidence"] == 2
    assert blind["se_log"] > seen["se_log"]
    retention = decay.tables["retention"].filter(pl.col("unit") == "00000")
    assert retention["excess"].null_count() == retention.height


def test_constant_scores_give_the_constant(case_of, tree_of):
    units = tree_of([4, 3])
    evidence = [(u, "A", T, "inspection", 0.8) for u, _, tier, _ in units if tier]
    decay = sound(measure(case_of(units, evidence)))
    leaves = decay.tables["efficacy"].filter(pl.col("unit").str.len_chars() == 5)
    assert ((leaves["estimate"] - 0.8).abs() < 0.01).all()
    assert decay.tables["blockages"].height == 0


def test_a_village_where_nothing_was_found_is_told_from_its_neighbours(case_of, city):
    units, evidence, _ = city()
    zeroed = [(*row[:4], 0.0) if row[0] == "0000000" else row for row in evidence]
    decay = sound(measure(case_of(units, zeroed)))
    told = [p for p in decay.warnings if p.code == "evidence_zero"]
    assert told[0].parameters["count"] == "4"
    assert 0 < estimate(decay, "0000000")["estimate"] < 0.1
    assert estimate(decay, "0000001")["estimate"] > 0.3
    assert "0000000" in set(decay.tables["blockages"]["unit"])


def test_values_above_all_that_was_asked_are_kept(case_of, tree_of):
    units = tree_of([3, 3])
    evidence = [(u, "A", T, "inspection", 120.0, "percent", 50) for u, _, t, _ in units if t]
    decay = sound(measure(case_of(units, evidence)))
    ends = decay.tables["tiers"].filter((pl.col("unit") == "0") & (pl.col("tier") == 2))
    assert (ends["efficacy"] > 1.15).all()
    total = decay.tables["attribution"].filter(pl.col("unit") == "0")["loss"].sum()
    assert total < 0


def test_a_tier_with_one_unit_is_measured(case_of, city):
    units, evidence, deficits = city((1, 5, 3))
    decay = sound(measure(case_of(units, evidence), deficits))
    assert "tier_of_one_unit" in codes(decay)


def test_a_deficit_without_variation_stays_with_the_step(case_of, city):
    units, evidence, deficits = city()
    flat = deficits.with_columns(
        deficit=pl.when(pl.col("cause") == "resources").then(0.4).otherwise(pl.col("deficit"))
    )
    decay = sound(measure(case_of(units, evidence), flat))
    assert "deficit_constant" in codes(decay)
    assert set(decay.tables["attribution"]["cause"]) == {"understanding", "tier", "local"}


def test_contradictory_sources_leave_the_level_with_the_anchor(case_of, city):
    units, evidence, _ = city()
    high = [(*r[:4], r[4] * 2) if r[3] == "self_report" else r for r in evidence]
    plain = sound(measure(case_of(units, evidence)))
    decay = sound(measure(case_of(units, high)))
    assert "sources_contradict" in codes(decay)
    one, other = (d.tables["efficacy"]["estimate"].to_numpy() for d in (plain, decay))
    assert np.abs(one / other - 1).max() < 0.02


def test_evidence_of_an_unknown_task_is_left_out_and_counted(case_of, city):
    units, evidence, _ = city()
    origin = {"origin_file": "", "origin_sheet": "", "origin_row": 1}
    tasks = pl.DataFrame({"task": ["A"], "name": ["甲"], **{k: [v] for k, v in origin.items()}})
    decay = sound(measure(case_of(units, evidence, tasks=tasks)))
    assert "evidence_unknown_task" in codes(decay)
    assert set(decay.tables["efficacy"]["task"].drop_nulls()) == {"A"}


def test_deficits_of_a_task_without_evidence_are_said(case_of, city):
    units, evidence, deficits = city()
    decay = measure(case_of(units, [r for r in evidence if r[1] == "A"]), deficits)
    assert "deficit_without_evidence" in codes(decay)


def test_values_that_are_none_are_left_out(case_of, city):
    units, evidence, _ = city()
    odd = [
        ("0000000", "A", T, "inspection", -0.1),
        ("0000001", "A", T, "inspection", float("nan")),
        ("0000002", "A", T, "inspection", 3.0, "hearsay"),
        ("0000100", "A", T, "inspection", 3.0, "count"),
        ("0000101", "A", T, "inspection", 7.0, "status"),
    ]
    decay = sound(measure(case_of(units, evidence + odd)))
    assert codes(decay) >= {
        "evidence_not_a_value",
        "evidence_scale_unread",
        "evidence_count_without_n",
        "evidence_bad_status",
    }


def test_tiers_below_the_evidence_are_not_measured(case_of, city):
    units, evidence, _ = city()
    upper = [row for row in evidence if len(row[0]) <= 5]
    decay = sound(measure(case_of(units, upper)))
    assert "tiers_without_evidence" in codes(decay)
    assert decay.tables["tiers"]["leaf_tier"].max() == 2


def test_departments_stand_outside_the_chain(case_of, city):
    units, evidence, _ = city()
    units = [*units, ("90", "某局", 1, "0")]
    seen = [*evidence, ("90", "A", T, "inspection", 0.5)]
    decay = sound(measure(case_of(units, seen, kinds={"90": "department"})))
    assert "90" not in set(decay.tables["efficacy"]["unit"])
    assert {"units_outside_chain", "evidence_outside_chain"} <= codes(decay)


def test_population_weights_need_a_population(case_of, city):
    units, evidence, _ = city()
    assert refused(case_of(units, evidence), weighting="population") == "population_missing"
    assert refused(case_of(units, evidence), weighting="heads") == "unknown_weighting"


def test_a_scope_outside_the_chain_is_refused(case_of, city):
    units, evidence, _ = city()
    model = DecayModel().fit(case_of(units, evidence))
    with pytest.raises(UsageError) as caught:
        model.attribution("nowhere")
    assert caught.value.code == "scope_not_measured"


def test_without_deficits_the_loss_stays_with_the_steps(case_of, city):
    units, evidence, _ = city()
    decay = sound(measure(case_of(units, evidence)))
    assert set(decay.tables["attribution"]["cause"]) == {"tier", "local"}
    assert "no_deficits" in codes(decay)


def test_a_cause_not_examined_in_a_tier_has_no_row_there(case_of, city):
    units, evidence, deficits = city()
    upper = deficits.filter((pl.col("cause") != "resources") | (pl.col("unit").str.len_chars() > 3))
    rows = sound(measure(case_of(units, evidence), upper)).tables["attribution"]
    assert set(rows.filter(pl.col("cause") == "resources")["edge_tier"]) == {2, 3}


def test_what_coverage_calls_not_examined_is_not_used(case_of, city):
    units, evidence, deficits = city()
    denied = deficits.filter(pl.col("cause") == "resources").select("unit", "cause").unique()
    coverage = denied.with_columns(task=pl.lit(None, dtype=pl.String), examined=pl.lit(value=False))
    given = {"deficits": deficits, "coverage": coverage}
    decay = sound(measure(case_of(units, evidence), given))
    assert "resources" not in set(decay.tables["attribution"]["cause"])
    assert "deficit_not_examined" in codes(decay)


def test_deficits_without_reliability_are_called_uncorrected(case_of, city):
    units, evidence, deficits = city()
    blind = deficits.with_columns(reliability=pl.lit(None, dtype=pl.Float64))
    assert "deficit_uncorrected" in codes(measure(case_of(units, evidence), blind))


def test_missing_deficits_are_filled_and_counted(case_of, city):
    units, evidence, deficits = city()
    decay = sound(measure(case_of(units, evidence), deficits.filter(pl.col("unit") != "00000")))
    assert "deficit_filled" in codes(decay)


def test_a_yearly_deficit_applies_to_its_quarters(case_of, city):
    units, evidence, deficits = city()
    yearly = deficits.with_columns(period=pl.lit("2025"))
    one = measure(case_of(units, evidence), deficits).tables["parameters"]
    other = measure(case_of(units, evidence), yearly).tables["parameters"]
    assert one.equals(other)


def test_evidence_after_the_day_is_left_out(case_of, city):
    units, evidence, _ = city(periods=("2025Q1", "2025Q2"))
    case = case_of(units, evidence)
    starts = {"2025Q1": "2025-01-01", "2025Q2": "2025-04-01"}
    dated = case.tables["evidence"].with_columns(
        period_start=pl.col("period").replace_strict(starts).str.to_date()
    )

    seen = measure(replace(case, tables={"evidence": dated}), as_of="2025-03-31")
    assert set(seen.tables["efficacy"]["period"]) == {"2025Q1"}
