"""The verbs simulate and what_if on a small city: scenarios, chance, intervals, reasons."""

import dataclasses
from math import inf

import numpy as np
import polars as pl
import pytest
from small_city import small_city

import chuandao as cd
from chuandao.errors import UsageError
from chuandao.messages import LANGUAGES

DRAWS = 30


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    case, tables = small_city(tmp_path_factory.mktemp("city"))
    return case, tables, cd.measure(case, tables)


@pytest.fixture(scope="module")
def plan(city):
    return cd.prescribe(*city, budget=100_000, draws=DRAWS)


@pytest.fixture(scope="module")
def found(city, plan):
    return cd.simulate(city[2], plan, draws=DRAWS)


def at_end(simulation, scenario="plan"):
    table = simulation.tables["simulation"]
    last = table.filter((pl.col("period") == table["period"].max()) & pl.col("task").is_null())
    return last.filter(scenario=scenario).sort("unit")


def gain(simulation):
    table = simulation.tables["simulated_tiers"].filter(pl.col("task").is_null())
    return table.filter((pl.col("scenario") == "plan") & (pl.col("tier") == 2)).sort("period")[
        "gain"
    ]


def test_every_unit_task_month_and_scenario_has_a_row(city, found):
    table = found.tables["simulation"]
    assert table.height == 21 * 3 * 12 * 2
    assert table["period"].unique().sort().to_list()[0] == "2026-01"
    assert (table["low"] <= table["estimate"]).all()
    assert (table["estimate"] <= table["high"]).all()


def test_without_a_plan_both_scenarios_are_the_same(city):
    alone = cd.simulate(city[2], draws=5)
    one, other = (at_end(alone, scenario).drop("scenario") for scenario in ("without", "plan"))
    assert one.equals(other)
    assert (alone.tables["simulated_tiers"].filter(scenario="plan")["gain"] == 0).all()


def test_the_scenario_without_the_plan_does_not_depend_on_the_plan(city, found):
    alone = cd.simulate(city[2], draws=DRAWS)
    assert at_end(alone, "without").equals(at_end(found, "without"))


def test_the_gain_grows_as_remedies_begin_to_work(found):
    assert gain(found)[:4].is_sorted()
    assert gain(found)[0] < gain(found)[-1]


def test_the_gain_at_the_end_is_near_that_of_the_plan(plan, found):
    total = plan.tables["plan_summary"].row(0, named=True)
    assert gain(found)[-1] == pytest.approx(total["gain"], abs=0.4 * total["gain"])


def test_a_weaker_effect_brings_less_with_the_same_package(city, plan, found):
    remedy = plan.tables["plan"]["remedy"][0]
    weak = cd.what_if(found, *city[:2], effects={remedy: (0.0, 0.0, 0.0)})
    assert gain(weak)[-1] < gain(found)[-1]
    assert weak.plan is plan


def test_no_budget_brings_nothing(city, found):
    none = cd.what_if(found, *city[:2], budget=0)
    assert gain(none)[-1] <= gain(found)[-1]
    assert none.plan.tables["plan"]["cost"].sum() == 0


def test_a_budget_without_limit_brings_more(city, found):
    assert gain(cd.what_if(found, *city[:2], budget=inf))[-1] > gain(found)[-1]


def test_a_remedy_that_may_not_be_used_is_not_in_the_package(city, plan, found):
    remedy = plan.tables["plan"]["remedy"][0]
    other = cd.what_if(found, *city[:2], without=[remedy])
    assert remedy not in other.plan.tables["plan"]["remedy"]


def test_another_anchor_lets_the_case_be_measured_anew(city, found):
    other = cd.what_if(found, *city[:2], anchor="inspection")
    assert other.decay is not found.decay


def test_what_if_needs_a_plan(city):
    with pytest.raises(UsageError, match="without a plan"):
        cd.what_if(cd.simulate(city[2], draws=2), *city[:2], budget=1)


