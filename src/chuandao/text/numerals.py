"""Numbers as officials write them: 1.2萬, 三百二十, 二〇二五, 百分之三十, 九成五, 一半."""

import re
from decimal import Decimal

_DIGITS = {letter: value for value, letter in enumerate("零一二三四五六七八九")}
_DIGITS |= {"〇": 0, "○": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}

ARABIC = r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
HAN = r"[零〇○一二两三四五六七八九十百千万亿]+"
NUMBER = rf"(?:(?:{ARABIC})\s?(?:[百千]?[万亿])?|{HAN})"


def parse_number(words: str) -> Decimal | None:
    """Return the value of a number in Arabic, Chinese or mixed digits; None where it is none.

    Parameters
    ----------
    words : str
        In plain form (see `plain`): thousands separators are read, 万 and 亿 multiply.

    Examples
    --------
    >>> parse_number("1.2万"), parse_number("三百二十"), parse_number("1,234.5")
    (Decimal('12000.0'), Decimal('320'), Decimal('1234.5'))
    >>> parse_number("十五"), parse_number("二〇二五"), parse_number("产业")
    (Decimal('15'), Decimal('2025'), None)
    """
    words = words.replace(",", "").replace("，", "").replace(" ", "")
    match = re.fullmatch(r"(\d+(?:\.\d+)?)([百千]?[万亿]?)", words)
    if match:
        return Decimal(match[1]) * _multiple(match[2])
    if not re.fullmatch(HAN, words):
        return None
    return _digits_in_a_row(words) or _han(words)


def _multiple(words: str) -> int:
    product = 1
    for letter in words:
        product *= _TENS.get(letter) or _MYRIADS[letter]
    return product


def _digits_in_a_row(words: str) -> Decimal | None:
    """Read 二〇二五 digit by digit."""
    if len(words) < 2 or any(letter not in _DIGITS for letter in words):  # noqa: PLR2004
        return None
    return Decimal("".join(str(_DIGITS[letter]) for letter in words))


def _han(words: str) -> Decimal | None:
    total = section = digit = 0
    for letter in words:
        if letter in _DIGITS:
            digit = _DIGITS[letter]
        elif letter in _TENS:
            section += (digit or 1) * _TENS[letter]
            digit = 0
        else:
            lower = total % _MYRIADS[letter]  # what the 万 or 亿 multiplies: 两亿|三千万, 一万|亿
            total += (lower + section + digit or 1) * _MYRIADS[letter] - lower
            section = digit = 0
    return Decimal(total + section + digit)
