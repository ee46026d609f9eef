"""Do reported values bunch at a threshold, beyond what their neighbours lead to expect?

References
----------
Kleven, H. J. (2016). Bunching. Annual Review of Economics, 8, 435-464.
McCullagh, P., & Nelder, J. A. (1989). Generalized Linear Models, 2nd ed. Chapman and Hall
(Poisson regression of counts, quasi-likelihood dispersion).
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from chuandao.stats.smoothing.tree import Reals

_ROUNDS = 50
_LEAST_BINS = 3
_CLOSE = 1e-9
_RIDGE = 1e-6


@dataclass(frozen=True)
class Bunching:
    """Values at a threshold against what those around it lead to expect.

    Attributes
    ----------
    observed, expected : float
        Values in the bin of the threshold.
    excess, low, high : float
        Observed less expected as a share of all values, and its bounds.
    p_value : float
        How probable so many are where nothing is amiss.
    """

    observed: float
    expected: float
    excess: float
    low: float
    high: float
    p_value: float


def bunching(
    values: Reals, threshold: float, *, width: float, reach: int, missing: int, level: float = 0.95
) -> Bunching | None:
    """Return the excess of values at a threshold (excess mass).

    The counts of the bins around it, those of the threshold and just below left out, are followed
    by a quadratic on the log scale (Poisson, over-dispersed as the counts are); what it gives in
    the bin of the threshold is the expected.

    Parameters
    ----------
    values : array
    threshold : float
    width : float
        Of a bin. The bin of the threshold is [threshold, threshold + width).
    reach : int
        Bins taken in on either side.
    missing : int
        Bins below the threshold that are left out: those who bunch come from there.
    level : float

    Returns
    -------
    Bunching or None
        None where fewer than three bins have values to go by.

    Examples
    --------
    >>> even = np.repeat(np.arange(0.90, 1.10, 0.01), 10) + 0.005
    >>> found = bunching(np.concatenate([even, np.full(30, 1.0)]), 1.0, width=0.01, reach=8,
    ...     missing=1)
    >>> round(found.observed), round(found.expected), found.p_value < 0.001
    (40, 10, True)
    """
    place = np.floor((values - threshold) / width + _CLOSE).astype(np.int64)
    bins = np.arange(-reach, reach + 1)
    count = np.array([(place == one).sum() for one in bins], dtype=np.float64)
    top = int(place.max()) if len(place) else 0
    used = ((bins < -missing) | (bins > 0)) & (bins <= max(top, 0)) & (bins >= place.min(initial=0))
    if np.count_nonzero(count[used]) < _LEAST_BINS:
        return None
    x = bins[used] / reach
    design = np.column_stack([np.ones_like(x), x, x**2])
    fitted = counterfactual(design, count[used], np.array([[1.0, 0.0, 0.0]]))
    expected, variance = float(fitted.expected[0]), float(fitted.variance[0])
    observed = float(count[bins == 0][0])
    excess = observed - expected
    reach_of = float(ndtri(0.5 + level / 2)) * np.sqrt(observed + variance)
    p_value = float(ndtr(-excess / np.sqrt(expected + variance)))
    total = len(values)
    low, high = (excess - reach_of) / total, (excess + reach_of) / total
    return Bunching(observed, expected, excess / total, float(low), float(high), p_value)


@dataclass(frozen=True)
class Counterfactual:
    """Counts that bins would have: expected, with their variance, and the dispersion of counts."""

    expected: Reals
    variance: Reals
    dispersion: float


def counterfactual(design: Reals, count: Reals, at: Reals) -> Counterfactual:
    """Return what counts of bins lead to expect in others (log-linear, over-dispersed Poisson).

    Parameters
    ----------
    design : array (bins, terms)
    count : array (bins)
    at : array (others, terms)
        The terms of the bins to be told.

    Examples
    --------
    >>> flat = counterfactual(np.ones((4, 1)), np.array([9.0, 11.0, 10.0, 10.0]), np.ones((1, 1)))
    >>> flat.expected.round(2).tolist(), flat.dispersion
    ([10.0], 1.0)
    """
    terms = design.shape[1]
    beta = np.zeros(terms)
    beta[0] = np.log(max(float(count.mean()), _RIDGE))
    for _ in range(_ROUNDS):
        mean = np.exp(np.clip(design @ beta, -30, 30))
        information = (design * mean[:, None]).T @ design + _RIDGE * np.eye(terms)
        change = np.linalg.solve(information, design.T @ (count - mean))
        beta = beta + np.clip(change, -2, 2)
        if np.abs(change).max() < _CLOSE:
            break
    freedom = max(len(count) - terms, 1)
    dispersion = max(1.0, float(((count - mean) ** 2 / np.maximum(mean, _RIDGE)).sum()) / freedom)
    covariance = dispersion * np.linalg.inv(information)
    expected = np.exp(np.clip(at @ beta, -30, 30))
    of_fit = np.einsum("ij,jk,ik->i", at, covariance, at)
    return Counterfactual(expected, expected**2 * of_fit + (dispersion - 1) * expected, dispersion)
