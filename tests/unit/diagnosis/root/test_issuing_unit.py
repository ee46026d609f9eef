"""The issuing unit's sheet, and the worked examples of docs/explanation/issuing-unit.md."""

from datetime import date
from pathlib import Path

import pytest

import chuandao as cd
from chuandao.catalog.ranges import reference_range
from chuandao.diagnosis import root
from chuandao.diagnosis.root.working_days import working_days
from chuandao.messages import LANGUAGES, has, render

PAGE = (Path(__file__).parents[4] / "docs" / "explanation" / "issuing-unit.md").read_text("utf-8")


def test_from_decision_to_document_were_forty_working_days():
    days = working_days(date(2024, 12, 30), date(2025, 3, 3))
    assert days == 40
    assert "40, severe" in PAGE
    assert days >= reference_range("decision_to_document").severe


def test_from_document_to_money_were_a_hundred_and_twenty_days():
    assert (date(2025, 7, 1) - date(2025, 3, 3)).days == 28 + 30 + 31 + 30 + 1 == 120
    assert reference_range("document_to_money").severe == 120


def test_burdens_of_the_page_call_for_attention():
    assert 36 / 3 >= reference_range("forms_sent_down").attention == 10
    assert 30 / 6 == 5
    assert 12 * 5 / 40 == 1.5


@pytest.fixture(scope="module")
def sheet():
    case = cd.read(cd.examples.qinghe)
    found = root.examine(case, cd.trace(case), case.last_day)
    return found.tables["root_sheet"]


def test_the_sheet_says_of_every_sign_whether_it_was_examined(sheet):
    told = sheet.filter(sheet["measure"] == "sign_examined")
    assert told["sign"].to_list() == [f"E{n}" for n in range(1, 10)]


def test_the_three_documents_of_the_example_do_not_contradict_each_other(sheet):
    assert sheet.filter(sheet["measure"] == "contradictions")["value"].to_list() == [0]


def test_a_sign_without_its_tables_is_not_examined_and_says_what_it_needs(sheet):
    told = sheet.filter((sheet["sign"] == "E8") & (sheet["measure"] == "sign_examined"))
    assert told["needed"][0] is None


CODES = [
    *(f"finding.E5.{kind}" for kind in ("value", "deadline", "deontic")),
    *(f"finding.E6.{kind}" for kind in ("taken_back", "other_tier", "clause")),
    *(f"finding.E8.{kind}" for kind in ("decision", "money", "no_money")),
    *(f"finding.E9.{what}_sent_down" for what in ("documents", "forms")),
    "finding.E2", "finding.E2.table", "finding.E7.late", "finding.E7.missing",
]  # fmt: skip
PLACES = [
    "title", "count", "judged", "clauses", "task", "units", "clause", "other", "other_clause",
    "said", "other_said", "names", "duty", "days", "titles", "months", "value",
]  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_every_finding_is_said_in_every_language(code):
    assert has(code)
    for language in LANGUAGES:
        said = render(code, language, **dict.fromkeys(PLACES, "7"))
        assert "7" in said
        assert "{" not in said
