"""People against work: what is compared with what, and what is not said."""

from datetime import date

import polars as pl
import pytest

import chuandao as cd
from chuandao.cascade.tracing.documents import Traced
from chuandao.cascade.tracing.trace import Trace
from chuandao.catalog.tables import result_tables
from chuandao.diagnosis import capacity
from chuandao.diagnosis.capacity.months import longest_runs
from chuandao.diagnosis.capacity.people import standard_hours
from chuandao.diagnosis.capacity.siblings import beside_siblings, excess
from chuandao.messages import LANGUAGES, render

MONTHS = [f"2025-{month:02}" for month in range(1, 7)]
TOWNS = [f"11{at}" for at in range(8)]


def case_of(folder, staff, workload, **more):
    units = ["单位代码,单位名称,层级,上级单位", "1,清河市,0,", "11,柳河县,1,1"]
    units += [f"{town},镇{town},2,11" for town in TOWNS]
    tables = {"units": units, "staff": staff, "workload": workload, **more}
    tables["tasks"] = ["任务编号,任务名称", "T1,种茶", "T2,种菇"]
    for name, lines in tables.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return cd.read(folder)


def examine(case):
    return capacity.examine(case, Trace(Traced((), {}, (), (), ())), case.last_day)


def staff(people=10, months=MONTHS, towns=TOWNS):
    rows = [f"{town},{month},{people},160" for town in towns for month in months]
    return ["单位,月份,在岗人数,人均工时", *rows]


def workload(*counts, step=0, towns=TOWNS):
    """Return the work of each town: the counts in turn, month by month, more by a step a town."""
    rows = [
        f"{town},{month},任务,T1,{counts[at % len(counts)] + step * int(town[-1])},1"
        for town in towns
        for at, month in enumerate(MONTHS)
    ]
    return ["单位,月份,工作项目,任务,数量,单件标准工时", *rows]


def test_a_clean_county_has_no_finding_and_hardly_a_deficit(tmp_path):
    found = examine(case_of(tmp_path, staff(), workload(1150, step=20)))
    assert found.findings == ()
    assert max(one.deficit for one in found.deficits) < 0.02


def test_the_whole_county_overloaded_is_said_of_every_unit(tmp_path):
    found = examine(case_of(tmp_path, staff(), workload(2000)))
    assert [one.unit for one in found.findings] == TOWNS
    assert {one.sign for one in found.findings} == {"C1"}


def test_months_over_capacity_with_others_between_are_no_run(tmp_path):
    found = examine(case_of(tmp_path, staff(), workload(900, 2400)))
    assert found.findings == ()


def test_two_missing_months_part_a_run():
    over = pl.DataFrame(
        {
            "unit": ["a"] * 4,
            "month": [date(2025, 1, 1), date(2025, 2, 1), date(2025, 5, 1), date(2025, 6, 1)],
            "over": [True] * 4,
        }
    )
    assert longest_runs(over, "over")["months"].to_list() == [2]


def test_a_row_reported_twice_alike_counts_once(tmp_path):
    lines = workload(1200)
    case = case_of(tmp_path, staff(), [*lines, *lines[1:]])
    assert examine(case).findings == ()


def test_a_month_reported_twice_and_not_alike_is_left_out(tmp_path):
    lines = workload(1200)
    lines.append("110,2025-03,任务,T1,3000,1")
    calendar = examine(case_of(tmp_path, staff(), lines)).tables["workload_calendar"]
    march = calendar.filter(unit="110", month=date(2025, 3, 1))
    assert march["work_hours"].to_list() == [None]
    assert march["load"].to_list() == [None]


def test_a_row_of_totals_neither_counts_nor_takes_the_month_away(tmp_path):
    lines = [*workload(2000), *(f"110,{month},合计,,4000,1" for month in MONTHS)]
    calendar = examine(case_of(tmp_path, staff(), lines)).tables["workload_calendar"]
    assert calendar.filter(unit="110")["load"].to_list() == [1.25] * len(MONTHS)


def test_the_order_of_rows_changes_nothing(tmp_path):
    lines = workload(1500, step=40)
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first = examine(case_of(tmp_path / "a", staff(), lines))
    turned = examine(case_of(tmp_path / "b", staff(), [lines[0], *reversed(lines[1:])]))
    assert first.deficits == turned.deficits
    assert first.tables["workload_calendar"].equals(turned.tables["workload_calendar"])
    assert [one.id for one in first.findings] == [one.id for one in turned.findings]


def test_few_pieces_without_hours_are_filled_in_and_it_is_said(tmp_path):
    lines = [*workload(1900), *(f"110,{m},会议,,10," for m in MONTHS)]
    found = examine(case_of(tmp_path, staff(), lines))
    sources = found.tables["workload_calendar"].filter(unit="110")["work_source"].unique()
    assert sources.to_list() == ["filled"]
    assert {one.strength for one in found.findings if one.unit == "110"} == {"weak"}


def test_hours_a_person_come_from_the_calendar_where_none_are_given(tmp_path):
    people = ["单位,月份,在岗人数", *(f"{t},{m},10" for t in TOWNS for m in MONTHS)]
    calendar = examine(case_of(tmp_path, people, workload(900))).tables["workload_calendar"]
    first = calendar.row(0, named=True)
    assert first["hours_source"] == "standard"
    assert first["available_hours"] == pytest.approx(10 * standard_hours(date(2025, 1, 1)))


def test_nobody_in_post_is_no_load(tmp_path):
    found = examine(case_of(tmp_path, staff(people=0), workload(900)))
    assert found.findings == ()
    assert found.tables["workload_calendar"]["load"].null_count() == len(TOWNS) * len(MONTHS)


