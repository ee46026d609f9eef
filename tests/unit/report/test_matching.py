"""The proposal to move funds, as letter and workbook: what it says, and what it leaves open."""

import io
from datetime import date

import docx
import openpyxl
import pytest

import chuandao as cd
from chuandao.messages import LANGUAGES
from chuandao.report.matching.rows import given_up, received
from chuandao.report.matching.workbook import matching_workbook
from chuandao.report.material import Material, own_tables
from chuandao.report.papers.letters import letter_docx, reallocation
from chuandao.report.papers.letters.reallocation import notes_of


@pytest.fixture(scope="module")
def qinghe():
    case = cd.read(cd.examples.qinghe)
    return case, cd.match(case, added=1_000_000)


def letter_words(qinghe, language):
    case, found = qinghe
    day = date.fromisoformat(found.parameters["as_of"])
    material = Material(
        settings=case.settings, as_of=day, units=case.units, tables=found.tables,
        **own_tables(case), texts={},
    )  # fmt: skip
    document = docx.Document(
        io.BytesIO(letter_docx(reallocation(material, found.parameters, language), language))
    )
    words = [paragraph.text for paragraph in document.paragraphs]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return words, cells


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letter_names_the_mandate_and_what_it_rests_on(qinghe, language):
    case, found = qinghe
    words = "\n".join(letter_words(qinghe, language)[0])
    assert case.settings.mandate.basis in words
    for note in notes_of(found.parameters, language):
        assert note in words


def test_posts_are_proposed_without_a_number(qinghe):
    _, cells = letter_words(qinghe, "zh-Hans")
    proposals = [cell for cell in cells if "机构编制部门" in cell]
    assert proposals
    assert not any(sign.isdigit() for cell in proposals for sign in cell)


def sheet_rows(qinghe, name, language="zh-Hans"):
    case, found = qinghe
    tasks = dict(case.tables["tasks"].select("task", "name").iter_rows())
    book = openpyxl.load_workbook(
        io.BytesIO(matching_workbook(found.tables, case.units, tasks, ["说明"], language))
    )
    return [list(row) for row in book[name].iter_rows(values_only=True)]


def test_the_list_in_the_workbook_balances_but_for_new_funds(qinghe):
    _, found = qinghe
    rows = sheet_rows(qinghe, "资金调整建议表")
    total = {side: sum(row[3] for row in rows if row[0] == side) for side in ("调减", "调增")}
    added = float(found.tables["reallocation"].filter(rule="added")["amount"].sum())
    assert total["调增"] - total["调减"] == pytest.approx(added)


def test_the_workbook_shows_no_number_for_posts(qinghe):
    rows = [row for row in sheet_rows(qinghe, "非资金制约") if row[2] == "编制"]
    assert rows
    assert all(row[3] == row[4] == "由机构编制部门核定" for row in rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_tables_give_the_same_workbook(qinghe, language):
    case, found = qinghe
    one, two = (matching_workbook(found.tables, case.units, {}, [], language) for _ in range(2))
    assert one == two


def test_both_sides_stand_in_administrative_order(qinghe):
    case, found = qinghe
    for sides in (given_up(found.tables, case.units), received(found.tables, case.units)):
        places = [case.units.position(side.unit) for side in sides]
        assert places == sorted(places)
