"""Real official documents, read in place where CHUANDAO_REAL_DATA names their folder."""

import csv
import gzip
import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chuandao.cascade.tracing.from_files import trace_files, understand_files
from chuandao.cascade.tracing.record import trace_json
from chuandao.cascade.tracing.task_table.tasks import task_rows
from chuandao.cascade.tracing.understanding.document_kinds import document_kinds
from chuandao.cli.main import app
from chuandao.text.canonical import plain
from chuandao.text.envelope.envelope import envelope
from chuandao.text.envelope.number import parse_document_number
from chuandao.text.layout.layout import layout

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


def numbers():
    path = Path(REAL, "doc_numbers", "doc_numbers.csv.gz")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        return [row["doc_number"] for row in csv.DictReader(stream) if row["doc_number"].strip()]


@pytest.mark.skipif(
    not REAL, reason="CHUANDAO_REAL_DATA is not set: the real numbers are not at hand"
)
def test_at_least_97_of_100_real_numbers_are_read_whole():
    read = [parse_document_number(plain(cell)) for cell in numbers()]
    whole = [number for number in read if number and number.complete]
    assert len(whole) / len(read) >= 0.97
    assert all(number.irregular for number in read if number and not number.complete)


@pytest.mark.skipif(
    not REAL, reason="CHUANDAO_REAL_DATA is not set: the real reports are not at hand"
)
def test_every_work_report_gives_an_envelope_with_its_places():
    path = Path(REAL, "state_council", "reports_2000_2025.jsonl.gz")
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        texts = [json.loads(line)["content"] for line in stream]
    assert texts
    for text in texts:
        found = envelope(layout(text), document_kinds())
        spans = [span for spans in found.places.values() for span in spans]
        assert all(0 <= start < end <= len(text) for start, end in spans)
