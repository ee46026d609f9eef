from datetime import date, timedelta

import pytest

from chuandao.cascade.tracing.understanding.working_calendar import working_calendar
from chuandao.catalog.rows import rows_of
from chuandao.text.times.working_days import Calendar, add_working_days, unknown_years

KNOWN = working_calendar()


def test_the_first_day_is_not_counted():
    assert add_working_days(date(2025, 3, 3), 1, KNOWN) == (date(2025, 3, 4), True)


def test_no_working_days_are_the_day_itself():
    assert add_working_days(date(2025, 10, 1), 0, KNOWN).day == date(2025, 10, 1)


def test_fifteen_working_days_over_the_national_holiday_of_2025():
    # 28 September and 11 October are worked; 1 to 8 October are not.
    assert add_working_days(date(2025, 9, 26), 15, KNOWN).day == date(2025, 10, 23)


def test_the_spring_festival_of_2020_was_prolonged():
    assert add_working_days(date(2020, 1, 23), 1, KNOWN).day == date(2020, 2, 3)


def test_a_worked_sunday_counts():
    assert add_working_days(date(2024, 4, 3), 1, KNOWN).day == date(2024, 4, 7)


def test_counting_back_ends_on_a_working_day():
    assert add_working_days(date(2025, 2, 5), -1, KNOWN).day == date(2025, 1, 27)


def test_a_year_without_a_table_is_said_so():
    reached = add_working_days(date(2026, 12, 30), 5, KNOWN)
    assert reached == (date(2027, 1, 6), False)
    assert unknown_years(date(2026, 12, 30), reached.day, KNOWN) == (2027,)


def test_without_a_table_only_weekends_rest():
    assert add_working_days(date(2025, 10, 1), 5, Calendar()) == (date(2025, 10, 8), False)


@pytest.mark.parametrize("year", sorted(KNOWN.years))
def test_every_worked_day_of_the_table_is_a_weekend(year):
    assert [day for day in KNOWN.work if day.year == year and day.weekday() < 5] == []


@pytest.mark.parametrize("year", sorted(KNOWN.years))
def test_a_year_has_as_many_working_days_as_the_rules_of_its_time_allow(year):
    """11 statutory days a year to 2024, 13 from 2025, less where they fall on each other."""
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    assert 247 <= sum(KNOWN.is_working(day) for day in days) <= 252


def test_every_day_stands_once_and_names_its_notice():
    rows = rows_of("holidays.csv")
    assert len({row["day"] for row in rows}) == len(rows)
    assert all(row["reference"].startswith("国办发明电〔20") for row in rows)
    assert {row["kind"] for row in rows} == {"rest", "work"}
