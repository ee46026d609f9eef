"""Papers of proposals: in official form, with their mandate, each word from a table."""

import io
from datetime import date

import docx
import polars as pl
import pytest

from chuandao.diagnosis.result_rows import result_rows
from chuandao.messages import LANGUAGES
from chuandao.prescription.appraise.verb import appraise
from chuandao.prescription.inspections.verb import inspections
from chuandao.prescription.proposal import Proposal
from chuandao.report.papers.letters import letter_docx
from chuandao.report.papers.remedies import (
    duties_letter,
    indicator_sheet,
    joint_meeting,
    proposed_material,
    sampling_plan,
    task_force,
)

DAY = date(2025, 12, 31)
SCHEME = [
    ["考核方案", "层级", "考核指标", "考核维度", "任务", "分值"],
    ["乡镇综合考核", 2, "甲指标", "质量", "T1", 80],
    ["乡镇综合考核", 2, "乙指标", "绿色", "T2", 20],
]
PRIORITIES = [["任务", "权重"], ["T1", 40], ["T2", 40], ["T3", 20]]


def words_of(letter, language="zh-Hans"):
    document = docx.Document(io.BytesIO(letter_docx(letter, language)))
    found = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        found += [cell.text for row in table.rows for cell in row.cells]
    return "\n".join(found)


@pytest.fixture
def walls(make_case):
    """Return the material of a proposal of `coordinate`, its tables typed here."""
    case = make_case()
    item = {
        "meeting": "9901", "item": 1, "kind": "wait", "task": "T1", "from_department": "县水利局",
        "to_department": "县林业局", "units": ["9901"], "cases": 24, "days_lost": 120.5,
        "excess_days": 5.0, "share": 0.9, "examples": ["A-07", "A-11"], "datasets": ["水权"],
    }  # fmt: skip
    force = {
        "unit": "9901", "task": "T1", "force": 1, "lead": None, "members": ["甲局", "乙局", "丙局"],
        "cases": 24, "days_lost": 300.0, "median_days": 6.2, "goal_days": 1.0,
        "returned_share": None, "until": date(2026, 6, 29),
    }  # fmt: skip
    duties = [
        {"unit": "99", "task": "T1", "department": "", "problem": "none", "role": "lead",
         "basis": "blank"},
        {"unit": "99", "task": "T2", "department": "99D2", "problem": "no_content",
         "role_now": "cooperate", "role": "cooperate", "basis": "usual", "usual": "funds"},
    ]  # fmt: skip
    tables = {
        "agenda": result_rows("agenda", [item]),
        "task_forces": result_rows("task_forces", [force]),
        "duties_proposed": result_rows("duties_proposed", duties),
        "data_shares": result_rows("data_shares", []),
    }
    return proposed_material(case, Proposal("coordinate", tables, DAY))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_agenda_names_days_cases_and_data(walls, language):
    words = words_of(joint_meeting(walls, "9901", language), language)
    for told in ("120.5", "A-07", "A-11", "水权" if language != "zh-Hant" else "水", "T1"):
        assert told in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_task_force_has_members_a_goal_and_an_end_and_its_lead_is_left_to_the_government(
    walls, language
):
    words = words_of(task_force(walls, "9901", language), language)
    assert all(one in words for one in ("甲局", "6.2", "2026"))
    assert "＿＿＿＿" in words or "____" in words


def test_duties_rest_on_a_wording_with_blanks(walls):
    words = words_of(duties_letter(walls, "zh-Hans"))
    assert "按预算和规定程序安排、拨付所需资金，加强资金监管" in words
    assert "＿＿＿＿" in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_indicator_sheet_shows_points_now_and_proposed_and_a_new_indicator(make_case, language):
    case = make_case(appraisals=SCHEME, priorities=PRIORITIES)
    material = proposed_material(case, appraise(case, as_of=DAY))
    words = words_of(indicator_sheet(material, language), language)
    assert "80" in words
    assert "40" in words
    assert "任务3" in words
    assert "清河市" in words


def test_a_sheet_in_which_nothing_moves_is_said_in_a_line(make_case):
    case = make_case(appraisals=SCHEME, priorities=[["任务", "权重"], ["T1", 80], ["T2", 20]])
    letter = indicator_sheet(proposed_material(case, appraise(case, as_of=DAY)), "zh-Hans")
    assert "建议维持不变" in words_of(letter)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sampling_plan_states_seed_probability_and_units(make_case, language):
    case = make_case()
    found = inspections(case, count=4, seed=20250007, as_of=DAY)
    words = words_of(sampling_plan(proposed_material(case, found), language), language)
    assert "20250007" in words
    assert "0.333" in words
    for unit in found.tables["inspection_sample"]["unit"]:
        assert case.units.name(unit) in words


def test_a_source_without_sample_size_is_called_so(make_case):
    rows = [["单位", "任务", "时段", "数据来源", "数值", "计分方式", "样本量"]]
    for at in range(1, 7):
        rows.append([f"99010{at}", "T1", "2025Q3", "督查", 0.7, "比例", 20])
        rows.append([f"99010{at}", "T1", "2025Q3", "自报", 0.9, "比例", None])
    case = make_case(evidence=rows)
    found = inspections(case, count=2, seed=1, as_of=DAY)
    assert "未注明" in words_of(sampling_plan(proposed_material(case, found), "zh-Hans"))


def test_the_same_proposal_gives_the_same_bytes(make_case):
    case = make_case(appraisals=SCHEME, priorities=PRIORITIES)
    first, again = (
        letter_docx(indicator_sheet(proposed_material(case, appraise(case)), "zh-Hans"), "zh-Hans")
        for _ in range(2)
    )
    assert first == again


def test_a_proposal_is_saved_whole_with_what_made_it(make_case, tmp_path):
    found = inspections(make_case(), count=4, seed=5, as_of=DAY)
    found.save(tmp_path / "out")
    kept = pl.read_parquet(tmp_path / "out" / "inspection_sample.parquet")
    assert kept.equals(found.tables["inspection_sample"])
    assert '"seed": 5' in (tmp_path / "out" / "run.json").read_text("utf-8")
    assert "inspection_sample 4" in repr(found)
