"""Which time a number speaks of, on sentences of work reports (tests/cases/horizon)."""

import re
from pathlib import Path

import pytest
import yaml

from chuandao.cascade.tracing.understanding.horizon_cues import horizon_cues
from chuandao.messages import to_traditional
from chuandao.text.canonical import plain
from chuandao.text.times.horizon import Context, horizon

FOLDER = Path(__file__).parents[2] / "cases" / "horizon"
CASES = [
    case
    for file in sorted(FOLDER.glob("*.yaml"))
    for case in yaml.safe_load(file.read_text("utf-8"))
]
KNOWN = {"situation", "year", "words", "headings", "lead", "roles"}


def place(words, number):
    """Where a number stands that is not the end of a longer one: 5% in 5.5%和5%."""
    return re.search(rf"(?<![\d.]){re.escape(number)}", words).start()


def roles(case, change=lambda words: words):
    words = plain(change(case["words"]))
    around = Context(
        tuple(plain(change(heading)) for heading in case.get("headings", ())),
        plain(change(case.get("lead", ""))),
        case["year"],
    )
    found = {}
    for number in case["roles"]:
        start = place(words, plain(change(str(number))))
        found[number] = horizon(words, start, start + len(str(number)), horizon_cues(), around).role
    return found


@pytest.mark.parametrize("case", CASES, ids=[case["situation"] for case in CASES])
def test_a_number_speaks_of_its_time(case):
    assert set(case) <= KNOWN
    assert roles(case) == case["roles"]


@pytest.mark.parametrize("case", CASES, ids=[case["situation"] for case in CASES])
def test_both_scripts_speak_of_the_same_time(case):
    assert roles(case, to_traditional) == roles(case)


def test_a_further_aim_is_told_from_the_target():
    words = "今年地区生产总值增长5.5%左右，力争达到6%。"
    first, second = (
        horizon(words, words.index(n), words.index(n) + len(n), horizon_cues(), Context(year=2025))
        for n in ("5.5%", "6%")
    )
    assert (first.stretch, second.stretch) == (False, True)


def test_the_year_meant_is_told():
    words = "去年增长5%，今年增长6%，到2030年年均增长7%"
    found = [
        horizon(words, words.index(n), words.index(n) + 2, horizon_cues(), Context(year=2025)).year
        for n in ("5%", "6%", "7%")
    ]
    assert found == [2024, 2025, 2030]
