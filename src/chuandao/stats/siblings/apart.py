"""How far apart two distributions over the same units lie (index of dissimilarity).

References
----------
Duncan, O. D., & Duncan, B. (1955). A methodological analysis of segregation indexes. American
Sociological Review, 20(2), 210-217.
"""

import numpy as np

from chuandao.stats.smoothing.tree import Reals


def distance(one: Reals, other: Reals) -> float:
    """Return half the sum of the differences of shares (0-1): what would have to move.

    Examples
    --------
    >>> distance(np.array([8.0, 1.0, 1.0]), np.array([2.0, 4.0, 4.0]))
    0.6000000000000001
    """
    return float(0.5 * np.abs(one / one.sum() - other / other.sum()).sum())


def distance_by_chance(count: int, other: Reals, chance: np.random.Generator, draws: int) -> Reals:
    """Return distances of so many cases that fall on the units as ``other`` does.

    Examples
    --------
    >>> bool(distance_by_chance(1000, np.array([1.0, 1.0]), np.random.default_rng(7), 9).max() < .1)
    True
    """
    shares = other / other.sum()
    fallen = chance.multinomial(count, shares, size=draws) / count
    away: Reals = 0.5 * np.abs(fallen - shares).sum(axis=1)
    return away
