"""Numbers as officials write them: 1.2萬, 三百二十, 二〇二五, 百分之三點五, 三分之一, 七成半.

Pure functions over plain text; every one runs in time linear in its input, and a run of digits
too long to be a number is none.
"""

import re
from decimal import Decimal

_DIGITS = {letter: value for value, letter in enumerate("零一二三四五六七八九")}
_DIGITS |= {"〇": 0, "○": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_LONGEST = 24  # characters of the longest number that anybody writes
_HUNDRED = Decimal(100)

ARABIC = r"\d{1,3}(?:[,，]\d{3}){1,5}(?:\.\d{1,8})?|\d{1,15}(?:\.\d{1,8})?"
_SHORT_HAN = r"[零〇○一二两三四五六七八九十百千万亿]{1,24}"
HAN = r"[零〇○一二两三四五六七八九十百千万亿]+"
NUMBER = (
    rf"(?:(?:(?:{ARABIC})\s?[百千]?[万亿]{{1,2}}){{1,3}}|\d{{1,8}}\.\s\d{{1,2}}(?=\s?%)|(?:{ARABIC})"
    rf"|{_SHORT_HAN}(?:点{_SHORT_HAN})?)"
)
SHARE = (
    rf"(?:百分之(?:{NUMBER})|千分之(?:{NUMBER})|[一二两三四五六七八九十\d]{{1,3}}分之{HAN}"
    r"|[一二两三四五六七八九](?:成(?:半|[一二三四五六七八九](?![零〇一二三四五六七八九十\d]))?)(?![立功员本熟效分就为长果绩交])"
    r"|\d成(?![立功员本熟效分就为长果绩交])|(?<![一\d])一半(?!以?[径])|(?:过|近|超)?半数)"
)
_ARABIC_PART = re.compile(r"(\d+(?:\.\d+)?)([百千]?[万亿]{0,2})")
_PLACES = re.compile(r"[十百千万亿]")


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
    >>> [str(parse_number(words)) for words in ("两千零五十", "一万亿", "三点五", "半")]
    ['2050', '1000000000000', '3.5', '0.5']
    >>> parse_number("1亿2000万"), parse_number("两万五"), parse_number("一百零二")
    (Decimal('120000000'), Decimal('25000'), Decimal('102'))
    """
    words = words.replace(",", "").replace("，", "").replace(" ", "")
    if not words or len(words) > _LONGEST:
        return None
    if words == "半":
        return Decimal("0.5")
    if words[0].isascii():
        return _arabic(words)
    whole, point, decimals = words.partition("点")
    if not re.fullmatch(HAN, whole):
        return None
    value = _digits_in_a_row(whole) or _han(whole)
    return value + _decimals(decimals) if point and _is_digits(decimals) else _unless(point, value)


def parse_share(words: str) -> Decimal | None:
    """Return a share in per cent; None where the words are no share.

    Examples
    --------
    >>> [str(parse_share(w)) for w in ("百分之三点五", "七成半", "九成五", "一半", "千分之五")]
    ['3.5', '75', '95', '50', '0.5']
    >>> parse_share("三分之一"), parse_share("三成立")
    (Decimal('33.33'), None)
    """
    if "半数" in words or words == "一半":
        return Decimal(50)
    per, of, part = words.partition("分之")
    if of:
        return _fraction(per, part)
    match = re.fullmatch(r"(.)成(半|[一二三四五六七八九])?", words)
    tenths = parse_number(match[1]) if match else None
    if match is None or tenths is None:
        return None
    more = match[2]
    return tenths * 10 + (5 if more == "半" else _DIGITS[more] if more else 0)


def _fraction(per: str, part: str) -> Decimal | None:
    whole = {"百": _HUNDRED, "千": _HUNDRED * 10}.get(per) or parse_number(per)
    value = parse_number(part)
    if not whole or value is None:
        return None
    share = value * _HUNDRED / whole
    return share if per in {"百", "千"} else share.quantize(Decimal("0.01")).normalize() + 0


def _arabic(words: str) -> Decimal | None:
    total, position = Decimal(0), 0
    while match := _ARABIC_PART.match(words, position):
        total += Decimal(match[1]) * _multiple(match[2])
        position = match.end()
        if not match[2]:
            break
    return total if position == len(words) else None


def _unless(point: str, value: Decimal) -> Decimal | None:
    return None if point else value


def _is_digits(words: str) -> bool:
    return bool(words) and all(letter in _DIGITS for letter in words)


def _decimals(words: str) -> Decimal:
    return Decimal("0." + "".join(str(_DIGITS[letter]) for letter in words))


def _multiple(words: str) -> int:
    product = 1
    for letter in words:
        product *= _TENS.get(letter) or _MYRIADS[letter]
    return product


def _digits_in_a_row(words: str) -> Decimal | None:
    """Read 二〇二五 digit by digit."""
    if len(words) < 2 or not _is_digits(words):  # noqa: PLR2004
        return None
    return Decimal("".join(str(_DIGITS[letter]) for letter in words))


def _han(words: str) -> Decimal:
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
    return Decimal(total + section + digit * _place_of_last(words))


def _place_of_last(words: str) -> int:
    """Return what the last digit counts: in 两万五 thousands, in 一百二 tens, else ones."""
    if len(words) < 3 or not _PLACES.match(words[-2]) or words[-2] == "十":  # noqa: PLR2004
        return 1
    return (_TENS.get(words[-2]) or _MYRIADS[words[-2]]) // 10
