"""Laws of copying: shares add up, more sources never mean less copying, scripts do not matter."""

from hypothesis import given, settings
from hypothesis import strategies as st

from chuandao.messages import to_traditional
from chuandao.text.copying.alignment import Rarity, alignment
from chuandao.text.copying.copying import copied, shared, windows, wording

words = st.text("茶园建设县镇3，。务业组织农户abc ", max_size=40)
passages = st.lists(words, max_size=4)
SIZE = 4


def known(found):
    return windows(map(wording, found), SIZE)


@given(words, passages, passages)
@settings(deadline=None)
def test_what_is_copied_from_above_and_from_beside_is_at_most_everything(own, above, beside):
    found = copied(wording(own), known(above), known(beside), SIZE)
    assert 0 <= found.above + found.beside <= found.free


@given(words, passages, passages)
@settings(deadline=None)
def test_a_further_source_never_means_less_copied_from_above(own, above, more):
    one = copied(wording(own), known(above), frozenset(), SIZE)
    other = copied(wording(own), known([*above, *more]), frozenset(), SIZE)
    assert other.above >= one.above


@given(words)
@settings(deadline=None)
def test_a_passage_long_enough_is_copied_from_itself_whole(own):
    told = wording(own)
    found = copied(told, windows([told], SIZE), frozenset(), SIZE)
    assert found.above == (len(told) if len(told) >= SIZE else 0)


@given(words, passages)
@settings(deadline=None)
def test_the_script_changes_nothing(own, above):
    one = copied(wording(own), known(above), frozenset(), SIZE)
    other = copied(wording(to_traditional(own)), known(above), frozenset(), SIZE)
    assert (one.free, one.above, one.spans_above) == (other.free, other.above, other.spans_above)


@given(words, passages)
@settings(deadline=None)
def test_spans_lie_in_the_passage_in_order_and_apart(own, above):
    spans = copied(wording(own), known(above), frozenset(), SIZE).spans_above
    ends = [0, *(place for span in spans for place in span)]
    assert ends == sorted(ends)
    assert ends[-1] <= len(own)


@given(passages, passages)
@settings(deadline=None)
def test_likeness_is_a_share_and_the_same_either_way(one, other):
    assert 0 <= shared(known(one), known(other)) == shared(known(other), known(one)) <= 1


@given(words, words)
@settings(deadline=None)
def test_alignment_is_the_same_either_way_and_never_above_that_with_oneself(one, other):
    even = Rarity(1, {})
    score = alignment(one, other, even)
    assert score == alignment(other, one, even)
    assert 0 <= score <= min(alignment(one, one, even), alignment(other, other, even)) + 1e-5
