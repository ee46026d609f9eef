"""Dates, months and instants in the forms offices write."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone

from chuandao.sources.tables.cells.outcome import BadCellError, Cell, half_width

_CHINESE = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号號]?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?")
_COMPACT_MONTH = re.compile(r"(\d{4})(0[1-9]|1[0-2])")
_CLOCK = re.compile(
    r"(\d{1,2})\s*[:时時点點]\s*(?:(\d{1,2})\s*[:分]?\s*)?(?:(\d{1,2})(?:\.(\d+))?\s*秒?)?"
)
_ZONE = re.compile(r"(.*?)\s*(Z|z|[-+]\d{2}:?\d{2})$")
_SERIAL = re.compile(r"([2-7]\d{4})(\.\d+)?")
_EPOCH = date(1899, 12, 30)
_MIDNIGHT = re.compile(r"(.*\S)[T\s]+0{1,2}:00(?::00(?:\.0+)?)?")
_TENS = re.compile(r"([一二三]?)十([一二三四五六七八九]?)")
_DIGIT = {"": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


def read_date(text: str) -> Cell[date]:
    """Return a date; a spreadsheet's serial number is read as one, and said.

    Raises
    ------
    BadCellError
        ``bad_date``; ``date_incomplete`` for a month or a year; ``no_such_day`` for 30 February.

    Examples
    --------
    >>> [read_date(t).value.isoformat() for t in ("2025/3/1", "2025年3月1日", "2025.3.1")]
    ['2025-03-01', '2025-03-01', '2025-03-01']
    >>> read_date("二〇二五年三月十二日").value.isoformat()
    '2025-03-12'
    >>> read_date("45717")
    Cell(value=datetime.date(2025, 3, 1), remark='serial_date')
    """
    plain = _plain(text)
    if midnight := _MIDNIGHT.fullmatch(plain):
        plain = midnight[1]
    if found := _DATE.fullmatch(plain) or _COMPACT.fullmatch(plain):
        return Cell(_day(int(found[1]), int(found[2]), int(found[3])))
    if serial := _SERIAL.fullmatch(plain):
        return Cell(_EPOCH + timedelta(days=int(serial[1])), "serial_date")
    if re.fullmatch(r"\d{4}年?", plain) or _MONTH.fullmatch(plain):
        raise BadCellError("date_incomplete")
    raise BadCellError("bad_date")


def read_month(text: str) -> Cell[date]:
    """Return a month as its first day.

    Examples
    --------
    >>> [read_month(t).value.isoformat() for t in ("2025-03", "2025年3月", "202503")]
    ['2025-03-01', '2025-03-01', '2025-03-01']
    """
    plain = _plain(text)
    if found := _MONTH.fullmatch(plain) or _COMPACT_MONTH.fullmatch(plain):
        return Cell(_day(int(found[1]), int(found[2]), 1, "bad_month"))
    try:
        return Cell(read_date(plain).value.replace(day=1))  # type: ignore[union-attr]
    except BadCellError as error:
        raise BadCellError("bad_month") from error


def read_instant(text: str) -> Cell[datetime]:
    """Return date and time: in UTC where an offset is given, else naive (the case's own time).

    Examples
    --------
    >>> read_instant("2025-03-01T08:30+08:00").value.isoformat()
    '2025-03-01T00:30:00+00:00'
    >>> read_instant("2025年3月1日 8时30分").value.isoformat()
    '2025-03-01T08:30:00'
    """
    plain = _plain(text)
    plain, offset = _offset(plain)
    day, clock = _split(plain)
    moment = datetime.combine(day, clock)
    if offset is None:
        return Cell(moment)
    return Cell(moment.replace(tzinfo=offset).astimezone(UTC))


def _plain(text: str) -> str:
    plain = half_width(text)
    if not any(sign in plain for sign in "〇○零一二三四五六七八九十"):
        return plain
    tens = _TENS.sub(lambda m: str((_DIGIT[m[1]] or 1) * 10 + _DIGIT[m[2]]), plain)
    return tens.translate(_CHINESE)


def _day(year: int, month: int, day: int, code: str = "no_such_day") -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise BadCellError(code) from error


def _offset(plain: str) -> tuple[str, timezone | None]:
    found = _ZONE.fullmatch(plain)
    if not found or ":" not in found[1]:
        return plain, None
    if found[2] in "Zz":
        return found[1], UTC
    sign = -1 if found[2][0] == "-" else 1
    hours, minutes = int(found[2][1:3]), int(found[2][-2:])
    if hours > 23 or minutes > 59:  # noqa: PLR2004  # the clock's own numbers
        raise BadCellError("bad_instant")
    return found[1], timezone(sign * timedelta(hours=hours, minutes=minutes))


def _split(plain: str) -> tuple[date, time]:
    found = re.fullmatch(rf"({_DATE.pattern}|\d{{8}})[T\s]*(.*)", plain)
    if not found:
        serial = _SERIAL.fullmatch(plain)
        if serial:
            return _serial_moment(plain)
        raise BadCellError("bad_instant")
    rest = found[found.re.groups]
    day = read_date(found[1]).value
    if day is None:
        raise BadCellError("bad_instant")
    return day, _clock(rest)


def _serial_moment(plain: str) -> tuple[date, time]:
    seconds = round(float(plain) * 86400)
    moment = datetime.combine(_EPOCH, time()) + timedelta(seconds=seconds)
    return moment.date(), moment.time()


def _clock(rest: str) -> time:
    if not rest:
        return time()
    found = _CLOCK.fullmatch(rest)
    if not found:
        raise BadCellError("bad_instant")
    try:
        micro = int((found[4] or "").ljust(6, "0")[:6])
        return time(int(found[1]), int(found[2] or 0), int(found[3] or 0), micro)
    except ValueError as error:
        raise BadCellError("bad_instant") from error
