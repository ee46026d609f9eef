"""How strongly a passage binds: 必須 3, 應當 2, 推進 1, 鼓勵 −1, 可以 −2."""

import re
from functools import cache

from chuandao.text.lexicon import DeonticWord, Lexicon, whole_words


def deontic_words(words: str, lexicon: Lexicon) -> list[tuple[int, int, int]]:
    """Return (strength, start, end) of every word of obligation in a plain text.

    Traps such as 可持續, 許可, 要素, 供應 are passed over by the letters around the word.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.reading import lexicon
    >>> deontic_words("鼓励可持续发展，不得强制流转。", lexicon())
    [(-1, 0, 2), (3, 8, 10)]
    """
    known, pattern = _known(lexicon)
    found = pattern.finditer(words)
    return [
        (known[m[0].lower()].strength, m.start(), m.end())
        for m in found
        if not _trapped(words, m, known[m[0].lower()])
    ]


@cache
def _known(lexicon: Lexicon) -> tuple[dict[str, DeonticWord], re.Pattern[str]]:
    known = {entry.word: entry for entry in lexicon.deontic}
    return known, re.compile(whole_words(known), re.IGNORECASE)


def _trapped(words: str, match: re.Match[str], entry: DeonticWord) -> bool:
    before, after = words[: match.start()], words[match.end() :]
    return before.endswith(entry.not_after) or after.startswith(entry.not_before)
