"""Numbers as offices write them: grouped, full-width, in 万元, per cent, in brackets."""

import re
from decimal import ROUND_HALF_EVEN, Context, Decimal

from chuandao.sources.tables.cells.outcome import BadCellError, Cell, half_width

MONEY_UNITS = {
    "元": 1,
    "yuan": 1,
    "rmb": 1,
    "cny": 1,
    "千元": 10**3,
    "万": 10**4,
    "万元": 10**4,
    "萬": 10**4,
    "萬元": 10**4,
    "百万元": 10**6,
    "百萬元": 10**6,
    "千万元": 10**7,
    "千萬元": 10**7,
    "亿": 10**8,
    "亿元": 10**8,
    "億": 10**8,
    "億元": 10**8,
}
_LARGEST = Decimal(10) ** 16
_LARGEST_INTEGER = 2**63
_CENT = Decimal("0.01")
_ARTEFACT = Decimal("0.000001")
_WIDE = Context(prec=60)
_PLAIN = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)")
_GROUPED = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d*)?")
_SPACED = re.compile(r"[-+]?\d{1,3}(?: \d{3})+(?:\.\d*)?")
_SCIENTIFIC = re.compile(r"[-+]?\d+(?:\.\d+)?[eE][-+]?\d+")
_IN_BRACKETS = re.compile(r"\((.*)\)")
_MONEY = re.compile(r"[¥￥]?\s*([-+]?[\d,. ]*\d\.?)\s*([千百]?[万萬]?[亿億]?元?)")


def decimal_of(text: str, code: str = "bad_number") -> Decimal:
    """Return the number a text writes, exactly.

    Raises
    ------
    BadCellError
        With ``code``; with ``bad_grouping`` where commas stand in odd places.

    Examples
    --------
    >>> decimal_of("１，２３４．５０"), decimal_of("(1,234)"), decimal_of("−3")
    (Decimal('1234.50'), Decimal('-1234'), Decimal('-3'))
    """
    plain = half_width(text).replace("−", "-")
    if bracketed := _IN_BRACKETS.fullmatch(plain):
        plain = f"-{bracketed[1]}"
    if _GROUPED.fullmatch(plain) or _SPACED.fullmatch(plain):
        plain = plain.replace(",", "").replace(" ", "")
    if _PLAIN.fullmatch(plain):
        return Decimal(plain)
    raise BadCellError("bad_grouping" if _PLAIN.fullmatch(plain.replace(",", "")) else code)


def read_number(text: str) -> Cell[float]:
    """Return a number; an exponent is allowed, a percent sign is not.

    Examples
    --------
    >>> read_number("1,234.5").value, read_number("1e-3").value
    (1234.5, 0.001)
    """
    plain = half_width(text)
    if _SCIENTIFIC.fullmatch(plain):
        value = float(plain)
        if value in (float("inf"), float("-inf")):
            raise BadCellError("too_large")
        return Cell(value)
    return Cell(float(decimal_of(plain)))


def read_integer(text: str) -> Cell[int]:
    """Return a whole number; ``12.0`` is one, ``12.5`` is not.

    Examples
    --------
    >>> read_integer("1,200").value, read_integer("12.0").value
    (1200, 12)
    """
    value = decimal_of(text, "bad_integer")
    if value != value.to_integral_value():
        raise BadCellError("bad_integer")
    if abs(value) >= _LARGEST_INTEGER:
        raise BadCellError("too_large")
    return Cell(int(value))


def read_money(text: str, factor: int = 1) -> Cell[Decimal]:
    """Return an amount in yuan with two decimals, exactly.

    Parameters
    ----------
    text : str
        A unit in the cell itself (``120万元``) goes before that of the heading.
    factor : int
        Yuan in one unit of the heading: 10 000 for 万元.

    Examples
    --------
    >>> read_money("1,234.50").value, read_money("1.23456", 10_000).value
    (Decimal('1234.50'), Decimal('12345.60'))
    >>> read_money("120万元")
    Cell(value=Decimal('1200000.00'), remark='unit_in_cell')
    """
    plain = half_width(text).replace("−", "-")
    if _SCIENTIFIC.fullmatch(plain):
        raise BadCellError("digits_lost")
    sign, plain = _unbracketed(plain)
    found = _MONEY.fullmatch(plain)
    if not found or (found[2] and found[2] not in MONEY_UNITS):
        raise BadCellError("bad_grouping" if _is_misgrouped(plain) else "bad_money")
    own = MONEY_UNITS[found[2]] if found[2] else factor
    value = sign * decimal_of(found[1], "bad_money") * own
    return _to_cents(value, "unit_in_cell" if own not in (1, factor) else "")


def read_percent(text: str) -> Cell[float]:
    """Return a percentage (0–100); ``85%`` and ``85`` are the same.

    Examples
    --------
    >>> read_percent("85%").value, read_percent("85").value
    (85.0, 85.0)
    """
    return Cell(float(decimal_of(half_width(text).removesuffix("%"), "bad_percent")))


def read_share(text: str) -> Cell[float]:
    """Return a share (0–1); ``85%`` is 0.85, a bare 85 is refused rather than guessed.

    Examples
    --------
    >>> read_share("85%").value, read_share("0.85").value
    (0.85, 0.85)
    """
    plain = half_width(text)
    if plain.endswith("%"):
        value = decimal_of(plain[:-1], "bad_share") / 100
    else:
        value = decimal_of(plain, "bad_share")
    if not 0 <= value <= 1:
        raise BadCellError("share_out_of_range")
    return Cell(float(value))


def _unbracketed(plain: str) -> tuple[int, str]:
    bracketed = _IN_BRACKETS.fullmatch(plain)
    return (-1, bracketed[1]) if bracketed else (1, plain)


def _is_misgrouped(plain: str) -> bool:
    return "," in plain and bool(_PLAIN.fullmatch(plain.replace(",", "")))


def _to_cents(value: Decimal, remark: str) -> Cell[Decimal]:
    if abs(value) >= _LARGEST:
        raise BadCellError("too_large")
    cents = value.quantize(_CENT, rounding=ROUND_HALF_EVEN, context=_WIDE)
    return Cell(cents, "rounded_to_cents" if abs(cents - value) > _ARTEFACT else remark)
