"""Rows of one sparse matrix against rows of another: cosine, containment, rarity here, rivals."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Matrix = NDArray[np.float64]
_DENSE = 200_000  # cells up to which one side is written out in full


def here(one: sparse.csr_matrix, other: sparse.csr_matrix) -> tuple[sparse.csr_matrix, ...]:
    """Return two matrices, every column weighted by how rare it is in the rows of both.

    The weight is ln((1 + rows) / (0.5 + rows that have the column)).
    """
    seen = np.bincount(np.concatenate([one.indices, other.indices]), minlength=one.shape[1])
    rows = one.shape[0] + other.shape[0]
    return _rarer(one, seen, rows), _rarer(other, seen, rows)


def _rarer(matrix: sparse.csr_matrix, seen: NDArray[np.int64], rows: int) -> sparse.csr_matrix:
    data = matrix.data * np.log((1 + rows) / (0.5 + seen[matrix.indices]))
    return sparse.csr_matrix((data, matrix.indices, matrix.indptr), shape=matrix.shape)


def cosine(one: sparse.csr_matrix, other: sparse.csr_matrix) -> Matrix:
    """Return the cosine of every row of one matrix and every row of another; 0 for empty rows."""
    lengths = _lengths(one)[:, None] * _lengths(other)[None, :]
    return share(product(one, other), lengths)


def containment(one: sparse.csr_matrix, other: sparse.csr_matrix) -> Matrix:
    """Return the share (0–1) of each row of one matrix, by weight, that rows of another have."""
    return share(shared(one, other), _sums(one, one.data)[:, None])


def shared(one: sparse.csr_matrix, other: sparse.csr_matrix) -> Matrix:
    """Return the weight, in the rows of one matrix, of what the rows of another have too."""
    ones = np.ones_like(other.data)
    shape = other.shape
    return product(one, sparse.csr_matrix((ones, other.indices, other.indptr), shape=shape))


def product(one: sparse.csr_matrix, other: sparse.csr_matrix) -> Matrix:
    """Return the products of every row of one matrix and every row of another.

    Only the columns that occur in the first are looked at: scipy's own product would walk over
    all buckets of the hash.
    """
    occurs = np.zeros(one.shape[1], dtype=bool)
    occurs[one.indices] = True
    columns = np.flatnonzero(occurs)
    place = np.empty(one.shape[1], dtype=np.int32)
    place[columns] = np.arange(len(columns), dtype=np.int32)
    both = occurs[other.indices]
    rows = np.repeat(np.arange(other.shape[0]), np.diff(other.indptr))[both]
    shape = (one.shape[0], len(columns))
    narrow = sparse.csr_matrix((one.data, place[one.indices], one.indptr), shape=shape)
    where = place[other.indices[both]], rows
    if len(columns) * other.shape[0] > _DENSE:
        thin = sparse.csr_matrix((other.data[both], where), shape=(len(columns), other.shape[0]))
        return np.asarray((narrow @ thin).toarray(), dtype=float)
    dense = np.zeros((len(columns), other.shape[0]))
    dense[where] = other.data[both]
    return np.asarray(narrow @ dense, dtype=float)


def share(part: Matrix, whole: Matrix) -> Matrix:
    """Return part over whole, 0 where the whole is 0."""
    whole = np.broadcast_to(whole, part.shape)
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def best_of(alike: Matrix, owner: NDArray[np.int64], count: int) -> Matrix:
    """Return the best row of each owner, rows standing in the order of their owners."""
    starts = np.searchsorted(owner, np.arange(count))
    return np.asarray(np.maximum.reduceat(alike, starts, axis=0))


def mean_of(alike: Matrix, owner: NDArray[np.int64], count: int) -> Matrix:
    """Return the mean row of each owner, rows standing in the order of their owners."""
    starts = np.searchsorted(owner, np.arange(count))
    sizes = np.diff([*starts, len(owner)])
    return np.asarray(np.add.reduceat(alike, starts, axis=0) / sizes[:, None])


def lead(alike: Matrix, axis: int) -> Matrix:
    """Return by how much every cell leads the best of the others along an axis."""
    return alike - rival(alike, axis)


def rival(alike: Matrix, axis: int) -> Matrix:
    """Return for every cell the best of the others along an axis; 0 where there is no other.

    Examples
    --------
    >>> rival(np.array([[0.2], [0.9], [0.5]]), 0).ravel().tolist()
    [0.9, 0.5, 0.9]
    """
    best = alike.max(axis=axis, keepdims=True)
    if alike.shape[axis] == 1:
        return np.zeros_like(alike)
    second = np.take(np.partition(alike, -2, axis=axis), [-2], axis=axis)
    return np.where(alike >= best, second, best)


def _lengths(matrix: sparse.csr_matrix) -> Matrix:
    return np.sqrt(_sums(matrix, matrix.data.astype(float) ** 2))


def _sums(matrix: sparse.csr_matrix, data: Matrix) -> Matrix:
    """Return the sum over each row of some values of its entries."""
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    return np.asarray(np.bincount(rows, weights=data, minlength=matrix.shape[0]), dtype=float)
