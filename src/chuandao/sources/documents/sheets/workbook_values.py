"""What a cell of a workbook shows: its value in its number format."""

import re
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache

_DATES = {
    **dict.fromkeys((14, 15, 16, 17), "yyyy-m-d"),
    22: "yyyy-m-d h:mm",
    **dict.fromkeys((27, 36, 50, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 54, 58), 'm"月"d"日"'),
    30: "yyyy-m-d",
    31: 'yyyy"年"m"月"d"日"',
    **dict.fromkeys((52,), 'yyyy"年"m"月"'),
    53: 'm"月"d"日"',
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56), "h:mm"),
}
_NUMBERS = {2: "0.00", 4: "#,##0.00", 9: "0%", 10: "0.00%", 39: "0.00", 40: "0.00"}
_QUOTED = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|_.|\*.')
_YEAR, _MONTH, _DAY, _HOUR = (re.compile(sign, re.IGNORECASE) for sign in "ymdh")
_DECIMALS = re.compile(r"\.(0+)")
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - days on paper
_LAST_DAY = 2_958_465  # 9999-12-31


def shown(value: str, number_format: str, *, from_1904: bool = False) -> str:
    """Return what a numeric cell shows.

    Dates are written in Chinese where their format is (2025年6月30日), else as 2025-06-30;
    shares keep their per cent; other numbers are written plainly.

    Examples
    --------
    >>> shown("45838", 'yyyy"年"m"月"d"日"'), shown("0.85", "0%"), shown("1200.50", "General")
    ('2025年6月30日', '85%', '1200.5')
    """
    try:
        number = float(value)
    except ValueError:
        return value
    signs, literal = _parts(number_format.partition(";")[0])
    if _is_date(signs):
        return _date(number, signs, literal, from_1904=from_1904) or _plain(number)
    if "%" in signs:
        return f"{_plain(number * 100)}%"
    if decimals := _DECIMALS.search(signs):
        return f"{number:.{len(decimals[1])}f}"
    return _plain(number)


def format_of(identifier: int, own: dict[int, str]) -> str:
    """Return the number format of an identifier: the file's own, else the one built in."""
    return own.get(identifier) or _DATES.get(identifier) or _NUMBERS.get(identifier) or "General"


@cache
def _parts(number_format: str) -> tuple[str, str]:
    """Return the signs of a format, and the words that stand in it."""
    words = "".join("".join(match) for match in _QUOTED.findall(number_format))
    return _QUOTED.sub("", number_format), words + number_format


def _is_date(signs: str) -> bool:
    bare = signs.replace("General", "").replace("AM/PM", "")
    return bool(_YEAR.search(bare) or _DAY.search(bare) or _HOUR.search(bare)) and "0" not in bare


def _date(number: float, signs: str, words: str, *, from_1904: bool) -> str:
    if not 0 <= number <= _LAST_DAY:
        return ""
    moment = (_EPOCH_1904 if from_1904 else _EPOCH) + timedelta(days=number)
    moment = (moment + timedelta(milliseconds=500)).replace(microsecond=0)
    day = _chinese_day(moment, signs) if "年" in words or "月" in words else _iso_day(moment, signs)
    time = f"{moment:%H:%M}" if _HOUR.search(signs) else ""
    return " ".join(filter(None, (day, time)))


def _chinese_day(moment: datetime, signs: str) -> str:
    year = f"{moment.year}年" if _YEAR.search(signs) else ""
    month = f"{moment.month}月" if _MONTH.search(signs) else ""
    return year + month + (f"{moment.day}日" if _DAY.search(signs) else "")


def _iso_day(moment: datetime, signs: str) -> str:
    if not (_YEAR.search(signs) or _DAY.search(signs)):
        return ""
    year = f"{moment:%Y}-" if _YEAR.search(signs) else ""
    return f"{year}{moment:%m}" + (f"-{moment:%d}" if _DAY.search(signs) else "")


def _plain(number: float) -> str:
    """Return a number with the 15 digits that a workbook holds, never in powers of ten."""
    written = f"{number:.15g}"
    if "e" not in written:  # also infinite, or none
        return written
    return format(Decimal(written), "f")
