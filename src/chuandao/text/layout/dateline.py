"""A line that is only a date, in Chinese or English: 二〇二五年三月一日, 12 March 2025."""

import re
from datetime import date

from chuandao.text.times.dates import find_dates, parse_date

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_NAMES = "|".join(_MONTHS)
_ENGLISH = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month>{_NAMES})\s*,?\s+(?P<year>\d{{4}})"
    rf"|(?P<month2>{_NAMES})\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+(?P<year2>\d{{4}})",
    re.IGNORECASE,
)


def parse_any_date(words: str) -> date | None:
    """Return the date that a line is, or None where it is more or less than a date.

    Examples
    --------
    >>> parse_any_date("二〇二五年三月一日"), parse_any_date("12 March 2025")
    (datetime.date(2025, 3, 1), datetime.date(2025, 3, 12))
    >>> parse_any_date("March 2025") is None
    True
    """
    found = _ENGLISH.fullmatch(words.strip(" .（）"))
    return parse_date(words) or (_english(found) if found else None)


def find_any_dates(words: str) -> list[tuple[date, int, int]]:
    """Return every full date of some words with its place, Chinese or English, in order."""
    english = [(_english(m), m.start(), m.end()) for m in _ENGLISH.finditer(words)]
    told = [(day, start, end) for day, start, end in english if day]
    return sorted([*find_dates(words), *told], key=lambda item: item[1])


def _english(found: re.Match[str]) -> date | None:
    month = (found["month"] or found["month2"]).lower()
    day, year = found["day"] or found["day2"], found["year"] or found["year2"]
    try:
        return date(int(year), _MONTHS.index(month) + 1, int(day))
    except ValueError:
        return None
