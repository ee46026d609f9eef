"""Laws of carrying decisions over to another edition of a document."""

import string

from hypothesis import given, settings
from hypothesis import strategies as st

from chuandao.text.copying.carrying import Passage, carry, digest

WORDS = st.text(
    "建设茶园公布线路接受监督整改河道三五年底前完成" + string.digits, min_size=6, max_size=30
)
TEXTS = st.lists(WORDS, min_size=1, max_size=8, unique_by=digest)


def numbered(texts):
    return [Passage(str(at), digest(text), text) for at, text in enumerate(texts, 1)]


@given(TEXTS)
def test_an_unchanged_document_keeps_every_passage_in_its_place(texts):
    passages = numbered(texts)
    found = carry(passages, passages, 0.7)
    assert [(found[p].at, found[p].how) for p in passages] == [
        (at, "same") for at in range(len(passages))
    ]


@given(TEXTS, st.randoms(use_true_random=False))
def test_words_are_found_wherever_they_move(texts, rng):
    moved = list(texts)
    rng.shuffle(moved)
    now = numbered(moved)
    found = carry(numbered(texts), now, 0.7)
    assert all(now[place.at].words == passage.words for passage, place in found.items())


@given(TEXTS, TEXTS, st.randoms(use_true_random=False))
def test_the_order_of_passages_changes_nothing(before, after, rng):
    old, now = numbered(before), numbered(after)
    shuffled = list(old)
    rng.shuffle(shuffled)
    assert carry(shuffled, now, 0.7) == carry(old, now, 0.7)


@given(TEXTS, TEXTS)
@settings(max_examples=200)
def test_no_two_passages_come_to_one_place(before, after):
    places = [c.at for c in carry(numbered(before), numbered(after), 0.3).values()]
    given_ = [at for at in places if at is not None]
    assert len(given_) == len(set(given_))


@given(TEXTS, TEXTS, st.floats(0.1, 1.0))
def test_nothing_is_carried_below_the_likeness_asked(before, after, least):
    found = carry(numbered(before), numbered(after), least)
    assert all(c.likeness >= min(least, 1.0) - 1e-4 for c in found.values() if c.at is not None)


@given(TEXTS)
def test_carrying_there_and_back_changes_nothing(texts):
    passages = numbered(texts)
    now = numbered(reversed(texts))
    there = carry(passages, now, 0.7)
    back = carry(now, passages, 0.7)
    assert all(passages[back[now[place.at]].at] == old for old, place in there.items())
