"""When, in English: by the end of June 2026, within 30 days, each quarter, from 1 May 2025."""

import re
from collections.abc import Iterator
from datetime import date

from chuandao.text.times.spans_of_time import last_day, later

Term = tuple[str, str, date | None, tuple[int, int], int]

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_LATIN = re.compile(r"[A-Za-z]{2}")
_MONTH = "|".join(_MONTHS)
_DAY = r"(?:the\s)?(\d{1,2})(?:st|nd|rd|th)?"
_MONTHLY = re.compile(
    r"\bby\sthe\s(?:\d{1,2}(?:st|nd|rd|th)|first|fifth|tenth|fifteenth|last)\s(?:working\s)?day\sof\s(?:each"
    r"|every)\s(month|quarter|year|week)\b",
    re.IGNORECASE,
)
_COUNTS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10,
    "fifteen": 15, "twenty": 20, "thirty": 30, "sixty": 60, "ninety": 90, "a": 1, "an": 1,
}  # fmt: skip
_COUNT = rf"(\d{{1,3}}|{'|'.join(_COUNTS)})"
_ON = re.compile(
    rf"\b(?:(by|before|until|no later than|not later than|from|as of|as from|starting"
    rf"|on|at|in|with effect from)\s)"
    rf"(?:(?:the\s)?(end|close|beginning|middle|start)\sof\s|end-|mid-|late\s|early\s)?"
    rf"(?:{_DAY}\s(?:of\s)?({_MONTH})(?:,?\s(\d{{4}}))?|({_MONTH})(?:\s(\d{{1,2}})(?:st"
    rf"|nd|rd|th)?)?(?:,?\s(\d{{4}}))?"
    rf"|(?:the\s)?(first|second|third|fourth|last)\s(quarter|half)\sof\s(\d{{4}})"
    rf"|(20\d\d|this year|next year|the year))\b"
    rf"(\sonwards?)?",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    rf"\bwithin\s{_COUNT}\s(working\sdays?|business\sdays?|days?|weeks?|months?|years?|hours?)\b"
    rf"(\s(?:of|after|from)\s(?:[a-z]+\s?){{1,8}})?",
    re.IGNORECASE,
)
_EACH = re.compile(
    r"\b(?:(?:each|every)\s(six\smonths|three\smonths|two\smonths|day|week|month"
    r"|quarter|half[- ]year|year)"
    r"|(?:on a\s)?(daily|weekly|monthly|quarterly|half-yearly|twice a year|biannually"
    r"|annually|yearly)(?:\sbasis)?"
    r"|(?:once|twice)\s(?:a|per)\s(week|month|quarter|year))\b(?!\s(?:income|output"
    r"|rate|budget|report|plan|meeting|bulletin))",
    re.IGNORECASE,
)
_RHYTHM = {
    "day": "day", "daily": "day", "week": "week", "weekly": "week", "month": "month",
    "monthly": "month", "three months": "quarter", "quarter": "quarter", "quarterly": "quarter",
    "six months": "half-year", "half-year": "half-year", "half year": "half-year",
    "half-yearly": "half-year", "twice a year": "half-year", "biannually": "half-year",
    "year": "year", "annually": "year", "yearly": "year", "two months": "2 months",
}  # fmt: skip
_UNITS = {"day": "日", "week": "周", "month": "个月", "year": "年"}
_QUARTER = {"first": 3, "second": 6, "third": 9, "fourth": 12, "last": 12}
_ISSUED = re.compile(
    r"\b(?:issu|publication|promulgation|this notice|entry into force)", re.IGNORECASE
)


def english_terms(words: str, dated: date | None) -> Iterator[Term]:
    """Yield (kind, value, last day, span, nominal days) of the deadlines of an English text.

    Examples
    --------
    >>> [t[1] for t in english_terms("from 1 May 2025, within 30 days of receipt", None)]
    ['from 2025-05-01', 'within 30 days']
    """
    if not _LATIN.search(words):
        return
    for match in _ON.finditer(words):
        term = _on(match, dated)
        if term:
            yield term
    for match in _MONTHLY.finditer(words):
        yield "each", f"each {match[1].lower()}", None, match.span(), 0
    for match in _WITHIN.finditer(words):
        yield _within(match, dated)
    for match in _EACH.finditer(words):
        name = (match[1] or match[2] or match[3]).lower()
        yield "each", f"each {_RHYTHM[' '.join(name.split())]}", None, match.span(), 0


def _on(match: re.Match[str], dated: date | None) -> Term | None:
    word, edge = match[1].lower(), (match[2] or "").lower()
    year, month, day = _parts(match, dated)
    if year is None:
        return None
    if word in {"in", "on", "at"} and not (edge or month):
        return None
    last = last_day(year, month or 12, day or (15 if edge == "middle" else None))
    if last is None or (dated and last < dated) or (word == "before" and not month and not dated):
        return None
    if word in {"from", "as of", "as from", "starting", "with effect from"} or match[13]:
        first = last if day else last.replace(day=1, month=last.month if month else 1)
        return "from", f"from {first.isoformat()}", None, match.span(), 0
    kind = "at" if word in {"on", "at"} and day else "by"
    return kind, f"{kind} {last.isoformat()}", last, match.span(), 0


def _parts(match: re.Match[str], dated: date | None) -> tuple[int | None, int | None, int | None]:
    name = (match[4] or match[6] or "").lower()
    month = _MONTHS.index(name) + 1 if name else None
    day = match[3] or match[7]
    year_word = (match[5] or match[8] or match[11] or match[12] or "").lower()
    if match[9]:
        quarter = {"first": 6}.get(match[9].lower(), 12)
        month = quarter if match[10].lower() == "half" else _QUARTER[match[9].lower()]
    if year_word.isdigit():
        return int(year_word), month, int(day) if day else None
    if dated is None or (not year_word and not month):
        return None, month, None
    year = dated.year + (year_word == "next year")
    if not year_word and month and month < dated.month:
        year += 1
    return year, month, int(day) if day else None


def _within(match: re.Match[str], dated: date | None) -> Term:
    count = int(match[1]) if match[1].isdigit() else _COUNTS[match[1].lower()]
    unit = match[2].lower()
    event = match[3] or ""
    issued = not event or _ISSUED.search(event)
    if dated is None or not issued or "hour" in unit or dated.year > date.max.year - 1001:
        end = match.start(3) if event else match.end()
        return "within", f"within {count} {unit}", None, (match.start(), end), 0
    name = "个工作日" if "working" in unit or "business" in unit else _UNITS[unit.rstrip("s")]
    day = later(dated, count, name)
    return "by", f"by {day.isoformat()}", day, match.span(), (day - dated).days
