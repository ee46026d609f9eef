"""The worked examples of docs/explanation/coordination.md, and how they are said."""

from pathlib import Path

import pytest
from scipy.stats import binom

from chuandao.catalog.ranges import reference_range
from chuandao.messages import LANGUAGES, has, render

PAGE = (Path(__file__).parents[4] / "docs" / "explanation" / "coordination.md").read_text("utf-8")


def test_a_task_of_five_units_that_nobody_leads_is_severe():
    assert reference_range("units_without_lead").severity(5) == pytest.approx(0.6)
    assert "severity 0.6" in PAGE


def test_seven_failed_of_ten_are_no_chance_by_the_usual_share():
    limit = reference_range("requests_failed")
    assert limit.normal == 0.1
    assert round(1 / binom.sf(6, 10, limit.normal), -4) == 110_000
    assert "once in 110,000 times" in PAGE
    assert limit.severe <= (4 + 2 + 1) / 10


def test_the_edges_told_in_the_page_are_those_of_the_catalogue():
    interests = reference_range("interest_distance")
    assert (interests.attention, interests.severe, interests.least) == (0.45, 0.65, 2)
    assert "Attention from 0.45, severe from 0.65, at least two units" in PAGE
    assert reference_range("industry_overlap_excess").attention == 0.05
    assert reference_range("complaint_distance").least == 20
    assert reference_range("requests_failed").least == 5


CODES = [
    *(f"finding.D1.{name}" for name in ("none", "unassigned", "several", "unnamed", "no_content")),
    *(f"finding.D1.without_means_{why}" for why in ("gone", "no_office", "nobody", "taken_back")),
    "finding.D1.no_content_usual", "finding.D4", "finding.D4.dataset", "finding.D5.industries",
    "finding.D5.projects", "finding.D5.plans", "finding.D5.group", "finding.D6.cost", "finding.D6.complaint",
]  # fmt: skip
PLACES = [
    "task", "units", "count", "leads", "lead", "worker", "cases", "of_cases", "percent", "total",
    "owner", "dataset", "judged", "granted", "refused", "late", "unanswered", "days", "siblings",
    "items", "overlap", "expected", "shared", "unit", "bears", "gains", "benefit",
]  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_every_finding_is_said_in_every_language(code):
    assert has(code)
    for language in LANGUAGES:
        said = render(code, language, **dict.fromkeys(PLACES, "7"))
        assert "7" in said
        assert "{" not in said
