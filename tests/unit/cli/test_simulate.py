"""`chuandao simulate` on a small city, from the command line, in three languages."""

import json

import polars as pl
import pytest
from small_city import small_city
from typer.testing import CliRunner

from chuandao.chain import Checkup, _facts
from chuandao.cli.main import app
from chuandao.messages import LANGUAGES


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a case that has had its checkup."""
    case, tables = small_city(tmp_path_factory.mktemp("case"))
    Checkup(case, case.last_day, tables, facts=_facts(case, case.last_day, 0)).keep()
    return case.path


def run(folder, *words):
    asked = ["simulate", folder, "--budget", 60_000, "--draws", 10, *words]
    done = CliRunner().invoke(app, [str(word) for word in asked])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def test_the_simulation_is_written_as_tables_and_json(folder, tmp_path):
    found = run(folder, "--periods", 3, "--json", tmp_path / "s.json", "-o", tmp_path / "out")
    assert found.exit_code == 0
    table = pl.read_parquet(tmp_path / "out" / "simulation.parquet")
    held = json.loads((tmp_path / "s.json").read_text("utf-8"))
    assert table["period"].unique().sort().to_list() == ["2026-01", "2026-02", "2026-03"]
    assert len(held["simulation"]) == table.height


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_outlook_is_told_in_every_language(folder, language):
    done = run(folder, "--lang", language)
    words = {
        "en": "with the package",
        "zh-Hans": "不实施对策",
        "zh-Hant": "不實施對策",
    }
    assert done.exit_code == 0
    assert words[language] in done.output
    assert "2026-12" in done.output


def test_units_without_a_sure_rise_are_named_with_the_reason(folder):
    done = run(folder, "--budget", 0, "--lang", "en")
    assert "No sure rise at" in done.output
    assert "Not in the package" in done.output


@pytest.mark.parametrize("words", [("--periods", 0), ("--effect", "training=much")])
def test_what_cannot_be_is_refused_with_a_hint(folder, words):
    done = run(folder, *words, "--lang", "en")
    assert done.exit_code == 2
    assert done.stderr.count("\n") >= 2
