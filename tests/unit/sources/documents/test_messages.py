"""Every code that a document can raise has words in every language."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import chuandao.messages
import chuandao.sources.documents
from chuandao.catalog.values import values
from chuandao.messages import LANGUAGES, has
from chuandao.sources.documents import unread_reason
from chuandao.sources.documents.reasons import _REASON, _REASONS
from chuandao.sources.documents.word.docx_inline import _COUNTED

FOLDER = Path(chuandao.sources.documents.__file__).parent
CODES = sorted(
    set(_COUNTED.values())
    | {
        code
        for file in FOLDER.rglob("*.py")
        for code in re.findall(r'(?:DocumentError|Problem)\(\s*"(\w+)"', file.read_text("utf-8"))
    }
)


@pytest.mark.parametrize("code", CODES)
def test_code_has_words(code):
    assert has(code)


@pytest.mark.parametrize("room", ["documents", "office", "pdf", "template"])
def test_languages_have_the_same_codes_and_places(room):
    found = []
    for language in LANGUAGES:
        path = Path(chuandao.messages.__file__).parent / language / f"{room}.po"
        with path.open("rb") as stream:
            messages = [m for m in read_po(stream) if m.id]
        found.append({m.id: sorted(re.findall(r"{\w+}", m.string)) for m in messages})
        assert all(m.string for m in messages)
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize("code", sorted(_REASON))
def test_every_reason_for_not_reading_says_what_to_do(code):
    assert has(code)
    assert has(f"{code}.hint")


def test_every_reason_of_the_catalogue_is_given_to_some_code():
    known = {value.value for value in values("unread_reason").values}
    assert known == {*_REASONS, "unknown_format"}


def test_reasons_are_those_of_the_catalogue():
    known = {value.value for value in values("unread_reason").values}
    assert {unread_reason(code) for code in [*CODES, "not_read_doc"]} <= known
