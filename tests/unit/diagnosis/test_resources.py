"""What 資源匹配 gives as a whole: tables as the catalogue has them, statements, and its docs."""

import re
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import yaml
from scipy.stats import binom

import chuandao as cd
from chuandao.catalog.knowledge import signs
from chuandao.catalog.tables import result_tables
from chuandao.catalog.values import domains
from chuandao.diagnosis import resources
from chuandao.diagnosis.resources.chain import fund_chain
from chuandao.diagnosis.resources.coverage.times import month_ends
from chuandao.diagnosis.resources.ledger.adjusted import adjusted
from chuandao.diagnosis.resources.ledger.books import ledger_of
from chuandao.diagnosis.resources.ledger.notices import counted_once
from chuandao.messages import LANGUAGES, has, render
from chuandao.stats.supply.arrival import days_until
from chuandao.stats.supply.coverage import coverage, share_general

ROOT = Path(__file__).parents[3]
CASES = sorted((ROOT / "tests" / "cases" / "resources").glob("*.yaml"))
DOCS = " ".join((ROOT / "docs" / "explanation" / "resources.md").read_text("utf-8").split())


@pytest.fixture(scope="module")
def ran(case_files, tmp_path_factory):
    return [case_files.run(file, resources, tmp_path_factory.mktemp(file.stem)) for file in CASES]


def test_every_sign_of_resources_is_found_in_a_case(ran):
    found = {finding.sign for one in ran for finding in one.examination.findings}
    assert found == {name for name, sign in signs().items() if sign.cause == "resources"}


def test_the_tables_have_the_columns_keys_and_values_of_the_catalogue(ran):
    for one in ran:
        for name, table in one.examination.tables.items():
            schema = result_tables()[name]
            assert table.columns == [column.name for column in schema.columns]
            assert not table.select(schema.key).is_duplicated().any()
            for column in schema.columns:
                if column.domain:
                    known = {value.value for value in domains()[column.domain].values}
                    assert set(table[column.name].drop_nulls()) <= known


def test_the_tables_stand_empty_where_there_is_nothing(ran):
    empty = next(one for one in ran if not one.examination.deficits)
    assert set(empty.examination.tables) >= {"fund_chain", "arrivals", "means_against_duty"}


def test_every_finding_has_a_filled_statement_in_every_language_and_rows_behind_it(ran):
    for one in ran:
        for finding in one.examination.findings:
            assert finding.rows
            assert 0 < finding.severity <= 1
            for language in LANGUAGES:
                said = render(finding.code, language, **finding.parameters)
                assert has(finding.code)
                assert not re.search(r"[{}]", said)


def test_the_method_is_no_longer_among_what_is_needed(ran):
    assert all("method" not in c.needed for one in ran for c in one.examination.coverage)


def test_every_unit_has_a_coverage(ran):
    for one in ran:
        told = {coverage.unit for coverage in one.examination.coverage}
        assert told == set(one.case.units)


def test_the_worked_example_of_the_docs_is_right():
    need = np.array([[31, 62, 92, 123, 153, 184]]) / 184 * 1_200_000
    supply = np.array([[0, 0, 0, 1, 1, 1]]) * 600_000.0
    kappa = float(coverage(supply, need))
    assert f"= {kappa:.4f}" in DOCS
    assert f"**{1 - kappa:.4f}**" in DOCS


def test_the_shared_money_of_the_docs_is_right():
    shared = share_general(np.array([8e5]), np.array([[5e5, 5e5]]), np.array([3.0, 1.0]))
    assert shared[0].round(6).tolist() == [5e5, 3e5]
    assert "coverages 1 and 0.6" in DOCS


def test_the_median_of_the_docs_is_right():
    days = np.array([10.0, 20.0, 30.0, 40.0, 50.0])
    assert days_until(days, np.array([1.0, 0.0, 1.0, 0.0, 1.0]), 0.5) == 50
    assert "the median is 50" in DOCS


def test_the_chance_of_slow_transfers_of_the_docs_is_right():
    assert f"= {binom.sf(1, 4, (9 + 1) / (999 + 1)):.4f} (binomial)" in DOCS


def test_the_last_month_ends_with_the_period():
    assert month_ends(date(2025, 1, 15), date(2025, 2, 10)) == (
        date(2025, 1, 31),
        date(2025, 2, 10),
    )
    assert month_ends(date(2025, 12, 31), date(2025, 12, 31)) == (date(2025, 12, 31),)


