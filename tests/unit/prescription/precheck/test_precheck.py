"""The verb precheck: places, tables, bytes, input that is no draft."""

import json

import polars as pl
import pytest

import chuandao as cd
from chuandao.catalog.knowledge import references
from chuandao.catalog.precheck import demands, vague_words
from chuandao.catalog.rows import rows_of
from chuandao.errors import ChuandaoError, DocumentError
from chuandao.messages import LANGUAGES, has
from chuandao.prescription.precheck.gathering import gathered
from chuandao.prescription.precheck.judged import judged_rows
from chuandao.prescription.precheck.model import CHECKS, Checked, Quote, Remark
from chuandao.prescription.precheck.naming import is_office, known_units
from chuandao.prescription.precheck.wording import basis, missing, proposal, state
from chuandao.report.papers.letters import letter_docx
from chuandao.report.papers.letters.precheck import precheck_sheet

DRAFT = """清河市人民政府关于改善农村供水的意见
各县（市、区）人民政府：
一、建设集中供水站。新建集中供水站36座，供水保障率达到95%以上。
二、各村每日17时前报送供水台账，未完成的实行“一票否决”。（责任单位：市水利局）
"""


def test_every_place_holds_the_words_it_quotes():
    found = cd.precheck(DRAFT)
    places = [place for remark in found.remarks for place in remark.places]
    assert places
    assert all(DRAFT[p.start : p.end] == p.words for p in places)


def test_every_check_is_told_of_whether_it_found_anything_or_not():
    assert [one.check for one in cd.precheck(DRAFT).checks] == list(CHECKS)


def test_what_needs_a_case_is_said_not_to_be_checked_without_one():
    standing = {one.check: one for one in cd.precheck(DRAFT).checks}
    assert standing["duty_list"].needed == ("case",)
    assert standing["contradiction"].needed == ("case",)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_remark_has_words_a_proposal_with_blanks_and_a_basis(language):
    for remark in cd.precheck(DRAFT).remarks:
        assert missing(remark, language)
        assert "___" in proposal(remark, language).replace("＿", "_")
        assert basis(remark, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_check_has_words_for_how_it_stands(language):
    for check in CHECKS:
        assert state(Checked(check, 3, 3), language) != state(Checked(check, 3, 2), language)


def test_every_demand_of_the_catalogue_has_its_messages_and_a_known_rule():
    for demand in demands():
        assert has(f"precheck.burden.{demand.demand}")
        assert has(f"precheck.burden.{demand.demand}.proposal")
        assert demand.reference in references()


def test_every_vague_word_of_the_catalogue_has_its_messages():
    for word in vague_words():
        for variant in (word.gap, f"{word.gap}_misread"):
            assert has(f"precheck.vague.{variant}.proposal")


@pytest.mark.parametrize("name", ["words", "demands", "vague"])
def test_the_rows_of_the_catalogue_are_whole(name):
    for row in rows_of(f"precheck/{name}.csv"):
        assert None not in row
        assert row["date"] == "2026-11-25"


def test_the_same_draft_gives_the_same_bytes():
    first, second = (
        letter_docx(precheck_sheet(cd.precheck(DRAFT), "zh-Hans"), "zh-Hans") for _ in range(2)
    )
    assert first == second


def test_the_sheet_numbers_the_remarks_on_the_whole_before_those_on_clauses():
    letter = precheck_sheet(cd.precheck(DRAFT), "en")
    tables = [section.parts[0] for section in letter.sections[:2]]
    assert [row[0] for table in tables for row in table.rows] == ["1", "2", "3", "4", "5", "6"]


def test_the_tables_hold_a_row_a_remark_and_a_row_a_check():
    found = cd.precheck(DRAFT)
    remarks, checks = found.tables["precheck_remarks"], found.tables["precheck_checks"]
    assert remarks["remark"].to_list() == list(range(1, len(found.remarks) + 1))
    assert checks.height == len(CHECKS)


def test_the_result_is_saved_as_tables(tmp_path):
    cd.precheck(DRAFT).save(tmp_path / "out")
    assert pl.read_parquet(tmp_path / "out" / "precheck_remarks.parquet").height == 6
    assert json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))["verb"] == "precheck"


def test_the_json_names_the_words_and_the_proposal():
    told = cd.precheck(DRAFT).to_json("zh-Hant")
    first = next(one for one in told["remarks"] if one["kind"] == "one_vote")
    assert first["places"][0]["words"] == "一票否决"
    assert first["proposal"].startswith("刪去")


def test_the_result_prints_itself_in_one_line():
    assert repr(cd.precheck(DRAFT)).startswith("Precheck: must ")


def test_a_draft_with_a_mark_of_secrecy_is_refused():
    with pytest.raises(DocumentError) as error:
        cd.precheck("机密★10年\n" + DRAFT)
    assert error.value.code == "graded_document"


def test_a_draft_without_clauses_is_refused_with_a_hint():
    with pytest.raises(ChuandaoError) as error:
        cd.precheck("\n\n")
    assert error.value.hint or str(error.value)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(DocumentError) as error:
        cd.precheck(tmp_path / "none.docx")
    assert error.value.code == "file_not_found"


def test_a_remark_on_most_clauses_is_told_once():
    many = [Remark("lead", "none", "must", (Quote(str(n), n, n + 1, "x"),)) for n in range(5)]
    (one,) = gathered(many, 6)
    assert one.whole
    assert len(one.places) == 5


def test_a_remark_on_few_clauses_stays_with_each():
    few = [Remark("lead", "none", "must", (Quote(str(n), n, n + 1, "x"),)) for n in range(3)]
    assert gathered(few, 4) == tuple(few)


def test_a_name_that_begins_with_its_tier_means_the_department_of_the_root():
    units = cd.read(cd.examples.qinghe).units
    known = known_units(["市农业农村局", "市林业局"], units)
    assert [units.name(code) for code in known.values()] == ["清河市农业农村局"]


def test_a_phrase_that_begins_with_a_verb_is_no_office():
    assert not is_office("加强企业")


def test_conditions_of_applicants_are_no_tasks():
    draft = "试验区工作指引\n一、申请条件\n（一）产业基础较好。应具备产业规模50亿元以上。\n"
    assert judged_rows(cd.precheck(draft).document) == ()


def test_words_misread_in_the_case_are_told_as_such():
    case = cd.read(cd.examples.qinghe)
    found = cd.precheck(cd.examples.qinghe / "documents" / "yunshan-17.txt", case)
    kinds = {one.kind: one for one in found.remarks if one.check == "vague"}
    assert int(kinds["exceptions_misread"].parameters["units"]) >= 2
    assert kinds["exceptions_misread"].severity == "should"


def test_the_drafts_own_document_in_the_case_is_not_held_against_it():
    case = cd.read(cd.examples.qinghe)
    found = cd.precheck(cd.examples.qinghe / "documents" / "city-18.docx", case)
    assert not [one for one in found.remarks if one.check in {"contradiction", "burden"}]
    assert found.parameters["issuer"] == "清河市"
