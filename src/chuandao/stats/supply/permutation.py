"""Whether shares differ by more than a chance arrangement would bring about.

References
----------
Phipson, B., & Smyth, G. K. (2010). Permutation p-values should never be zero. Statistical
Applications in Genetics and Molecular Biology, 9(1), 39. 10.2202/1544-6115.1585
"""

import numpy as np
from scipy.stats import t as student

from chuandao.stats.smoothing.tree import Reals

_DRAWS = 4999
_CLOSE = 1e-12


def excess_by_chance(
    excess: Reals, mark: Reals, rng: np.random.Generator, *, draws: int = _DRAWS
) -> float:
    """Return how probable so large a sum of marked excesses is if marks fell by chance (p).

    Parameters
    ----------
    excess : array
        Of each item: its share of what is given less its share of what is needed.
    mark : array
        What is held to draw more (how visible a project is, 0-1; 1 for a group and 0 for the rest).
    rng : Generator
    draws : int

    Notes
    -----
    Marks are dealt out anew to the items, whose excesses stay. One is added above and below
    (Phipson and Smyth 2010), so that p is never 0.

    Examples
    --------
    >>> excess = np.array([0.3, 0.2, -0.1, -0.1, -0.1, -0.1, -0.05, -0.05])
    >>> mark = np.array([1.0, 1.0, 0, 0, 0, 0, 0, 0])
    >>> 0.02 < excess_by_chance(excess, mark, np.random.default_rng(1)) < 0.06
    True
    """
    seen = float(excess @ mark)
    dealt = rng.permuted(np.tile(mark, (draws, 1)), axis=1) @ excess
    return (1 + int(np.count_nonzero(dealt >= seen - _CLOSE))) / (draws + 1)


def lower_by_chance(few: Reals, others: Reals) -> float:
    """Return how probable it is that the mean of a few lies so far below that of others (p).

    Student's t with the spread within both groups; 0 where nothing differs within them.

    Examples
    --------
    >>> round(lower_by_chance(np.array([0.4, 0.5, 0.6]), np.array([0.8, 0.9, 1.0, 0.9])), 4)
    0.001
    """
    gap = float(others.mean() - few.mean())
    free = len(few) + len(others) - 2
    within = float(((few - few.mean()) ** 2).sum() + ((others - others.mean()) ** 2).sum())
    if within <= _CLOSE:
        return 0.0 if gap > 0 else 1.0
    error = np.sqrt(within / free * (1 / len(few) + 1 / len(others)))
    return float(student.sf(gap / error, free))
