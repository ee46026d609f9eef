"""What is said of treatments in a case, beside the verdict itself."""

import numpy as np
import pytest

import chuandao as cd
from chuandao.catalog.tables import result_tables
from chuandao.diagnosis.capacity.treatments import examine
from chuandao.messages import LANGUAGES, render

UNITS = """unit,name,tier,parent,kind
99,清河市,0,,government
9901,柳河县,1,99,government
990101,石桥镇,2,9901,government
99010101,柳树村,3,990101,self_governing
"""
HEAD = "unit,subject,campaign,severity_so2_mg,action,action_level,jobs,output"


def closed(unit="990101", count=60, campaign="锅炉", jobs="10", output="12345.67"):
    return [f"{unit},E{i},{campaign},{20 + 7 * i},关停,4,{jobs},{output}" for i in range(count)]


def read(folder, rows, head=HEAD):
    (folder / "units.csv").write_text(UNITS, "utf-8")
    (folder / "treatments.csv").write_text("\n".join([head, *rows]) + "\n", "utf-8")
    return cd.read(folder)


def test_tables_are_as_the_catalogue_has_them(tmp_path):
    for rows in (closed(), []):
        made = examine(read(tmp_path, rows), None, None).tables
        assert sorted(made) == ["treatment_points", "treatment_verdicts"]
        for name, table in made.items():
            assert table.columns == [column.name for column in result_tables()[name].columns]


def test_a_case_without_treatments_has_empty_tables_and_no_findings(tmp_path):
    (tmp_path / "units.csv").write_text(UNITS, "utf-8")
    made = examine(cd.read(tmp_path), None, None)
    assert made.findings == ()
    assert all(table.is_empty() for table in made.tables.values())


def test_money_is_added_without_loss(tmp_path):
    row = (
        examine(read(tmp_path, closed()), None, None)
        .tables["treatment_verdicts"]
        .row(0, named=True)
    )
    assert str(row["output"]) == "740740.20"
    assert str(row["milder_output"]) == "370370.10"
    assert (row["jobs"], row["milder_jobs"]) == (600, 300)


def test_jobs_that_nobody_filled_in_are_unknown_and_not_nought(tmp_path):
    rows = closed(jobs="", output="")
    made = examine(read(tmp_path, rows), None, None)
    assert made.tables["treatment_verdicts"].row(0, named=True)["jobs"] is None
    assert [one.code for one in made.findings] == ["finding.C5.bare"]


def test_jobs_of_subjects_left_alone_are_not_counted(tmp_path):
    rows = [row.replace("关停,4", "未采取,0") for row in closed()]
    assert examine(read(tmp_path, rows), None, None).tables["treatment_verdicts"]["jobs"][0] is None


def test_a_village_committee_has_a_verdict_and_no_finding(tmp_path):
    made = examine(read(tmp_path, closed("99010101")), None, None)
    assert made.tables["treatment_verdicts"]["verdict"].to_list() == ["uniform"]
    assert made.findings == ()


def test_a_finding_rests_on_the_mildest_and_the_worst_subjects(tmp_path):
    (finding,) = examine(read(tmp_path, closed()), None, None).findings
    assert [row.row for row in finding.rows] == [*range(2, 14), *range(50, 62)]
    assert {row.file for row in finding.rows} == {"treatments.csv"}


def test_the_plot_counts_every_subject_once_and_names_none(tmp_path):
    points = examine(read(tmp_path, closed()), None, None).tables["treatment_points"]
    assert points["subjects"].sum() == 60
    assert points["tenth"].to_list() == list(range(1, 11))
    assert "subject" not in points.columns


def test_the_order_of_rows_changes_nothing(tmp_path):
    rows = [*closed(), *closed(campaign="扬尘")]
    turned = np.random.default_rng(3).permutation(rows)
    one, other = (examine(read(tmp_path, given), None, None) for given in (rows, turned))
    assert all(one.tables[name].equals(other.tables[name]) for name in one.tables)
    assert [f.id for f in one.findings] == [f.id for f in other.findings]


def test_subjects_without_any_severity_cannot_be_told(tmp_path):
    rows = [",".join(row.split(",")[:3] + row.split(",")[4:]) for row in closed()]
    made = examine(read(tmp_path, rows, HEAD.replace("severity_so2_mg,", "")), None, None)
    assert made.tables["treatment_verdicts"]["verdict"].to_list() == ["cannot_tell"]
    assert made.tables["treatment_points"].is_empty()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_statement_has_its_figures_in_every_language(tmp_path, language):
    (finding,) = examine(read(tmp_path, closed()), None, None).findings
    said = render(finding.code, language, **finding.parameters)
    assert all(figure in said for figure in ("60", "100.0", "9.5", "20.0", "600", "74", "37"))
    assert "{" not in said