def test_the_same_seed_gives_the_same_bytes(city, plan, found):
    again = cd.simulate(city[2], plan, draws=DRAWS)
    for name, table in found.tables.items():
        assert table.equals(again.tables[name])


def test_another_seed_gives_other_figures(city, plan, found):
    other = cd.simulate(city[2], plan, draws=DRAWS, seed=9)
    assert not at_end(other).equals(at_end(found))


def test_the_order_of_rows_changes_nothing(tmp_path, plan, found):
    case, tables = small_city(tmp_path / "other", order=3)
    decay = cd.measure(case, tables)
    other = cd.simulate(
        decay, cd.prescribe(case, tables, decay, budget=100_000, draws=DRAWS), draws=DRAWS
    )
    for name, table in found.tables.items():
        assert table.equals(other.tables[name])


def test_units_the_package_does_not_move_are_listed_with_a_reason(city, plan, found):
    none = dataclasses.replace(plan, chosen=())
    still = cd.simulate(city[2], none, draws=5).tables["unmoved"]
    assert still.height == 20 * 2
    assert set(still["reason"]) <= {"not_in_package", "not_examined", "no_option"}
    assert "not_in_package" in set(still["reason"])
    fewer = found.tables["unmoved"].height
    assert fewer < still.height


def test_the_root_is_never_listed_as_unmoved(found):
    assert "1" not in found.tables["unmoved"]["unit"].to_list()


def test_a_lasting_peculiarity_stays_and_a_fleeting_one_goes(city):
    lasting, fleeting = (cd.simulate(city[2], draws=DRAWS, memory=memory) for memory in (1.0, 0.0))
    now = city[2].tables["efficacy"].filter(pl.col("task").is_null()).sort("unit")["estimate"]
    apart = [
        np.abs(at_end(one, "without")["estimate"].to_numpy() - now.to_numpy()).mean()
        for one in (lasting, fleeting)
    ]
    assert apart[0] < apart[1]


def test_how_long_peculiarities_last_is_estimated_from_four_periods(tmp_path):
    rng = np.random.default_rng(2)
    units = ["unit,name,tier,parent", "1,city,0,"]
    rows = ["unit,task,period,source,value,scale,n"]
    for k in range(20):
        units.append(f"{100 + k},county{k},1,1")
        own = rng.normal(0, 0.3)
        for quarter in range(1, 5):
            value = np.exp(-0.7 + own + 0.01 * rng.normal())
            rows.append(f"{100 + k},T,2025Q{quarter},inspection,{value:.4f},share,2000")
    (tmp_path / "units.csv").write_text("\n".join(units) + "\n", "utf-8")
    (tmp_path / "evidence.csv").write_text("\n".join(rows) + "\n", "utf-8")
    found = cd.simulate(cd.measure(cd.read(tmp_path)), draws=5)
    assert found.parameters["memory"] > 0.95
    assert "simulated_memory_assumed" not in {one.code for one in found.warnings}


@pytest.mark.parametrize("asked", [{"periods": 0}, {"draws": 1}, {"memory": 1.5}])
def test_what_makes_no_sense_is_refused(city, asked):
    with pytest.raises(UsageError) as refused:
        cd.simulate(city[2], **asked)
    assert all(refused.value.problem.hint(language) for language in LANGUAGES)


def test_a_decay_of_tables_alone_is_refused(city):
    bare = dataclasses.replace(city[2], model=None)
    with pytest.raises(UsageError):
        cd.simulate(bare)


def test_warnings_can_be_said_in_every_language(found):
    assert "simulated_memory_assumed" in {one.code for one in found.warnings}
    assert all(one.render(language) for one in found.warnings for language in LANGUAGES)


def test_a_simulation_prints_its_tiers_and_saves_its_tables(found, tmp_path):
    found.save(tmp_path / "out")
    assert {p.stem for p in (tmp_path / "out").glob("*.parquet")} == set(found.tables)
    assert "tier 2" in repr(found)
    assert "<pre>" in found._repr_html_()
