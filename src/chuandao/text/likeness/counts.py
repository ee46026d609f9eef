"""Passages as rows of a sparse matrix: hashed character n-grams and words, weighted by rarity.

Weinberger et al. (2009), Feature hashing for large scale multitask learning, ICML: a fixed space
of buckets needs no vocabulary, so that documents can be counted apart and compared later.
"""

import zlib
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from chuandao.text.likeness.words import words_of
from chuandao.text.similarity import common

BUCKETS = 1 << 18
_PRIME = np.uint64(1_000_003)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(64 - 18)
Buckets = NDArray[np.int32]


def gram_buckets(passage: str, lengths: Sequence[int] = (1, 2, 3)) -> Buckets:
    """Return the buckets of a passage's character n-grams, in its common form.

    Examples
    --------
    >>> gram_buckets("茶叶", (1, 2)).shape
    (3,)
    """
    letters = np.frombuffer(common(passage).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    with np.errstate(over="ignore"):
        found = [_hashed(letters, size) for size in lengths if size <= len(letters)]
    return np.concatenate(found) if found else np.zeros(0, dtype=np.int32)


def word_buckets(passage: str) -> Buckets:
    """Return the buckets of a passage's words.

    Examples
    --------
    >>> word_buckets("推进政务服务改革").shape
    (4,)
    """
    hashed = [zlib.crc32(word.encode()) % BUCKETS for word in words_of(passage)]
    return np.array(hashed, dtype=np.int32)


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
