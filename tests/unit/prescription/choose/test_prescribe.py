"""The verb prescribe on a small city: limits, signs, laws, what the tables say."""

import numpy as np
import pytest
from small_city import small_city

import chuandao as cd
from chuandao.catalog.knowledge import remedies
from chuandao.errors import UsageError
from chuandao.messages import LANGUAGES

DRAWS = 30


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    case, tables = small_city(tmp_path_factory.mktemp("city"))
    return case, tables, cd.measure(case, tables)


def total(plan):
    return plan.tables["plan_summary"].row(0, named=True)


def plan_of(city, **asked):
    return cd.prescribe(*city, **{"draws": DRAWS, "budget": 100_000, **asked})


def test_the_package_keeps_budget_and_staff(city):
    plan = plan_of(city, staff=60)
    assert 0 < float(plan.tables["plan"]["cost"].sum()) <= 100_000
    assert plan.tables["plan"]["staff_days"].sum() <= 60


def test_the_gains_of_the_rows_sum_to_that_of_the_package(city):
    plan = plan_of(city)
    assert plan.tables["plan"]["gain"].sum() == pytest.approx(total(plan)["gain"])
    assert plan.tables["plan_alternatives"]["gain"].sum() == pytest.approx(total(plan)["gain"])


def test_the_expected_gain_lies_within_its_interval(city):
    found = total(plan_of(city))
    assert 0 < found["low"] < found["gain"] < found["high"]
    assert 0 <= found["regret"] <= found["regret_high"]


def test_a_small_city_is_solved_over_the_draws_and_proven(city):
    found = total(plan_of(city))
    assert found["over_draws"]
    assert found["proven"]
    assert found["gap"] == pytest.approx(0, abs=1e-9)
    assert found["draws"] == DRAWS


def test_more_budget_never_lowers_the_expected_gain(city):
    ladder = [
        total(plan_of(city, budget=budget))["gain"] for budget in (0, 2e4, 5e4, 9e4, 2e5, 1e6)
    ]
    assert ladder == sorted(ladder)
    assert ladder[0] < ladder[-1]


def test_without_a_budget_nothing_that_costs_is_proposed(city):
    plan = plan_of(city, budget=0)
    assert float(plan.tables["plan"]["cost"].sum()) == 0
    assert "plan_empty" in {problem.code for problem in plan.warnings}


def test_every_remedy_answers_a_sign_that_was_found(city):
    plan = plan_of(city)
    sign = dict(city[1]["findings"].select("finding", "sign").rows())
    for row in plan.tables["plan"].iter_rows(named=True):
        assert row["answers"]
        assert {sign[finding] for finding in row["answers"]} <= set(remedies()[row["remedy"]].signs)


def test_a_remedy_left_out_is_not_proposed_and_never_betters_the_optimum(city):
    whole = plan_of(city)
    remedy = whole.tables["plan_alternatives"].sort("gain")["remedy"][-1]
    less = plan_of(city, without=[remedy])
    assert remedy not in less.tables["plan"]["remedy"].to_list()
    assert total(less)["objective"] <= total(whole)["objective"] + 1e-12


def test_a_weaker_effect_brings_less(city):
    plan = plan_of(city)
    weak = plan_of(city, effects={"rules_of_interpretation": (0.0, 0.01, 0.02)})
    assert total(weak)["objective"] < total(plan)["objective"]
    row = weak.tables["plan_assumptions"].filter(remedy="rules_of_interpretation")
    assert row.select("low", "mid", "high", "source").row(0) == (0.0, 0.01, 0.02, "given")


def test_the_same_seed_gives_the_same_tables_and_another_other_draws(city):
    one, two, other = plan_of(city, seed=3), plan_of(city, seed=3), plan_of(city, seed=4)
    assert all(one.tables[name].equals(two.tables[name]) for name in one.tables)
    assert total(one)["gain"] != total(other)["gain"]


def test_order_of_rows_changes_nothing(tmp_path):
    plans = []
    for order in (None, 5):
        case, tables = small_city(tmp_path / str(order), order=order)
        plans.append(cd.prescribe(case, tables, cd.measure(case, tables), budget=5e4, draws=DRAWS))
    assert (
        plans[0]
        .tables["plan"]
        .select("remedy", "unit")
        .equals(plans[1].tables["plan"].select("remedy", "unit"))
    )
    assert total(plans[0])["gain"] == pytest.approx(total(plans[1])["gain"], abs=1e-9)


