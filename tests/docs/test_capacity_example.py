"""The worked example of the page on capacity is what the program says."""

from pathlib import Path

import pytest

import chuandao as cd
from chuandao.cascade.tracing.documents import Traced
from chuandao.cascade.tracing.trace import Trace
from chuandao.catalog.ranges import ranges
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis import capacity

PAGE = (Path(__file__).parents[2] / "docs" / "explanation" / "capacity.md").read_text("utf-8")
MONTHS = ("2025-01", "2025-02", "2025-03")


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    folder = tmp_path_factory.mktemp("example")
    rows = {
        "units": [
            "单位代码,单位名称,层级,上级单位",
            "1,清河市,0,",
            "11,柳河县,1,1",
            "111,甲镇,2,11",
        ],
        "tasks": ["任务编号,任务名称", "T1,种茶", "T2,种菇"],
        "staff": [
            "单位,月份,编制数,在岗人数,借调外出人数,人均工时,请假工时",
            *(f"111,{month},12,11,1,160,0" for month in MONTHS),
        ],
        "workload": [
            "单位,月份,工作项目,任务,数量,单件标准工时,优先级",
            *(f"111,{month},检查,,400,1,1" for month in MONTHS),
            *(f"111,{month},任务,T1,800,1,2" for month in MONTHS),
            *(f"111,{month},任务,T2,600,1,3" for month in MONTHS),
        ],
    }
    for name, lines in rows.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", "utf-8")
    case = cd.read(folder)
    return capacity.examine(case, Trace(Traced((), {}, (), (), ())), case.last_day)


def test_the_load_and_the_backlog_are_as_the_page_reckons(found):
    calendar = found.tables["workload_calendar"]
    assert calendar["available_hours"].to_list() == [1600] * 3
    assert calendar["backlog_hours"].to_list() == [200, 400, 600]
    assert calendar["load"].to_list() == [1.125] * 3
    assert "| T2 waits at the end | 200 | 400 | 600 |" in PAGE
    assert "1800 ÷ 1600 = **1.125**" in PAGE


def test_the_deficits_are_as_the_page_reckons(found):
    assert {one.task: one.deficit for one in found.deficits} == {"T1": 0, "T2": 0.333333}
    assert "600 ÷ 1800 = **.333**" in PAGE


def test_the_signs_are_as_the_page_says(found):
    assert [one.sign for one in found.findings] == ["C1"]
    shares = found.tables["workload_calendar"]["burden_share"].to_list()
    assert shares == pytest.approx([0.2222] * 3)
    assert "400 ÷ 1800 = **.222**" in PAGE


@pytest.mark.parametrize(
    ("line", "measure"),
    [
        ("| C1 load |", "load"),
        ("| C1 by counts |", "per_head_ratio"),
        ("| C2 |", "tasks_at_once_ratio"),
        ("| C3 time |", "burden_share"),
        ("| C3 by counts |", "burden_ratio"),
        ("| C3 fields |", "repeated_fields_share"),
        ("| C6 |", "discretion_offers"),
        ("| C6 pilots |", "idle_pilots"),
    ],
)
def test_the_ranges_of_the_page_are_those_of_the_catalogue(line, measure):
    cells = next(row for row in PAGE.split("\n") if row.startswith(line)).split("|")
    told = [float(cell) for cell in cells[3:5]]
    assert told == [ranges()[measure].attention, ranges()[measure].severe]
    assert cells[5].strip().startswith(str(ranges()[measure].least))


def test_the_constants_of_the_page_are_those_of_the_catalogue():
    assert threshold("usable_hours_share") == 0.9
    assert threshold("workload_fluid_error") == 0.03
    assert threshold("siblings_z") == 2.5
    assert threshold("counts_deficit_error") == 0.15
    assert threshold("workload_model_error") == 0.02
    assert threshold("pilot_idle_days") == 180