def test_people_without_work_on_record_have_a_calendar_and_no_deficit(tmp_path):
    header = ["单位,月份,工作项目,任务,数量,单件标准工时", "11,2024-01,任务,T1,0,"]
    found = examine(case_of(tmp_path, staff(), header))
    assert found.deficits == ()
    calendar = found.tables["workload_calendar"].filter(pl.col("unit") != "11")
    assert calendar["available_hours"].unique().to_list() == [1600]
    assert calendar["load"].null_count() == calendar.height
    assert {row.needed for row in found.coverage if row.unit == "110"} == {("workload",)}


def test_a_month_without_any_work_is_a_load_of_nothing(tmp_path):
    calendar = examine(case_of(tmp_path, staff(), workload(0))).tables["workload_calendar"]
    assert calendar["load"].unique().to_list() == [0]


def test_tasks_at_once_by_both_tables_support_each_other(tmp_path):
    many = {"110": 12}
    tasks = [f"T{at}" for at in range(12)]
    assigned = ["任务,单位,分工角色,生效日期"]
    work = ["单位,月份,工作项目,任务,数量,单件标准工时"]
    for town in TOWNS:
        for task in tasks[: many.get(town, 6)]:
            assigned.append(f"{task},{town},责任,2025-01-02")
            work += [f"{town},{month},任务,{task},1,20" for month in MONTHS]
    named = ["任务编号,任务名称", *(f"{task},{task}" for task in tasks)]
    case_of(tmp_path, staff(), work, assignments=assigned)
    (tmp_path / "tasks.csv").write_text("\n".join(named) + "\n", "utf-8")
    found = examine(cd.read(tmp_path))
    assert [(one.unit, one.sign, one.strength) for one in found.findings] == [
        ("110", "C2", "moderate")
    ]
    calendar = found.tables["workload_calendar"].filter(unit="110")
    assert calendar["active_tasks"].unique().to_list() == [12]


def test_a_large_task_well_in_hand_is_not_undone_because_a_month_ends(tmp_path):
    lines = ["单位,月份,工作项目,任务,数量,单件标准工时"]
    lines += [f"{t},{m},任务,{task},8,80" for t in TOWNS for m in MONTHS for task in ("T1", "T2")]
    found = examine(case_of(tmp_path, staff(), lines))
    assert max(one.deficit for one in found.deficits) < 0.02


def test_a_village_on_record_is_treated_like_others(tmp_path):
    lines = ["单位代码,单位名称,层级,上级单位", "1,清河市,0,", "11,柳河县,1,1", "111,甲镇,2,11"]
    lines.append("1111,张村,3,111")
    (tmp_path / "units.csv").write_text("\n".join(lines) + "\n", "utf-8")
    (tmp_path / "staff.csv").write_text("\n".join(staff(towns=["1111"])) + "\n", "utf-8")
    rows = workload(2400, towns=["1111"])
    (tmp_path / "workload.csv").write_text("\n".join(rows) + "\n", "utf-8")
    (tmp_path / "tasks.csv").write_text("任务编号,任务名称\nT1,种茶\n", "utf-8")
    found = examine(cd.read(tmp_path))
    assert [(one.unit, one.sign) for one in found.findings] == [("1111", "C1")]


def test_tables_have_the_columns_of_the_catalogue(tmp_path):
    found = examine(case_of(tmp_path, staff(), workload(2000)))
    for name, table in found.tables.items():
        assert table.columns == [column.name for column in result_tables()[name].columns]


def test_statements_read_in_every_language_and_rest_on_rows(tmp_path):
    found = examine(case_of(tmp_path, staff(), workload(2000)))
    for one in found.findings:
        assert one.rows
        assert all("{" not in render(one.code, tag, **one.parameters) for tag in LANGUAGES)


def test_reliability_is_high_where_units_differ_much(tmp_path):
    found = examine(case_of(tmp_path, staff(), workload(1600, step=200)))
    assert {one.task for one in found.deficits} == {"T1"}
    assert min(one.reliability for one in found.deficits) > 0.9


def test_no_coverage_asks_for_a_method(tmp_path):
    found = examine(case_of(tmp_path, staff(), workload(900)))
    assert "method" not in {name for row in found.coverage for name in row.needed}
    assert {row.unit for row in found.coverage} == {"1", "11", *TOWNS}


def families(units=6):
    names = [str(at) for at in range(units)]
    return pl.DataFrame({"unit": names, "tier": 2, "siblings": 1, "peers": 1})


def test_a_unit_is_left_out_of_the_median_it_is_compared_with():
    values = pl.DataFrame({"unit": ["0", "1", "2", "3"], "value": [9.0, 1.0, 2.0, 4.0]})
    beside = beside_siblings(values, families(), [])
    assert beside.sort("unit")["usual"].to_list() == [2.0, 4.0, 4.0, 2.0]
    assert beside["others"].unique().to_list() == [3]


def test_too_few_siblings_give_no_median():
    values = pl.DataFrame({"unit": ["0", "1", "2"], "value": [9.0, 1.0, 2.0]})
    assert beside_siblings(values, families(), [])["usual"].null_count() == 3


def test_where_units_differ_as_a_rule_the_same_ratio_stands_out_less():
    alike = pl.DataFrame(
        {"unit": [str(at) for at in range(6)], "ratio": [1.0, 1.0, 1.0, 1.0, 1.0, 2.0]}
    )
    apart = pl.DataFrame(
        {"unit": [str(at) for at in range(6)], "ratio": [0.5, 2.0, 0.6, 1.5, 1.0, 2.0]}
    )
    last = [excess(one, families()).row(5)[2] for one in (alike, apart)]
    assert last[0] > 2.5 > last[1]
