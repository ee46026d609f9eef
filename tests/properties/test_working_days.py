"""Laws of working days: a step is a working day, and steps add up."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from chuandao.cascade.tracing.understanding.working_calendar import working_calendar
from chuandao.text.times.working_days import add_working_days

DAYS = st.dates(date(2015, 1, 1), date(2028, 12, 31))
CALENDAR = working_calendar()


@given(DAYS, st.integers(1, 80))
def test_the_day_reached_is_worked(day, count):
    assert CALENDAR.is_working(add_working_days(day, count, CALENDAR).day)


@given(DAYS, st.integers(0, 60), st.integers(0, 60))
def test_terms_add_up(day, one, other):
    first = add_working_days(day, one, CALENDAR).day
    assert add_working_days(first, other, CALENDAR).day == (
        add_working_days(day, one + other, CALENDAR).day
    )


@given(DAYS, st.integers(0, 40))
def test_a_longer_term_ends_later(day, count):
    assert (
        add_working_days(day, count, CALENDAR).day < add_working_days(day, count + 1, CALENDAR).day
    )
