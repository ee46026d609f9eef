"""How far one document's passages are found in another's, for many documents at once.

Rarity is that of the passages of the two documents (ln((1 + n) / (1 + df)) + 1, times length), as
`chuandao.text.similarity.likeness` counts it; here in compiled loops, over numbered n-grams.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chuandao.text.likeness.compiled import compiled
from chuandao.text.similarity import commons

_LENGTHS = (1, 2, 3)
_BITS = 21  # a code point has no more, so three letters are one number
Codes = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Held:
    """The n-grams of a document's passages.

    ``grams``: each one that occurs, as a number, in order; ``indptr``, ``indices``: which of them
    every passage holds; ``sizes``: how many letters each has.
    """

    grams: Codes
    sizes: NDArray[np.float64]
    indptr: Codes
    indices: Codes

    def __len__(self) -> int:
        """Return how many passages there are."""
        return len(self.indptr) - 1


def held(passages: Sequence[str]) -> Held:
    """Return the n-grams of some passages; those without a letter are left out.

    Examples
    --------
    >>> len(held(["发展茶叶", "。"]))
    1
    """
    rows = [_grams(words) for words in commons(passages) if words]
    bounds = np.cumsum([0, *map(len, rows)], dtype=np.int64)
    whole = np.concatenate([np.zeros(0, dtype=np.int64), *rows])
    grams, places = np.unique(whole, return_inverse=True)
    sizes = np.asarray(1 + (grams >> _BITS > 0) + (grams >> 2 * _BITS > 0), dtype=np.float64)
    return Held(grams, sizes, bounds, places.astype(np.int64))


def carried(upper: Held, lower: Held) -> float:
    """Return the mean, over the lower passages, of the share of each found in its best upper one.

    Examples
    --------
    >>> carried(held(["发展茶叶产业", "整治河道"]), held(["发展茶叶产业"]))
    1.0
    """
    if not len(upper) or not len(lower):
        return 0.0
    return float(
        _carried(
            (upper.grams, upper.sizes, upper.indptr, upper.indices),
            (lower.grams, lower.sizes, lower.indptr, lower.indices),
        )
    )


def shelved(documents: Sequence[Held]) -> NDArray[np.float64]:
    """Return for every document (row) the share of its n-grams that each other one has too.

    By how rare they are among the documents; those of more than half of all tell next to nothing.
    """
    grams, places = np.unique(
        np.concatenate([np.zeros(0, dtype=np.int64), *(one.grams for one in documents)]),
        return_inverse=True,
    )
    seen = np.bincount(places, minlength=len(grams))
    weights = np.log((1 + len(documents)) / (0.5 + seen))
    weights[seen > max(2, len(documents) // 2)] = 0.0
    bounds = np.cumsum([0, *(len(one.grams) for one in documents)], dtype=np.int64)
    return _shelved(bounds, places.astype(np.int64), weights)


def _grams(words: str) -> Codes:
    """Return the distinct n-grams of a passage as numbers of up to three letters."""
    letters = np.frombuffer(words.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    code = letters.astype(np.int64)
    found = [code]
    for size in _LENGTHS[1:]:
        if len(letters) >= size:
            code = (code[:-1] << _BITS) | letters[size - 1 :]
            found.append(code)
    return np.unique(np.concatenate(found))


@compiled
def _numbered(one: Codes, other: Codes) -> tuple[Codes, Codes, int]:
    """Return the numbers of two ordered lists, the same where they share, and how many."""
    first, second = np.empty(one.size, dtype=np.int64), np.empty(other.size, dtype=np.int64)
    a, b, count = 0, 0, 0
    while a < one.size or b < other.size:
        if b == other.size or (a < one.size and one[a] < other[b]):
            first[a] = count
            a += 1
        elif a == one.size or other[b] < one[a]:
            second[b] = count
            b += 1
        else:
            first[a], second[b] = count, count
            a, b = a + 1, b + 1
        count += 1
    return first, second, count


@compiled
def _carried(
    upper: tuple[Codes, NDArray[np.float64], Codes, Codes],
    lower: tuple[Codes, NDArray[np.float64], Codes, Codes],
) -> float:
    first, second, count = _numbered(upper[0], lower[0])
    seen = np.zeros(count)
    for at in upper[3]:
        seen[first[at]] += 1
    for at in lower[3]:
        seen[second[at]] += 1
    rows = upper[2].size + lower[2].size - 2
    starts = np.zeros(count + 2, dtype=np.int64)
    for at in upper[3]:
        starts[first[at] + 2] += 1
    for at in range(2, count + 2):
        starts[at] += starts[at - 1]
    posts = np.empty(upper[3].size, dtype=np.int64)
    for row in range(upper[2].size - 1):
        for at in range(upper[2][row], upper[2][row + 1]):
            gram = first[upper[3][at]] + 1
            posts[starts[gram]] = row
            starts[gram] += 1
    total = 0.0
    line = np.empty(upper[2].size - 1)
    for row in range(lower[2].size - 1):
        line[:] = 0.0
        whole = 0.0
        for at in range(lower[2][row], lower[2][row + 1]):
            gram = second[lower[3][at]]
            weight = (np.log((1 + rows) / (1 + seen[gram])) + 1) * lower[1][lower[3][at]]
            whole += weight
            for post in range(starts[gram], starts[gram + 1]):
                line[posts[post]] += weight
        total += line.max() / whole
    return total / (lower[2].size - 1)


@compiled
def _shelved(bounds: Codes, grams: Codes, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    count = bounds.size - 1
    starts = np.zeros(weights.size + 2, dtype=np.int64)
    for gram in grams:
        starts[gram + 2] += 1
    for at in range(2, starts.size):
        starts[at] += starts[at - 1]
    posts = np.empty(grams.size, dtype=np.int64)
    for row in range(count):
        for at in range(bounds[row], bounds[row + 1]):
            posts[starts[grams[at] + 1]] = row
            starts[grams[at] + 1] += 1
    found = np.zeros((count, count))
    for row in range(count):
        whole = 0.0
        for at in range(bounds[row], bounds[row + 1]):
            weight = weights[grams[at]]
            if weight > 0:
                whole += weight
                for post in range(starts[grams[at]], starts[grams[at] + 1]):
                    found[row, posts[post]] += weight
        if whole > 0:
            found[row] /= whole
    return found
