"""The year's targets of whole reports (tests/cases/horizon/*.txt)."""

from decimal import Decimal
from pathlib import Path

import pytest

from chuandao.cascade.tracing.understanding.horizon_cues import growth_metric, horizon_cues
from chuandao.cascade.tracing.understanding.horizons import (
    figures_in_time,
    growth_targets,
    year_planned,
)
from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.cascade.tracing.understanding.understood import understand
from chuandao.messages import to_traditional
from chuandao.sources.documents import Extracted
from chuandao.text.canonical import plain
from chuandao.text.clauses.clauses import clauses
from chuandao.text.layout.layout import layout
from chuandao.text.times.year_targets import (
    Metric,
    of_metric,
    placed_targets,
    planned_year,
    year_targets,
)

FOLDER = Path(__file__).parents[2] / "cases" / "horizon"


def document(name, change=lambda words: words):
    text = change((FOLDER / name).read_text("utf-8"))
    return understand(Extracted(name, text, "txt", "utf-8", "", 1.0), "a")


def growth(name, role):
    found = of_metric(figures_in_time(document(name)), growth_metric())
    return [(str(p.low), p.horizon.stretch) for p in found if p.horizon.role == role]


def test_the_target_of_a_county_is_told_from_everything_else():
    name = "county_2025.txt"
    assert {(t.low, t.sign) for t in growth_targets(document(name))} == {(Decimal(6), "about")}
    assert growth(name, "year") == [("6", False), ("6.5", True), ("6", False)]
    assert growth(name, "result") == [("5.6", False)]
    assert growth(name, "past_target") == [("6.5", False)]
    assert growth(name, "plan") == [("5.5", False)]


def test_a_range_in_full_width_traditional_text_is_one_target():
    found = growth_targets(document("city_2023_traditional.txt"))
    assert [(str(t.low), str(t.high), t.sign) for t in found] == [("5.5", "6", "range")]
    assert growth("city_2023_traditional.txt", "plan") == [("6", False)]
    assert growth("city_2023_traditional.txt", "result") == [("6.3", False), ("3.9", False)]


def test_a_report_without_a_figure_has_no_target():
    assert growth_targets(document("county_2020_none.txt")) == ()
    assert growth("county_2020_none.txt", "result") == [("7.1", False), ("7.6", False)]


@pytest.mark.parametrize("name", ["county_2025.txt", "county_2020_none.txt"])
def test_both_scripts_give_the_same_targets(name):
    one, other = (
        [(p.low, p.sign, p.horizon.role) for p in figures_in_time(document(name, change))]
        for change in (lambda words: words, to_traditional)
    )
    assert one == other


def test_every_other_target_of_the_year_is_given_by_metric():
    found = year_targets(figures_in_time(document("county_2025.txt")))
    quotes = {p.quote for p in found}
    assert {
        "规模以上工业增加值增长8%",
        "城镇新增就业3200人以上",
        "单位地区生产总值能耗下降2.8%",
    } <= quotes


def test_a_quotation_is_the_words_at_its_place():
    read = document("county_2025.txt")
    words = plain(read.text)
    for placed in figures_in_time(read):
        assert words[placed.start : placed.end].strip() == placed.quote


def test_the_year_is_told_by_the_title_or_the_day_of_the_meeting():
    assert year_planned(document("county_2025.txt")) == 2025
    assert year_planned(document("city_2023_traditional.txt")) == 2023
    assert planned_year("2024年计划执行情况与2025年计划", None) is None


def test_energy_per_output_is_not_growth():
    assert not growth_metric().names_in("单位地区生产总值能耗下降2.8%")
    assert not growth_metric().names_in("研发经费占地区生产总值比重达到2.5%")


@pytest.mark.parametrize(
    ("words", "low", "high", "sign"),
    [
        ("增长百分之七左右", "7", "None", "about"),
        ("增长百分之六点五以上", "6.5", "None", "ge"),
        ("增长6%~6.5%", "6", "6.5", "range"),
        ("增长5.5-6%", "5.5", "6", "range"),
        ("增长6%至7%", "6", "7", "range"),
        ("增长８％左右", "8", "None", "about"),
        ("增长７．３％", "7.3", "None", "eq"),
        ("增长7. 5%", "7.5", "None", "eq"),
    ],
)
def test_a_rate_is_read_in_every_form(words, low, high, sign):
    text = f"今年目标\n一、今年地区生产总值{words}。"
    placed = placed_targets(
        plain(text), clauses(layout(text), lexicon()), lexicon(), horizon_cues(), 2025
    )
    found = of_metric(placed, Metric("growth", ("生产总值",)))
    assert [(str(p.low), str(p.high), p.sign) for p in found] == [(low, high, sign)]
