"""The year's growth target in every work report of the State Council since 2000."""

import csv
import gzip
import json
import os
from decimal import Decimal
from pathlib import Path

import pytest

from chuandao.cascade.tracing.understanding.horizon_cues import growth_metric, horizon_cues
from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.text.canonical import plain
from chuandao.text.clauses.clauses import clauses
from chuandao.text.layout.layout import layout
from chuandao.text.times.year_targets import of_metric, placed_targets, planned_year, year_targets

pytestmark = pytest.mark.real
REAL = os.environ.get("CHUANDAO_REAL_DATA", "")
FILE = Path(REAL, "state_council", "reports_2000_2025.jsonl.gz")
TRUTH = Path(__file__).parents[2] / "benchmarks" / "growth_targets.csv"
NO_DATA = pytest.mark.skip(
    reason="CHUANDAO_REAL_DATA is not set: the real documents are not at hand"
)


def reports():
    if not REAL:
        return {}
    with gzip.open(FILE, "rt", encoding="utf-8") as stream:
        return {report["year"]: report for report in map(json.loads, stream)}


REPORTS = reports()
ROWS = [
    row
    for row in csv.DictReader(TRUTH.read_text("utf-8").splitlines())
    if int(row["year"]) in REPORTS
]


def growth(report):
    found = clauses(layout(report["content"]), lexicon())
    year = planned_year(report["title"], None)
    words = plain(report["content"])
    return of_metric(placed_targets(words, found, lexicon(), horizon_cues(), year), growth_metric())


@pytest.mark.parametrize(
    "row", ROWS or [pytest.param(None, marks=NO_DATA)], ids=lambda row: row and row["year"]
)
def test_the_target_of_the_year_is_right(row):
    found = growth(REPORTS[int(row["year"])])
    read = {(p.low, p.high) for p in year_targets(found)}
    high = Decimal(row["high"]) if row["high"] else None
    assert read == ({(Decimal(row["low"]), high)} if row["low"] else set())
    plans = {p.low for p in found if p.horizon.role == "plan"}
    assert not row["plan"] or Decimal(row["plan"]) in plans
