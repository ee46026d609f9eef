"""The loops behind `counts`: hashed n-grams of many passages, counted row by row."""

import numpy as np
from numpy.typing import NDArray

from chuandao.text.likeness.compiled import compiled

Floats = NDArray[np.float64]
_PRIME = np.uint64(1_000_003)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(64 - 18)


@compiled
def hashed(letters: NDArray[np.uint32], size: int) -> NDArray[np.int32]:
    """Return the bucket of every run of so many letters."""
    found = np.empty(max(0, letters.size - size + 1), dtype=np.int32)
    for start in range(found.size):
        mixed = np.uint64(size)
        for step in range(size):
            mixed = mixed * _PRIME + np.uint64(letters[start + step])
        found[start] = np.int32((mixed * _MIX) >> _SHIFT)
    return found


@compiled
def counted_grams(
    letters: NDArray[np.uint32],
    parts: NDArray[np.int64],
    rarity: NDArray[np.float32],
    place: NDArray[np.int32],
    bounds: NDArray[np.int64],
) -> tuple[NDArray[np.int32], Floats]:
    """Return columns and weights, (1 + ln count) times rarity, of rows made of n-grams.

    ``parts`` (parts, 5): row, start and end of a passage among the letters, least and greatest
    size of its n-grams; rows in order. ``bounds`` (rows + 1) is filled.
    """
    most = 0
    for part in range(parts.shape[0]):
        long = parts[part, 2] - parts[part, 1]
        most += max(0, long) * (parts[part, 4] - parts[part, 3] + 1)
    columns, counts = np.empty(most, dtype=np.int32), np.empty(most)
    free, row = 0, 0
    for part in range(parts.shape[0]):
        while row < parts[part, 0]:
            free = _closed(columns, bounds, row, free, place)
            row += 1
        for size in range(parts[part, 3], parts[part, 4] + 1):
            for start in range(parts[part, 1], parts[part, 2] - size + 1):
                mixed = np.uint64(size)
                for step in range(size):
                    mixed = mixed * _PRIME + np.uint64(letters[start + step])
                bucket = np.int32((mixed * _MIX) >> _SHIFT)
                if place[bucket] == 0:
                    columns[free] = bucket
                    counts[free] = 0.0
                    free += 1
                    place[bucket] = free
                counts[place[bucket] - 1] += 1.0
    while row < bounds.size - 1:
        free = _closed(columns, bounds, row, free, place)
        row += 1
    weights = np.empty(free)
    for at in range(free):
        weights[at] = (1 + np.log(counts[at])) * rarity[columns[at]]
    return columns[:free].copy(), weights


@compiled
def _closed(
    columns: NDArray[np.int32],
    bounds: NDArray[np.int64],
    row: int,
    free: int,
    place: NDArray[np.int32],
) -> int:
    """End a row: the next one counts its n-grams anew."""
    for at in range(bounds[row], free):
        place[columns[at]] = 0
    bounds[row + 1] = free
    return free


@compiled
def means(
    vectors: NDArray[np.float32],
    words: NDArray[np.int64],
    rarity: NDArray[np.float64],
    bounds: NDArray[np.int64],
) -> NDArray[np.float32]:
    """Return for every row the mean vector of its words by rarity, of length 1 (zeros: none)."""
    found = np.zeros((bounds.size - 1, vectors.shape[1]), dtype=np.float32)
    held = np.zeros(vectors.shape[1])
    for row in range(bounds.size - 1):
        held[:] = 0.0
        for at in range(bounds[row], bounds[row + 1]):
            held += rarity[at] * vectors[words[at]]
        length = np.sqrt((held * held).sum())
        if length > 0:
            for column in range(held.size):
                found[row, column] = held[column] / length
    return found
