"""Real official documents, read in place where CHUANDAO_REAL_DATA names their folder."""

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chuandao.cascade.tracing.from_files import trace_files, understand_files
from chuandao.cascade.tracing.record import trace_json
from chuandao.cascade.tracing.tasks import task_rows
from chuandao.cli.main import app

pytestmark = pytest.mark.real
REAL = os.environ.get("CHUANDAO_REAL_DATA", "")
NO_DATA = pytest.mark.skip(
    reason="CHUANDAO_REAL_DATA is not set: the real documents are not at hand"
)
PAIRS = sorted(Path(REAL, "real_pairs").glob("*")) if REAL else []

each_pair = pytest.mark.parametrize(
    "pair",
    PAIRS or [pytest.param(None, marks=NO_DATA)],
    ids=lambda pair: getattr(pair, "name", "none"),
)


@each_pair
def test_every_clause_is_the_words_at_its_place(pair):
    record = trace_json(trace_files(pair / "upper.txt", [pair / "lower.txt"]).traced)
    for document in record["documents"]:
        raw = Path(document["file"]).read_bytes().decode("utf-8-sig")
        assert document["text"] == raw
        for clause in document["clauses"]:
            assert clause["text"] == raw[clause["start"] : clause["end"]]


@each_pair
def test_every_upper_clause_has_one_status(pair):
    traced = trace_files(pair / "upper.txt", [pair / "lower.txt"]).traced
    judged = [status.upper for status in traced.statuses]
    assert sorted(judged) == sorted(clause.id for clause in traced.documents[0].clauses)


@each_pair
def test_the_task_table_quotes_the_document(pair):
    documents, problems = understand_files([pair / "upper.txt"])
    rows = task_rows(documents[0])
    assert rows
    assert problems == []
    assert all(row.text.value in documents[0].text for row in rows)


@each_pair
def test_the_commands_end_well(pair, tmp_path):
    run = CliRunner()
    upper, lower = str(pair / "upper.txt"), str(pair / "lower.txt")
    page = str(tmp_path / "page.html")
    assert run.invoke(app, ["trace", upper, lower, "--html", page, "--lang", "en"]).exit_code == 0
    table = str(tmp_path / "tasks.xlsx")
    assert run.invoke(app, ["tasks", upper, "-o", table, "--lang", "en"]).exit_code == 0
