"""Residuals of two groups: usual ones, and a few that err widely or always upwards.

How probable it is that a residual belongs to the few decides how much it weighs, instead of a
bound at which it is either kept or thrown away.

References
----------
Box, G. E. P., & Tiao, G. C. (1968). A Bayesian approach to some outlier problems. Biometrika,
55(1), 119-129 (a mixture of usual and inflated errors).
Dempster, A. P., Laird, N. M., & Rubin, D. B. (1980). Iteratively reweighted least squares for
linear regression when errors are normal/independent distributed. Multivariate Analysis V, 35-57.
"""

import numpy as np
from scipy.special import log_ndtr, ndtr

from chuandao.stats.smoothing.tree import Reals

_LEAST = 1e-12
_LOG_2 = float(np.log(2))


def gross(residual: Reals, variance: Reals, noise: Reals, *, share: float, factor: float) -> Reals:
    """Return how probable it is that an observation's error is a gross one.

    Parameters
    ----------
    residual : array
        What an observation says less what everything else says of it.
    variance : array
        Of that residual if the error is a usual one.
    noise : array
        The part of it that is the error's own.
    share : float
        Of gross errors among all.
    factor : float
        Standard deviation of a gross error over that of a usual one.

    Examples
    --------
    >>> found = gross(np.array([0.0, 3.0, 6.0]), np.ones(3), np.ones(3), share=0.03, factor=3.0)
    >>> found.round(2).tolist()
    [0.01, 0.36, 1.0]
    """
    wide = variance + (factor**2 - 1) * noise
    gain = 0.5 * residual**2 * (1 / variance - 1 / wide) - 0.5 * np.log(wide / variance)
    return _posterior(gain, share)


def gross_by_chance(
    variance: Reals, noise: Reals, *, share: float, factor: float, least: float
) -> float:
    """Return how many observations would be called gross errors if all errors were usual.

    Parameters
    ----------
    variance, noise, share, factor
        As for ``gross``.
    least : float
        The probability from which an observation is called so.

    Examples
    --------
    >>> one = np.ones(1000)
    >>> round(gross_by_chance(one, one, share=0.03, factor=3.0, least=0.5), 1)
    1.3
    """
    wide = variance + (factor**2 - 1) * noise
    odds = np.log(least / (1 - least)) - np.log(share / (1 - share))
    bound = (2 * odds + np.log(wide / variance)) / np.maximum(1 - variance / wide, _LEAST)
    return float(2 * ndtr(-np.sqrt(np.maximum(bound, 0.0))).sum())


def raised(residual: Reals, variance: Reals, *, share: float, spread: float) -> Reals:
    """Return how probable it is that a reporter stands above the others by more than error.

    Parameters
    ----------
    residual, variance : array
        Of a reporter over all it said.
    share : float
        Of such reporters among all.
    spread : float
        Of how far they stand above (half-normal).

    Examples
    --------
    >>> found = raised(np.array([-0.2, 0.0, 0.2]), np.full(3, 0.0025), share=0.05, spread=0.2)
    >>> found.round(2).tolist()
    [0.0, 0.01, 0.98]
    """
    total = variance + spread**2
    drawn = residual * spread**2 / total
    sd = np.sqrt(variance * spread**2 / total)
    gain = _LOG_2 + log_ndtr(drawn / sd) + 0.5 * residual**2 * (1 / variance - 1 / total)
    return _posterior(gain - 0.5 * np.log(total / variance), share)


def downweighted(probability: Reals, noise: Reals, extra: Reals) -> Reals:
    """Return the variance to add so that an observation has its expected weight.

    The weight is 1/noise where the error is usual and 1/(noise + extra) where it is not.

    Examples
    --------
    >>> downweighted(np.array([0.0, 0.5, 1.0]), np.ones(3), np.full(3, 8.0)).round(2).tolist()
    [0.0, 0.8, 8.0]
    """
    weight = (1 - probability) / noise + probability / (noise + extra)
    added: Reals = np.maximum(1 / weight - noise, 0.0)
    return added


def _posterior(gain: Reals, share: float) -> Reals:
    odds = gain + np.log(share / (1 - share))
    probability: Reals = np.exp(-np.logaddexp(0.0, -odds))
    return probability
