"""Periods: a year, half-year, quarter, month, day, or two dates, as label, start and end."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from chuandao.sources.tables.cells.dates import read_date
from chuandao.sources.tables.cells.outcome import BadCellError, Cell, half_width

_YEAR = re.compile(r"(\d{4})\s*年?度?")
_HALF = re.compile(r"(\d{4})\s*(?:年度?|-)?\s*(上|下|[Hh][12])\s*半?年?")
_QUARTER = re.compile(r"(\d{4})\s*(?:年度?|-)?\s*(?:[Qq]([1-4])|第?([一二三四1-4])季度?)")
_MONTH = re.compile(r"(\d{4})\s*(?:[-/.年])\s*(\d{1,2})\s*月?(?:份)?")
_RANGE = re.compile(r"(.+?)\s*(?:/|至|到|~|～|—|–)\s*(.+)")
_NUMBER = {"一": 1, "二": 2, "三": 3, "四": 4}
_MONTHS = 12


@dataclass(frozen=True, order=True)
class Period:
    """A period: the label it is stored under, its first and last day.

    ``grain`` is year, half, quarter, month, day or range.
    """

    label: str
    start: date
    end: date
    grain: str


def read_period(text: str) -> Cell[Period]:
    """Return a period; other spellings of it get the same label.

    Examples
    --------
    >>> [read_period(t).value.label for t in ("2025年第一季度", "2025Q1", "2025年一季度")]
    ['2025Q1', '2025Q1', '2025Q1']
    >>> read_period("2025年3月").value.end.isoformat(), read_period("2025年上半年").value.label
    ('2025-03-31', '2025H1')
    """
    plain = half_width(text)
    if plain.startswith("0"):
        raise BadCellError("bad_period")
    return Cell(_months_of(plain) or _days_of(plain, text))


def _months_of(plain: str) -> Period | None:
    if found := _YEAR.fullmatch(plain):
        return _span(int(found[1]), 1, 12, found[1], "year")
    if found := _HALF.fullmatch(plain):
        half = 1 if found[2] == "上" or found[2].endswith("1") else 2
        return _span(int(found[1]), half * 6 - 5, half * 6, f"{found[1]}H{half}", "half")
    if found := _QUARTER.fullmatch(plain):
        quarter = int(found[2] or _NUMBER.get(found[3], found[3]))
        label = f"{found[1]}Q{quarter}"
        return _span(int(found[1]), quarter * 3 - 2, quarter * 3, label, "quarter")
    if found := _MONTH.fullmatch(plain):
        return _month(int(found[1]), int(found[2]))
    return None


def _month(year: int, month: int) -> Period:
    if not 1 <= month <= _MONTHS:
        raise BadCellError("bad_period")
    return _span(year, month, month, f"{year}-{month:02d}", "month")


def _span(year: int, first: int, last: int, label: str, grain: str) -> Period:
    return Period(label, date(year, first, 1), date(year, last, monthrange(year, last)[1]), grain)


def _days_of(plain: str, text: str) -> Period:
    """One day, or two dates with a sign between them."""
    if day := _date(plain):
        return Period(day.isoformat(), day, day, "day")
    found = _RANGE.fullmatch(text.strip())
    start, end = (
        (_end(half_width(part), part) for part in found.groups()) if found else (None, None)
    )
    if start is None or end is None or end.end < start.start:
        raise BadCellError("bad_period")
    label = f"{start.start.isoformat()}/{end.end.isoformat()}"
    return Period(label, start.start, end.end, "range")


def _end(plain: str, text: str) -> Period | None:
    del text
    if day := _date(plain):
        return Period("", day, day, "day")
    return _months_of(plain)


def _date(plain: str) -> date | None:
    try:
        cell = read_date(plain)
    except BadCellError:
        return None
    return None if cell.remark else cell.value
