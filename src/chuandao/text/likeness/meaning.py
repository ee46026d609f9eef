"""What a model of meaning adds to the probability of a link, learnt from the sure pairs at hand.

Cosines of sentence models have no scale of their own: .6 may be much in one model and nothing in
another. What they are worth is therefore read off the pairs of the same documents that the words
alone settle: links that are nearly certain, and pairs that are nearly impossible.

References
----------
Conneau, A., Lample, G., Ranzato, M., Denoyer, L., & Jegou, H. (2018). Word translation without
parallel data. ICLR (similarity less that to the nearest of either side, against hubs).
Platt, J. (1999). Probabilistic outputs for support vector machines. Advances in Large Margin
Classifiers, 61-74 (a logistic curve over one score, with targets drawn in).
Lin, H.-T., Lin, C.-J., & Weng, R. C. (2007). A note on Platt's probabilistic outputs. Machine
Learning, 68, 267-276 (its numbers).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chuandao.text.likeness.compare import Matrix

_NEAREST = 5
_STEPS = 50
_RIDGE = 1e-6
_STILL = 1e-10


def likeness_of_meaning(above: Matrix, below: Matrix) -> Matrix:
    """Return how alike the vectors are, (uppers, lowers), less how alike each is to anything.

    Twice the cosine less the mean cosine with the nearest five of the other side (Conneau et al.
    2018), so that a clause that is near everything is near nothing in particular.

    Parameters
    ----------
    above, below : array (clauses, dimensions)
        Of length 1, or 0 where nothing is known of a clause.

    Examples
    --------
    >>> likeness_of_meaning(np.eye(2), np.eye(2)).round(1).tolist()
    [[1.0, -1.0], [-1.0, 1.0]]
    """
    cosine = np.asarray(above, dtype=float) @ np.asarray(below, dtype=float).T
    return np.asarray(2 * cosine - _nearest(cosine, 1)[:, None] - _nearest(cosine, 0)[None, :])


def _nearest(cosine: Matrix, axis: int) -> Matrix:
    count = min(_NEAREST, cosine.shape[axis])
    part = np.partition(cosine, -count, axis=axis)
    return np.asarray(np.take(part, range(-count, 0), axis=axis).mean(axis=axis))


@dataclass(frozen=True)
class Worth:
    """What a likeness of meaning is worth: log odds ``slope`` × likeness + ``intercept``."""

    slope: float
    intercept: float

    def rescored(
        self, probability: Matrix, likeness: Matrix, band: tuple[float, float], trust: float
    ) -> Matrix:
        """Return the probabilities with those inside the band moved by ``trust`` of the evidence.

        A likeness that tells against its own sense (slope not above 0) moves nothing.

        Examples
        --------
        >>> Worth(2, 0).rescored(np.array([[0.5, 0.99]]), np.array([[1.0, 1.0]]), (0.1, 0.9), 0.5)
        array([[0.73105858, 0.99      ]])
        """
        if self.slope <= 0:
            return probability
        low, high = band
        inside = np.clip(probability, low, high)
        odds = np.log(inside / (1 - inside)) + trust * (self.slope * likeness + self.intercept)
        within = (probability >= low) & (probability <= high)
        return np.where(within, 1 / (1 + np.exp(-odds)), probability)


def worth(likeness: Matrix, linked: NDArray[np.bool_]) -> Worth:
    """Return what the likeness is worth, from pairs of which it is known whether they are linked.

    The linked and the others weigh the same in sum, so that the curve is the log ratio of how
    likely the likeness is among either.

    Parameters
    ----------
    likeness : array (pairs)
    linked : array (pairs)
        At least one of either kind.

    Examples
    --------
    >>> found = worth(np.array([1.0, 0.8, 0.1, 0.0]), np.array([True, True, False, False]))
    >>> found.slope > 0, round(-found.intercept / found.slope, 2)
    (True, 0.47)
    """
    count = np.array([np.sum(~linked), np.sum(linked)], dtype=float)
    target = np.where(linked, (count[1] + 1) / (count[1] + 2), 1 / (count[0] + 2))
    weight = np.where(linked, 0.5 / count[1], 0.5 / count[0]) * count.min()
    columns = np.column_stack([likeness, np.ones(len(likeness))])
    theta = np.zeros(2)
    for _ in range(_STEPS):
        step = _newton(columns, target, weight, theta)
        theta += step
        if np.abs(step).max() < _STILL:
            break
    return Worth(float(theta[0]), float(theta[1]))


def _newton(columns: Matrix, target: Matrix, weight: Matrix, theta: Matrix) -> Matrix:
    chance = 1 / (1 + np.exp(-(columns @ theta)))
    slope = columns.T @ (weight * (target - chance)) - _RIDGE * theta
    bend = (columns * (weight * chance * (1 - chance))[:, None]).T @ columns + _RIDGE * np.eye(2)
    return np.asarray(np.linalg.solve(bend, slope))
