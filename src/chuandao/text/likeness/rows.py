"""Passages as rows of weighted columns, compressed (CSR), and the scratch that loops share."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 18
# One number a bucket, 0 outside the compiled loops: they leave it as they found it, and hold the
# interpreter's lock while they write.
SCRATCH = np.zeros(BUCKETS, dtype=np.int32)


@dataclass(frozen=True, eq=False, slots=True)
class Rows:
    """Rows of weighted columns: row i holds ``indices[indptr[i]:indptr[i + 1]]``, each once.

    Columns stand in the order in which they first occur in the passage.
    """

    indptr: NDArray[np.int64]
    indices: NDArray[np.int32]
    data: NDArray[np.float64]

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows, and how many columns there may be."""
        return len(self.indptr) - 1, BUCKETS


def stacked(rows: list[tuple[NDArray[np.int32], NDArray[np.float64]]]) -> Rows:
    """Return rows given one by one, as (columns, weights)."""
    bounds = np.cumsum([0, *(len(columns) for columns, _ in rows)], dtype=np.int64)
    if not bounds[-1]:
        return Rows(bounds, np.zeros(0, dtype=np.int32), np.zeros(0))
    columns = np.concatenate([columns for columns, _ in rows]).astype(np.int32, copy=False)
    weights = np.concatenate([weights for _, weights in rows]).astype(np.float64, copy=False)
    return Rows(bounds, columns, weights)
