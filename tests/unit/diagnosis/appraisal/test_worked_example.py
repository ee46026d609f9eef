"""The example of docs/explanation/appraisal.md comes out as the page works it out by hand."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

import chuandao as cd
from chuandao.cascade.tracing.documents import Traced
from chuandao.cascade.tracing.trace import Trace
from chuandao.diagnosis import appraisal
from chuandao.messages import LANGUAGES, has, render

PAGE = Path(__file__).parents[4] / "docs" / "explanation" / "appraisal.md"
FILES = {
    "units": "unit,name,tier,parent\n1,清河市,0,\n11,柳河镇,1,1\n12,石桥镇,1,1\n",
    "tasks": "task,name,kind,horizon\nT1,特色基地,hard,2\nT2,网上办理,soft,1\nT3,水源保护,soft,4\n",
    "priorities": "task,weight\nT1,40\nT2,30\nT3,30\n",
    "appraisals": "scheme,tier,indicator,task,weight,task_share,horizon_years\n"
    "综合考核,1,新增基地面积,T1,50,,1\n"
    "综合考核,1,招商引资签约额,,10,,1\n"
    "综合考核,1,上网事项数,T2,30,0.5,1\n"
    "综合考核,1,巡查次数,T3,10,,1\n",
}


@pytest.fixture(scope="module")
def page():
    return PAGE.read_text("utf-8")


@pytest.fixture(scope="module")
def examined(tmp_path_factory):
    folder = tmp_path_factory.mktemp("worked")
    for name, text in FILES.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    nothing = Trace(Traced((), {}, (), (), ()))
    return appraisal.examine(cd.read(folder), nothing, date(2025, 12, 31))


def test_the_points_on_hard_matters_exceed_the_priority_as_the_page_says(examined, page):
    (found,) = [one for one in examined.findings if (one.sign, one.unit) == ("A1", "11")]
    assert found.parameters["weight"] == "60.0"
    assert found.parameters["excess"] == "20.0"
    assert f"severity {found.severity:.2f}" in page
    assert "60 % − 40 % = 20 points" in page


def test_the_deficits_are_those_of_the_page(examined, page):
    held = {d.task: d.deficit for d in examined.deficits if d.unit == "11"}
    assert held == pytest.approx({"T1": 0.0, "T2": 1 / 3, "T3": 5 / 9})
    for shown in ("1 − 15 / 22.5 = 0.333", "1 − 10 / 22.5 = 0.556"):
        assert shown in page


def test_the_horizons_are_those_of_the_page(examined, page):
    (found,) = [one for one in examined.findings if (one.sign, one.unit) == ("A4", "11")]
    assert found.parameters["wanted"] == "2.3"
    assert found.parameters["gap"] == "1.3"
    assert "0.4 × 2 + 0.3 × 1 + 0.3 × 4 = 2.3" in page


def test_the_sensitivity_is_that_of_the_page(examined, page):
    table = examined.tables["effort_sensitivity"].filter(pl.col("task") == "T3")
    for row in table.iter_rows(named=True):
        told = f"| {row['parameter']} | {row['low']:.3f} | {row['high']:.3f} |"
        assert told in page, told


def test_nothing_else_is_found(examined):
    assert {(one.sign, one.task) for one in examined.findings} == {
        ("A1", ""),
        ("A3", "T2"),
        ("A3", "T3"),
        ("A4", ""),
    }


def test_both_units_are_told_the_same_and_in_every_language(examined):
    for unit in ("11", "12"):
        found = [one for one in examined.findings if one.unit == unit]
        assert len(found) == 4
        for one in found:
            assert one.rows
            assert has(one.code)
            assert all("{" not in render(one.code, tag, **one.parameters) for tag in LANGUAGES)
