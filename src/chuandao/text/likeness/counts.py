"""Passages as rows of a sparse matrix: hashed character n-grams and words, weighted by rarity.

Weinberger et al. (2009), Feature hashing for large scale multitask learning, ICML: a fixed space
of buckets needs no vocabulary, so that documents can be counted apart and compared later.
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from chuandao.text.likeness.rows import BUCKETS, SCRATCH, Rows, stacked
from chuandao.text.likeness.words import cut, is_latin, spaced, words_of
from chuandao.text.similarity import common, commons

_LONGER = 2  # letters by which an English n-gram is longer
_FIGURE = re.compile(r"(?<![A-Za-z\d.])\d+(?:,\d{3})*(?:\.\d+)?")
Buckets = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Spelled:
    """Passages as their n-grams and words are taken from them, each distinct one once.

    ``spans``: where a passage stands among the ``letters``, and by how much its n-grams are
    longer; ``words``: its words.
    """

    letters: NDArray[np.uint32]
    spans: dict[str, tuple[int, int, int]]
    words: dict[str, list[str]]


def spelled(passages: Iterable[str], cut_too: Iterable[str] = ()) -> Spelled:
    """Return passages spelled for counting.

    Parameters
    ----------
    passages : iterable of str
        Of which n-grams are wanted.
    cut_too : iterable of str
        Of which words are wanted.
    """
    cut_too = dict.fromkeys(cut_too)
    given = list(dict.fromkeys([*passages, *cut_too]))
    latin = {passage for passage in given if is_latin(passage)}
    forms = dict(zip(given, commons(given), strict=True))
    for passage in latin:
        forms[passage] = spaced(passage)
    words = {one: cut(forms[one]) for one in given if one in cut_too or one in latin}
    spans, at = {}, 0
    for passage in given:
        longer = _LONGER if passage in latin else 0
        if longer:
            forms[passage] = "".join(f" {word}" for word in words[passage])
        spans[passage] = (at, at + len(forms[passage]), longer)
        at += len(forms[passage])
    return Spelled(_letters("".join(forms[passage] for passage in given)), spans, words)


def gram_rows(
    rows: Sequence[tuple[str, ...]],
    sizes: tuple[int, int],
    held: Spelled,
    rarity: NDArray[np.float32],
) -> Rows:
    """Return rows of n-grams, each (1 + ln count) x rarity of its bucket.

    Parameters
    ----------
    rows : sequence of tuples of passages
        All n-grams of the passages of one tuple are counted together.
    sizes : (least, greatest)
        Of the n-grams; in English two letters more (see `gram_buckets`).
    held : Spelled
        With all these passages.
    rarity : array (BUCKETS,)
    """
    from chuandao.text.likeness.hashing import counted_grams

    parts = []
    for row, passages in enumerate(rows):
        for passage in passages:
            start, end, longer = held.spans[passage]
            parts.append((row, start, end, sizes[0] + longer, sizes[1] + longer))
    bounds = np.zeros(len(rows) + 1, dtype=np.int64)
    wanted = np.array(parts, dtype=np.int64).reshape(-1, 5)
    columns, weights = counted_grams(held.letters, wanted, rarity, SCRATCH, bounds)
    return Rows(bounds, columns, weights)


def gram_buckets(passage: str, lengths: Sequence[int] = (1, 2, 3)) -> Buckets:
    """Return the buckets of a passage's character n-grams, in its common form.

    In English a letter says less than in Chinese: n-grams are two letters longer, and run over
    the stems of the words that tell something, each after a space.

    Examples
    --------
    >>> gram_buckets("茶叶", (1, 2)).shape
    (3,)
    """
    from chuandao.text.likeness.hashing import hashed

    latin = is_latin(passage)
    written = "".join(f" {word}" for word in words_of(passage)) if latin else common(passage)
    letters = _letters(written)
    return np.concatenate([hashed(letters, size + _LONGER * latin) for size in lengths])


def figure_buckets(passage: str) -> Buckets:
    """Return the buckets of a passage's numbers, as they are written.

    Examples
    --------
    >>> figure_buckets("由15个工作日压缩到5个").shape
    (2,)
    """
    return np.array([word_bucket(figure) for figure in figures_of(passage)], dtype=np.int32)


def figures_of(passage: str) -> list[str]:
    """Return the numbers of a passage, as they are written but for the signs between thousands.

    Examples
    --------
    >>> figures_of("由1,200户增加到1500户，PM2.5")
    ['1200', '1500']
    """
    return [figure.replace(",", "") for figure in _FIGURE.findall(passage)]


def word_buckets(passage: str) -> Buckets:
    """Return the buckets of a passage's words.

    Examples
    --------
    >>> word_buckets("推进政务服务改革").shape
    (4,)
    """
    return np.array([word_bucket(word) for word in words_of(passage)], dtype=np.int32)


@lru_cache(maxsize=200_000)
def word_bucket(word: str) -> int:
    """Return the bucket of one word."""
    return zlib.crc32(word.encode()) % BUCKETS


def counted(rows: Iterable[Buckets], rarity: NDArray[np.float32]) -> Rows:
    """Return passages (rows) by buckets, each (1 + ln count) x rarity of the bucket.

    Parameters
    ----------
    rows : iterable of arrays of buckets
    rarity : array (BUCKETS,)
    """
    found = []
    for buckets in rows:
        unique, counts = np.unique(buckets, return_counts=True)
        found.append((unique, (1 + np.log(counts)) * rarity[unique].astype(float)))
    return stacked(found)


def named_rows(rows: Iterable[Iterable[tuple[str, float]]]) -> Rows:
    """Return rows of names with their weights, each name in its bucket.

    Examples
    --------
    >>> named_rows([[("water", 1.0), ("tea", 0.5)], []]).data.tolist()
    [1.0, 0.5]
    """
    return _in_buckets([[(word_bucket(name), weight) for name, weight in row] for row in rows])


def word_rows(rows: Iterable[Iterable[str]], rarity: NDArray[np.float32]) -> Rows:
    """Return rows of words, each (1 + ln count) x rarity of its bucket.

    Examples
    --------
    >>> word_rows([["tea", "tea"], []], np.ones(BUCKETS, dtype=np.float32)).data.round(3).tolist()
    [1.693]
    """
    counts = _in_buckets([list(Counter(map(word_bucket, row)).items()) for row in rows])
    weights = (1 + np.log(counts.data)) * rarity[counts.indices].astype(float)
    return Rows(counts.indptr, counts.indices, weights)


def _in_buckets(rows: Sequence[Sequence[tuple[int, float]]]) -> Rows:
    bounds = np.cumsum([0, *map(len, rows)], dtype=np.int64)
    columns = np.array([bucket for row in rows for bucket, _ in row], dtype=np.int32)
    return Rows(bounds, columns, np.array([weight for row in rows for _, weight in row], float))


def _letters(written: str) -> NDArray[np.uint32]:
    return np.frombuffer(written.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
