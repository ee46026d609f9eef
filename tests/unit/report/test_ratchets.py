"""Targets from tier to tier on the pages: chains, plots, table, words."""

from dataclasses import replace

import polars as pl
import pytest
from lxml import etree, html

from chuandao.report import trace_page
from chuandao.report.ratchets.chart import draw_ratchet
from chuandao.report.ratchets.view import ratchets_view
from chuandao.report.ratchets.words import RatchetWords
from chuandao.report.whole.page import checkup_page

FIRST = {
    "metric": "合格率",
    "measure": "%",
    "document": "city",
    "clause": "city#1",
    "value": 90.0,
    "comparator": "ge",
    "additive": False,
    "above": "",
}
COUNTY = FIRST | {
    "document": "county",
    "clause": "county#2",
    "value": 95.0,
    "above": "city",
    "step_change": 0.0556,
    "cumulated_change": 0.0556,
    "direction": "stricter",
}
TOWN = COUNTY | {"document": "town", "clause": "town#3", "value": 99.0, "above": "county"}
NAMES = {"city": "清河市", "county": "柳河县", "town": "<石桥镇>"}
TOTAL = FIRST | {
    "additive": True,
    "measure": "亩",
    "given": 0.9,
    "given_by": 5,
    "given_of": 6,
    "allocation": "shortfall",
}


def chain(*rows):
    view = ratchets_view(rows, NAMES, {"city": 0, "county": 1, "town": 2})
    return (view.changed or view.totals)[0]


def test_a_line_leads_from_the_first_value_to_each_last_one():
    other = COUNTY | {"document": "other", "value": 90.0, "direction": "same"}
    assert chain(FIRST, COUNTY, TOWN, other).lines == ((0, 1, 2), (0, 3))


def test_unchanged_chains_are_only_counted():
    view = ratchets_view([FIRST, COUNTY | {"direction": "same"}], NAMES, {})
    assert (view.changed, view.totals, view.unchanged) == ((), (), 1)


def test_a_total_is_listed_with_its_parts():
    assert chain(TOTAL, FIRST | {"above": "city", "document": "county"}).apportioned


def test_the_plot_has_a_step_line_for_each_chain_and_the_first_value_as_base():
    drawn = etree.fromstring(draw_ratchet(chain(FIRST, COUNTY, TOWN), RatchetWords("en")))
    assert len(drawn.findall("polyline")) == 1
    assert len(drawn.findall("circle")) == 3
    (base,) = [one for one in drawn.findall("line") if one.get("class") == "base-line"]
    assert base.get("y1") == drawn.find("circle").get("cy")


def test_stricter_floors_are_drawn_higher():
    drawn = etree.fromstring(draw_ratchet(chain(FIRST, COUNTY, TOWN), RatchetWords("en")))
    heights = [float(dot.get("cy")) for dot in drawn.findall("circle")]
    assert heights == sorted(heights, reverse=True)


def test_the_plot_is_told_in_words_for_those_who_do_not_see_it():
    drawn = etree.fromstring(draw_ratchet(chain(FIRST, COUNTY), RatchetWords("en")))
    assert drawn.get("aria-label") == "合格率: 清河市 ≥ 90 %; 柳河县 ≥ 95 %."


def test_names_are_words_and_no_markup():
    assert "<石桥镇>" not in draw_ratchet(chain(FIRST, COUNTY, TOWN), RatchetWords("en"))


@pytest.mark.parametrize("same", [0.0, 90.0])
def test_a_chain_of_equal_values_can_be_drawn(same):
    rows = [FIRST | {"value": same}, COUNTY | {"value": same}]
    assert "nan" not in draw_ratchet(chain(*rows), RatchetWords("zh-Hans"))


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-Hans", "层层加码"), ("zh-Hant", "層層加碼"), ("en", "Targets from tier to tier")],
)
def test_the_page_of_a_trace_shows_the_chains(language, words):
    document = {"file": "", "text": "", "clauses": [], "parents": []}
    record = {
        "schema": 1,
        "documents": [document | {"id": name, "title": NAMES[name]} for name in NAMES],
        "ratchets": [FIRST, COUNTY, TOWN, TOTAL],
    }
    (section,) = html.fromstring(trace_page(record, language)).xpath("//section[@id='ratchets']")
    assert section.xpath(".//h2")[0].text_content() == words
    assert len(section.xpath(".//figure//tbody/tr")) == 3
    assert "5" in section.xpath(".//table")[-1].text_content()


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_the_report_of_a_checkup_shows_the_chains(city, language):
    root, county = list(city.units)[:2]
    below = COUNTY | {"unit": county, "chain": "city#1@4", "position": 1}
    rows = [FIRST | {"unit": root, "chain": "city#1@4", "position": 0}, below]
    tables = {**city.tables, "ratchets": pl.DataFrame(rows[::-1])}
    tree = html.fromstring(checkup_page(replace(city, tables=tables), language))
    assert city.units.name(county) in tree.xpath("//*[@class='ratchet-of']")[0].text_content()
    assert tree.xpath("//section[@id='flow']//figure[@class='ratchet-of']//*[name()='svg']")


def test_a_run_without_the_table_shows_nothing_of_it(city):
    tables = {name: table for name, table in city.tables.items() if name != "ratchets"}
    tree = html.fromstring(checkup_page(replace(city, tables=tables), "en"))
    assert not tree.xpath("//*[@class='ratchet-of']")
