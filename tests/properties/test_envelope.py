"""Laws of the envelope: places, order, both scripts alike."""

import dataclasses
from itertools import pairwise
from pathlib import Path

import opencc
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from chuandao.cascade.tracing.understanding.document_kinds import document_kinds
from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.text.clauses.clauses import clauses
from chuandao.text.envelope.envelope import envelope
from chuandao.text.layout.layout import layout

CASES = sorted((Path(__file__).parents[1] / "cases" / "envelope").glob("*.yaml"))
TEXTS = {path.stem: yaml.safe_load(path.read_text("utf-8"))["text"] for path in CASES}
PIECES = st.sampled_from(
    [line for text in TEXTS.values() for line in text.splitlines()]
    + ["", "\t", "　　", "附件", "附件2", "2025年3月1日", "一、", "抄送：", "签发人：", "（第3期）"]
)
JUMBLED = st.lists(PIECES, max_size=25).map("\n".join)


def read(text):
    return envelope(layout(text), document_kinds())


@given(JUMBLED)
def test_lines_lie_in_the_text_in_order_whatever_stands_together(text):
    lines = layout(text)
    assert all(0 <= line.start < line.end <= len(text) for line in lines)
    assert all(one.end <= other.start for one, other in pairwise(lines))


@given(JUMBLED)
def test_no_letter_of_a_document_is_lost_between_its_lines(text):
    kept = "".join(text[line.start : line.end] for line in layout(text))
    assert "".join(kept.split()) == "".join(text.split())


@given(JUMBLED)
def test_every_place_of_a_field_lies_in_the_text(text):
    found = read(text)
    spans = [span for spans in found.places.values() for span in spans]
    assert all(0 <= start < end <= len(text) for start, end in spans)


@given(JUMBLED)
def test_clauses_of_jumbled_lines_lie_in_order_with_paths_of_their_own(text):
    found = clauses(layout(text), lexicon())
    assert all(0 <= c.start <= c.words_start <= c.end <= len(text) for c in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert len({clause.path for clause in found}) == len(found)


@given(JUMBLED)
def test_annexes_that_stand_in_the_text_do_not_overlap(text):
    found = [annex for annex in read(text).annexes if annex.attached]
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_document_in_traditional_characters_reads_the_same(text):
    traditional = opencc.OpenCC("s2t").convert(text)
    assert len(traditional) == len(text)
    one, other = read(text), read(traditional)
    for field in dataclasses.fields(one):
        assert getattr(one, field.name) == getattr(other, field.name), field.name


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_line_ends_of_another_system_change_no_value(text):
    one, other = read(text), read(text.replace("\n", "\r\n"))
    told = ("issuers", "number", "title", "addressees", "dated", "copies_to", "kind", "effective")
    assert [getattr(one, name) for name in told] == [getattr(other, name) for name in told]
