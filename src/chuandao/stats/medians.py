"""Medians of independent observations: exact bounds, and whether they exceed a value.

References
----------
Efron, B. (1979). Bootstrap methods: another look at the jackknife. Annals of Statistics, 7(1),
1-26, section 3 (the bootstrap distribution of a median in closed form).
Conover, W. J. (1999). Practical Nonparametric Statistics, 3rd ed. Wiley, section 3.4 (sign test).
"""

import numpy as np
from scipy.stats import binom

from chuandao.stats.smoothing.tree import Positions, Reals


def median_ranks(counts: Positions, level: float = 0.95) -> tuple[Positions, Positions]:
    """Return which of the sorted observations bound their median in bootstrap samples.

    Drawing n observations with replacement again and again, the median falls at or below the
    k-th smallest exactly as often as a binomial (n, k/n) count reaches half of n: no draws are
    needed. Of an even number the lower middle one gives the lower bound, the upper the upper.

    Parameters
    ----------
    counts : array of int
        How many observations there are, 1 or more.
    level : float
        Share of the bootstrap samples whose median lies within.

    Returns
    -------
    tuple of array
        The places of the lower and upper bound, counted from 0.

    Examples
    --------
    >>> low, high = median_ranks(np.array([11, 20]))
    >>> low.tolist(), high.tolist()
    ([2, 5], [8, 14])
    """
    low, high = np.empty_like(counts), np.empty_like(counts)
    for count in np.unique(counts):
        at = int(count)
        places = np.arange(1, at + 1)
        reached = binom.sf((at + 1) // 2 - 1, at, places / at)
        first = int(np.searchsorted(reached, (1 - level) / 2))
        low[counts == count], high[counts == count] = first, at - 1 - first
    return low, high


def exceeding(beyond: Positions, counts: Positions, share: float = 0.5) -> Reals:
    """Return how probable so many observations beyond a value are, if its share were no more.

    With ``share`` one half this is the sign test: a few extreme observations count no more than
    any other, so that they alone never make it small.

    Parameters
    ----------
    beyond, counts : array of int
        Observations beyond the value, and all.
    share : float
        The share beyond it that is taken for granted.

    Examples
    --------
    >>> exceeding(np.array([10, 6]), np.array([10, 10])).round(4).tolist()
    [0.001, 0.377]
    """
    tail: Reals = binom.sf(np.asarray(beyond) - 1, np.asarray(counts), share)
    return tail
