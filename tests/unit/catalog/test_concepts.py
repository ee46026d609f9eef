"""The policy concepts hold together: enough of them, every term once, every one sourced."""

import re
from collections import Counter, defaultdict

import pytest

from chuandao.cascade.tracing.understanding.policy_concepts import policy_concepts
from chuandao.catalog.concepts import areas, concepts, terms
from chuandao.messages import to_traditional
from chuandao.text.canonical import plain
from chuandao.text.concepts import concepts_in, folded

CHINESE = defaultdict(list)
for _term in terms():
    if _term.language == "zh":
        CHINESE[_term.concept].append(_term)
KNOWN = policy_concepts()


def found_in(words):
    return {found.concept for found in concepts_in(plain(words), KNOWN)}


def test_there_are_at_least_three_hundred_concepts():
    assert len(concepts()) >= 300


@pytest.mark.parametrize("concept", concepts().values(), ids=lambda concept: concept.concept)
def test_a_concept_has_an_area_a_dated_source_and_near_synonyms(concept):
    assert concept.area in areas()
    assert re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", concept.date)
    assert len(concept.reference) >= 8
    assert len(CHINESE[concept.concept]) >= 5
    assert any(t.language == "en" for t in terms() if t.concept == concept.concept)


def test_every_area_has_concepts():
    assert {concept.area for concept in concepts().values()} == set(areas())


def test_no_term_stands_twice_in_a_concept():
    pairs = Counter((term.concept, folded(term.term)) for term in terms())
    assert [pair for pair, count in pairs.items() if count > 1] == []


def test_no_term_means_more_than_three_concepts():
    count = Counter(folded(term.term) for term in terms())
    assert [term for term, times in count.items() if times > 3] == []


def test_every_term_belongs_to_a_concept_and_is_plain():
    assert {term.concept for term in terms()} == set(concepts())
    assert [t.term for t in terms() if plain(t.term) != t.term or len(t.term) < 2] == []


def test_every_term_is_found_alone_in_both_scripts():
    lost = [
        term.term
        for term in terms()
        if term.concept not in found_in(term.term)
        or (term.language == "zh" and term.concept not in found_in(to_traditional(term.term)))
    ]
    assert lost == []


def test_no_term_is_found_in_the_words_it_must_not_be_found_in():
    wrong = [
        (term.term, word)
        for term in terms()
        for word in term.not_in
        if term.concept in found_in(word)
    ]
    assert wrong == []


def test_every_word_that_hides_a_term_is_longer_and_holds_it():
    assert [(t.term, w) for t in terms() for w in t.not_in if t.term not in w or t.term == w] == []
