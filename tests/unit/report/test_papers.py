"""The papers in Word, read back: what stands in them, where, and that it is the same again."""

import io
import re
from dataclasses import replace

import docx
import polars as pl
import pytest

from chuandao.catalog.knowledge import remedies
from chuandao.messages import LANGUAGES, codes, has, render
from chuandao.report.material_index import Index
from chuandao.report.measures_view import actor
from chuandao.report.papers import brief as brief_module
from chuandao.report.papers import brief_docx, sheet_docx
from chuandao.report.papers.fit import height
from chuandao.report.papers.quotation import inner, quotation
from chuandao.report.sheet.view import sheet_view

FIGURE = re.compile(r"\d+(?:\.\d+)?\s?[%％]")
PLACE = re.compile(r"“([^”]*)”（(\S+?〕\d+号)，条款\S+?，第(\d+)至(\d+)字）")


def words_of(document):
    """Return the words of a paper in the order of the page, tables included."""
    found = []
    for block in document.element.body.iterchildren():
        found += [
            "".join(node.text or "" for node in paragraph.iter() if node.tag.endswith("}t"))
            for paragraph in block.iter()
            if paragraph.tag.endswith("}p")
        ]
    return found


def opened(data):
    return docx.Document(io.BytesIO(data))


@pytest.fixture(scope="session")
def town_paper(checkup, checkup_case):
    return opened(sheet_docx(checkup, checkup_case.TOWN, "zh-Hans"))


@pytest.fixture(scope="session", params=LANGUAGES)
def brief_paper(checkup, request):
    return request.param, opened(brief_docx(checkup, request.param))


def test_every_quotation_printed_stands_in_the_text_at_its_place(checkup, town_paper):
    documents = {row["number"]: row["document"] for row in checkup.documents.to_dicts()}
    printed = PLACE.findall("\n".join(words_of(town_paper)).replace("……”", "”"))
    assert len(printed) > 10
    for words, number, first, last in printed:
        text = checkup.texts[documents[number]][int(first) - 1 : int(last)]
        assert "".join(words.split()) == inner("".join(text.split()))


def test_every_item_and_its_first_quotation_stand_on_the_paper(checkup, checkup_case, town_paper):
    said = "\n".join(words_of(town_paper))
    for item in sheet_view(checkup, checkup_case.TOWN, "zh-Hans").items:
        assert item.statement in said
        assert quotation(item.quotes[0], "zh-Hans") in said


