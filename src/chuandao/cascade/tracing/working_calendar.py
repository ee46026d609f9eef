"""The working calendar of the catalogue as the value that the text parsers take."""

from datetime import date
from functools import cache

from chuandao.catalog.rows import rows_of
from chuandao.text.working_days import Calendar


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
