"""`chuandao prescribe` on a small city, from the command line, in three languages."""

import json

import polars as pl
import pytest
from small_city import small_city
from typer.testing import CliRunner

from chuandao.catalog.knowledge import remedies
from chuandao.chain import Checkup, _facts
from chuandao.cli.main import app
from chuandao.messages import LANGUAGES


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a case that has had its checkup."""
    case, tables = small_city(tmp_path_factory.mktemp("case"))
    Checkup(case, case.last_day, tables, facts=_facts(case, case.last_day, 0)).keep()
    return case.path


def run(*words):
    done = CliRunner().invoke(app, ["prescribe", *(str(word) for word in words)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def test_the_package_is_written_as_tables_and_json(folder, tmp_path):
    asked = (
        folder,
        "--budget",
        60_000,
        "--staff",
        80,
        "--draws",
        20,
        "--json",
        tmp_path / "p.json",
    )
    assert run(*asked, "-o", tmp_path / "plan").exit_code == 0
    plan = pl.read_parquet(tmp_path / "plan" / "plan.parquet")
    held = json.loads((tmp_path / "p.json").read_text("utf-8"))
    assert [row["remedy"] for row in held["plan"]] == plan["remedy"].to_list() != []
    assert float(plan["cost"].sum()) <= 60_000
    assert plan["staff_days"].sum() <= 80


def test_standard_output_holds_nothing_but_the_result(folder):
    held = json.loads(run(folder, "--budget", 60_000, "--draws", 20, "--json", "-").stdout)
    assert set(held) == {"plan", "plan_alternatives", "plan_assumptions", "plan_summary"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_package_is_told_in_every_language(folder, language):
    done = run(folder, "--budget", 60_000, "--draws", 20, "--lang", language)
    assert done.exit_code == 0
    words = {"en": "Rules of interpretation", "zh-Hans": "制定解读细则", "zh-Hant": "制定解讀細則"}
    assert words[language] in done.output
    assert {"en": "90 %", "zh-Hans": "90%区间", "zh-Hant": "90%區間"}[language] in done.output


def test_remedies_left_out_and_effects_given_are_followed(folder, tmp_path):
    asked = (folder, "--budget", 60_000, "--draws", 20, "-o", tmp_path / "plan")
    run(*asked, "--without", "rules_of_interpretation", "--effect", "typical_cases=0,0.01,0.02")
    plan = pl.read_parquet(tmp_path / "plan" / "plan.parquet")
    assumed = pl.read_parquet(tmp_path / "plan" / "plan_assumptions.parquet")
    assert "rules_of_interpretation" not in plan["remedy"].to_list()
    assert assumed.filter(remedy="typical_cases", cause="understanding")["high"].to_list() == [0.02]


@pytest.mark.parametrize(
    "words", [("--effect", "training=much"), ("--effect", "training=0.5,0.4,0.3"), ("--budget", -5)]
)
def test_what_cannot_be_is_refused_with_a_hint(folder, words):
    done = run(folder, *words)
    assert done.exit_code == 2
    assert len(done.stderr.strip().splitlines()) >= 2


def test_a_remedy_may_be_left_out_by_its_name(folder):
    every = json.loads(run(folder, "--budget", 60_000, "--draws", 20, "--json", "-").stdout)
    first = every["plan"][0]["remedy"]
    name = remedies()[first].label("zh-Hans")
    asked = (folder, "--budget", 60_000, "--draws", 20, "--without", name, "--json", "-")
    left = json.loads(run(*asked).stdout)
    assert first not in {row["remedy"] for row in left["plan"]}


def test_a_budget_below_nothing_is_refused_before_anything_is_read(tmp_path):
    done = run(tmp_path / "nowhere", "--budget", -5)
    assert done.exit_code == 2
