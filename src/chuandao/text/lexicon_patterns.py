"""Patterns of words of a lexicon, the longest first."""

import re
from collections.abc import Iterable
from functools import cache


@cache
def words_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return a compiled pattern of any of the words, the longest first."""
    return re.compile(any_of(words))


def any_of(words: Iterable[str]) -> str:
    """Return a pattern that matches any of the words, the longest first.

    Examples
    --------
    >>> any_of(["元", "萬元"])
    '萬元|元'
    """
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) for word in ordered)


def whole_words(words: Iterable[str]) -> str:
    r"""Return a pattern of any of the words, those in Latin letters only as whole words.

    Examples
    --------
    >>> whole_words(["may", "可以"])
    '可以|\\b(?:may)\\b'
    """
    known = list(words)
    han = any_of(word for word in known if not word.isascii())
    latin = any_of(word for word in known if word.isascii())
    return "|".join([*([han] if han else []), *([rf"\b(?:{latin})\b"] if latin else [])])
