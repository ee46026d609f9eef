"""Letters in the form of official documents: what they say, and when they are not written."""

import io

import docx
import pytest

from chuandao.errors import UsageError
from chuandao.messages import LANGUAGES
from chuandao.report.papers import letters
from chuandao.report.papers.letters import letter_docx
from chuandao.report.sheet.view import sheet_view


def words_of(letter, language="zh-Hans"):
    document = docx.Document(io.BytesIO(letter_docx(letter, language)))
    found = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        found += [cell.text for row in table.rows for cell in row.cells]
    return "\n".join(found)


@pytest.fixture
def town(checkup_case):
    return checkup_case.TOWN


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_consultation_puts_every_matter_with_its_statement(checkup, town, language):
    words = words_of(letters.consultation(checkup, town, language), language)
    for item in sheet_view(checkup, town, language).items:
        assert item.statement in words


def test_a_consultation_names_the_mandate_and_asks_for_nothing_new(checkup, town):
    words = words_of(letters.consultation(checkup, town, "zh-Hans"))
    assert checkup.settings.mandate.basis in words
    assert "不要求另行制作材料" in words


def test_no_notice_of_rectification_without_a_verified_problem(checkup, town):
    with pytest.raises(UsageError) as caught:
        letters.rectification(checkup, town, "zh-Hans")
    assert caught.value.code == "letter_unverified"


def test_a_verified_finding_alone_is_ordered_to_be_mended(checkup, town):
    first, *others = sheet_view(checkup, town, "zh-Hans").items
    words = words_of(letters.rectification(checkup, town, "zh-Hans", {first.finding}))
    assert first.statement in words
    assert not any(item.statement in words for item in others if item.statement != first.statement)


def test_a_village_gets_no_letter(checkup):
    village = next(u for u in checkup.units if checkup.units.kind(u) == "self_governing")
    for write in (letters.consultation, letters.supervision, letters.rectification):
        with pytest.raises(UsageError) as caught:
            write(checkup, village, "zh-Hans")
        assert caught.value.code == "letter_village"


def test_a_supervision_notice_lists_the_units_blockages_and_no_other(checkup):
    rows = checkup.tables["blockages"].to_dicts()
    unit = next(row["unit"] for row in rows if checkup.units.kind(row["unit"]) != "self_governing")
    letter = letters.supervision(checkup, unit, "zh-Hans")
    table = letter.sections[0].parts[0]
    assert len(table.rows) == sum(row["unit"] == unit for row in rows)


def test_a_unit_without_a_blockage_is_not_supervised(checkup):
    blocked = set(checkup.tables["blockages"]["unit"])
    free = next(
        u for u in checkup.units if u not in blocked and checkup.units.kind(u) != "self_governing"
    )
    with pytest.raises(UsageError) as caught:
        letters.supervision(checkup, free, "zh-Hans")
    assert caught.value.code == "letter_no_blockage"


def test_the_circular_names_no_unit_beside_a_sign(checkup):
    letter = letters.circular(checkup, "zh-Hans")
    common = letter.sections[1].parts[0]
    names = [checkup.units.name(unit) for unit in checkup.units]
    said = "".join(cell for row in common.rows for cell in row)
    assert not any(name in said for name in names if len(name) > 2)


def test_a_document_of_another_unit_is_not_revised(checkup):
    with pytest.raises(UsageError) as caught:
        letters.revision(checkup, "no-such-document", "zh-Hans")
    assert caught.value.code == "letter_no_document"


def test_a_proposal_of_revision_quotes_the_clause_and_stays_inside(checkup):
    root = checkup.units.root
    document = next(r["document"] for r in checkup.documents.to_dicts() if r["unit"] == root)
    letter = letters.revision(checkup, document, "zh-Hans")
    assert not letter.leaves
    table = letter.sections[0].parts[0]
    assert table.rows
    for _, text, *_ in table.rows:
        assert text.rstrip("…") in "".join(checkup.texts[document].split()) or " " in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_material_gives_the_same_bytes(checkup, town, language):
    letter = letters.consultation(checkup, town, language)
    assert letter_docx(letter, language) == letter_docx(letter, language)
