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


def trie_of(words: Iterable[str]) -> str:
    """Return a pattern that matches any of the words, the longest first, letter by letter.

    It matches what `any_of` matches; for hundreds of words it does so much faster.

    Examples
    --------
    >>> trie_of(["元", "万元", "万", "亿元"])
    '(?:万元?|亿元|元)'
    """
    branches: dict[str, set[str]] = {}
    for word in words:
        if word:
            branches.setdefault(word[0], set()).add(word[1:])
    parts = [re.escape(first) + _behind(rests) for first, rests in sorted(branches.items())]
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"


def _behind(rests: set[str]) -> str:
    if rests == {""}:
        return ""
    more = trie_of(rests)
    if "" not in rests:
        return more
    return (
        f"{more}?"
        if (more.startswith("(?:") and more.endswith(")")) or len(more) == 1
        else f"(?:{more})?"
    )
