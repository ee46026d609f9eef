"""Days counted on the calendar: the last day of a month or quarter, three months later."""

import calendar
from collections.abc import Callable
from datetime import date, timedelta

from chuandao.text.numbers.numerals import parse_number

WorkingDays = Callable[[date, int], date]
_MONTHS = {"年": 12, "周年": 12, "季度": 3, "个季度": 3, "个月": 1, "月": 1, "半年": 6}
_DAYS = {"周": 7, "星期": 7, "个星期": 7, "小时": 0, "个小时": 0}
_PARTS = {"上旬": 10, "初": 10, "中旬": 20}
_QUARTERS = {"一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12}
_WEEK = 5
_DECEMBER = 12


def last_day(year: int, month: int, day: int | None = None) -> date | None:
    """Return a day, or the last one of its month; None where there is no such month.

    Examples
    --------
    >>> last_day(2025, 2), last_day(2025, 6, 31), last_day(2025, 13)
    (datetime.date(2025, 2, 28), datetime.date(2025, 6, 30), None)
    """
    if not (1 <= month <= _DECEMBER and 1 <= year <= date.max.year):
        return None
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(day, last) if day else last)


def end_of_part(year: int, month: str | None, day: str | None, part: str | None) -> date | None:
    """Return the last day of what a phrase names within a year.

    ``part``: 底, 中旬 … of a month, or 上半年, 第三季度 … of the year.

    Examples
    --------
    >>> end_of_part(2025, "6", None, "中旬"), end_of_part(2025, None, None, "第三季度")
    (datetime.date(2025, 6, 20), datetime.date(2025, 9, 30))
    """
    if month:
        number = int(parse_number(month) or 0)
        exact = int(parse_number(day) or 0) if day else _PARTS.get(part or "")
        return last_day(year, number, exact)
    part = part or ""
    quarter = next((m for q, m in _QUARTERS.items() if q in part), None)
    if "季度" in part and quarter:
        return last_day(year, quarter)
    return last_day(year, 6 if part.startswith("上半年") else _DECEMBER)


def later(start: date, count: float, unit: str, working_days: WorkingDays | None = None) -> date:
    """Return the day a term ends that begins on ``start``.

    Without a function for working days, Saturdays and Sundays alone are left out.

    Examples
    --------
    >>> later(date(2025, 1, 31), 1, "个月"), later(date(2025, 3, 14), 2, "个工作日")
    (datetime.date(2025, 2, 28), datetime.date(2025, 3, 18))
    """
    months = _MONTHS.get(unit)
    if months is not None:
        return _months_later(start, round(count * months))
    if "工作日" in unit:
        return (working_days or _weekdays_later)(start, round(count))
    return start + timedelta(days=round(count * _DAYS.get(unit, 1)))


def _months_later(start: date, months: int) -> date:
    year, month = divmod(start.year * _DECEMBER + start.month - 1 + months, _DECEMBER)
    return last_day(year, month + 1, start.day) or date.max


def _weekdays_later(start: date, count: int) -> date:
    day = start
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < _WEEK
    return day
