"""The view of a unit's sheet: what may stand on it, and what may not."""

from dataclasses import replace

import polars as pl
import pytest

from chuandao.messages import LANGUAGES
from chuandao.report.measures_view import fewest, measures_view
from chuandao.report.sheet.view import sheet_view


@pytest.fixture(scope="session")
def town(checkup, checkup_case):
    return sheet_view(checkup, checkup_case.TOWN, "zh-Hans")


def without(material, *tables):
    kept = {name: frame for name, frame in material.tables.items() if name not in tables}
    return replace(material, tables=kept)


def test_every_quotation_is_the_text_at_its_place(checkup):
    for unit in checkup.tables["findings"]["unit"].unique():
        for item in sheet_view(checkup, unit, "zh-Hans").items:
            for quote in (quote for quote in item.quotes if quote.document):
                assert quote.words == checkup.texts[quote.document][quote.start : quote.end]


def test_a_quotation_too_short_to_be_read_is_widened_to_its_phrase(town):
    words = [quote.words for item in town.items for quote in item.quotes if quote.words]
    assert min(map(len, words)) >= 6


def test_all_findings_of_a_unit_stand_on_its_sheet(checkup, checkup_case, town):
    findings = checkup.tables["findings"].filter(pl.col("unit") == checkup_case.TOWN)
    assert {item.finding for item in town.items} == set(findings["finding"])


def test_a_withdrawn_finding_does_not_stand_on_the_sheet(checkup, checkup_case):
    findings = checkup.tables["findings"].with_columns(status=pl.lit("withdrawn"))
    withdrawn = replace(checkup, tables={**checkup.tables, "findings": findings})
    assert sheet_view(withdrawn, checkup_case.TOWN, "zh-Hans").items == ()
    assert measures_view(withdrawn, "zh-Hans") == ()


def test_a_finding_without_evidence_cannot_be_told(checkup, checkup_case):
    bare = without(checkup, "finding_evidence")
    assert {item.band for item in sheet_view(bare, checkup_case.TOWN, "en").items} == {"unclear"}


def test_a_matter_to_verify_is_never_normal(checkup):
    findings = checkup.tables["findings"].with_columns(severity=pl.lit(0.01))
    slight = replace(checkup, tables={**checkup.tables, "findings": findings})
    root = sheet_view(slight, checkup.units.root, "en")
    assert {item.band for item in root.items} == {"attention"}
    assert root.causes[0].band == "attention"


def test_weak_evidence_alone_is_never_severe(checkup, checkup_case):
    findings = checkup.tables["findings"].with_columns(severity=pl.lit(1.0))
    material = replace(checkup, tables={**checkup.tables, "findings": findings})
    for unit in findings["unit"].unique():
        found = sheet_view(material, unit, "en").items
        assert not [i for i in found if (i.strength, i.band) == ("weak", "severe")]


def test_what_was_not_examined_is_never_normal(checkup, checkup_case):
    by_text = pl.col("cause") == "understanding"
    kept = {name: checkup.tables[name].filter(by_text) for name in ("findings", "deficits")}
    coverage = checkup.tables["coverage"].with_columns(
        examined=pl.col("examined") & by_text,
        needed=pl.when(by_text).then("needed").otherwise(pl.lit(["staff"])),
    )
    material = replace(checkup, tables={**checkup.tables, **kept, "coverage": coverage})
    town = sheet_view(material, checkup_case.TOWN, "zh-Hans")
    unexamined = {gap.cause for gap in town.unexamined if not gap.partly}
    assert unexamined == {"resources", "capacity", "appraisal", "coordination"}
    bands = {line.cause: line.band for line in town.causes}
    assert {bands[cause] for cause in unexamined} == {"unexamined"}
    assert all(gap.needed for gap in town.unexamined)


def test_without_coverage_every_cause_is_unexamined(checkup, checkup_case):
    bare = without(checkup, "coverage", "findings", "deficits", "efficacy", "retention")
    sheet = sheet_view(bare, checkup_case.TOWN, "zh-Hans")
    assert {line.band for line in sheet.causes} == {"unexamined"}
    assert {gap.cause for gap in sheet.unexamined} >= {"understanding", "efficacy"}
    assert sheet.from_above.bands == {"unexamined": 1}


def test_a_village_without_evidence_of_its_own_has_no_level(checkup, checkup_case):
    sheet = sheet_view(checkup, checkup_case.VILLAGE_UNSEEN, "zh-Hans")
    assert not [f for f in sheet.figures if f.kind in {"efficacy", "retention"}]
    assert "efficacy" in {gap.cause for gap in sheet.unexamined}


