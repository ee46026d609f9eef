"""Rows of several documents put together, and some of them taken out."""

from collections.abc import Sequence

import numpy as np

from chuandao.text.likeness.rows import Rows


def joined(held: Sequence[Rows]) -> Rows:
    """Return the rows of several sides under each other.

    Examples
    --------
    >>> one = Rows(np.array([0, 1]), np.array([7], np.int32), np.array([2.0]))
    >>> joined([one, one]).indptr.tolist()
    [0, 1, 2]
    """
    sizes = np.concatenate([np.diff(rows.indptr) for rows in held] or [np.zeros(0, np.int64)])
    columns = np.concatenate([rows.indices for rows in held] or [np.zeros(0, np.int32)])
    weights = np.concatenate([rows.data for rows in held] or [np.zeros(0)])
    return Rows(np.cumsum([0, *sizes], dtype=np.int64), columns, weights)


def picked(rows: Rows, places: Sequence[int]) -> Rows:
    """Return the rows at some places, in this order.

    Examples
    --------
    >>> rows = Rows(np.array([0, 1, 3]), np.array([7, 8, 9], np.int32), np.array([2.0, 1.0, 3.0]))
    >>> picked(rows, [1]).indices.tolist(), picked(rows, []).shape[0]
    ([8, 9], 0)
    """
    bounds = [(int(rows.indptr[at]), int(rows.indptr[at + 1])) for at in places]
    return joined(
        [
            Rows(np.array([0, end - start]), rows.indices[start:end], rows.data[start:end])
            for start, end in bounds
        ]
    )
