"""Which forms a clause forbids to ask offices below for."""

from types import SimpleNamespace

import pytest

from chuandao.diagnosis.root.forbidden_forms import forbidden_forms
from chuandao.messages import LANGUAGES, render


def forbidden(text):
    clause = SimpleNamespace(text=text, start=0)
    document = SimpleNamespace(id="a", clauses=(clause,))
    return [(one.about, one.kind) for one in forbidden_forms([document])]


@pytest.mark.parametrize(
    "text",
    [
        "不得要求乡镇（街道）、村（社区）填报办件报表、制作台账。",
        "不得要求鄉鎮（街道）、村（社區）填報辦件報表、製作台賬。",
    ],
)
def test_a_qualified_form_is_forbidden_and_ledgers_in_general_are_not(text):
    assert forbidden(text) == [("办件", "报表")]


def test_an_english_ban_is_read():
    said = "Departments must not require townships to submit case handling monthly report."
    assert forbidden(said) == [("case handling", "monthly report")]


@pytest.mark.parametrize(
    "text",
    [
        "要求乡镇（街道）按月填报办件报表。",
        "不得组织企业重复填报满意度报表。",
        "不得要求乡镇配套资金。各县按月报送整改进度月报。",
    ],
)
def test_what_is_asked_or_forbidden_to_others_is_no_ban(text):
    assert forbidden(text) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_finding_is_said_in_every_language(language):
    names = ["form", "forbidden", "offices", "units", "months"]
    said = render("finding.E9.forbidden_form", language, **dict.fromkeys(names, "7"))
    assert "7" in said
    assert "{" not in said
