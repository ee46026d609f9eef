"""What stands around a trace, in words."""

import pytest

from chuandao.report.surroundings import cited_line, gap_lines, note_lines


def note(document, code="words_recognised", severity="warning", parameters="{}"):
    return {
        "document": document, "code": code, "severity": severity,
        "start": None, "end": None, "parameters": parameters,
    }  # fmt: skip


def cited(document, title, *, answered=True, vague=False, at_hand="", number=""):
    return {
        "document": document, "title": title, "number": number, "answered": answered,
        "vague": vague, "start": 0, "end": 9, "at_hand": at_hand,
    }  # fmt: skip


def gap(mark, seen, unit=""):
    return {
        "mark": mark, "unit": unit, "year": 2025, "seen": seen,
        "largest": 17, "estimate": 23.6, "low": 17, "high": 41,
    }  # fmt: skip


def test_the_same_note_on_many_documents_is_one_line_with_three_names():
    ((line, hint),) = note_lines([note(f"d{n}") for n in range(5)], "zh-Hans")
    assert line.startswith("[存疑] 5件公文（d0、d1、d2等）")
    assert "d3" not in line
    assert hint


def test_a_note_on_one_document_names_it():
    ((line, _),) = note_lines([note("d0")], "en")
    assert line.startswith("[warning] d0: ")


def test_doubts_come_before_mere_notes():
    rows = [note("a", "pictures_not_read", "note", '{"count": "1"}'), note("b")]
    assert [line.split("]")[0] for line, _ in note_lines(rows, "en")] == ["[warning", "[note"]


def test_notes_that_differ_in_their_figures_give_those_of_the_first_document():
    rows = [note(f"d{n}", "pictures_not_read", "note", f'{{"count": "{n}"}}') for n in (7, 9)]
    ((line, _),) = note_lines(rows, "en")
    assert "2 documents (d7, d9); of d7" in line
    assert "7." in line


def test_what_is_cited_and_not_at_hand_is_named_most_cited_first():
    rows = [cited("a", "茶产业意见"), cited("b", "茶产业意见"), cited("b", "种植规划")]
    line = cited_line(rows, "zh-Hans")
    assert line.index("《茶产业意见》（2）") < line.index("《种植规划》（1）")
    assert "2件" in line


def test_a_document_at_hand_a_mention_and_vague_words_are_not_counted():
    rows = [
        cited("a", "茶产业意见", at_hand="city"),
        cited("a", "种子法", answered=False),
        cited("a", "市委一号文件", vague=True),
    ]
    assert "种子法" not in cited_line(rows, "en")
    assert cited_line(rows, "en") == "Every document that is named as basis is at hand."


def test_nothing_cited_as_basis_says_nothing():
    assert cited_line([cited("a", "种子法", answered=False)], "en") == ""


def test_only_the_five_most_cited_are_named_and_the_rest_counted():
    line = cited_line([cited("a", f"第{n}号方案甲") for n in range(8)], "en")
    assert line.endswith("and 3 more.")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Of the documents 云政发 of 2025, 6 of about 24 (17–41) are at hand."),
        ("zh-Hans", "云政发2025年文件：已收6件，估计共约24件（17–41件）。"),
    ],
)
def test_a_gap_says_how_many_of_how_many_are_at_hand(language, words):
    assert gap_lines([gap("云政发", 6)], {}, language) == [words]


def test_a_series_without_mark_is_called_by_its_unit():
    (line,) = gap_lines([gap("", 2, "9902")], {"9902": "清河市"}, "zh-Hans")
    assert line.startswith("清河市2025年")


def test_series_of_one_number_are_counted_together_at_the_end():
    lines = gap_lines([gap("甲", 1), gap("乙", 3), gap("丙", 1)], {}, "zh-Hans")
    assert [lines[0][0], len(lines)] == ["乙", 2]
    assert "2个" in lines[1]
