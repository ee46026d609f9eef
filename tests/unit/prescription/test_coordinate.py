"""Walls between departments: agenda with cases, task forces, duties, data shares."""

import csv
from datetime import datetime, timedelta

import polars as pl
import pytest

import chuandao as cd
from chuandao.cascade.tracing.documents import Traced
from chuandao.cascade.tracing.trace import Trace
from chuandao.errors import UsageError
from chuandao.prescription.coordinate.offices import kind_of_office

NOTHING = Trace(Traced((), {}, (), (), ()))
EVENTS = [
    "办件编号",
    "所属单位",
    "办理环节",
    "办理部门",
    "开始时间",
    "办结时间",
    "办理期限",
    "任务",
]


def moves(unit, task, offices, waits, count=24):
    """Return the rows of cases that go from office to office, waiting so many days before each."""
    rows = []
    for number in range(count):
        moment = datetime.fromisoformat("2025-03-03T09:00") + timedelta(days=7 * number % 70)
        due = (moment + timedelta(days=40)).date().isoformat()
        for office, wait in zip(offices, [0, *waits], strict=True):
            start = moment + timedelta(days=wait)
            moment = start + timedelta(hours=2)
            told = [start.isoformat(" "), moment.isoformat(" "), due, task]
            rows.append([f"{unit}-{task}-{number:02}", unit, f"{office}审核", office, *told])
    return rows


def quick():
    """Return many cases that wait nowhere, so that what is usual can be told."""
    return [
        row
        for unit in ("9901", "9902")
        for task in ("T3", "T4")
        for row in moves(unit, task, ["司法局", "财政局", "住建局"], [0, 0], 40)
    ]


def proposal(case):
    return cd.coordinate(case, NOTHING, as_of="2025-12-31")


def test_waits_that_cost_most_days_come_first_with_their_cases(make_case):
    rows = [
        *moves("9901", "T1", ["柳河县农业局", "柳河县水利局"], [14]),
        *moves("9901", "T2", ["柳河县民政局", "柳河县税务局"], [7]),
        *quick(),
    ]
    table = proposal(make_case(events=[EVENTS, *rows])).tables["agenda"]
    held = table.filter(pl.col("meeting") == "9901").to_dicts()
    assert [row["task"] for row in held] == ["T1", "T2"]
    assert held[0]["days_lost"] > held[1]["days_lost"]
    assert held[0]["examples"]
    assert all(number.startswith("9901-T1-") for number in held[0]["examples"])


def test_what_recurs_in_two_places_goes_to_the_issuing_unit_as_one_item(make_case):
    rows = [
        *moves("9901", "T1", ["柳河县农业局", "柳河县水利局"], [14]),
        *moves("9902", "T1", ["山阳县农业局", "山阳县水利局"], [14]),
        *quick(),
    ]
    table = proposal(make_case(events=[EVENTS, *rows])).tables["agenda"]
    held = table.filter(pl.col("meeting") == "99").to_dicts()
    assert len(held) == 1
    assert held[0]["units"] == ["9901", "9902"]
    assert (held[0]["from_department"], held[0]["to_department"]) == ("农业局", "水利局")


def test_a_blockage_across_three_departments_gets_a_task_force_that_ends(make_case):
    rows = [
        *moves("9901", "T1", ["柳河县农业局", "柳河县水利局", "柳河县林业局"], [14, 14]),
        *moves("9901", "T2", ["柳河县民政局", "柳河县税务局"], [14]),
        *quick(),
    ]
    forces = proposal(make_case(events=[EVENTS, *rows])).tables["task_forces"].to_dicts()
    assert [(row["unit"], row["task"]) for row in forces] == [("9901", "T1")]
    assert set(forces[0]["members"]) == {"柳河县农业局", "柳河县水利局", "柳河县林业局"}
    assert forces[0]["until"].isoformat() == "2026-06-29"
    assert forces[0]["median_days"] > forces[0]["goal_days"]


ASSIGNED = ["任务", "单位", "分工角色", "职责内容", "生效日期"]


def duties(case):
    return {
        (row["task"], row["department"]): row
        for row in proposal(case).tables["duties_proposed"].to_dicts()
    }


