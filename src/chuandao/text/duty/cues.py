"""Words that tell whose matter a clause is: money, approval, specialists', the grassroots'."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

Span = tuple[int, int]
Cues = Mapping[str, re.Pattern[str]]


def cue_patterns(words: Iterable[tuple[str, str]]) -> dict[str, re.Pattern[str]]:
    """Return a pattern for every cue, of its (cue, word) pairs; longer words first.

    Examples
    --------
    >>> patterns = cue_patterns([("money", "资金"), ("money", "grant")])
    >>> bool(patterns["money"].search("专项资金")), bool(patterns["money"].search("a grant"))
    (True, True)
    """
    held: defaultdict[str, list[str]] = defaultdict(list)
    for cue, word in words:
        held[cue].append(word)
    return {cue: re.compile(_any(found), re.IGNORECASE) for cue, found in held.items()}


def first(words: str, pattern: re.Pattern[str] | None) -> Span | None:
    """Return the place of the first word of a cue, or None.

    Examples
    --------
    >>> first("安排专项资金", cue_patterns([("money", "资金")])["money"])
    (4, 6)
    """
    found = pattern.search(words) if pattern else None
    return found.span() if found else None


def _any(words: Iterable[str]) -> str:
    return "|".join(map(_pattern, sorted(words, key=lambda word: (-len(word), word))))


def _pattern(word: str) -> str:
    latin = word[0].isascii() and word[0].isalpha()
    return rf"\b{re.escape(word)}" if latin else re.escape(word)
