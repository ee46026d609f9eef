"""The page of the whole report: self-contained, deterministic, and honest about what is missing."""

import re
from dataclasses import replace
from string import Formatter

import polars as pl
import pytest
from lxml import html

from chuandao.cascade.settings import Mandate
from chuandao.messages import LANGUAGES, codes
from chuandao.messages.render import _catalogue
from chuandao.report.page_template import page_source
from chuandao.report.whole.page import SCRIPTS, SECTIONS, checkup_page
from chuandao.report.whole.sankey import ISSUED, STATES

HOSTILE = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "{{ 7*7 }}{% raw %}",
    "\"'><svg/onload=alert(1)>",
)


@pytest.fixture(scope="module")
def page(city):
    return checkup_page(city)


def tree_of(page):
    return html.fromstring(page)


def words_of(element):
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_asks_for_nothing_from_outside(city, language):
    page = checkup_page(city, language)
    tree = tree_of(page)
    assert not re.findall(r"https?://", page)
    assert not tree.xpath("//link | //img | //iframe | //@src | //@style")
    assert all(target.startswith("#") for target in tree.xpath("//@href"))
    assert "@import" not in page
    assert "url(" not in page


def test_only_our_script_runs(page):
    (policy,) = tree_of(page).xpath("//meta[@http-equiv]/@content")
    assert policy.startswith("default-src 'none'")
    assert re.search("script-src 'sha256-[^ ]+'$", policy)
    assert page.count("<script") == 1


def test_texts_enter_the_page_as_text_only():
    for name in SCRIPTS:
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b", page_source(name)
        )


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(city, words):
    names = pl.when(pl.col("tier") > 0).then(pl.lit(words)).otherwise("name")
    units = replace(city.units, frame=city.units.frame.with_columns(name=names))
    texts = {code: words + text[len(words) :] for code, text in city.texts.items()}
    titles = city.tables["documents"].with_columns(title=pl.lit(words))
    settings = replace(city.settings, name=words, mandate=Mandate(words, words, words, words))
    hostile = replace(
        city,
        units=units,
        texts=texts,
        settings=settings,
        facts={words: words},
        tables={**city.tables, "documents": titles},
    )
    tree = tree_of(checkup_page(hostile, "en"))
    assert len(tree.xpath("//script")) == 1
    assert not tree.xpath("//img | //svg[@onload]")
    assert words_of(tree.xpath("//h1")[0]) == words


def test_the_same_material_gives_the_same_bytes(city, page):
    assert checkup_page(city) == page


def test_rows_in_another_order_give_the_same_bytes(city, page):
    turned = {name: table.reverse() for name, table in city.tables.items()}
    assert checkup_page(replace(city, tables=turned)) == page


def test_a_city_of_five_hundred_villages_fits_into_six_megabytes(city_case):
    assert len(checkup_page(city_case.city(villages=500)).encode()) < 6_000_000


def test_every_section_stands_in_order(page):
    assert tree_of(page).xpath("//main/section/@id") == list(SECTIONS)


@pytest.mark.parametrize(
    ("language", "told"), [("zh-Hans", "未检"), ("zh-Hant", "未檢"), ("en", "Not examined")]
)
def test_what_was_not_measured_reads_not_examined_and_draws_nothing(traced_city, language, told):
    tree = tree_of(checkup_page(traced_city, language))
    for section in ("stairs", "causes", "funnel", "blockages"):
        (found,) = tree.xpath(f"//section[@id='{section}']")
        assert told in words_of(found)
        assert not found.xpath(".//*[name()='svg']")


def test_every_page_says_what_it_is_not(page):
    tree = tree_of(page)
    assert "不作为考核或问责依据" in words_of(tree.xpath("//header[@class='top']")[0])
    assert all(
        "不作为考核或问责依据" in words_of(sheet)
        for sheet in tree.xpath("//details[@class='sheet']")
    )
    assert "@bottom-center" in page


def test_the_mandate_stands_at_the_head(city, page):
    told = words_of(tree_of(page).xpath("//section[@id='scope']")[0])
    mandate = city.settings.mandate
    assert all(part in told for part in (mandate.basis, mandate.approver, mandate.objects))


def test_a_part_of_the_mandate_that_is_missing_is_said(city):
    settings = replace(city.settings, mandate=Mandate("依据"))
    tree = tree_of(checkup_page(replace(city, settings=settings)))
    assert len(tree.xpath("//section[@id='scope']//*[@class='lack']")) == 3


def test_figures_of_the_stairs_are_those_of_the_table(city, page):
    told = words_of(tree_of(page).xpath("//section[@id='stairs']")[0])
    for row in city.tables["tiers"].filter(unit="990200000000", task="", period="").to_dicts():
        if row["tier"]:
            assert (
                f"{row['efficacy']:.0%}（{row['low'] * 100:.0f}—{row['high'] * 100:.0f}%）" in told
            )


def test_every_drawing_has_a_name_and_is_explained(page):
    tree = tree_of(page)
    assert all(tree.xpath("//*[name()='svg']/@aria-label"))
    for section in (
        "stairs",
        "causes",
        "heat",
        "flow",
        "funnel",
        "blockages",
        "sheets",
        "measures",
    ):
        assert tree.xpath(f"//section[@id='{section}']//details[@class='explain']")


def test_reporters_stand_nowhere(city, page):
    unit = city.units.children("990200000000")[0]
    reporters = pl.DataFrame(
        {"unit": [unit], "source": ["self_report"], "inflation": [0.4], "q_value": [0.01]}
    )
    assert checkup_page(replace(city, tables={**city.tables, "reporters": reporters})) == page


def test_no_village_figure_without_evidence_of_its_own(city, page):
    efficacy = city.tables["efficacy"].filter(period="")
    none = {u for u in efficacy.filter(own_evidence=0)["unit"].to_list() if city.units.tier(u) == 3}
    ids = {
        sheet.removeprefix("unit=")
        for sheet in tree_of(page).xpath("//details[@class='sheet']/@id")
    }
    assert none
    assert not none & ids


def test_links_lead_to_sheets_that_are_there(page):
    tree = tree_of(page)
    ids = set(tree.xpath("//@id"))
    assert {target[1:] for target in tree.xpath("//@href")} <= ids


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_of_a_clause_has_a_name(language):
    for state in (ISSUED, *STATES):
        assert _catalogue(language)[f"checkup_page.state.{state}"]


def test_the_languages_name_the_same_places():
    def places(code, language):
        return {name for _, name, _, _ in Formatter().parse(_catalogue(language)[code]) if name}

    for code in (code for code in codes() if code.startswith("checkup_page.")):
        assert len({frozenset(places(code, language)) for language in LANGUAGES}) == 1, code
