"""Columns beside the causes: what the anchor chose to look at, departments, tier deviations."""

import numpy as np
import polars as pl
import pytest

from chuandao.decay.model import DecayModel

T = "2025"


def aimed(units, seed):
    """Return evidence where inspections mostly go to villages below their siblings, and truth."""
    rng, x, rows = np.random.default_rng(seed), {"0": 0.0}, []
    for unit, _, tier, parent in units[1:]:
        own = rng.normal(0, 0.12)
        x[unit] = x[parent] - 0.1 + own
        rows.append((unit, "A", T, "self_report", float(np.exp(x[unit] + rng.normal(0.1, 0.08)))))
        if tier < 3 or rng.random() < (0.6 if own < 0 else 0.1):
            seen = float(np.exp(x[unit] + rng.normal(0, 0.04)))
            rows.append((unit, "A", T, "inspection", seen))
    return rows, x


def parameters(model):
    return {row["name"]: row for row in model.parameters_.iter_rows(named=True)}


def test_inspections_aimed_at_poor_villages_do_not_pull_the_others_down(case_of, tree_of):
    units, errors = tree_of([6, 6, 6]), []
    for seed in range(6):
        rows, x = aimed(units, seed)
        model = DecayModel(points=1, draws=2).fit(case_of(units, rows))
        inspected = {row[0] for row in rows if row[3] == "inspection"}
        alone = model.efficacy_.filter(
            ~pl.col("unit").is_in(list(inspected)) & (pl.col("task") == "A")
        )
        truth = np.array([np.exp(x[unit]) for unit in alone["unit"]])
        errors.append(float((alone["estimate"].to_numpy() / truth - 1).mean()))
        assert parameters(model)["selection_tier_3"]["estimate"] > 0
    assert abs(np.mean(errors)) < 0.01


def test_a_random_choice_of_villages_needs_no_column_of_weight(case_of, city):
    units, evidence, _ = city((6, 6, 6), seed=2)
    rng = np.random.default_rng(3)
    rows = [r for r in evidence if r[3] == "self_report" or len(r[0]) < 7 or rng.random() < 0.4]
    found = parameters(DecayModel(points=1, draws=2).fit(case_of(units, rows)))["selection_tier_3"]
    assert abs(found["estimate"]) < 3 * found["se"]


def test_where_every_unit_was_looked_at_there_is_no_selection(case_of, city):
    units, evidence, _ = city()
    model = DecayModel(points=1, draws=2).fit(case_of(units, evidence))
    assert not [name for name in parameters(model) if name.startswith("selection")]


def assigned(pairs):
    schema = {"task": pl.String, "unit": pl.String, "role": pl.String}
    return pl.DataFrame(pairs, schema=schema, orient="row")


@pytest.fixture
def two_bureaus(case_of, city):
    """Return a city of four tasks; bureau 91 leads C and D, under which counties lose 20 % more."""
    units, evidence, deficits = city((8, 4, 2), tasks=("A", "B", "C", "D"), seed=4)
    slow = [(*r[:4], r[4] * (0.8 if r[1] in "CD" else 1.0)) for r in evidence]
    units = [*units, ("90", "a", 1, "0"), ("91", "b", 1, "0")]
    roles = [(t, "90" if t in "AB" else "91", "lead") for t in "ABCD"]
    kinds = {"90": "department", "91": "department"}
    case = case_of(units, slow, kinds=kinds, assignments=assigned(roles))
    return case, deficits


def test_what_tasks_of_a_department_lose_is_told_apart(two_bureaus):
    case, deficits = two_bureaus
    model = DecayModel(points=1, draws=20).fit(case, deficits)
    found = parameters(model)
    apart = found["department_91"]["estimate"] - found["department_90"]["estimate"]
    assert 0.1 < apart < 0.3
    rows = model.attribution("0").filter(cause="department")
    assert set(rows["edge_tier"]) == {1}
    by_task = dict(rows.drop_nulls("task").select("task", "loss").rows())
    assert by_task["C"] > by_task["A"]


def test_losses_with_departments_still_add_up(two_bureaus):
    case, deficits = two_bureaus
    model = DecayModel(points=1, draws=2, tier_deviations=True).fit(case, deficits)
    rows = model.attribution("0").filter(pl.col("task").is_null())
    end = model.tiers_.filter(
        (pl.col("unit") == "0") & pl.col("task").is_null() & (pl.col("tier") == 3)
    )
    assert abs(rows["loss"].sum() + end["efficacy"].item() - 1) < 1e-12


def test_a_department_that_leads_every_task_has_no_column(case_of, city):
    units, evidence, _ = city()
    roles = assigned([(t, "90", "lead") for t in "AB"])
    case = case_of(
        [*units, ("90", "a", 1, "0")], evidence, kinds={"90": "department"}, assignments=roles
    )
    model = DecayModel(points=1, draws=2).fit(case)
    assert not [name for name in parameters(model) if name.startswith("department")]


def test_the_cost_of_a_cause_may_differ_by_tier_when_asked_for(case_of, city):
    units, evidence, deficits = city((6, 6, 6), seed=5)
    found = parameters(
        DecayModel(points=1, draws=2, tier_deviations=True).fit(case_of(units, evidence), deficits)
    )
    names = [f"beta_understanding_tier_{tier}" for tier in (1, 2, 3)]
    assert set(names) <= set(found)
    for name in names:
        assert abs(found[name]["estimate"]) < 0.1


def test_noisy_deficits_widen_the_intervals_of_a_step_with_few_units(case_of, city):
    units, evidence, deficits = city((4, 4, 4), seed=6)
    noisy = deficits.with_columns(reliability=pl.lit(0.6))
    widths = []
    for table in (deficits, noisy):
        model = DecayModel(points=1, draws=100).fit(case_of(units, evidence), table)
        row = model.attribution("0").filter(
            (pl.col("cause") == "understanding")
            & (pl.col("edge_tier") == 1)
            & (pl.col("task") == "A")
        )
        widths.append((row["high"] - row["low"]).item())
    assert widths[1] > 1.1 * widths[0]
