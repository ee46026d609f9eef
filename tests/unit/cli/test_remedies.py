"""The commands that propose: appraise, coordinate, inspections."""

import json

import pytest
from typer.testing import CliRunner

import chuandao as cd
from chuandao.cli.main import app
from chuandao.messages import LANGUAGES, render


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CHUANDAO_LANG", "en")


@pytest.fixture
def little(tmp_path):
    """Return a case of units alone."""
    folder = tmp_path / "case"
    folder.mkdir()
    rows = "单位代码,单位名称,层级,上级单位\n1,清河市,0,\n11,柳河县,1,1\n111,甲镇,2,11\n112,乙镇,2,11\n"
    (folder / "units.csv").write_text(rows, "utf-8")
    (folder / "tasks.csv").write_text("任务编号,任务名称\nT1,一网通办\n", "utf-8")
    return folder


def run(*words):
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert "Traceback" not in done.output
    return done


@pytest.mark.parametrize("language", LANGUAGES)
def test_appraise_writes_the_indicator_sheet_and_tables(tmp_path, language):
    assert run("appraise", cd.examples.qinghe, "-o", "out", "--lang", language).exit_code == 0
    name = render("remedies.file.indicator_sheet", language)
    assert (tmp_path / "out" / f"{name}.docx").exists()
    assert (tmp_path / "out" / "tables" / "weights_proposed.parquet").exists()


def test_inspections_write_the_plan_and_the_sample(tmp_path, little):
    day = ("--as-of", "2025-12-31")
    done = run("inspections", little, "--count", 1, "--seed", 3, "-o", "out", *day)
    assert done.exit_code == 0
    assert (tmp_path / "out" / "sampling plan.docx").exists()
    assert (tmp_path / "out" / "tables" / "inspection_sample.parquet").exists()


def test_inspections_need_a_seed(little):
    assert run("inspections", little, "--count", 1).exit_code == 2


def test_coordinate_of_a_case_without_events_says_what_is_missing(little):
    done = run("coordinate", little, "--as-of", "2025-12-31")
    assert done.exit_code == 0
    assert render("no_event_log", "en") in done.output


def test_tables_come_as_json_without_papers(tmp_path, little):
    done = run(
        "inspections", little, "--count", 2, "--seed", 3, "--json", "-", "--as-of", "2025-12-31"
    )
    held = json.loads(done.stdout)
    assert [row["probability"] for row in held["inspection_sample"]] == [1.0, 1.0]
    assert not list(tmp_path.glob("inspections/*.docx"))


@pytest.mark.parametrize(
    "words",
    [
        ("appraise", "--others", "3"),
        ("inspections", "--count", "0", "--seed", "1"),
        ("inspections", "--count", "1", "--seed", "1", "--as-of", "soon"),
    ],
)
def test_a_mistake_is_told_in_two_lines(little, words):
    done = run(words[0], little, *words[1:])
    assert done.exit_code == 2
    assert "\n" in done.output.strip()
