"""Sums of money in English: $2.5 million, EUR 3.5 million, 40 million yuan."""

import re
from collections.abc import Iterator
from decimal import Decimal

_CURRENCIES = {
    "us$": ("美元", "money_usd"), "$": ("美元", "money_usd"), "usd": ("美元", "money_usd"),
    "€": ("欧元", "money_eur"), "eur": ("欧元", "money_eur"), "euro": ("欧元", "money_eur"),
    "euros": ("欧元", "money_eur"), "hk$": ("港元", "money_hkd"), "hkd": ("港元", "money_hkd"),
    "£": ("英镑", "money_gbp"), "gbp": ("英镑", "money_gbp"), "pounds": ("英镑", "money_gbp"),
    "¥": ("元", "money"), "rmb": ("元", "money"), "cny": ("元", "money"), "yuan": ("元", "money"),
    "dollars": ("美元", "money_usd"), "us dollars": ("美元", "money_usd"),
}  # fmt: skip
_SCALES = {"thousand": 10**3, "million": 10**6, "m": 10**6, "billion": 10**9, "bn": 10**9}
_NUMBER = (
    r"(?P<{0}>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d{{1,12}}(?:\.\d+)?)"
    r"(?:\s?(?P<{0}_scale>thousand|million|billion|bn|m)\b)?"
)
_SIGNED = re.compile(r"[A-Za-z]{3}|[$€£¥]")
_BEFORE = r"(?P<sign>US\$|HK\$|[$€£¥]|\b(?:USD|EUR|GBP|HKD|RMB|CNY)\b)"
_AFTER = r"(?P<name>US\sdollars|dollars|euros?|pounds|yuan|RMB|USD|EUR|CNY|HKD)\b"
_MONEY = re.compile(
    rf"{_BEFORE}\s?{_NUMBER.format('first')}|(?<![\w.,$€£¥]){_NUMBER.format('last')}\s{_AFTER}",
    re.IGNORECASE,
)


def english_money(words: str) -> Iterator[tuple[Decimal, str, str, int, int]]:
    """Yield (amount, unit, dimension, start, end) of sums of money.

    Examples
    --------
    >>> [(int(n), unit) for n, unit, *_ in english_money("$2.5 million and EUR 300,000")]
    [(2500000, '美元'), (300000, '欧元')]
    """
    if not _SIGNED.search(words):
        return
    for match in _MONEY.finditer(words):
        group = "first" if match["first"] else "last"
        unit, dimension = _CURRENCIES[(match["sign"] or match["name"]).lower()]
        scale = _SCALES.get((match[f"{group}_scale"] or "").lower(), 1)
        number = Decimal(match[group].replace(",", ""))
        yield number * scale, unit, dimension, match.start(), match.end()
