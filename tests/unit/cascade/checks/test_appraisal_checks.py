"""What the checks say of appraisal schemes and priorities."""

import pytest

import chuandao as cd
from chuandao.messages import LANGUAGES

UNITS = "unit,name,tier,parent,type\n1,清河市,0,,\n11,柳河县,1,1,山區生態型\n12,山阳县,1,1,城郊\n"
TASKS = "task,name\nT1,一网通办\nT2,标准化基地\n"
HEAD = "scheme,unit,type,tier,indicator,task,weight,task_share\n"


@pytest.fixture
def problems(tmp_path):
    def told(rows, priorities=""):
        files = {"units": UNITS, "tasks": TASKS, "appraisals": HEAD + rows}
        if priorities:
            files["priorities"] = "type,task,weight\n" + priorities
        for name, text in files.items():
            (tmp_path / f"{name}.csv").write_text(text, "utf-8")
        found = cd.read(tmp_path).check()
        mine = [p for p in found if p.code.startswith(("appraisal", "priority", "number"))]
        assert all(p.render(tag) and p.hint(tag) for p in mine for tag in LANGUAGES)
        return [(p.code, p.place.row, p.place.column) for p in mine]

    return told


def test_a_sound_scheme_is_left_alone(problems):
    assert (
        problems("县区考核,,山区生态型,1,办结率,T1,60,1\n县区考核,,,1,基地,T2,40,\n", ",T1,3\n")
        == []
    )


def test_a_row_of_a_unit_and_of_a_type_is_pointed_out(problems):
    assert problems("考核,11,城郊,,办结率,T1,60,1\n") == [("appraisal_unit_and_wider", 2, "unit")]


def test_a_type_that_no_unit_bears_is_pointed_out_once(problems):
    rows = "考核,,山区,,办结率,T1,60,\n考核,,山区,,基地,T2,40,\n"
    assert problems(rows, "平原,T1,5\n") == [
        ("appraisal_for_nobody", 2, "type"),
        ("priority_for_nobody", 2, "type"),
    ]


def test_a_tier_that_is_not_there_is_pointed_out(problems):
    assert problems("考核,,,4,办结率,T1,60,\n") == [("appraisal_for_nobody", 2, "type")]


def test_tasks_that_account_for_more_than_the_whole_are_pointed_out(problems):
    rows = "考核,,,1,办结率,T1,60,0.7\n考核,,,1,办结率,T2,60,0.6\n考核,,,1,基地,T2,40,1\n"
    assert problems(rows) == [("appraisal_shares_above_one", 2, "task_share")]


def test_points_beyond_a_hundred_are_pointed_out_unless_the_scheme_is_of_a_thousand(problems):
    assert problems("考核,,,1,办结率,T1,600,\n") == []
    assert problems("考核（总分200分）,,,1,办结率,T1,120,\n") == []
    assert problems("考核,,,1,办结率,T1,120,\n") == [("appraisal_points_beyond", 2, "weight")]


def test_negative_points_are_pointed_out(problems):
    assert problems("考核,,,1,办结率,T1,-5,\n") == [("number_negative", 2, "weight")]
