"""Evidence of every kind: ratings, statuses, zeros, values out of range, constant scores."""

import numpy as np
import polars as pl
import pytest

from chuandao.decay.measure import measure
from chuandao.decay.model import DecayModel
from chuandao.errors import UsageError

T = "2025Q1"
LEVELS = "差|中|良|优"
CUTS = np.log([0.45, 0.55, 0.65])


def with_levels(case, levels=LEVELS):
    """Return the case with the list of levels beside every rating."""
    from dataclasses import replace

    named = pl.when(pl.col("scale") == "ordinal").then(pl.lit(levels))
    table = case.tables["evidence"].with_columns(levels=named)
    return replace(case, tables={**case.tables, "evidence": table})


def rated(evidence, cuts=CUTS, seed=0, error=0.05):
    """Return evidence in which the self-reports are ratings of four levels."""
    rng = np.random.default_rng(seed)
    return [
        (*r[:4], float(np.digitize(np.log(r[4]) + rng.normal(0, error), cuts) + 1), "ordinal")
        if r[3] == "self_report"
        else r
        for r in evidence
    ]


def codes(decay):
    return {problem.code for problem in decay.warnings}


def test_ratings_are_read_against_the_other_evidence(case_of, city):
    units, evidence, _ = city((6, 6, 6), seed=1)
    case = with_levels(case_of(units, rated(evidence)))
    decay = measure(case)
    assert "evidence_levels_read" in codes(decay)
    (said,) = [p for p in decay.warnings if p.code == "evidence_levels_read"]
    bounds = [float(b.strip("%")) / 100 for b in said.parameters["bounds"].split(",")]
    assert np.allclose(bounds, np.exp(CUTS - 0.1), atol=0.02)


def test_ratings_make_units_better_known(case_of, city):
    units, evidence, _ = city((6, 6, 6), seed=2)
    rng = np.random.default_rng(1)
    seen = [r for r in evidence if r[3] == "self_report" or len(r[0]) < 7 or rng.random() < 0.5]
    whole = with_levels(case_of(units, rated(seen)))
    without = case_of(units, [r for r in seen if r[3] == "inspection"])
    tables = [measure(case).tables["efficacy"] for case in (whole, without)]
    inspected = {r[0] for r in seen if r[3] == "inspection" and r[1] == "A"}
    alone = [
        t.filter((pl.col("task") == "A") & ~pl.col("unit").is_in(list(inspected))) for t in tables
    ]
    assert alone[0]["se_log"].mean() < 0.9 * alone[1]["se_log"].mean()
    truth = {r[0]: r[4] / np.exp(0.1) for r in evidence if r[3] == "self_report" and r[1] == "A"}
    errors = [
        np.abs(np.log(t["estimate"].to_numpy() / [truth.get(u, 1.0) for u in t["unit"]])).mean()
        for t in alone
    ]
    assert errors[0] < errors[1]


def test_an_anchor_of_ratings_alone_is_refused(case_of, city):
    units, evidence, _ = city()
    case = with_levels(case_of(units, rated(evidence), anchor="self_report"))
    with pytest.raises(UsageError) as caught:
        measure(case)
    assert caught.value.code == "anchor_ordinal"
    assert caught.value.hint


def test_ratings_as_the_only_evidence_are_refused(case_of, city):
    units, evidence, _ = city()
    only = [r for r in rated(evidence) if r[3] == "self_report"]
    with pytest.raises(UsageError) as caught:
        measure(with_levels(case_of(units, only, anchor=None)))
    assert caught.value.code == "anchor_ordinal"


def test_ratings_all_on_one_level_are_left_out_and_said(case_of, city):
    units, evidence, _ = city()
    same = [(*r[:4], 3.0, "ordinal") if r[3] == "self_report" else r for r in evidence]
    decay = measure(with_levels(case_of(units, same)))
    plain = measure(case_of(units, [r for r in evidence if r[3] == "inspection"]))
    assert "evidence_one_level" in codes(decay)
    assert decay.tables["efficacy"].equals(plain.tables["efficacy"])


def test_a_rating_that_is_no_level_is_left_out(case_of, city):
    units, evidence, _ = city()
    odd = [
        ("0000000", "A", T, "third_party", 5.0, "ordinal"),
        ("0000001", "A", T, "third_party", 2.5, "ordinal"),
    ]
    decay = measure(with_levels(case_of(units, evidence + odd)))
    (said,) = [p for p in decay.warnings if p.code == "evidence_bad_level"]
    assert said.parameters["count"] == "2"


