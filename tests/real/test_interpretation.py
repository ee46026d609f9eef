"""Interpretation kits of real documents, read in place."""

import os
from pathlib import Path

import pytest

import chuandao as cd

pytestmark = pytest.mark.real
REAL = os.environ.get("CHUANDAO_REAL_DATA", "")
FILES = sorted(Path(REAL, "real_pairs").glob("*/*.txt")) if REAL else []
NO_DATA = pytest.mark.skip(
    reason="CHUANDAO_REAL_DATA is not set: the real documents are not at hand"
)
EVERY = pytest.mark.parametrize(
    "path",
    FILES or [pytest.param(None, marks=NO_DATA)],
    ids=lambda path: path and f"{path.parent.name}-{path.stem}",
)


@EVERY
def test_everything_said_stands_in_the_document(path):
    kit = cd.interpret(path)
    text = kit.document.text
    quotes = [one.quote for rule in kit.rules for one in rule.statements]
    quotes += [one.key for one in kit.questions]
    quotes += [one.right for one in kit.misreadings if one.right]
    assert quotes
    assert all(text[quote.start : quote.end] == quote.words for quote in quotes)


@EVERY
def test_no_name_of_an_office_is_a_phrase(path):
    kit = cd.interpret(path)
    names = {quote.words for rule in kit.rules for quote in (*rule.lead, *rule.cooperate)}
    assert not [name for name in names if "的" in name or len(name) > 30]