@pytest.mark.parametrize("unit", ["TOWN", "COUNTY", "CITY", "VILLAGE_SEEN"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_figure_but_facts_of_tables_stands_outside_the_annex(
    checkup, checkup_case, unit, language
):
    code = getattr(checkup_case, unit)
    view = sheet_view(checkup, code, language)
    words = words_of(opened(sheet_docx(checkup, code, language)))
    annex = words.index(render("papers.sheet.annex", language))
    quoted = {quotation(quote, language) for item in view.items for quote in item.quotes}
    stated = {item.statement for item in view.items}
    ours = [line for line in words[:annex] if line not in quoted | stated]
    named = [item.task_name for item in view.items]
    assert not [
        line for line in ours if FIGURE.search(line) and not any(n and n in line for n in named)
    ]
    assert FIGURE.search("\n".join(words[annex:]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_paper_says_at_its_foot_that_it_judges_nobody(checkup, checkup_case, language):
    expected = render("papers.footer", language)
    for data in (sheet_docx(checkup, checkup_case.TOWN, language), brief_docx(checkup, language)):
        foot = opened(data).sections[0].footer
        assert expected in [paragraph.text for paragraph in foot.paragraphs]


def test_the_mandate_stands_on_the_sheet(checkup, town_paper):
    said = words_of(town_paper)
    mandate = checkup.settings.mandate
    assert {mandate.basis, mandate.approver, mandate.objects} <= set(said)


def test_a_missing_mandate_is_said_to_be_missing(checkup, checkup_case):
    settings = replace(checkup.settings, mandate=type(checkup.settings.mandate)())
    data = sheet_docx(replace(checkup, settings=settings), checkup_case.TOWN, "zh-Hans")
    assert words_of(opened(data)).count("未填写") == 4


def test_a_sheet_has_lines_for_the_unit_s_explanation_with_coded_reasons(town_paper):
    said = "\n".join(words_of(town_paper))
    assert "单位说明" in said
    assert "1.已会议部署" in said
    assert "2.要求不发文" in said


def test_a_village_is_asked_for_nothing(checkup, checkup_case):
    said = words_of(opened(sheet_docx(checkup, checkup_case.VILLAGE_SEEN, "zh-Hans")))
    assert "（情况告知）" in said
    assert not [line for line in said if "理由代码" in line]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_material_gives_the_same_bytes(checkup, checkup_case, language):
    first = sheet_docx(checkup, checkup_case.TOWN, language)
    assert first == sheet_docx(checkup, checkup_case.TOWN, language)
    assert brief_docx(checkup, language) == brief_docx(checkup, language)


def test_the_order_of_rows_changes_no_byte(checkup, checkup_case):
    turned = {name: frame.reverse() for name, frame in checkup.tables.items()}
    other = replace(checkup, tables=turned, evidence=checkup.evidence.reverse())
    for make in (lambda m: sheet_docx(m, checkup_case.TOWN, "en"), lambda m: brief_docx(m, "en")):
        assert make(other) == make(checkup)


def test_a_brief_has_its_four_parts_in_order(brief_paper):
    language, paper = brief_paper
    headings = [p.text for p in paper.paragraphs if p.style.name == "Heading 1"]
    words = [render(f"papers.brief.heading.{at}", language) for at in range(1, 5)]
    assert [heading.endswith(word) for heading, word in zip(headings, words, strict=True)]
    assert len(headings) == 4


def test_every_paragraph_with_a_figure_calls_a_note(brief_paper):
    _, paper = brief_paper
    notes = {p.text.partition("]")[0] + "]" for p in paper.paragraphs if p.text.startswith("[")}
    for paragraph in paper.paragraphs:
        called = [run.text for run in paragraph.runs if run.font.superscript]
        assert set(called) <= notes
        if FIGURE.search(paragraph.text) and not paragraph.text.startswith("["):
            assert called


def test_a_brief_keeps_to_two_pages_by_its_measure(checkup):
    for language in LANGUAGES:
        layout = brief_module._LAYOUTS.get(language, brief_module._CHINESE)
        text = brief_module.brief_text(checkup, language)
        room = 2 * (297 - layout.top - layout.bottom) * 72 / 25.4
        assert brief_module._height(text, layout) <= room


def test_a_brief_of_very_many_findings_still_keeps_to_two_pages(checkup):
    long = "对" * 40
    settings = replace(checkup.settings, name=f"{checkup.settings.name}{long}")
    text = brief_module.brief_text(replace(checkup, settings=settings), "zh-Hans")
    layout = brief_module._CHINESE
    room = 2 * (297 - layout.top - layout.bottom) * 72 / 25.4
    assert brief_module._height(text, layout) <= room


def test_a_brief_without_levels_says_that_they_were_not_examined(checkup):
    kept = ("documents", "clauses", "links", "drops", "findings", "finding_evidence", "coverage")
    tables = {name: checkup.tables[name] for name in kept}
    by_text = pl.col("cause").is_in(["understanding", "root"])
    tables["coverage"] = tables["coverage"].with_columns(examined=pl.col("examined") & by_text)
    tables["findings"] = tables["findings"].filter(by_text)
    said = "\n".join(words_of(opened(brief_docx(replace(checkup, tables=tables), "zh-Hans"))))
    assert "落实度和逐级传导率未检" in said
    assert "未作测算" in said
    assert "资源匹配、执行能力、考核导向、协同壁垒未检" in said


def test_a_brief_of_nothing_at_all_can_be_made(checkup):
    empty = pl.DataFrame()
    bare = replace(checkup, tables={}, tasks=empty, documents=empty, evidence=empty, texts={})
    said = "\n".join(words_of(opened(brief_docx(bare, "zh-Hans"))))
    assert "在已检范围内没有待核情况" in said
    assert "暂无对应举措" in said


def test_a_brief_names_units_in_administrative_order_and_no_village(checkup, brief_paper):
    _, paper = brief_paper
    said = "\n".join(p.text for p in paper.paragraphs)
    names = [Index(checkup).material.units.name(u) for u in checkup.units.leaves()]
    quoted = "".join(re.findall(r"[“「]([^”」]*)[”」]", said))
    assert not [name for name in names if name in said and name not in quoted]


def test_a_brief_does_not_speak_of_reporters(checkup):
    silent = {name: frame for name, frame in checkup.tables.items() if name != "reporters"}
    other = replace(checkup, tables=silent)
    assert brief_docx(other, "zh-Hans") == brief_docx(checkup, "zh-Hans")


def test_the_parts_of_the_loss_add_up_as_printed(checkup):
    said = "\n".join(words_of(opened(brief_docx(checkup, "zh-Hans"))))
    sentence = next(line for line in said.splitlines() if "平均递减" in line)
    whole, *parts = (round(10 * float(n)) for n in re.findall(r"(-?[0-9.]+)个百分点", sentence))
    assert len(parts) > 1
    assert sum(parts) == whole


def test_the_kinds_of_links_add_up_to_all_links(checkup):
    said = "\n".join(words_of(opened(brief_docx(checkup, "zh-Hans"))))
    sentence = next(line for line in said.splitlines() if line.startswith("共对照公文"))
    whole, *parts = map(int, re.findall(r"([0-9]+)组", sentence))
    assert sum(parts) == whole


def test_a_sheet_counts_the_rows_that_it_lists(town_paper):
    overview, listed = town_paper.tables[1], town_paper.tables[2]
    counts = (re.match(r"[0-9]+", row.cells[2].text) for row in overview.rows)
    assert sum(int(found.group()) for found in counts if found) == len(listed.rows) - 1


def test_a_brief_speaks_no_jargon(checkup):
    said = "\n".join(words_of(opened(brief_docx(checkup, "zh-Hans"))))
    for word in ("LMDI", "错误发现率", "指纹", "findings", "tiers", "blockages", "links"):
        assert word not in said
    assert "测算底稿编号" in said


def test_chinese_papers_name_the_official_typefaces(town_paper):
    fonts = town_paper.styles["Normal"].element.rPr.rFonts
    name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}eastAsia"
    assert fonts.get(name) == "仿宋_GB2312"


def test_everyone_who_acts_is_named_in_every_language():
    for remedy in remedies().values():
        assert actor(remedy.who_acts, "zh-Hans").isascii() is False, remedy.who_acts


def test_the_papers_say_everything_in_three_languages():
    mine = [code for code in codes() if code.startswith("papers.")]
    places = {code: set(re.findall(r"\{(\w+)\}", _raw(code, "en"))) for code in mine}
    for language in LANGUAGES:
        for code in mine:
            assert has(code)
            assert set(re.findall(r"\{(\w+)\}", _raw(code, language))) == places[code], code


def _raw(code, language):
    class _Names(dict):
        def __missing__(self, key):
            return "{" + key + "}"

    from chuandao.messages.render import _catalogue

    return _catalogue(language)[code].format_map(_Names())


def test_a_line_of_chinese_is_measured_by_its_characters():
    assert height("一" * 200, 14, 20, 156) > height("a" * 200, 14, 20, 156)
