"""Rows of weighted columns against other rows: cosine, containment, rarity here, rivals.

The loops are imported where they run: the compiler behind them is slow to load.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from chuandao.text.likeness.rows import SCRATCH, Rows

Matrix = NDArray[np.float64]
Owner = NDArray[np.int64]


class Alike(NamedTuple):
    """How alike the rows of two sides are (one, other), all 0–1.

    ``in_other``: the share of one row, by weight, that the other has; ``in_one``: the reverse.
    """

    cosine: Matrix
    in_other: Matrix
    in_one: Matrix


def here(one: Rows, other: Rows) -> tuple[Rows, Rows]:
    """Return two sides, every column weighted by how rare it is in the rows of both.

    The weight is ln((1 + rows) / (0.5 + rows that have the column)).
    """
    from chuandao.text.likeness import overlaps

    rows = one.shape[0] + other.shape[0]
    first, second = overlaps.rare_weights(
        one.indices, one.data, other.indices, other.data, rows, SCRATCH
    )
    return Rows(one.indptr, one.indices, first), Rows(other.indptr, other.indices, second)


def alike(one: Rows, other: Rows) -> Alike:
    """Return cosine and containment both ways, in one walk over the columns that both have."""
    from chuandao.text.likeness import overlaps

    dots, ones, others = overlaps.overlap_thrice(_held(one), _held(other), SCRATCH)
    overlaps.divide(dots, _lengths(one), _lengths(other))
    overlaps.divide(ones, _sums(one), _even(other))
    overlaps.divide(others, _even(one), _sums(other))
    return Alike(dots, ones, others)


def cosine(one: Rows, other: Rows) -> Matrix:
    """Return the cosine of every row of one side and every row of another; 0 for empty rows."""
    from chuandao.text.likeness import overlaps

    found = product(one, other)
    overlaps.divide(found, _lengths(one), _lengths(other))
    return found


def containment(one: Rows, other: Rows) -> Matrix:
    """Return the share (0–1) of each row of one side, by weight, that rows of another have."""
    from chuandao.text.likeness import overlaps

    found = shared(one, other)
    overlaps.divide(found, _sums(one), _even(other))
    return found


def containment_of_other(one: Rows, other: Rows) -> Matrix:
    """Return the share (0–1) of each row of the other side that rows of one have (one, other)."""
    from chuandao.text.likeness import overlaps

    found = overlaps.overlap(_held(one), _held(other), overlaps.OTHER, SCRATCH)
    overlaps.divide(found, _even(one), _sums(other))
    return found


def shared(one: Rows, other: Rows) -> Matrix:
    """Return the weight, in the rows of one side, of what the rows of another have too."""
    from chuandao.text.likeness import overlaps

    return overlaps.overlap(_held(one), _held(other), overlaps.ONE, SCRATCH)


def product(one: Rows, other: Rows) -> Matrix:
    """Return the products of every row of one side and every row of another.

    Only columns that occur in both are walked over.
    """
    from chuandao.text.likeness import overlaps

    return overlaps.overlap(_held(one), _held(other), overlaps.DOT, SCRATCH)


def best_of(found: Matrix, owner: Owner, count: int, axis: int = 0) -> Matrix:
    """Return the best row (axis 1: column) of each owner, which stand in the order of owners."""
    return _grouped(found, np.searchsorted(owner, np.arange(count)), axis, mean=0)


def mean_of(found: Matrix, owner: Owner, count: int, axis: int = 0) -> Matrix:
    """Return the mean row (axis 1: column) of each owner, which stand in the order of owners."""
    return _grouped(found, np.searchsorted(owner, np.arange(count)), axis, mean=1)


def lead(found: Matrix, axis: int) -> Matrix:
    """Return by how much every cell leads the best of the others along an axis; alone, itself.

    Examples
    --------
    >>> lead(np.array([[0.25], [1.0], [0.5]]), 0).ravel().tolist()
    [-0.75, 0.5, -0.5]
    """
    from chuandao.text.likeness import overlaps

    return overlaps.leads(np.ascontiguousarray(found), axis)


def rivalry(found: Matrix, axis: int, floor: float) -> tuple[Matrix, Matrix]:
    """Return every cell as a share of the best along an axis (at least a floor), and its `lead`.

    Examples
    --------
    >>> [one.ravel().tolist() for one in rivalry(np.array([[0.25], [1.0]]), 0, 0.1)]
    [[0.25, 1.0], [-0.75, 0.75]]
    """
    from chuandao.text.likeness import overlaps

    return overlaps.rivalry(np.ascontiguousarray(found), axis, floor)


def best_parts(
    one: Rows, other: Rows, owners: tuple[Owner, Owner], counts: tuple[int, int]
) -> tuple[Matrix, Matrix]:
    """Return the best cosines of parts (pieces of passages) by the passages that own them.

    Parameters
    ----------
    one, other : Rows
        The parts of two sides.
    owners : two arrays of int
        The passage of every part.
    counts : (int, int)
        How many passages either side has.

    Returns
    -------
    two matrices
        (passages of one, parts of the other), (parts of one, passages of the other).
    """
    from chuandao.text.likeness import overlaps

    return overlaps.best_parts(_held(one), _held(other), owners, counts, SCRATCH)


def _grouped(found: Matrix, starts: NDArray[np.int64], axis: int, *, mean: int) -> Matrix:
    from chuandao.text.likeness import overlaps

    grouped = overlaps.grouped_columns if axis else overlaps.grouped_rows
    return grouped(np.ascontiguousarray(found), starts, mean)


def _held(rows: Rows) -> tuple[NDArray[np.int64], NDArray[np.int32], Matrix]:
    return rows.indptr, rows.indices, rows.data


def _lengths(rows: Rows) -> Matrix:
    from chuandao.text.likeness import overlaps

    return overlaps.sums(rows.indptr, rows.data, 1)


def _sums(rows: Rows) -> Matrix:
    from chuandao.text.likeness import overlaps

    return overlaps.sums(rows.indptr, rows.data, 0)


def _even(rows: Rows) -> Matrix:
    return np.ones(rows.shape[0])
