"""The day of a rhythm: 每年3月31日前 is each year by 03-31, 每月25日前 each month by 25."""

import re

from chuandao.text.numbers.numerals import parse_number
from chuandao.text.times.forms import RHYTHM
from chuandao.text.times.spans_of_time import end_of_part

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS_OF = {"quarter": 3, "half-year": 6, "year": 12}
_ENDS = frozenset("底末")
_NOT_LEAP = 2001
_RANGE = ("至", "到", "—", "-", "起", "~", "～")


def rhythm_value(match: re.Match[str]) -> str:
    """Return the common form of a match of ``EACH``: its rhythm, and its day where one is told.

    Examples
    --------
    >>> from chuandao.text.times.forms import EACH
    >>> [rhythm_value(EACH.match(w)) for w in ("每季度", "每年3月31日前", "每月底前", "每周五前")]
    ['each quarter', 'each year by 03-31', 'each month by end', 'each week by Friday']
    >>> rhythm_value(EACH.match("每季度末月25日前"))
    'each quarter by month 3 day 25'
    """
    unit = match["u"] or match["by"] or match["one"]
    rhythm = RHYTHM[unit]
    if match["n"]:
        months = int(parse_number(match["n"]) or 0)
        rhythm = {("月", 3): "quarter", ("月", 6): "half-year"}.get(
            (unit, months), f"{months} {rhythm}s"
        )
    ranged = match.string.startswith(_RANGE, match.end())
    day = "" if ranged or not match["at"] else _day(match, rhythm)
    return f"each {rhythm} by {day}" if day else f"each {rhythm}"


def _day(match: re.Match[str], rhythm: str) -> str:
    number = int(parse_number(match["dd"]) or 0) if match["dd"] else 0
    if match["wd"]:
        weekday = {"天": 6, "日": 6}.get(match["wd"], int(parse_number(match["wd"]) or 1) - 1)
        return _WEEKDAYS[weekday] if rhythm == "week" else ""
    if match["mo"] and rhythm == "year":
        last = end_of_part(_NOT_LEAP, match["mo"], match["dd"], match["part"])
        return f"{last:%m-%d}" if last else ""
    if match["which"] and number:
        return f"month {_month(match['which'], rhythm)} day {number}"
    if number:
        return str(number)
    return "end" if match["part"] in _ENDS else ""


def _month(words: str, rhythm: str) -> int:
    """Return which month of a quarter or half-year is meant: 首月, 末月, 第二个月."""
    if words.startswith(("末", "最后")):
        return _MONTHS_OF.get(rhythm, 1)
    return int(parse_number(re.sub(r"[第个月首]", "", words)) or 1)
