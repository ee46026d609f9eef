"""Cumulative sums of innovations: small changes that last show sooner than in any one period.

References
----------
Page, E. S. (1954). Continuous inspection schemes. Biometrika, 41(1/2), 100-115.
Hawkins, D. M., & Olwell, D. H. (1998). Cumulative Sum Charts and Charting for Quality Improvement.
Springer.
"""

import numpy as np

from chuandao.stats.smoothing.tree import Reals


def cusum(innovations: Reals, *, slack: float) -> tuple[Reals, Reals]:
    """Return how far values have fallen and risen, summed over time (two one-sided sums).

    Parameters
    ----------
    innovations : array (periods, series)
        Standardised; NaN where nothing was seen, which changes no sum.
    slack : float
        What is taken off each period: half the change, in standard deviations, worth seeing.

    Examples
    --------
    >>> fallen, risen = cusum(np.array([[-1.0], [-2.0], [np.nan], [0.5]]), slack=0.5)
    >>> fallen.ravel().tolist(), risen.ravel().tolist()
    ([0.5, 2.0, 2.0, 1.0], [0.0, 0.0, 0.0, 0.0])
    """
    fallen, risen = np.zeros_like(innovations), np.zeros_like(innovations)
    low, high = np.zeros(innovations.shape[1]), np.zeros(innovations.shape[1])
    for at, z in enumerate(innovations):
        seen = ~np.isnan(z)
        low = np.where(seen, np.maximum(low - np.nan_to_num(z) - slack, 0.0), low)
        high = np.where(seen, np.maximum(high + np.nan_to_num(z) - slack, 0.0), high)
        fallen[at], risen[at] = low, high
    return fallen, risen
