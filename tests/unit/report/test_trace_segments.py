from hypothesis import given
from hypothesis import strategies as st

from chuandao.report.tracing.segments import Mark, segments

texts = st.text(max_size=30)
marks = st.lists(
    st.builds(Mark, st.integers(-5, 40), st.integers(-5, 40), st.integers(1, 9), st.just("laxer")),
    max_size=6,
)


@given(texts, marks)
def test_no_character_is_lost_or_added(text, marks):
    assert "".join(piece.text for piece in segments(text, marks)) == text


@given(texts, marks)
def test_a_piece_is_marked_as_each_of_its_characters(text, marks):
    at = 0
    for piece in segments(text, marks):
        for offset in range(at, at + len(piece.text)):
            over = [mark.number for mark in marks if mark.start <= offset < mark.end]
            assert list(piece.numbers) == over
        at += len(piece.text)


@given(texts, marks)
def test_every_visible_mark_ends_once(text, marks):
    visible = [m.number for m in marks if max(0, m.start) < min(len(text), m.end)]
    ends = [number for piece in segments(text, marks) for number in piece.ends]
    assert sorted(ends) == sorted(visible)


def test_places_are_code_points():
    pieces = segments("𠮷野家90%", [Mark(3, 6, 1, "laxer")])
    assert [piece.text for piece in pieces] == ["𠮷野家", "90%"]