def transfer(code, amount, announced=None, arrived=None, came=None):
    return {
        "transfer": code,
        "from_unit": "11",
        "to_unit": "111",
        "task": "T1",
        "resource": "funds",
        "amount": amount,
        "restriction": None,
        "origin_tier": None,
        "announced": announced and date(2025, 1, announced),
        "arrived": arrived and date(2025, 2, arrived),
        "amount_arrived": came,
    }


def once(*rows):
    schema = {
        "transfer": pl.String,
        "from_unit": pl.String,
        "to_unit": pl.String,
        "task": pl.String,
        "resource": pl.String,
        "amount": pl.Decimal(18, 2),
        "restriction": pl.String,
        "origin_tier": pl.Int64,
        "announced": pl.Date,
        "arrived": pl.Date,
        "amount_arrived": pl.Decimal(18, 2),
    }
    return counted_once(pl.DataFrame(list(rows), schema=schema))


def test_what_was_not_paid_of_a_notice_is_under_way():
    found = once(transfer("N", 100, announced=3), transfer("P", 60, arrived=5, came=60))
    assert found.select("transfer", "amount", "counted").rows() == [("N", 40, ""), ("P", 60, "")]
    assert found["announced"].to_list() == [date(2025, 1, 3)] * 2


def test_payments_pay_notices_in_the_order_of_their_days():
    found = once(
        transfer("N1", 100, announced=3),
        transfer("N2", 100, announced=20),
        transfer("P1", 100, arrived=5, came=100),
        transfer("P2", 100, arrived=9, came=100),
    )
    days = dict(found.filter(pl.col("counted") == "").select("transfer", "announced").iter_rows())
    assert days == {"P1": date(2025, 1, 3), "P2": date(2025, 1, 20)}


def test_a_payment_named_after_its_notice_pays_it():
    found = once(
        transfer("N1", 100, announced=3), transfer("N1-1", 100, announced=3, arrived=5, came=100)
    )
    assert found["counted"].to_list() == ["notice_paid", ""]


def test_equal_tranches_of_different_days_are_not_one():
    found = once(
        transfer("A", 100, announced=3, arrived=5, came=100),
        transfer("B", 100, announced=3, arrived=6, came=100),
        transfer("C", 100),
        transfer("D", 100),
    )
    assert found["counted"].to_list() == [""] * 4


@pytest.mark.parametrize(
    ("book", "day", "came", "difference", "received"),
    [
        ("payer", 1, 80, 0, 80),
        (None, 1, 80, 0, 80),
        (None, 20, 100, 0, 80),
        (None, 20, 80, 0, 80),
        ("payee", 20, 100, 20, 80),
        (None, 1, 70, 10, 50),
    ],
)
def test_a_documented_adjustment_explains_a_difference(book, day, came, difference, received):
    rows = once(transfer("A", 100, announced=3, arrived=5, came=came))
    changes = pl.DataFrame(
        {"transfer": ["A"], "amount": [-20], "adjusted": [date(2025, 2, day)], "book": [book]},
        schema={
            "transfer": pl.String,
            "amount": pl.Decimal(18, 2),
            "adjusted": pl.Date,
            "book": pl.String,
        },
    )
    found = adjusted(rows, changes)
    assert float(found["difference"][0]) == difference
    assert float(found["received"][0]) == received


def test_returns_and_amounts_below_zero_stand_in_the_chain(tmp_path):
    rows = [
        "transfer,from_unit,to_unit,task,resource,amount,announced,arrived,amount_arrived",
        "A,11,111,T1,funds,100,2025-01-01,2025-01-05,100",
        "B,11,111,T1,funds,-30,2025-03-01,2025-03-05,-30",
        "C,111,11,T1,funds,20,2025-04-01,2025-04-02,20",
        "D,11,11,T1,funds,20,2025-04-01,2025-04-02,20",
    ]
    (tmp_path / "units.csv").write_text(
        "unit,name,tier,parent\n1,市,0,\n11,县,1,1\n111,镇,2,11\n", "utf-8"
    )
    (tmp_path / "tasks.csv").write_text("task,name\nT1,a\n", "utf-8")
    (tmp_path / "transfers.csv").write_text("\n".join(rows), "utf-8")
    case = cd.read(tmp_path)
    chain = fund_chain(ledger_of(case, date(2025, 12, 31)), case.units)
    told = {row["transfer"]: row for row in chain.to_dicts()}
    assert (told["C"]["source"], told["A"]["kept"]) == ("A", 80)
    assert (told["B"]["amount"], told["B"]["status"]) == (-30, "arrived")
    assert set(told) == set("ABCD")


def test_there_are_enough_situations():
    told = [yaml.safe_load(file.read_text("utf-8")) for file in CASES]
    assert len(told) >= 12
    assert all(one["what"] and one["expect"] for one in told)
