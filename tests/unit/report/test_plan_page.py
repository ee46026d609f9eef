"""The page of a package: no gain without its interval, no effect without its source."""

import re

import pytest
from small_city import small_city

from chuandao.catalog.knowledge import remedies
from chuandao.decay.measure import measure
from chuandao.messages import LANGUAGES
from chuandao.prescription.choose.prescribe import prescribe
from chuandao.prescription.simulate.verb import simulate
from chuandao.report.plan.page import plan_page


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    case, tables = small_city(tmp_path_factory.mktemp("case"))
    decay = measure(case, tables, seed=1)
    plan = prescribe(case, tables, decay, budget=60_000, draws=20, seed=1)
    return case, plan.tables, simulate(decay, plan, periods=3, draws=20, seed=1).tables


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_remedy_chosen_stands_with_its_interval_and_its_source(made, language):
    case, plan, ahead = made
    page = plan_page(case, plan, ahead, case.last_day, language)
    chosen = plan["plan"]["remedy"].unique().to_list()
    assert chosen
    for remedy in chosen:
        label = remedies()[remedy].label(language)
        row = re.search(rf"<tr><th scope=\"row\">{re.escape(label)}</th>.*?</tr>", page, re.DOTALL)
        assert row
        assert re.search(r"\d <span class=\"quiet\">\([^)]*–", row[0])
    assert page.count("<section") == 6


def test_without_a_simulation_nothing_is_said_of_what_comes(made):
    case, plan, _ = made
    assert 'id="ahead"' not in plan_page(case, plan, {}, case.last_day, "en")


def test_the_page_asks_for_nothing_and_is_the_same_again(made):
    case, plan, ahead = made
    page = plan_page(case, plan, ahead, case.last_day, "zh-Hans")
    assert "http://" not in page
    assert "https://" not in page
    assert page == plan_page(case, plan, ahead, case.last_day, "zh-Hans")
