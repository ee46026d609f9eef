"""What speaks for a link of an upper and a lower passage: one matrix (uppers, lowers) each.

Salton & Buckley (1988), Term-weighting approaches in automatic text retrieval (TF-IDF cosine);
Broder (1997), On the resemblance and containment of documents (containment); Bullinaria & Levy
(2007), Extracting semantic representations from word co-occurrence statistics (vectors).
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from chuandao.text.likeness.profile import Passage, Profile

Matrix = NDArray[np.float64]
_COMPARED = ("grams", "words", "headed", "lower_pieces", "meaning")
_FLOOR = 0.1  # a best likeness below this is no yardstick for the others


def pair_features(upper: Profile, lower: Profile) -> dict[str, Matrix]:
    """Return the features of every pair of an upper and a lower passage.

    Parameters
    ----------
    upper, lower : Profile
        Of two documents, each with at least one passage.

    Returns
    -------
    dict
        Name to a matrix (uppers, lowers). Likenesses are 0–1; ``…_of_lower`` and ``…_of_upper``
        give them as a share of the best one of the lower or upper passage, ``…_lead_lower`` and
        ``…_lead_upper`` by how much it leads the next best one (or stays behind the best).
    """
    found = {
        "grams": cosine(upper.grams, lower.grams),
        "words": cosine(upper.words, lower.words),
        "headings": cosine(upper.headings, lower.headings),
        "above": cosine(upper.above, lower.above),
        "headed": cosine(upper.headed, lower.headed),
        "meaning": np.asarray(upper.meanings @ lower.meanings.T, dtype=float),
        "grams_in_upper": containment(lower.grams, upper.grams).T,
        "grams_in_lower": containment(upper.grams, lower.grams),
        "heading_in_upper": containment(lower.headings, upper.grams).T,
        "heading_in_lower": containment(upper.headings, lower.grams),
        "words_in_upper": containment(lower.words, upper.words).T,
        "words_in_lower": containment(upper.words, lower.words),
        **_piecewise(upper, lower),
        "concepts": _concepts(upper, lower),
        "quantities": _pairwise(upper, lower, _quantities),
        "dimensions": _pairwise(upper, lower, _dimensions),
        "kind": _pairwise(upper, lower, lambda one, other: float(one.kind == other.kind)),
        "upper_is_row": _pairwise(upper, lower, lambda one, _: float(one.is_row)),
        "lower_is_row": _pairwise(upper, lower, lambda _, other: float(other.is_row)),
    }
    shape = (len(upper), len(lower))
    found["upper_length"] = np.broadcast_to(upper.lengths[:, None], shape)
    found["lower_length"] = np.broadcast_to(lower.lengths[None, :], shape)
    for name in (*_COMPARED, "concepts"):
        found |= _competition(name, found[name])
    return found


def cosine(one: sparse.csr_matrix, other: sparse.csr_matrix) -> Matrix:
    """Return the cosine of every row of one matrix and every row of another; 0 for empty rows."""
    lengths = _lengths(one)[:, None] * _lengths(other)[None, :]
    return _share(_product(one, other), lengths)


def containment(one: sparse.csr_matrix, other: sparse.csr_matrix) -> Matrix:
    """Return the share (0–1) of each row of one matrix, by weight, that rows of another have."""
    present = other.copy()
    present.data = np.ones_like(present.data)
    totals = np.asarray(one.sum(axis=1), dtype=float).ravel()
    return _share(_product(one, present), totals[:, None])


def _product(one: sparse.csr_matrix, other: sparse.csr_matrix) -> Matrix:
    return np.asarray((one @ other.T).toarray(), dtype=float)


def _lengths(matrix: sparse.csr_matrix) -> Matrix:
    return np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1), dtype=float).ravel())


def _share(part: Matrix, whole: Matrix) -> Matrix:
    whole = np.broadcast_to(whole, part.shape)
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def _piecewise(upper: Profile, lower: Profile) -> dict[str, Matrix]:
    """Compare piece by piece: the best pair, and the mean of each piece's best on either side."""
    alike = cosine(upper.pieces, lower.pieces)
    by_upper = _grouped(alike, upper.owner, len(upper))  # (uppers, lower pieces)
    by_lower = _grouped(alike.T, lower.owner, len(lower)).T  # (upper pieces, lowers)
    return {
        "best_piece": _grouped(by_upper.T, lower.owner, len(lower)).T,
        "lower_pieces": _means(by_upper.T, lower.owner, len(lower)).T,
        "upper_pieces": _means(by_lower, upper.owner, len(upper)),
    }


def _grouped(alike: Matrix, owner: NDArray[np.int64], count: int) -> Matrix:
    starts = np.searchsorted(owner, np.arange(count))
    return np.asarray(np.maximum.reduceat(alike, starts, axis=0))


def _means(alike: Matrix, owner: NDArray[np.int64], count: int) -> Matrix:
    starts = np.searchsorted(owner, np.arange(count))
    sizes = np.diff([*starts, len(owner)])
    return np.asarray(np.add.reduceat(alike, starts, axis=0) / sizes[:, None])


def _concepts(upper: Profile, lower: Profile) -> Matrix:
    """Compare the concepts spoken of, those rare in the two documents counting for more."""
    everything = (*upper.passages, *lower.passages)
    names = sorted({name for passage in everything for name, _ in passage.concepts})
    if not names:
        return np.zeros((len(upper), len(lower)))
    column = {name: at for at, name in enumerate(names)}
    weights = np.zeros((len(everything), len(names)))
    for row, passage in enumerate(everything):
        for name, weight in passage.concepts:
            weights[row, column[name]] = weight
    rarity = np.log((1 + len(everything)) / (1 + (weights > 0).sum(axis=0))) + 1
    held = sparse.csr_matrix(weights * rarity)
    return cosine(held[: len(upper)], held[len(upper) :])


def _quantities(one: Passage, other: Passage) -> float:
    shared = one.quantities & other.quantities
    return len(shared) / len(one.quantities) if one.quantities else 0.0


def _dimensions(one: Passage, other: Passage) -> float:
    above = {dimension for dimension, _ in one.quantities}
    below = {dimension for dimension, _ in other.quantities}
    return len(above & below) / len(above | below) if above | below else 0.0


def _pairwise(upper: Profile, lower: Profile, rate: Callable[[Passage, Passage], float]) -> Matrix:
    return np.array([[rate(u, v) for v in lower.passages] for u in upper.passages], dtype=float)


def _competition(name: str, alike: Matrix) -> dict[str, Matrix]:
    found = {}
    for axis, side in ((0, "lower"), (1, "upper")):
        best = alike.max(axis=axis, keepdims=True)
        found[f"{name}_of_{side}"] = alike / np.maximum(best, _FLOOR)
        found[f"{name}_lead_{side}"] = alike - rival(alike, axis)
    return found


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
    ordered = np.sort(alike, axis=axis)
    second = np.take(ordered, [-2], axis=axis)
    return np.where(alike >= best, second, best)