def test_the_lead_proposed_is_the_one_that_leads_most_tasks_of_the_document(make_case):
    rows = [
        ["T1", "99D1", "牵头", "", "2025-01-01"],
        ["T2", "99D1", "牵头", "", "2025-01-01"],
        ["T3", "99D1", "责任", "", "2025-01-01"],
        ["T3", "99D2", "责任", "", "2025-01-01"],
        ["T3", "9901", "责任", "", "2025-01-01"],
    ]
    found = duties(make_case(assignments=[ASSIGNED, *rows]))
    assert found["T3", "99D1"]["role"] == "lead"
    assert found["T3", "99D1"]["basis"] == "leads_alike"


def test_without_anything_to_tell_by_the_lead_stays_blank(make_case):
    rows = [["T3", unit, "责任", "", "2025-01-01"] for unit in ("99D1", "99D2", "9901")]
    found = duties(make_case(assignments=[ASSIGNED, *rows]))
    assert found["T3", ""]["basis"] == "blank"


def test_content_rests_on_the_steps_taken_else_on_what_is_usual(make_case):
    rows = [
        ["T1", "99D1", "牵头", "", "2025-01-01"],
        ["T1", "99D2", "配合", "", "2025-01-01"],
        ["T1", "99D3", "配合", "", "2025-01-01"],
    ]
    steps = moves("9901", "T1", ["柳河县自然资源局", "柳河县农业农村局"], [0], 3)
    found = duties(make_case(assignments=[ASSIGNED, *rows], events=[EVENTS, *steps]))
    assert found["T1", "99D3"]["basis"] == "activities"
    assert found["T1", "99D3"]["activities"] == ["柳河县自然资源局审核"]
    assert (found["T1", "99D2"]["basis"], found["T1", "99D2"]["usual"]) == ("usual", "funds")


def test_data_refused_between_departments_that_wait_are_proposed_for_sharing(make_case):
    rows = [*moves("9901", "T1", ["柳河县农业局", "柳河县水利局"], [14]), *quick()]
    asked = [
        ["申请编号", "数据名称", "数据提供部门", "数据需求部门", "申请日期", "答复时限", "共享依据",
         "答复日期", "答复结果"],
        ["S1", "水权", "柳河县水利局", "柳河县农业局", "2025-03-01", 5, "条例", "2025-05-01",
         "不同意"],
    ]  # fmt: skip
    held = proposal(make_case(events=[EVENTS, *rows], data_requests=asked)).tables
    assert held["data_shares"]["datasets"].to_list() == [["水权"]]
    assert held["agenda"].filter(pl.col("task") == "T1")["datasets"].to_list()[0] == ["水权"]


def test_without_an_event_log_tables_are_empty_and_that_is_said(make_case):
    found = proposal(make_case())
    assert found.tables["agenda"].is_empty()
    assert found.tables["task_forces"].is_empty()
    assert "no_event_log" in {problem.code for problem in found.warnings}


def test_a_case_with_documents_needs_a_trace_or_the_tables_of_a_diagnosis():
    with pytest.raises(UsageError) as caught:
        cd.coordinate(cd.read(cd.examples.qinghe))
    assert caught.value.code == "coordinate_needs"


def test_a_case_without_documents_needs_no_trace(make_case):
    assert cd.coordinate(make_case(), as_of="2025-12-31").tables["agenda"].is_empty()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("柳河县水利局", "水利局"),
        ("柳河县生态环境分局", "生态环境局"),
        ("清河市财政局", "财政局"),
        ("99D2", "财政局"),
        ("税务局", "税务局"),
        ("分局", "分局"),
    ],
)
def test_offices_of_places_are_of_one_kind(make_case, name, kind):
    assert kind_of_office(name, make_case().units) == kind


def test_the_order_of_rows_changes_nothing(make_case, tmp_path):
    rows = [
        *moves("9901", "T1", ["柳河县农业局", "柳河县水利局", "柳河县林业局"], [14, 14]),
        *quick(),
    ]
    first = proposal(make_case(events=[EVENTS, *rows])).tables
    with (tmp_path / "events.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([EVENTS, *reversed(rows)])
    again = proposal(cd.read(tmp_path)).tables
    assert all(first[name].equals(again[name]) for name in ("agenda", "task_forces"))
