"""The words of a passage, as they are compared: Chinese cut by a dictionary, English stemmed."""

import re
from functools import lru_cache

from chuandao.text.likeness.stems import stem
from chuandao.text.similarity import common

_LATIN = re.compile(r"[a-z0-9]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN_OR_HAN = re.compile(r"[a-z]+|[\u3400-\u9fff]+")
_OFTEN_IN_CHINESE = (
    "的 和 在 与 及 等 对 为 以 将 要 把 由 其 中 是 有 了 各 个 一个 进一步 "
    "并 或 从 到 于 上 下 不"
)
_OFTEN_IN_ENGLISH = (
    "the of and to in for a an by on or be is are with that this as at it from shall will must "
    "may should can would could not no any all each every such other than more least most into "
    "their they we our its his her there which who whose what when where if has have had been "
    "was were these those under upon per also only one two up out so how but do does"
)
_SPOKEN_TOO_OFTEN = frozenset(_OFTEN_IN_CHINESE.split()) | frozenset(_OFTEN_IN_ENGLISH.split())


@lru_cache(maxsize=100_000)
def words_of(passage: str) -> tuple[str, ...]:
    """Return the words of a passage in order, without those that stand everywhere.

    Chinese is cut by rjieba (dictionary and hidden Markov model of jieba); names by which tiers
    speak of themselves are one word. English words lose their endings (see `stem`).

    Examples
    --------
    >>> words_of("推进政务服务改革"), words_of("Councils shall publish the permits")
    (('推进', '政务', '服务', '改革'), ('council', 'publ', 'permit'))
    """
    return tuple(cut(common(passage) if not is_latin(passage) else spaced(passage)))


def cut(spelled: str) -> list[str]:
    """Return the words of a passage that is in its common form (English: `spaced`).

    Examples
    --------
    >>> cut("推进政务服务改革")
    ['推进', '政务', '服务', '改革']
    """
    import rjieba

    return [word for piece in rjieba.cut(spelled) if (word := _kept(piece))]


def spaced(passage: str) -> str:
    """Return an English passage in small letters, its words apart.

    Examples
    --------
    >>> spaced("Councils, 5 of them")
    'councils 5 of them'
    """
    return " ".join(_LATIN.findall(passage.lower()))


def is_latin(passage: str) -> bool:
    """Return whether a passage is written in Latin letters, without any Chinese character.

    Examples
    --------
    >>> is_latin("a grant of £500"), is_latin("推进5G建设")
    (True, False)
    """
    return _HAN.search(passage) is None and _LATIN.search(passage.lower()) is not None


@lru_cache(maxsize=200_000)
def _kept(piece: str) -> str:
    """Return the word that a piece of a passage stands for; empty where it tells nothing."""
    if not _LATIN_OR_HAN.search(piece) or piece in _SPOKEN_TOO_OFTEN:
        return ""
    word = stem(piece) if piece.isascii() else piece
    return "" if word in _SPOKEN_TOO_OFTEN else word
