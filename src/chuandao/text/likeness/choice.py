"""Which pairs are linked, of the probabilities of all: competition, merges, splits, leftovers."""

import numpy as np
from numpy.typing import NDArray

from chuandao.text.likeness.compare import Matrix

_ALTERNATIVES = 2


def likeliest_cut(probability: Matrix, bounds: tuple[float, float], share: float) -> float:
    """Return the probability from which pairs of two documents are best taken as links.

    Where the true links are not known, but how probable each pair is, the F1 that is expected
    of taking the k likeliest is 2 (sum of these k) / (k + sum of all); the cut that makes it
    greatest is half of that F1 (Lipton, Elkan & Naryanaswamy 2014). Documents that copy each
    other are thus cut higher than plans, in which many links are only half certain.

    Parameters
    ----------
    probability : array (uppers, lowers)
    bounds : (least, greatest)
        Between which the cut stays.
    share : float
        Of the best cut, for probabilities that were learnt from other documents.

    References
    ----------
    Lipton, Z. C., Elkan, C., & Naryanaswamy, B. (2014). Optimal thresholding of classifiers to
    maximize F1 measure. ECML PKDD, 225-239.

    Examples
    --------
    >>> round(likeliest_cut(np.array([[0.9, 0.0], [0.0, 0.9]]), (0.1, 0.5), 1.0), 2)
    0.47
    >>> round(likeliest_cut(np.array([[0.5, 0.3], [0.3, 0.2]]), (0.1, 0.5), 1.0), 2)
    0.26
    """
    likeliest = np.sort(probability, axis=None)[::-1]
    expected = 2 * np.cumsum(likeliest)
    expected /= np.arange(1, len(likeliest) + 1) + likeliest.sum()
    return float(np.clip(share * expected.max() / 2, *bounds))


def accepted(probability: Matrix, least: float, rival: float, alone: float) -> NDArray[np.bool_]:
    """Return which pairs (uppers, lowers) are accepted as links.

    Parameters
    ----------
    probability : array (uppers, lowers)
    least : float
        Every pair at least as probable is accepted, if it is no ``rival``'s inferior.
    rival : float
        The least share of the best probability of its lower clause.
    alone : float
        The least probability of a pair of which neither clause has a link yet, where each is
        the likeliest left to the other (a slogan shares few words with what it stands for).

    Examples
    --------
    >>> accepted(np.array([[0.9, 0.0], [0.3, 0.1], [0.6, 0.2]]), 0.4, 0.5, 0.1).tolist()
    [[True, False], [False, True], [True, False]]
    """
    best = probability.max(axis=0, keepdims=True)
    taken = (probability >= least) & (probability >= rival * best)
    free = ~taken.any(axis=1)[:, None] & ~taken.any(axis=0)[None, :]
    left = np.where(free, probability, 0.0)
    first = (left == left.max(axis=0, keepdims=True)) & (left == left.max(axis=1, keepdims=True))
    return np.asarray(taken | (first & (left >= alone) & (left > 0)))


def stand_ins(
    probability: Matrix, taken: NDArray[np.bool_], vague: NDArray[np.bool_], least: float
) -> NDArray[np.bool_]:
    """Return, for vague lower passages without a link, the likeliest upper that nothing answers.

    A slogan shares next to no word with what it stands for: it is known by the gap it fills.

    Parameters
    ----------
    probability, taken : arrays (uppers, lowers)
    vague : array (lowers,)
        Whether a lower passage says nothing that could be checked.
    least : float
        The least probability.

    Examples
    --------
    >>> probability = np.array([[0.9, 0.04], [0.1, 0.03]])
    >>> taken = np.array([[True, False], [False, False]])
    >>> stand_ins(probability, taken, np.array([False, True]), 0.01).tolist()
    [[False, False], [False, True]]
    """
    open_uppers, open_lowers = ~taken.any(axis=1), vague & ~taken.any(axis=0)
    free = np.logical_and.outer(open_uppers, open_lowers)
    left = np.where(free, probability, 0.0)
    return np.asarray((left == left.max(axis=0, keepdims=True)) & (left >= least) & (left > 0))


def ranks(
    probability: Matrix, taken: NDArray[np.bool_], least: float
) -> list[list[tuple[int, int]]]:
    """Return (row, rank) of the pairs kept for each lower clause, the accepted ones first.

    Rank 1 are the accepted ones, the likeliest first; 2 and 3 the likeliest others, for review,
    if at least ``least``.

    Examples
    --------
    >>> ranks(np.array([[0.9], [0.2], [0.6]]), np.array([[True], [False], [True]]), 0.1)
    [[(0, 1), (2, 1), (1, 2)]]
    """
    kept = []
    for column in range(probability.shape[1]):
        likely, own = probability[:, column], taken[:, column]
        rows = np.flatnonzero(own | (likely >= least))
        rows = rows[np.argsort(-likely[rows], kind="stable")]
        first = [(row, 1) for row in rows[own[rows]].tolist()]
        rest = rows[~own[rows]][:_ALTERNATIVES].tolist()
        kept.append(first + [(row, rank) for rank, row in enumerate(rest, 2)])
    return kept
