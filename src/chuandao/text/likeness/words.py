"""The words of a passage, as they are compared: Chinese cut by a dictionary, English stemmed."""

import re
from functools import lru_cache

from chuandao.text.similarity import common

_LATIN = re.compile(r"[a-z0-9]+")
_LATIN_OR_HAN = re.compile(r"[a-z]+|[\u3400-\u9fff]+")
_ENDINGS = re.compile(r"(?:ies|ing|ed|es|s|e|ly|ment|ments)$")
_SHORTEST_STEM = 4
_SPOKEN_TOO_OFTEN = frozenset(
    "的 和 在 与 及 等 对 为 以 将 要 把 由 其 中 是 有 了 各 个 一个 进一步 并 或 从 到 于 上 下 不 "
    "the of and to in for a an by on or be is are with that this as at it from shall will".split()
)


@lru_cache(maxsize=100_000)
def words_of(passage: str) -> tuple[str, ...]:
    """Return the words of a passage in order, without those that stand everywhere.

    Chinese is cut by rjieba (dictionary and hidden Markov model of jieba); names by which tiers
    speak of themselves are one word. English words lose their commonest endings.

    Examples
    --------
    >>> words_of("推进政务服务改革"), words_of("Councils shall publish the permits")
    (('推进', '政务', '服务', '改革'), ('council', 'publish', 'permit'))
    """
    import rjieba

    found = [piece for piece in rjieba.cut(_spaced(passage)) if _LATIN_OR_HAN.search(piece)]
    kept = (_stem(word) for word in found if word not in _SPOKEN_TOO_OFTEN)
    return tuple(word for word in kept if word not in _SPOKEN_TOO_OFTEN)


def _spaced(passage: str) -> str:
    """Return a passage in its common form; English keeps the spaces between its words."""
    if not passage.isascii():
        return common(passage)
    return " ".join(_LATIN.findall(passage.lower()))


def _stem(word: str) -> str:
    if not word.isascii() or len(word) <= _SHORTEST_STEM:
        return word
    stem = _ENDINGS.sub("", word)
    return stem if len(stem) >= _SHORTEST_STEM - 1 else word
