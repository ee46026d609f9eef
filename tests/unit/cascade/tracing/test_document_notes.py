"""What is to be said of each document of a trace."""

from datetime import date

import pytest

from chuandao.cascade.tracing.documents import trace_documents
from chuandao.cascade.tracing.parentage.document_notes import (
    document_notes,
    note_record,
    notes_from,
    notes_of,
)
from chuandao.cascade.tracing.understanding.understood import understand
from chuandao.errors import Place, Problem
from chuandao.sources.documents import Extracted


def make(body, day="2025年3月12日", notes=()):
    text = f"清河市人民政府关于茶产业的意见\n各县：\n{body}\n清河市人民政府\n{day}"
    return understand(Extracted("a.txt", text, "txt", "utf-8", "", 1.0, notes=notes), "a")


@pytest.mark.parametrize(("day", "years"), [("2035年3月12日", [2035]), ("2025年3月12日", [])])
def test_working_days_in_a_year_without_announced_holidays_are_told(day, years):
    found = notes_of(make("一、县级部门于20个工作日内报送方案。", day))
    assert [note.parameters["year"] for note in found] == years


def test_the_note_of_unknown_holidays_points_at_the_term():
    document = make("一、县级部门于20个工作日内报送方案。", "2035年3月12日")
    (note,) = notes_of(document)
    assert document.text[note.place.start : note.place.end] == "20个工作日内"


def test_calendar_days_need_no_holidays():
    assert notes_of(make("一、县级部门于20日内报送方案。", "2035年3月12日")) == ()


def test_the_notes_of_the_reader_come_with_the_document_they_are_about():
    told = Problem("words_recognised", "warning", Place("a.txt"))
    assert document_notes(trace_documents([make("一、种茶。", notes=(told,))])) == (("a", told),)


def test_a_note_comes_back_from_its_row():
    told = Problem("pictures_not_read", "note", Place("a.txt", start=3, end=9), {"count": "2"})
    ((name, back),) = notes_from([note_record("a", told)])
    assert (name, back.code, back.severity, dict(back.parameters)) == (
        "a",
        "pictures_not_read",
        "note",
        {"count": "2"},
    )
    assert (back.place.start, back.place.end) == (3, 9)


def test_the_day_of_a_deadline_is_not_changed_by_the_note():
    (clause,) = make("一、县级部门于5个工作日内报送方案。", "2035年3月12日").clauses
    assert clause.commitments[0].dated[0].by == date(2035, 3, 19)
