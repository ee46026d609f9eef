"""What the diagnosis of the example case says, and what it must not say."""

import polars as pl
import pytest

import chuandao as cd
from chuandao.catalog.knowledge import causes, signs
from chuandao.catalog.tables import result_tables
from chuandao.diagnosis.answers import expected_losses, loss_weights
from chuandao.messages import LANGUAGES, has, render

CAUSES = tuple(causes())


@pytest.fixture(scope="module")
def case():
    return cd.read(cd.examples.qinghe)


@pytest.fixture(scope="module")
def trace(case):
    return cd.trace(case)


@pytest.fixture(scope="module")
def tables(case, trace):
    return cd.diagnose(case, trace).tables


def test_the_tables_have_the_columns_of_the_catalogue(tables):
    for name, table in tables.items():
        assert table.columns == [column.name for column in result_tables()[name].columns]


def test_every_cause_is_examined_where_its_tables_are_there(tables):
    examined = tables["coverage"].filter("examined")["cause"].unique()
    assert set(CAUSES) <= set(examined)
    assert set(CAUSES) == set(tables["deficits"]["cause"])


def test_a_cause_that_was_not_examined_says_what_it_would_need(tables):
    left = tables["coverage"].filter(~pl.col("examined"))
    assert left["needed"].list.len().min() > 0
    assert "method" not in left["needed"].explode().unique()


def test_every_unit_has_a_coverage_of_every_cause(case, tables):
    told = tables["coverage"].filter(pl.col("unit") != case.units.root)
    counts = told.group_by("unit").agg(pl.col("cause").n_unique())
    assert counts.height == len(case.units) - 1
    assert counts["cause"].unique().to_list() == [5]


def test_every_finding_rests_on_words_of_a_document_or_rows_of_a_table(case, trace, tables):
    texts = {document.id: document.text for document in trace.documents}
    evidence = tables["finding_evidence"]
    assert set(tables["findings"]["finding"]) == set(evidence["finding"])
    for row in evidence.iter_rows(named=True):
        if row["document"] is None:
            assert row["file"].removesuffix(".csv") in case.tables
            continue
        assert texts[row["document"]][row["start"] : row["end"]].strip()


def test_findings_have_known_signs_and_a_statement_in_every_language(tables):
    for row in tables["findings"].iter_rows(named=True):
        assert signs()[row["sign"]].cause == row["cause"]
        assert has(row["code"])
        named = {entry["name"]: entry["value"] for entry in row["parameters"]}
        assert all(render(row["code"], language, **named) for language in LANGUAGES)


def test_findings_are_matters_to_verify_with_a_severity_between_0_and_1(tables):
    findings = tables["findings"]
    assert findings["status"].unique().to_list() == ["to_verify"]
    assert findings["severity"].is_between(0, 1).all()
    assert findings["finding"].is_unique().all()


def test_a_unit_without_a_document_has_no_understanding_deficit(case, trace, tables):
    with_document = {document.unit for document in trace.documents}
    deficits = tables["deficits"].filter(pl.col("cause") == "understanding")
    assert set(deficits["unit"]) <= with_document


def test_deficits_are_shares(tables):
    assert tables["deficits"]["deficit"].is_between(0, 1).all()


def test_ratcheting_is_a_finding_and_no_loss():
    assert loss_weights()["strengthened"] == 0
    assert expected_losses()["strengthened"] < expected_losses()["weakened"]


def test_the_township_that_demanded_new_projects_is_found(case, tables):
    liuhe = case.units.resolve("柳河镇")
    found = tables["findings"].filter(pl.col("unit") == liuhe)
    assert found.height > 0


def test_the_same_case_gives_the_same_tables(case, trace, tables):
    again = cd.diagnose(case, trace).tables
    assert all(again[name].equals(table) for name, table in tables.items())