def test_many_statuses_are_read_against_the_other_evidence(case_of, city):
    units, evidence, _ = city((6, 6, 6), seed=3)
    status = [
        (*r[:4], float(np.digitize(r[4], [0.5, 0.62]) + 1), "status")
        if r[3] == "self_report"
        else r
        for r in evidence
    ]
    decay = measure(case_of(units, status))
    (said,) = [p for p in decay.warnings if p.code == "evidence_levels_read"]
    assert said.parameters["bounds"].count("%") == 2
    plain = measure(case_of(units, [r for r in evidence if r[3] == "inspection"]))
    both = decay.tables["tiers"].join(
        plain.tables["tiers"], on=["unit", "task", "period", "leaf_tier", "tier"], nulls_equal=True
    )
    assert (both["efficacy"] / both["efficacy_right"] - 1).abs().mean() < 0.02


def test_few_statuses_stand_for_the_values_of_the_catalogue(case_of, tree_of):
    evidence = [(u, "A", T, "inspection", 0.7) for u in ("000", "001", "002")]
    evidence += [("000", "A", T, "self_report", 3.0, "status")]
    model = DecayModel(points=1, draws=2).fit(case_of(tree_of([3]), evidence))
    rows = model.fitted_.design.evidence.rows.filter(source="self_report")
    assert rows["kind"].to_list() == ["plain"]
    assert rows["share"].to_list() == [1.0]


def test_a_zero_pulls_less_where_all_is_near_the_limit(case_of, tree_of):
    """Below the detection limit nothing more is learnt: the weight of a zero vanishes there."""
    weight = []
    for level in (0.5, 0.011):
        evidence = [(f"00{k}", "A", T, "inspection", level, "share", 400) for k in range(8)]
        evidence += [("008", "A", T, "inspection", 0.0), ("009", "A", T, "inspection", level)]
        model = DecayModel(points=1, draws=2).fit(case_of(tree_of([10]), evidence))
        zero = model.fitted_.design.evidence.rows.filter(kind="zero")
        weight.append(1 / zero["variance"].item())
    assert weight[1] < 0.75 * weight[0]


@pytest.mark.parametrize(
    "row",
    [
        ("0000000", "A", T, "third_party", 85.0),
        ("0000000", "A", T, "third_party", 8500.0, "percent"),
        ("0000000", "A", T, "third_party", 41.0, "count", 40),
    ],
)
def test_values_far_beyond_their_scale_are_left_out_and_said(case_of, city, row):
    units, evidence, _ = city()
    decay = measure(case_of(units, [*evidence, row]))
    assert "evidence_out_of_range" in codes(decay)
    assert decay.tables["efficacy"].equals(measure(case_of(units, evidence)).tables["efficacy"])


def test_more_than_was_asked_is_kept(case_of, city):
    units, evidence, _ = city()
    decay = measure(case_of(units, [*evidence, ("0000000", "A", T, "third_party", 1.4)]))
    assert "evidence_out_of_range" not in codes(decay)


def test_a_source_that_always_says_the_same_is_left_out_and_said(case_of, city):
    units, evidence, _ = city()
    flat = [(*r[:4], 1.0) if r[3] == "self_report" else r for r in evidence]
    decay = measure(case_of(units, flat))
    plain = measure(case_of(units, [r for r in evidence if r[3] == "inspection"]))
    assert "evidence_constant" in codes(decay)
    assert decay.tables["efficacy"].equals(plain.tables["efficacy"])


def test_an_anchor_that_always_says_the_same_is_measured_and_said(case_of, tree_of):
    evidence = [(f"00{k}", "A", T, "inspection", 0.8) for k in range(6)]
    decay = measure(case_of(tree_of([6]), evidence))
    assert "evidence_one_value" in codes(decay)
    rows = decay.tables["efficacy"].filter((pl.col("task") == "A") & (pl.col("unit") != "0"))
    assert np.allclose(rows["estimate"], 0.8, atol=0.02)
    assert (rows["se_log"] > 0.005).all()
    for problem in decay.warnings:
        for language in ("en", "zh-Hans", "zh-Hant"):
            assert problem.render(language)


def test_order_of_rows_changes_no_byte_of_a_mixed_case(case_of, city):
    """Ratings, zeros, gross errors, noisy deficits, inspections of some villages only."""
    units, evidence, deficits = city((4, 4, 4), seed=4)
    rng = np.random.default_rng(5)
    kept = [r for r in evidence if r[3] != "inspection" or len(r[0]) < 7 or rng.random() < 0.5]
    rows = rated(kept) + [(*r[:3], "third_party", r[4] * 0.97) for r in kept[::3]]
    rows = [(*r[:4], 0.0) if k in (40, 80) and len(r) == 5 else r for k, r in enumerate(rows)]
    rows = [(*r[:4], r[4] * 2) if k == 60 and len(r) == 5 else r for k, r in enumerate(rows)]
    noisy = deficits.with_columns(reliability=pl.lit(0.7))
    one = measure(with_levels(case_of(units, rows)), noisy)
    other = measure(with_levels(case_of(units[9:] + units[:9], rows[::-1])), noisy.reverse())
    for name, table in one.tables.items():
        assert table.equals(other.tables[name]), name
