"""How unequally something is spread, within and between groups, and for or against the needy.

References
----------
Theil, H. (1967). Economics and Information Theory. North-Holland.
Shorrocks, A. F. (1980). The class of additively decomposable inequality measures. Econometrica,
48(3), 613-625. 10.2307/1913126
Kakwani, N., Wagstaff, A., & van Doorslaer, E. (1997). Socioeconomic inequalities in health:
measurement, computation, and statistical inference. Journal of Econometrics, 77(1), 87-103.
10.1016/S0304-4076(96)01807-6
"""

from dataclasses import dataclass

import numpy as np

from chuandao.stats.smoothing.tree import Positions, Reals


@dataclass(frozen=True)
class Theil:
    """Theil's T (0 = all alike) and the two parts that sum to it."""

    total: float
    between: float
    within: float


def theil(values: Reals, weights: Reals, groups: Positions) -> Theil | None:
    r"""Return Theil's T of values, split into what lies between groups and within them.

    Parameters
    ----------
    values : array
        Not negative (supply per need).
    weights : array
        What each counts for (its need); positive.
    groups : array of int
        The group of each (its tier).

    Returns
    -------
    Theil or None
        None where the mean is 0.

    Notes
    -----
    .. math:: T = \sum_i p_i \frac{x_i}{\mu} \ln \frac{x_i}{\mu}

    with :math:`p_i` the weights over their sum and :math:`\mu` the weighted mean; a value of 0
    adds 0. Between groups each has the mean of its group.

    Examples
    --------
    >>> found = theil(np.array([1.0, 1.0, 3.0, 3.0]), np.ones(4), np.array([0, 0, 1, 1]))
    >>> round(found.total, 4), round(found.between, 4), round(found.within, 4)
    (0.1308, 0.1308, 0.0)
    """
    part = weights / weights.sum()
    mean = float(part @ values)
    if mean <= 0:
        return None
    _, at = np.unique(groups, return_inverse=True)
    size: Reals = np.bincount(at, part).astype(np.float64)
    level = np.bincount(at, part * values) / size
    total, between = _sum(part, values / mean), _sum(size, level / mean)
    return Theil(total, between, total - between)


def _sum(part: Reals, ratio: Reals) -> float:
    safe = np.where(ratio > 0, ratio, 1.0)
    return float(np.sum(part * ratio * np.log(safe)))


def concentration(values: Reals, ranked_by: Reals) -> float | None:
    """Return the concentration index: above 0 where those ranked high have more (-1 to 1).

    Parameters
    ----------
    values : array
        What is spread (coverage, money).
    ranked_by : array
        By what they are ranked, the lowest first; equal ones share a rank. By neediness, an
        index below 0 says that the needy have less than their share.

    Returns
    -------
    float or None
        None for fewer than two, or where the mean is 0.

    Notes
    -----
    Twice the covariance of the values with their fractional rank, over their mean.

    Examples
    --------
    >>> concentration(np.array([1.0, 2.0, 3.0, 4.0]), np.array([10.0, 20.0, 30.0, 40.0]))
    0.25
    """
    mean = float(values.mean()) if len(values) > 1 else 0.0
    if mean == 0:
        return None
    _, at, count = np.unique(ranked_by, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - count / 2)[at] / len(values)
    return float(2 * np.mean((values - mean) * (rank - 0.5)) / mean)
