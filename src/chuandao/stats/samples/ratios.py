"""Ratios of two totals over independent cases, with the error that drawing the cases brings.

References
----------
Efron, B. (1982). The Jackknife, the Bootstrap and Other Resampling Plans. SIAM, section 6.1
(infinitesimal jackknife: the bootstrap's variance to first order, without draws).
"""

import numpy as np

from chuandao.stats.smoothing.tree import Positions, Reals


def ratios(
    above: Reals, below: Reals, group: Positions, groups: int
) -> tuple[Reals, Reals, Positions]:
    """Return for each group the ratio of its totals, its standard error and its cases.

    Parameters
    ----------
    above, below : array
        One pair a case; ``below`` positive.
    group : array of int
        The group of each case, 0 … ``groups`` - 1.
    groups : int

    Returns
    -------
    tuple of array
        Ratio and standard error (NaN for a group without cases; the error of one case alone is
        not known and NaN), and the number of cases.

    Notes
    -----
    r = Σa / Σb; Var r = n / (n - 1) · Σ (a - r b)² / (Σb)²: what a bootstrap by case gives in
    the limit of many draws, to first order.

    Examples
    --------
    >>> of = ratios(np.array([2.0, 4.0, 0.0]), np.array([10.0, 10.0, 10.0]), np.zeros(3, int), 1)
    >>> [array.round(4).tolist() for array in of]
    [[0.2], [0.1155], [3]]
    """
    count = np.bincount(group, minlength=groups)
    total = np.bincount(group, below, groups)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.bincount(group, above, groups) / total
        rest = np.bincount(group, np.square(above - ratio[group] * below), groups)
        error = np.sqrt(rest * count / (count - 1)) / total
    return ratio, error, count
