"""Real documents that do not contradict each other, read in place."""

import gzip
import json
import os
from datetime import date
from pathlib import Path

import pytest

from chuandao.cascade.tracing.understanding.understood import understand
from chuandao.diagnosis.root.contradictory import between
from chuandao.sources.documents import Extracted

pytestmark = pytest.mark.real
REAL = os.environ.get("CHUANDAO_REAL_DATA", "")
if not REAL:
    pytest.skip(
        "CHUANDAO_REAL_DATA is not set: the real documents are not at hand",
        allow_module_level=True,
    )


def read(name, text):
    return understand(Extracted(f"{name}.txt", text, "txt", "utf-8", "", 1.0), name)


def test_three_real_pairs_of_documents_do_not_contradict_each_other():
    files = sorted(Path(REAL, "real_pairs").glob("*/*.txt"))
    documents = [read(str(at), file.read_text("utf-8")) for at, file in enumerate(files)]
    assert len(documents) == 6
    assert between(documents, [], {one.id: date(2025, 3, 1) for one in documents}) == []


def test_yearly_reports_of_a_government_set_values_for_their_own_years():
    with gzip.open(Path(REAL, "state_council", "reports_2000_2025.jsonl.gz"), "rt") as lines:
        rows = [json.loads(line) for line in lines][-6:]
    documents = [read(row["year"], row["content"]) for row in rows]
    dates = {row["year"]: date(int(row["year"]), 3, 5) for row in rows}
    assert between(documents, [], dates) == []
