"""Bounds made of a negation and a comparison: 不應大於 is at most, 不得少於 is at least.

A negation turns the comparison round. The pairs are made by rule from the comparisons of the
lexicon, so that no pair has to be listed (不宜超過, 須不低於, must not be less than …).
"""

import re
from collections.abc import Iterable, Mapping

from chuandao.text.lexicon_patterns import any_of

_OPPOSITE = {"gt": "le", "lt": "ge"}
_PASSES = ("超过", "超出", "突破", "逾", "超", "exceed", "exceeding", "over", "above")
_NEGATION = (
    r"(?:(?:一律|均|都|绝|决|原则上|必须|须|应当?)?不(?:得|应当?|宜|能|可|许|准|允许|要|会|再)?"
    r"|严禁|禁止)(?:再|擅自)?"
)
_ENGLISH = r"\b(?:not|no|never|cannot)\s(?:be\s)?"
_NUMBER = r"(?=\s?(?:[\d零〇一二两三四五六七八九十百千半]|百分|EUR|USD|RMB|[$€£¥]))"


def turned(comparisons: Mapping[str, str]) -> dict[str, str]:
    """Return what each comparison becomes under a negation.

    Parameters
    ----------
    comparisons : mapping
        Comparators that stand before a number, with their signs.

    Examples
    --------
    >>> turned({"大于": "gt", "早于": "lt", "超过": "ge", "达到": "ge"})
    {'大于': 'le', '早于': 'ge', '超过': 'le'}
    """
    found = {word: _OPPOSITE[sign] for word, sign in comparisons.items() if sign in _OPPOSITE}
    return found | {word: "le" for word in _PASSES if comparisons.get(word) == "ge"}


def bound(words: Iterable[str]) -> str:
    """Return a pattern of a negation and one of the words, in its group ``han`` or ``latin``.

    Examples
    --------
    >>> re.match(bound(["大于"]), "一律不得大于")["han"]
    '大于'
    """
    known = list(words)
    han = any_of(word for word in known if not word.isascii())
    latin = any_of(word for word in known if word.isascii())
    parts = [rf"{_NEGATION}(?P<han>{han})"] if han else []
    return "|".join([*parts, *([rf"{_ENGLISH}(?P<latin>{latin})\b"] if latin else [])])


def limit(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of a bound before a number: 不得超过5 is a limit and no ban.

    Examples
    --------
    >>> pattern = limit(["超过"])
    >>> pattern.search("不得超过限额") is None, pattern.search("不得超过5人")[0]
    (True, '不得超过')
    """
    return re.compile(rf"(?:{bound(words)}){_NUMBER}", re.IGNORECASE)