def test_a_village_with_evidence_of_its_own_has_its_level(checkup, checkup_case):
    sheet = sheet_view(checkup, checkup_case.VILLAGE_SEEN, "zh-Hans")
    assert {f.kind for f in sheet.figures} >= {"efficacy", "retention"}
    assert any("不作为检查对象" in note for note in sheet.notes)


def test_no_sibling_is_named_on_a_sheet(checkup, checkup_case):
    units = checkup.units
    beside = {
        units.name(unit)
        for unit in units.children(checkup_case.COUNTY)
        if unit != checkup_case.TOWN and units.kind(unit) == "government"
    }
    sheet = sheet_view(checkup, checkup_case.TOWN, "zh-Hans")
    said = [item.statement for item in sheet.items] + [
        quote.words for item in sheet.items for quote in item.quotes
    ]
    assert len(beside) > 2
    assert not [name for name in beside for words in said if name in words]


def test_a_sibling_s_document_is_not_quoted(checkup, checkup_case):
    evidence = checkup.tables["finding_evidence"]
    row = evidence.head(1).with_columns(
        finding=pl.lit(
            checkup.tables["findings"].filter(pl.col("unit") == checkup_case.TOWN)["finding"][0]
        ),
        document=pl.lit("lianxi-15"),
        start=pl.lit(0, dtype=pl.Int64),
        end=pl.lit(40, dtype=pl.Int64),
    )
    with_sibling = pl.concat([evidence, row])
    material = replace(checkup, tables={**checkup.tables, "finding_evidence": with_sibling})
    sheet = sheet_view(material, checkup_case.TOWN, "zh-Hans")
    assert "lianxi-15" not in {q.document for item in sheet.items for q in item.quotes}


def test_a_reporter_s_anomaly_stands_on_no_sheet(checkup, town, checkup_case):
    silent = without(checkup, "reporters")
    assert sheet_view(silent, checkup_case.TOWN, "zh-Hans") == town


def test_the_level_rests_on_the_anchor_and_says_so(town):
    assert any("“督查”" in note for note in town.notes)
    level = next(f for f in town.figures if f.kind == "efficacy")
    assert "督查" in level.source
    assert (level.low, level.high) != (None, None)


def test_the_root_s_sheet_is_about_its_own_drafting(checkup):
    sheet = sheet_view(checkup, checkup.units.root, "zh-Hans")
    assert sheet.root
    assert sheet.from_above is None
    assert {item.cause for item in sheet.items} == {"root", "coordination"}
    assert sum(sheet.passed_on.bands.values()) == len(checkup.units.children(sheet.unit))


def test_a_row_of_a_table_is_cited_by_its_place(checkup, checkup_case):
    finding = checkup.tables["findings"].filter(pl.col("unit") == checkup_case.TOWN)["finding"][0]
    row = (
        checkup.tables["finding_evidence"]
        .head(1)
        .with_columns(
            finding=pl.lit(finding),
            document=pl.lit(None, dtype=pl.String),
            file=pl.lit("transfers.csv"),
            row=pl.lit(12, dtype=pl.Int64),
        )
    )
    material = replace(checkup, tables={**checkup.tables, "finding_evidence": row})
    sheet = sheet_view(material, checkup_case.TOWN, "en")
    quote = next(item for item in sheet.items if item.finding == finding).quotes[0]
    assert (quote.file, quote.row, quote.words) == ("transfers.csv", 12, "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_says_the_same_in_every_language(checkup, checkup_case, town, language):
    sheet = sheet_view(checkup, checkup_case.TOWN, language)
    assert [(i.finding, i.band, i.quotes) for i in sheet.items] == [
        (i.finding, i.band, i.quotes) for i in town.items
    ]
    assert [(f.kind, f.value) for f in sheet.figures] == [(f.kind, f.value) for f in town.figures]


def test_a_remedy_without_its_sign_is_not_listed(checkup):
    findings = checkup.tables["findings"].filter(pl.col("cause") != "resources")
    found = set(findings["sign"])
    measures = measures_view(replace(checkup, tables={"findings": findings}), "zh-Hans")
    assert measures
    assert all(set(measure.signs) <= found and measure.findings for measure in measures)
    assert "reallocate_funds" not in {measure.remedy for measure in measures}


def test_measures_name_units_in_administrative_order(checkup):
    for measure in measures_view(checkup, "zh-Hans"):
        at = [checkup.units.position(unit) for unit in measure.units]
        assert at == sorted(at)


def test_a_few_measures_answer_different_signs(checkup):
    measures = measures_view(checkup, "en")
    few = fewest(measures, 3)
    assert len(few) <= 3
    assert set(few) <= set(measures)
    answered = [set(measure.signs) for measure in few]
    assert len(set().union(*answered)) > max(map(len, answered))