def test_without_findings_nothing_is_proposed_and_it_is_said(city):
    case, _, decay = city
    plan = cd.prescribe(case, {}, decay, draws=DRAWS)
    assert plan.tables["plan"].height == 0
    assert [problem.code for problem in plan.warnings] == ["no_options"]


def test_what_would_change_the_choice_is_told(city):
    rows = plan_of(city).tables["plan_alternatives"]
    chosen, others = rows.filter(rows["units"] > 0), rows.filter(rows["units"] == 0)
    assert chosen["break_even"].is_between(0, 1).all()
    assert (others["break_even"].drop_nulls() > 0.5).all()
    assert chosen["near"].is_between(0, 1).all()
    assert (chosen["lost"] >= -1e-12).all()


def test_a_longer_interval_for_vaguer_effects(city):
    sure = plan_of(city, effects=dict.fromkeys(("typical_cases", "training"), (0.2, 0.2, 0.2)))
    vague = plan_of(city, effects=dict.fromkeys(("typical_cases", "training"), (0.0, 0.2, 0.4)))
    spread = [total(plan)["high"] - total(plan)["low"] for plan in (sure, vague)]
    assert spread[0] < spread[1]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"budget": -1}, "limit_negative"),
        ({"staff": -5}, "limit_negative"),
        ({"without": ["晨会"]}, "remedy_unknown"),
        ({"effects": {"training": (0.9, 0.1, 0.2)}}, "effect_range"),
        ({"draws": 1}, "draws_few"),
    ],
)
def test_what_cannot_be_is_refused_in_every_language(city, asked, code):
    with pytest.raises(UsageError) as refused:
        plan_of(city, **asked)
    assert refused.value.code == code
    for language in LANGUAGES:
        assert refused.value.render(language)
        assert refused.value.problem.hint(language)


def test_a_decay_without_its_model_is_refused(city):
    from dataclasses import replace

    with pytest.raises(UsageError) as refused:
        cd.prescribe(city[0], city[1], replace(city[2], model=None))
    assert refused.value.code == "decay_without_model"


def test_a_plan_is_kept_whole_and_shown_short(city, tmp_path):
    plan = plan_of(city)
    plan.save(tmp_path / "plan")
    assert {path.stem for path in (tmp_path / "plan").glob("*.parquet")} == set(plan.tables)
    assert "gain" in repr(plan)
    assert plan._repr_html_().startswith("<pre>")
    assert len(plan.chosen) == plan.tables["plan"].height


def test_the_gain_is_what_the_formula_says_for_the_means(city):
    """Independent arithmetic: every leaf, every task, product of what is left on its path."""
    from chuandao.prescription.choose.problem import Limits, World, price_of, problem_of
    from chuandao.prescription.options import mean_shares

    plan = plan_of(city)
    options, ground = plan.options, plan.options.ground
    shares = mean_shares(options.effects)
    left = np.ones_like(ground.loss)
    for at in plan.chosen:
        row = options.rows[at]
        for effect, tasks in zip(row.effects, row.tasks, strict=True):
            one = options.effects[effect]
            steps = {
                "step": [row.unit],
                "below": np.flatnonzero(ground.parents == row.unit),
                "all": np.flatnonzero(ground.parents >= 0),
            }[one.reach]
            for task in tasks:
                left[ground.causes.index(one.cause), task, steps] *= 1 - shares[effect]
    gain = 0.0
    for leaf in np.flatnonzero(ground.leaf_weight):
        for task, weight in enumerate(ground.task_weight):
            removed, unit = 0.0, leaf
            while unit >= 0:
                removed += float((ground.loss[:, task, unit] * (1 - left[:, task, unit])).sum())
                unit = ground.parents[unit]
            level = np.exp(ground.log_level[task, leaf])
            gain += ground.leaf_weight[leaf] * weight * level * np.expm1(removed)
    setting = problem_of(options, [World(ground, shares)], Limits())
    chosen = np.isin(np.arange(len(options)), plan.chosen)
    price = float(price_of(options)[chosen].sum())
    assert setting.value(chosen) == pytest.approx(gain - price, abs=1e-12)
