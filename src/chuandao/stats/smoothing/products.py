"""Products of long thin matrices, the same to the byte whatever the number of threads.

A library of linear algebra may share one large product out over threads and add the parts in
another order. Here rows are cut into pieces so small that none is worth sharing, and the pieces
are added in order.
"""

import numpy as np

from chuandao.stats.smoothing.tree import Positions, Reals

_PIECE = 2**17


def cross(rows: Reals, weight: Reals) -> Reals:
    """Return R diag(weight) R' for rows (few, many).

    Examples
    --------
    >>> cross(np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([1.0, 10.0])).tolist()
    [[41.0, 20.0], [20.0, 10.0]]
    """
    piece, weighted = _piece(rows), rows * weight
    whole = rows.shape[1] // piece * piece
    left, right = (_pieces(part[:, :whole], piece) for part in (weighted, rows))
    found: Reals = np.matmul(left, right.transpose(0, 2, 1)).sum(axis=0)
    found += np.matmul(weighted[:, whole:], rows[:, whole:].T)
    return found


def turned(matrix: Reals, rows: Reals) -> Reals:
    """Return a small matrix times rows (few, many).

    Examples
    --------
    >>> turned(np.array([[1.0, 1.0]]), np.array([[1.0, 2.0], [3.0, 4.0]])).tolist()
    [[4.0, 6.0]]
    """
    piece = _piece(rows)
    whole = rows.shape[1] // piece * piece
    found = np.empty((len(matrix), rows.shape[1]))
    np.matmul(matrix, _pieces(rows[:, :whole], piece), out=_pieces(found[:, :whole], piece))
    found[:, whole:] = np.matmul(matrix, rows[:, whole:])
    return found


def totals(group: Positions, values: Reals, count: int) -> Reals:
    """Return sums of values by group, added in the order they stand in.

    Examples
    --------
    >>> totals(np.array([0, 2, 0]), np.array([1.0, 2.0, 3.0]), 3).tolist()
    [4.0, 0.0, 2.0]
    """
    return np.bincount(group, values, minlength=count).astype(np.float64, copy=False)


def _piece(rows: Reals) -> int:
    return max(_PIECE // max(len(rows), 1) ** 2, 16)


def _pieces(rows: Reals, piece: int) -> Reals:
    """Return rows cut into pieces of as many columns each: (pieces, few, piece); a view."""
    count = rows.shape[1] // piece
    step, along = rows.strides
    shape, strides = (count, len(rows), piece), (piece * along, step, along)
    return np.lib.stride_tricks.as_strided(rows, shape, strides)
