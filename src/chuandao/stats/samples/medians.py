"""Medians of independent observations: exact bounds, and whether they exceed a value.

References
----------
Conover, W. J. (1999). Practical Nonparametric Statistics, 3rd ed. Wiley, sections 3.2 (bounds of
a quantile) and 3.4 (sign test).
"""

import numpy as np
from scipy.stats import binom

from chuandao.stats.smoothing.tree import Positions, Reals


def median_ranks(counts: Positions, level: float = 0.95) -> tuple[Positions, Positions]:
    """Return which of the sorted observations bound the median they are drawn from.

    However observations are distributed, as many lie below their median as heads fall in as many
    throws of a coin: the bounds hold at least as often as they say. (Those of a bootstrap hold in
    92 of 100 samples of 21 where 95 are promised.)

    Parameters
    ----------
    counts : array of int
        How many observations there are; below 6 no pair of them bounds the median at 95 %, and
        the least and greatest are returned.
    level : float

    Returns
    -------
    tuple of array
        The places of the lower and upper bound, counted from 0.

    Examples
    --------
    >>> low, high = median_ranks(np.array([10, 12, 21]))
    >>> low.tolist(), high.tolist()
    ([1, 2, 5], [8, 9, 15])
    """
    low = np.maximum(binom.ppf((1 - level) / 2, counts, 0.5).astype(np.int64) - 1, 0)
    return low, counts - 1 - low


def exceeding(beyond: Positions, counts: Positions, share: float | Reals = 0.5) -> Reals:
    """Return how probable so many observations beyond a value are, if its share were no more.

    With ``share`` one half this is the sign test: a few extreme observations count no more than
    any other, so that they alone never make it small.

    Parameters
    ----------
    beyond, counts : array of int
        Observations beyond the value, and all.
    share : float or array
        The share beyond it that is taken for granted.

    Examples
    --------
    >>> exceeding(np.array([10, 6]), np.array([10, 10])).round(4).tolist()
    [0.001, 0.377]
    """
    tail: Reals = binom.sf(np.asarray(beyond) - 1, np.asarray(counts), share)
    return tail


def usual_share(
    beyond: Positions, counts: Positions, bounds: tuple[float, float], worth: float
) -> Reals:
    """Return for each group the share beyond a value that is usual in the other groups.

    Parameters
    ----------
    beyond, counts : array of int
        Observations beyond the value, and all, a group each.
    bounds : tuple of float
        What the usual share is at least, and at most. Where the other groups hold little, it
        stays near the upper bound, with which a group is judged most strictly.
    worth : float
        How many observations at the upper bound stand beside those of the others.

    Examples
    --------
    >>> beyond, counts = np.array([9, 0, 50]), np.array([10, 90, 100])
    >>> usual_share(beyond, counts, (0.25, 0.5), 10).round(3).tolist()
    [0.275, 0.5, 0.25]
    >>> usual_share(np.array([9]), np.array([10]), (0.25, 0.5), 10).tolist()
    [0.5]
    """
    low, high = bounds
    others = (beyond.sum() - beyond + high * worth) / (counts.sum() - counts + worth)
    usual: Reals = np.clip(others, low, high)
    return usual
