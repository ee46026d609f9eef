"""From when and until when a document is in force, and the meeting that decided it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from chuandao.text.layout.layout import Line
from chuandao.text.numbers.numerals import HAN, parse_number
from chuandao.text.times.dates import find_dates

_FROM = re.compile(
    r"自\s*(?:(?P<today>(?:印发|发布|公布|颁布|下发|发文)之日)|(?P<day>[^。；，自]{6,20}?日))\s*(?:起\s*)?"
    r"(?:正式)?(?:施行|实施|执行|生效)"
)
_FROM_DAYS = re.compile(
    rf"自(?:印发|发布|公布)之日起\s*(?P<days>\d{{1,3}}|{HAN})\s*日后(?:施行|实施|执行)"
)
_FOR_YEARS = re.compile(rf"有效期(?:限)?(?:为)?\s*(?P<years>\d{{1,2}}|{HAN})\s*年")
_UNTIL = re.compile(
    r"(?:有效期(?:限)?(?:截?至|到|为[^。；，]{0,24}?至)|有效期[^。；，]{0,4}至|执行至|失效日期[:：]?)\s*(?P<day>\d{4}[^。；，]{2,9}日)"
)
_DECIDED = re.compile(r"(\d{4}年\d{1,2}月\d{1,2}日)[^。；\n]{0,60}?(?:会议|主持|召开)")
_PASSED = re.compile(r"通过|审议|会议")
_PASSED_AT = re.compile(
    r"(?:已经|已由|业经|业已|经|已)(?:于)?\s*(?P<day>\d{4}年\d{1,2}月\d{1,2}日)[^。；，,]{2,40}"
    r"(?:会议|全会|常委会|党组会)[^。；，]{0,10}(?:通过|审定|同意|研究)"
)
_MET = re.compile(r"^(?:会议)?时\s*间\s*[:：]")
_MINUTES_OPENING = 400


@dataclass(frozen=True)
class Stated:
    """A day that a document states, with its place; ``day`` None where it cannot be told."""

    day: date | None
    start: int
    end: int


def effective(lines: Iterable[Line], dated: date | None) -> Stated | None:
    """Return from when the document is in force: 自2025年4月1日起施行, 自印发之日起.

    Examples
    --------
    >>> effective([Line(0, 18, "本办法自2025年4月1日起施行。")], None).day
    datetime.date(2025, 4, 1)
    """
    for line in lines:
        found = _FROM.search(line.words)
        if not found or _FROM_DAYS.search(line.words) or "《" in line.words[: found.start()][-40:]:
            continue
        days = find_dates(found["day"] or "")
        day = dated if found["today"] else (days[0][0] if days else None)
        return Stated(day, line.start + found.start(), line.start + found.end())
    return None


def expires(lines: Iterable[Line], begins: date | None) -> Stated | None:
    """Return until when it is in force: the last day of 有效期三年 from the day it begins.

    Examples
    --------
    >>> expires([Line(0, 6, "有效期3年。")], date(2025, 4, 1)).day
    datetime.date(2028, 3, 31)
    """
    for line in lines:
        until, years = _UNTIL.search(line.words), _FOR_YEARS.search(line.words)
        if until:
            days = find_dates(until["day"])
            last = days[0][0] if days else None
            return Stated(last, line.start + until.start(), line.start + until.end())
        if years:
            last = _after(begins, int(parse_number(years["years"]) or 0))
            return Stated(last, line.start + years.start(), line.start + years.end())
    return None


def decided(lines: Iterable[Line], kind: str) -> Stated | None:
    """Return the day of the meeting: the time of minutes, or who passed the document and when."""
    read = 0
    for line in lines:
        days = find_dates(line.words)
        passed = line.role == "dateline" and _PASSED.search(line.words)
        if days and (_MET.match(line.words) or passed):
            return Stated(days[0][0], line.start + days[0][1], line.start + days[0][2])
        met = _PASSED_AT.search(line.words) if line.role == "body" else None
        if met and (day := find_dates(met["day"])):
            return Stated(day[0][0], line.start + met.start("day"), line.start + met.end("day"))
        if kind == "minutes" and line.role == "body" and read < _MINUTES_OPENING:
            read += len(line.words)
            if days and _DECIDED.search(line.words):
                return Stated(days[0][0], line.start + days[0][1], line.start + days[0][2])
    return None


def _after(begins: date | None, years: int) -> date | None:
    """Return the last day of some years from a day on."""
    if begins is None or not years or begins.year + years > date.max.year:
        return None
    try:
        same = begins.replace(year=begins.year + years)
    except ValueError:  # the 29th of February
        return begins.replace(year=begins.year + years, day=28)
    return date.fromordinal(same.toordinal() - 1)
