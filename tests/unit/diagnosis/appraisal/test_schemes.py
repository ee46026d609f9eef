"""Which scheme holds for whom, and what comes out the same whatever the order of rows."""

from datetime import date

import polars as pl
import pytest

import chuandao as cd
from chuandao.cascade.tracing.documents import Traced
from chuandao.cascade.tracing.trace import Trace
from chuandao.catalog.tables import result_tables
from chuandao.diagnosis import appraisal
from chuandao.diagnosis.appraisal.schemes import appraisals
from chuandao.diagnosis.examination import frames

UNITS = (
    "unit,name,tier,parent,kind,type\n1,清河市,0,,,\n11,柳河县,1,1,,\n1D,市发改委,1,1,department,部门\n"
    "111,城关镇,2,11,,城郊\n112,青山镇,2,11,,山区\n113,石桥镇,2,11,,山区\n"
)
TASKS = "task,name,kind\nT1,基地,hard\nT2,网办,soft\nT3,水源,soft\n"
HEAD = "scheme,unit,type,tier,indicator,task,weight,veto"
GENERAL = ["镇考核,,,2,面积,T1,50,", "镇考核,,,2,网办率,T2,50,"]
PRIORITIES = "task,weight\nT1,1\nT2,1\n"


@pytest.fixture
def made(tmp_path):
    def case(rows, priorities=PRIORITIES):
        texts = {"units": UNITS, "tasks": TASKS, "appraisals": "\n".join([HEAD, *rows]) + "\n"}
        if priorities:
            texts["priorities"] = priorities
        for name, text in texts.items():
            (tmp_path / f"{name}.csv").write_text(text, "utf-8")
        return cd.read(tmp_path)

    return case


def examined(case, day=date(2025, 12, 31)):
    return appraisal.examine(case, Trace(Traced((), {}, (), (), ())), day)


def held(case, year=2025):
    groups = appraisals(case, year).groups(case, year)
    return {unit: group.named for group in groups for unit in group.units}


def test_rows_of_a_tier_hold_for_its_places_and_not_for_departments(made):
    rows = ["县考核,,,1,面积,T1,50,", "县考核,,,1,网办率,T2,50,"]
    assert held(made(rows)) == {"11": "县考核"}


def test_rows_of_a_type_hold_in_either_script_and_for_departments_too(made):
    rows = ["山考核,,山區,,面积,T1,50,", "机关考核,,部门,,网办率,T2,50,"]
    assert held(made(rows)) == {"112": "山考核", "113": "山考核", "1D": "机关考核"}


def test_rows_of_a_unit_go_before_those_of_its_type_and_tier(made):
    case = made([*GENERAL, "镇考核,112,,,面积,T1,10,", "镇考核,112,,,网办率,T2,90,"])
    deficits = {d.unit: d.deficit for d in examined(case).deficits if d.task == "T1"}
    assert deficits == pytest.approx({"111": 0.0, "112": 0.8, "113": 0.0})


def test_a_specific_scheme_stands_in_place_of_one_with_the_same_goals(made):
    case = made([*GENERAL, "山区镇考核,,山区,,面积,T1,40,", "山区镇考核,,山区,,网办率,T2,60,"])
    assert held(case) == {"111": "镇考核", "112": "山区镇考核", "113": "山区镇考核"}


def test_a_special_scheme_holds_beside_the_comprehensive_one(made):
    case = made([*GENERAL, "水源专项,,山区,,巡查,T3,100,"])
    assert held(case)["112"] == "水源专项；镇考核"


def test_an_edition_after_the_day_of_the_checkup_is_not_looked_at(made):
    case = made(
        [row.replace("镇考核", f"{year}年镇考核") for year in (2025, 2026) for row in GENERAL]
    )
    assert set(held(case).values()) == {"2025年镇考核"}


def test_the_order_of_rows_changes_nothing(made):
    rows = [
        *GENERAL,
        "镇考核,,山区,,面积,T1,70,",
        "镇考核,,山区,,网办率,T2,30,",
        "专项,,,2,水,T3,9,",
    ]
    one, other = (frames([examined(made(order))]) for order in (rows, rows[::-1]))
    for name, table in one.items():
        if name != "finding_evidence":
            assert table.equals(other[name]), name


def test_the_tables_have_the_columns_of_the_catalogue_and_are_sorted_by_their_key(made):
    for name, table in examined(made(GENERAL)).tables.items():
        schema = result_tables()[name]
        assert table.columns == [column.name for column in schema.columns]
        assert table.height == table.select(schema.key).n_unique()
        assert table.equals(table.sort(schema.key))


def test_without_rows_the_tables_are_there_and_empty(made):
    found = examined(made([]))
    assert not found.findings
    assert not found.deficits
    assert {name: table.height for name, table in found.tables.items()} == {
        "weights_against_priorities": 0,
        "effort_sensitivity": 0,
        "indicator_anomalies": 0,
    }


def test_the_deficit_lies_within_its_sensitivity(made):
    case = made(["镇考核,,,2,面积,T1,60,", "镇考核,,,2,网办率,T2,40,"])
    table = examined(case).tables["effort_sensitivity"].filter(type="城郊")
    assert table.height == 6
    inside = (pl.col("low") <= pl.col("deficit")) & (pl.col("deficit") <= pl.col("high"))
    assert table.filter(~inside).is_empty()
    soft = table.filter(task="T2", parameter="visibility").row(0, named=True)
    assert soft["high"] > soft["deficit"]


def test_a_task_that_competition_leaves_no_reference_still_has_bounds(made):
    rows = ["镇考核,,,2,面积,T1,50,", "镇考核,,,2,网办率,T2,49,", "镇考核,,,2,水源巡查,T3,1,"]
    table = examined(made(rows, "task,weight\nT1,60\nT2,39\nT3,1\n")).tables["effort_sensitivity"]
    assert table["low"].is_not_nan().all()
    assert table["high"].is_not_nan().all()


def test_a_goal_of_no_points_lacks_all_effort_and_is_not_unclear(made):
    found = examined(made([*GENERAL, "镇考核,,,2,水源巡查,T3,0,"], PRIORITIES + "T3,1\n"))
    assert {d.deficit for d in found.deficits if d.task == "T3"} == {1.0}
    assert "A2" not in {one.sign for one in found.findings}


def test_every_unit_and_task_has_a_coverage_and_no_deficit_is_denied_by_it(made):
    case = made([*GENERAL, "镇考核,,,2,巡查,T3,,"])
    held_ = frames([examined(case)])
    assert set(held_["coverage"]["unit"]) == set(case.units)
    denied = held_["coverage"].filter(~pl.col("examined"))
    assert held_["deficits"].join(denied, on=["unit", "task"]).is_empty()


def test_no_deficit_has_a_reliability_beyond_the_catalogues(made):
    assert {one.reliability for one in examined(made(GENERAL)).deficits} == {0.9}
