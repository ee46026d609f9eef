"""Laws of the concepts: places lie in order and apart, likeness is a share and goes both ways."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from chuandao.cascade.tracing.understanding.policy_concepts import policy_concepts
from chuandao.text.canonical import plain
from chuandao.text.concepts import ConceptFound, concept_overlap, concepts_in, folded

KNOWN = policy_concepts()
TERMS = st.sampled_from([term.term for term in KNOWN.terms])
WORDS = st.lists(st.one_of(TERMS, st.text(max_size=6)), max_size=8).map("".join)
FOUND = st.lists(
    st.builds(
        ConceptFound,
        concept=st.sampled_from("abcdef"),
        term=st.just("x"),
        start=st.just(0),
        end=st.just(1),
        weight=st.floats(0.1, 1),
    ),
    max_size=6,
)


@given(WORDS)
def test_places_hold_the_term_in_order_and_apart(words):
    text = plain(words)
    found = concepts_in(text, KNOWN)
    assert all(folded(text)[f.start : f.end] == f.term for f in found)
    spans = sorted({(f.start, f.end) for f in found})
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert [f.start for f in found] == sorted(f.start for f in found)


@given(FOUND, FOUND)
def test_overlap_is_a_share_and_goes_both_ways(one, other):
    share = concept_overlap(one, other)
    assert 0 <= share <= 1
    assert share == concept_overlap(other, one)


@given(FOUND.filter(bool))
def test_a_passage_overlaps_itself_wholly(one):
    assert concept_overlap(one, one) == 1
