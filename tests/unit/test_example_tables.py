"""The tables of the causes of the example city, and the truth that stands beside them."""

import csv
from collections import defaultdict
from pathlib import Path
from statistics import mean

import pytest

import chuandao as cd

TRUTH = Path(__file__).parents[1] / "truth" / "qinghe"
CAUSES = {"resources", "capacity", "appraisal", "coordination"}
TABLES = {
    "needs", "means", "transfers", "adjustments", "spending", "applications", "application_steps",
    "eligibility", "projects", "duties", "staff", "workload", "forms", "treatments", "appraisals",
    "priorities", "indicators", "events", "routes", "data_requests", "interests", "pilots",
    "tolerance",
}  # fmt: skip


def rows_of(name):
    with (TRUTH / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def case():
    return cd.read(cd.examples.qinghe)


def test_the_example_has_a_table_of_everything_that_causes_rest_on(case):
    assert set(case.tables) >= TABLES


def test_the_tables_of_the_example_have_no_errors_and_no_warnings(case):
    assert {problem.severity for problem in case.check()} <= {"note"}


def test_planted_signs_name_units_and_tasks_of_the_case(case):
    units = set(case.tables["units"]["unit"])
    tasks = set(case.tables["tasks"]["task"])
    for row in rows_of("signs.csv"):
        assert row["unit"] in units
        assert row["task"] in tasks | {""}


def test_what_looks_alike_is_not_planted_too():
    planted = {
        (row["sign"], row["unit"], row["task"], row["about"]) for row in rows_of("signs.csv")
    }
    alike = {
        (row["sign"], row["unit"], row["task"], row["about"]) for row in rows_of("signs_not.csv")
    }
    assert planted.isdisjoint(alike)


def test_the_tables_leave_the_deficits_on_which_the_evidence_rests():
    left = defaultdict(list)
    for row in rows_of("deficits_of_tables.csv"):
        left[row["unit"], row["task"], row["cause"]].append(float(row["deficit"]))
    planted = {
        (row["unit"], row["task"], row["cause"]): float(row["deficit"])
        for row in rows_of("deficits.csv")
        if row["cause"] in CAUSES
    }
    off = [abs(mean(values) - planted.get(key, 0.0)) for key, values in left.items()]
    assert set(planted) <= set(left)
    assert mean(off) < 0.005
    assert max(off) < 0.1
