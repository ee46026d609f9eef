"""The indices and the survival of tasks as the page of a trace shows them."""

import pytest
from lxml import html

from chuandao.messages import LANGUAGES
from chuandao.report import trace_page

TEXT = "一、建设分拣中心6座。"
CLAUSE = {"path": "1", "start": 0, "end": len(TEXT)}


def trace(indices=(), survival=()):
    documents = [
        {
            "id": name,
            "title": title,
            "text": TEXT,
            "tier": tier,
            "clauses": [{"id": f"{name}#1", **CLAUSE}],
        }
        for name, title, tier in (("city", "市意见", 0), ("county", "县方案", 1))
    ]
    documents[1]["parents"] = [{"document": "city", "basis": "named", "probability": 1.0}]
    return {
        "schema": 1,
        "documents": documents,
        "indices": list(indices),
        "survival": list(survival),
    }


SHARE = {"document": "county", "index": "copy_vertical", "value": 0.86, "low": 0.61, "high": 0.96}
COUNT = {
    "document": "county",
    "index": "undigested_markers",
    "value": 2.0,
    "low": None,
    "high": None,
}
LEFT = {"task": "city#1", "tier": 1, "survival": 0.5, "low": 0.12, "high": 0.88}


def cells(page):
    return [
        cell.text_content().strip()
        for cell in html.fromstring(page).xpath("//section[@id='indices']//td")
    ]


def test_a_share_stands_with_its_interval_and_a_count_without():
    shown = cells(trace_page(trace([SHARE, COUNT]), "en"))
    assert "86%61%–96%" in shown
    assert "2" in shown


def test_what_was_not_observed_is_a_dash_and_not_nought():
    assert cells(trace_page(trace([SHARE]), "en")).count("–") == 8


def test_a_clause_of_the_root_shows_what_is_left_of_it():
    assert "50%12%–88%" in cells(trace_page(trace([SHARE], [LEFT]), "en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_indices_are_named_in_every_language(language):
    page = html.fromstring(trace_page(trace([SHARE]), language))
    headings = page.xpath("//section[@id='indices']//thead//th/text()")
    named = {"en": "Copied from above", "zh-Hans": "纵向照搬率", "zh-Hant": "縱向照搬率"}
    assert named[language] in headings


def test_a_trace_without_indices_has_no_table_of_them():
    assert not html.fromstring(trace_page(trace(), "en")).xpath("//section[@id='indices']")
