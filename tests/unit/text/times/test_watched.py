"""A day that notes which other days would have given the same answers."""

from datetime import date, timedelta

import pytest

from chuandao.text.times.watched import WatchedDate

DAY = date(2025, 3, 1)


def test_a_day_of_which_nothing_was_asked_stands_for_every_day():
    watched = WatchedDate.of(DAY)
    assert watched.asked.holds(date.min)
    assert watched.asked.holds(date.max)


def test_a_year_that_was_asked_holds_all_year():
    watched = WatchedDate.of(DAY)
    assert watched.year == 2025
    assert watched.asked.holds(date(2025, 12, 31))
    assert not watched.asked.holds(date(2026, 1, 1))


@pytest.mark.parametrize("other", [date(2024, 6, 30), DAY, date(2025, 6, 30)])
def test_a_comparison_holds_for_the_days_that_answer_alike(other):
    for compare in (date.__lt__, date.__le__, date.__gt__, date.__ge__):
        for turned in (False, True):
            watched = WatchedDate.of(DAY)
            said = operate(compare, watched, other, turned=turned)
            assert said == operate(compare, DAY, other, turned=turned)
            for days in range(-400, 400, 7):
                day = DAY + timedelta(days=days)
                alike = operate(compare, day, other, turned=turned) == said
                assert watched.asked.holds(day) == alike


def operate(compare, day, other, *, turned):
    signs = {"__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">="}
    first, second = (other, day) if turned else (day, other)
    return eval(f"a {signs[compare.__name__]} b", {"a": first, "b": second})  # noqa: S307


@pytest.mark.parametrize(
    "ask",
    [
        lambda day: day.month,
        lambda day: day.day,
        lambda day: day + timedelta(days=30),
        lambda day: timedelta(days=30) + day,
        lambda day: date(2026, 1, 1) - day,
        lambda day: day.isoformat(),
        lambda day: day.replace(month=1),
        lambda day: day.weekday(),
        lambda day: f"{day:%Y}",
        lambda day: day == DAY,
    ],
)
def test_whatever_else_is_asked_holds_for_the_day_alone(ask):
    watched = WatchedDate.of(DAY)
    assert ask(watched) == ask(DAY)
    assert watched.asked.holds(DAY)
    assert not watched.asked.holds(DAY + timedelta(days=1))
