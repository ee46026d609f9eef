"""Passages as rows of a sparse matrix: hashed character n-grams and words, weighted by rarity.

Weinberger et al. (2009), Feature hashing for large scale multitask learning, ICML: a fixed space
of buckets needs no vocabulary, so that documents can be counted apart and compared later.
"""

import re
import zlib
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from chuandao.text.likeness.words import is_latin, words_of
from chuandao.text.similarity import common

BUCKETS = 1 << 18
_PRIME = np.uint64(1_000_003)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(64 - 18)
_LONGER = 2  # letters by which an English n-gram is longer
_FIGURE = re.compile(r"(?<![A-Za-z\d.])\d+(?:,\d{3})*(?:\.\d+)?")
Buckets = NDArray[np.int32]


def gram_buckets(passage: str, lengths: Sequence[int] = (1, 2, 3)) -> Buckets:
    """Return the buckets of a passage's character n-grams, in its common form.

    In English a letter says less than in Chinese: n-grams are two letters longer, and run over
    the stems of the words that tell something, each after a space.

    Examples
    --------
    >>> gram_buckets("茶叶", (1, 2)).shape
    (3,)
    """
    latin = is_latin(passage)
    written = "".join(f" {word}" for word in words_of(passage)) if latin else common(passage)
    letters = np.frombuffer(written.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    sizes = [size + _LONGER * latin for size in lengths]
    with np.errstate(over="ignore"):
        found = [_hashed(letters, size) for size in sizes if size <= len(letters)]
    return np.concatenate(found) if found else np.zeros(0, dtype=np.int32)


def figure_buckets(passage: str) -> Buckets:
    """Return the buckets of a passage's numbers, as they are written.

    Examples
    --------
    >>> figure_buckets("由15个工作日压缩到5个").shape
    (2,)
    """
    found = [word_bucket(figure.replace(",", "")) for figure in _FIGURE.findall(passage)]
    return np.array(found, dtype=np.int32)


def word_buckets(passage: str) -> Buckets:
    """Return the buckets of a passage's words.

    Examples
    --------
    >>> word_buckets("推进政务服务改革").shape
    (4,)
    """
    return np.array([word_bucket(word) for word in words_of(passage)], dtype=np.int32)


def word_bucket(word: str) -> int:
    """Return the bucket of one word."""
    return zlib.crc32(word.encode()) % BUCKETS


def counted(rows: Iterable[Buckets], rarity: NDArray[np.float32]) -> sparse.csr_matrix:
    """Return passages (rows) by buckets, each (1 + ln count) × rarity of the bucket.

    Parameters
    ----------
    rows : iterable of arrays of buckets
    rarity : array (BUCKETS,)
    """
    columns, values, bounds = [], [], [0]
    for buckets in rows:
        unique, counts = np.unique(buckets, return_counts=True)
        columns.append(unique)
        values.append((1 + np.log(counts)) * rarity[unique])
        bounds.append(bounds[-1] + len(unique))
    shape = (len(bounds) - 1, BUCKETS)
    if not bounds[-1]:
        return sparse.csr_matrix(shape, dtype=np.float32)
    data = np.concatenate(values).astype(np.float32)
    return sparse.csr_matrix((data, np.concatenate(columns), bounds), shape=shape)


def _hashed(letters: NDArray[np.uint64], size: int) -> Buckets:
    count = len(letters) - size + 1
    mixed = np.full(count, size, dtype=np.uint64)
    for step in range(size):
        mixed = mixed * _PRIME + letters[step : step + count]
    return ((mixed * _MIX) >> _SHIFT).astype(np.int32)
