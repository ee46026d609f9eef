"""Dates as documents write them: 2025年3月1日, 二〇二五年三月一日, 2025-03-01."""

import re
from datetime import date

from chuandao.text.numbers.numerals import HAN, parse_number

YEAR = r"(?:(?:19|20)\d{2}|[一二][〇零○一二三四五六七八九]{3})"
DATE = rf"({YEAR})\s*年\s*(\d{{1,2}}|{HAN})\s*月\s*(\d{{1,2}}|{HAN})\s*日"
_ISO = r"((?:19|20)\d{2})[-/.](\d{1,2})[-/.](\d{1,2})"


def find_dates(text: str) -> list[tuple[date, int, int]]:
    """Return every full date of a plain text with its place (start, end).

    Examples
    --------
    >>> find_dates("二〇二五年三月一日起施行")
    [(datetime.date(2025, 3, 1), 0, 9)]
    """
    found = [*re.finditer(DATE, text), *re.finditer(_ISO, text)]
    dated = [(_date(match), match.start(), match.end()) for match in found]
    return sorted(((day, start, end) for day, start, end in dated if day), key=lambda item: item[1])


def parse_date(words: str) -> date | None:
    """Return the date that the words are, or None where they are not just a date.

    Examples
    --------
    >>> parse_date("2025年3月1日"), parse_date("2025年2月30日")
    (datetime.date(2025, 3, 1), None)
    """
    words = words.strip(" （）")
    match = re.fullmatch(DATE, words) or re.fullmatch(_ISO, words)
    return _date(match) if match else None


def _date(match: re.Match[str]) -> date | None:
    year, month, day = (parse_number(group) for group in match.groups())
    if year is None or month is None or day is None:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
