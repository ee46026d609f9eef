"""The working calendar of the catalogue as the value that the text parsers take."""

from datetime import date
from functools import cache

from chuandao.catalog.rows import rows_of
from chuandao.text.times.working_days import Calendar, add_working_days


@cache
def working_calendar() -> Calendar:
    """Return the holidays and worked weekends that the State Council's office has announced.

    Examples
    --------
    >>> calendar = working_calendar()
    >>> calendar.is_working(date(2024, 10, 7)), calendar.is_working(date(2024, 10, 12))
    (False, True)
    """
    rows = rows_of("holidays.csv")
    return Calendar(
        rest=frozenset(date.fromisoformat(row["day"]) for row in rows if row["kind"] == "rest"),
        work=frozenset(date.fromisoformat(row["day"]) for row in rows if row["kind"] == "work"),
        years=frozenset(int(row["year"]) for row in rows),
    )


def working_day_after(day: date, count: int) -> date:
    """Return the day so many working days (工作日) after a day, by the catalogue's calendar.

    In years whose holidays are not announced yet only weekends are left out.

    Examples
    --------
    >>> working_day_after(date(2024, 9, 30), 1)
    datetime.date(2024, 10, 8)
    """
    return add_working_days(day, count, working_calendar()).day
