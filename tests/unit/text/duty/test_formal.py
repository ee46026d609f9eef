"""Clauses that bind nobody."""

import pytest

from chuandao.text.duty.coverage import said_below, terms
from chuandao.text.duty.formal import defines


@pytest.mark.parametrize(
    "words",
    [
        "第一条 为了加强古树保护，根据有关法律，制定本办法。",
        "第二条 本市古树的养护适用本细则。",
        "第三条 本办法所称名木，是指具有重要价值的树木。",
        "1. This plan is our response to the national strategy.",
        "1.2 Journeys have fallen by 31 per cent since 2012.",
    ],
)
def test_purpose_scope_meaning_and_facts_bind_nobody(words):
    assert defines(words)


@pytest.mark.parametrize(
    "words",
    [
        "第四条 县级人民政府应当建立名录。",
        "第五条 本市古树的养护适用本细则。县级主管部门应当每年普查。",
        "为了保护古树，各县要建立名录。",
        "2.1 Every district must name a lead officer.",
        "2.2 Journeys have fallen and will be counted each year.",
    ],
)
def test_what_asks_something_of_somebody_binds(words):
    assert not defines(words)


def test_words_that_stand_below_are_counted_once():
    assert said_below("建设茶园茶园", terms(["茶园"])) == pytest.approx(1 / 4)


def test_nothing_is_said_of_an_empty_passage():
    assert said_below("", terms(["茶园"])) == 0.0
