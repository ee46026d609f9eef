"""Situations as a careful reader would judge them (tests/cases/tracing/*.yaml)."""

from pathlib import Path

import pytest
import yaml

from chuandao.cascade.tracing.documents import trace_documents
from chuandao.cascade.tracing.understanding.understood import understand
from chuandao.sources.documents import Extracted

FOLDER = Path(__file__).parents[3] / "cases" / "tracing"
CASES = sorted(FOLDER.glob("*.yaml"))
KNOWN = {"title", "documents", "declared", "parents", "links", "no_links", "statuses", "added"}


@pytest.fixture(params=CASES, ids=[path.stem for path in CASES])
def situation(request):
    described = yaml.safe_load(request.param.read_text("utf-8"))
    assert set(described) <= KNOWN
    documents = [
        understand(Extracted(f"{name}.txt", text, "txt", "utf-8", "", 1.0), name)
        for name, text in described["documents"].items()
    ]
    return described, trace_documents(documents, described.get("declared"))


def accepted(traced):
    return {
        (link.upper, link.lower, link.relation): link for link in traced.links if link.rank == 1
    }


def test_the_parents_are_found(situation):
    described, traced = situation
    for document, expected in described.get("parents", {}).items():
        found = [f"{parent.document} {parent.basis}" for parent in traced.parents[document]]
        assert found == expected


def test_the_links_are_found_with_their_labels_and_changes(situation):
    described, traced = situation
    found = accepted(traced)
    if described.get("links") == []:
        assert found == {}
    for expected in described.get("links", ()):
        key = (expected["upper"], expected["lower"], expected.get("relation", "parent"))
        assert key in found, sorted(found)
        link = found[key]
        assert link.labels[0] == expected.get("label", link.labels[0])
        assert not set(expected.get("never", ())) & set(link.labels)
        changed = {f"{change.attribute} {change.direction}" for change in link.changes}
        assert set(expected.get("changes", ())) <= changed


def test_other_matters_are_not_linked(situation):
    described, traced = situation
    pairs = {(upper, lower) for upper, lower, _ in accepted(traced)}
    assert not pairs & {tuple(pair) for pair in described.get("no_links", ())}


def test_every_upper_clause_has_its_status(situation):
    described, traced = situation
    for document, expected in described.get("statuses", {}).items():
        found = {s.upper: s.status for s in traced.statuses if s.document == document}
        assert {upper: found.get(upper) for upper in expected} == expected
        if not expected:
            assert found == {}


def test_what_has_no_counterpart_above_is_added(situation):
    described, traced = situation
    for document, expected in described.get("added", {}).items():
        found = [f"{a.lower} {a.kind}" for a in traced.added if a.lower.startswith(f"{document}#")]
        assert sorted(found) == sorted(expected)


def test_at_least_twenty_five_situations_are_here():
    assert len(CASES) >= 25
