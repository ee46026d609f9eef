"""Whole documents as a careful clerk would read them (tests/cases/envelope/*.yaml)."""

from pathlib import Path

import pytest
import yaml

from chuandao.cascade.tracing.understanding.document_kinds import document_kinds
from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.text.clauses.clauses import clauses
from chuandao.text.envelope.envelope import envelope
from chuandao.text.layout.layout import layout

FOLDER = Path(__file__).parents[2] / "cases" / "envelope"
CASES = sorted(FOLDER.glob("*.yaml"))
TITLED = {"annexes", "repeals", "amends"}


@pytest.fixture(params=CASES, ids=[path.stem for path in CASES])
def situation(request):
    described = yaml.safe_load(request.param.read_text("utf-8"))
    assert set(described) <= {"title", "text", "envelope", "clauses"}
    return described


def test_every_field_is_read_as_a_clerk_would(situation):
    found = envelope(layout(situation["text"]), document_kinds())
    read = {name: _plainly(name, getattr(found, name)) for name in situation["envelope"]}
    assert read == situation["envelope"]


def test_nothing_of_the_head_or_tail_is_a_clause(situation):
    found = [clause.path for clause in clauses(layout(situation["text"]), lexicon())]
    assert found == situation.get("clauses", found)


def test_every_place_lies_in_the_text(situation):
    text = situation["text"]
    found = envelope(layout(text), document_kinds())
    for name, spans in found.places.items():
        assert all(0 <= start < end <= len(text) for start, end in spans), name
        assert all(text[start:end].strip() == text[start:end] for start, end in spans), name


def test_no_name_of_a_signer_is_kept_unless_asked_for(situation):
    assert envelope(layout(situation["text"])).signer == ""


def test_at_least_twenty_five_documents_are_here():
    assert len(CASES) >= 25


def _plainly(name, value):
    if name in TITLED:
        return [item.title for item in value]
    return list(value) if isinstance(value, tuple) else value
