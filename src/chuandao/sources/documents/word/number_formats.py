"""A count in the words of a number format (w:numFmt of ECMA-376, as Word writes it)."""

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_PLACES = ("", "拾", "佰", "仟")
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    )
)
_MYRIAD = 10_000
_HUNDRED = 100
_TEN = 10
_TWENTY = 20
_LARGEST_ROMAN = 32_767
_LETTER_TURNS = 30


def write_number(count: int, number_format: str) -> str:
    """Return a count as a list writes it.

    Parameters
    ----------
    count : int
    number_format : str
        A ``w:numFmt``; one that is not known is written in decimal digits.

    Examples
    --------
    >>> [write_number(12, name) for name in ("chineseCounting", "lowerRoman", "upperLetter")]
    ['十二', 'xii', 'L']
    >>> write_number(105, "chineseCountingThousand"), write_number(5, "decimalEnclosedCircle")
    ('一百零五', '⑤')
    """
    writer = _WRITERS.get(number_format)
    return writer(count) if writer and count >= 0 else str(count)


def is_known(number_format: str) -> bool:
    """Return whether a number format is written as the word processor writes it."""
    return number_format in _WRITERS


def _letters(count: int) -> str:
    """Give a … z, aa, bb … zz, aaa, as word processors do."""
    turns, place = divmod(count - 1, 26)
    return (
        chr(ord("a") + place) * (turns + 1) if count > 0 and turns < _LETTER_TURNS else str(count)
    )


def _roman(count: int) -> str:
    if not 0 < count <= _LARGEST_ROMAN:
        return str(count)
    written = ""
    for worth, sign in _ROMAN:
        times, count = divmod(count, worth)
        written += sign * times
    return written


def _positional(digits: str) -> Callable[[int], str]:
    return lambda count: "".join(digits[int(digit)] for digit in str(count))


def _short(zero: str) -> Callable[[int], str]:
    """Give ten, eleven … ninety-nine in words; from a hundred on, digit by digit."""
    digits = zero + _DIGITS[1:]
    return lambda count: (
        _in_words(count, digits, _PLACES) if 0 < count < _HUNDRED else _positional(digits)(count)
    )


def _thousands(zero: str) -> Callable[[int], str]:
    return lambda count: _in_words(count, zero + _DIGITS[1:], _PLACES)


def _in_words(count: int, digits: str, places: tuple[str, ...], *, bare_ten: bool = True) -> str:
    if not 0 < count < _MYRIAD:
        return _positional(digits)(count)
    padded = [int(digit) for digit in f"{count:04d}"]
    written = ""
    for place, digit in zip(reversed(places), padded, strict=True):
        written += digits[digit] + place if digit else digits[0]
    for run in (3, 2, 1):
        written = written.replace(digits[0] * (run + 1), digits[0])
    written = written.strip(digits[0])
    teen = bare_ten and _TEN <= count < _TWENTY
    return written.removeprefix(digits[1]) if teen else written


def _japanese(count: int) -> str:
    """Give hundreds and thousands without the digit one: 百十一."""
    written = _in_words(count, _DIGITS, _PLACES).replace(_DIGITS[0], "")
    for place in _PLACES[1:]:
        written = written.replace(_DIGITS[1] + place, place)
    return written if 0 < count < _MYRIAD else _positional(_DIGITS)(count)


def _legal(digits: str) -> Callable[[int], str]:
    return lambda count: _in_words(count, digits, _LEGAL_PLACES, bare_ten=False)


def _run_of(first: str, length: int) -> Callable[[int], str]:
    """Count through characters that follow one another; decimal digits beyond."""
    return lambda count: chr(ord(first) + count - 1) if 0 < count <= length else str(count)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda count: signs[count - 1] if 0 < count <= len(signs) else str(count)


def _ordinal(count: int) -> str:
    teen = count % _HUNDRED // _TEN == 1
    return f"{count}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(count % _TEN, 'th')}"


def _full_width(count: int) -> str:
    return "".join(chr(ord("０") + int(digit)) for digit in str(count))


_WRITERS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda count: f"{count:02d}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _run_of("①", 20),
    "decimalEnclosedCircleChinese": _run_of("①", 20),
    "decimalEnclosedParen": _run_of("⑴", 20),
    "decimalEnclosedFullstop": _run_of("⒈", 20),
    "numberInDash": lambda count: f"- {count} -",
    "ordinal": _ordinal,
    "lowerLetter": _letters,
    "upperLetter": lambda count: _letters(count).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
    "chineseCounting": _short("○"),
    "chineseCountingThousand": _thousands("零"),
    "chineseLegalSimplified": _legal(_LEGAL_DIGITS),
    "ideographDigital": _positional(_DIGITS),
    "japaneseDigitalTenThousand": _positional(_DIGITS),
    "japaneseCounting": _japanese,
    "japaneseLegal": _legal(_LEGAL_TRADITIONAL),
    "koreanDigital2": _positional("零" + _DIGITS[1:]),
    "taiwaneseCounting": _short("○"),
    "taiwaneseCountingThousand": _thousands("零"),
    "taiwaneseDigital": _positional("○" + _DIGITS[1:]),
    "ideographLegalTraditional": _legal(_LEGAL_TRADITIONAL),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographEnclosedCircle": _run_of("㊀", 10),
    "none": lambda _: "",
    "bullet": lambda _: "•",
}
