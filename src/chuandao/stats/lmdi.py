"""Logarithmic mean Divisia decomposition: shares of a loss that add up exactly.

References
----------
Ang, B. W. (2004). Decomposition analysis for policymaking in energy: which is the preferred method?
Energy Policy, 32(9), 1131-1139.
Ang, B. W., & Liu, F. L. (2001). A new energy decomposition method: perfect in decomposition and
consistent in aggregation. Energy, 26(6), 537-548.
"""

import numpy as np

from chuandao.stats.smoothing.tree import Reals

_SERIES = 1e-5


def loss_weight(log_level: Reals) -> Reals:
    """Return what a unit of log loss costs on the plain scale: (1 − e) / (−ln e), 1 at e = 1.

    Parameters
    ----------
    log_level : array
        ln e; above 0 where more is delivered than was asked.

    Examples
    --------
    >>> loss_weight(np.array([0.0, np.log(0.5)])).round(4).tolist()
    [1.0, 0.7213]
    """
    return weight_at(log_level, np.exp(log_level))


def weight_at(log_level: Reals, level: Reals) -> Reals:
    """Return what a unit of log loss costs, where both ln e and e are at hand.

    Examples
    --------
    >>> weight_at(np.array([np.log(0.5)]), np.array([0.5])).round(4).tolist()
    [0.7213]
    """
    small = np.abs(log_level) < _SERIES
    if not small.any():
        weight: Reals = (level - 1) / log_level
        return weight
    weight = (level - 1) / np.where(small, 1.0, log_level)
    return np.where(small, 1 + log_level / 2 + log_level**2 / 6, weight)


def decompose(log_losses: Reals) -> Reals:
    """Return the parts of 1 − e that log losses account for; each row adds up to its 1 − e.

    Parameters
    ----------
    log_losses : array (…, parts)
        Parts of −ln e, of either sign.

    Examples
    --------
    >>> parts = decompose(np.array([[0.1, 0.3], [0.2, -0.2]]))
    >>> parts.sum(axis=1).round(6).tolist()
    [0.32968, 0.0]
    """
    parts: Reals = log_losses * loss_weight(-log_losses.sum(axis=-1))[..., None]
    return parts
