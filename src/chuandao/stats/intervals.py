r"""Working responses of what is only known to lie in an interval: ratings, values below a limit.

A rating k says that z = x + error lies between two bounds, a value below the detection limit that
it lies under one. Around an estimate of x the log-likelihood is replaced by a parabola (Laplace):
the working response x + l′/w with variance 1/w, w = −l″, stands in for the observation, and the
Gaussian machinery does the rest; repeated until nothing moves, the mode is exact. Bounds of
ratings are estimated from units of which other evidence tells x (ordered probit).

References
----------
McCullagh, P. (1980). Regression models for ordinal data. JRSS B, 42(2), 109-142.
Tobin, J. (1958). Estimation of relationships for limited dependent variables. Econometrica,
26(1), 24-36 (censored observations).
Fahrmeir, L. (1992). Posterior mode estimation by extended Kalman filtering for multivariate
dynamic generalized linear models. JASA, 87(418), 501-509 (working responses in a smoother).
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import log_ndtr, ndtri

from chuandao.stats.smoothing.tree import Positions, Reals

_LOG_ROOT_2PI = 0.5 * float(np.log(2 * np.pi))
_LEAST = 1e-6
_GAP = (float(np.log(0.2)), 1.5)


@dataclass(frozen=True)
class Cuts:
    """Where the levels of a scale of ratings meet, and the error of a rating.

    Attributes
    ----------
    bounds : array (levels − 1)
        Rising, on the scale of x.
    sd : float
        Standard deviation of the error of a rating on that scale.
    """

    bounds: Reals
    sd: float


def working_response(x: Reals, low: Reals, high: Reals, sd: Reals) -> tuple[Reals, Reals]:
    """Return working response and variance of knowing that x + error lies between two bounds.

    Parameters
    ----------
    x : array
        The estimates about which the parabola is taken.
    low, high : array
        Infinite where there is no bound.
    sd : array
        Of the error.

    Examples
    --------
    Under a bound that is far above, there is next to nothing to learn:

    >>> y, v = working_response(np.zeros(2), np.full(2, -np.inf), np.array([0.0, 3.0]), np.ones(2))
    >>> y.round(2).tolist(), v.round(2).tolist()
    ([-1.25, -0.33], [1.57, 75.0])
    """
    a, b = (low - x) / sd, (high - x) / sd
    inside = _log_probability(a, b)
    at_low, at_high = _ratio(a, inside), _ratio(b, inside)
    slope = at_low - at_high
    curve = _times(b, at_high) - _times(a, at_low) + slope**2
    weight = np.clip(curve, _LEAST, 1.0)
    return x + sd * slope / weight, sd**2 / weight


def fit_cuts(
    level: Positions, mean: Reals, variance: Reals, *, log_sd: tuple[float, float]
) -> Cuts:
    """Return the bounds of a scale of ratings from rated units of which x is known.

    Parameters
    ----------
    level : positions
        Counted from 0; every one occurs.
    mean, variance : array
        What is known of x of each rated unit without the ratings.
    log_sd : (float, float)
        Prior mean and standard deviation of the log of the error's standard deviation.

    Examples
    --------
    >>> x = np.linspace(-1, 1, 201)
    >>> cuts = fit_cuts((x > 0.2).astype(np.int64), x, np.zeros(201), log_sd=(-2.0, 1.0))
    >>> cuts.bounds.round(1).tolist(), cuts.sd < 0.1
    ([0.2], True)
    """
    start = _start(level, mean, variance, log_sd[0])

    def cost(free: Reals) -> tuple[float, Reals]:
        value, slope = _log_likelihood(free, level, mean, variance)
        away = _prior(free, log_sd)
        return -value + 0.5 * float((away[0] ** 2).sum()), -slope + away[0] / away[1]

    best = minimize(cost, start, jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return Cuts(_bounds(best.x), float(np.exp(best.x[-1])))


def _start(level: Positions, mean: Reals, variance: Reals, log_sd: float) -> Reals:
    """Return first values: the bounds that the shares of the levels have in a normal x."""
    counts = np.bincount(level)
    below = np.cumsum(counts)[:-1] / counts.sum()
    spread = np.sqrt(mean.var() + variance.mean() + np.exp(2 * log_sd))
    bounds = mean.mean() + spread * ndtri(below)
    return np.concatenate([bounds[:1], np.log(np.maximum(np.diff(bounds), 0.01)), [log_sd]])


def _bounds(free: Reals) -> Reals:
    bounds: Reals = free[0] + np.concatenate([[0.0], np.cumsum(np.exp(free[1:-1]))])
    return bounds


def _prior(free: Reals, log_sd: tuple[float, float]) -> tuple[Reals, Reals]:
    """Return how far each free value lies from its prior mean, in its deviations, and these."""
    centre, spread = np.zeros_like(free), np.full_like(free, np.inf)
    centre[1:-1], spread[1:-1] = _GAP
    centre[-1], spread[-1] = log_sd
    return (free - centre) / spread, spread


def _log_likelihood(
    free: Reals, level: Positions, mean: Reals, variance: Reals
) -> tuple[float, Reals]:
    """Return the log-likelihood of the levels and its slope in the free values."""
    sd = np.exp(free[-1])
    edges = np.concatenate([[-np.inf], _bounds(free), [np.inf]])
    total = np.sqrt(sd**2 + variance)
    a, b = (edges[level] - mean) / total, (edges[level + 1] - mean) / total
    inside = _log_probability(a, b)
    at_low, at_high = _ratio(a, inside), _ratio(b, inside)
    by_edge = np.bincount(level + 1, at_high / total, minlength=len(edges))
    by_edge = by_edge - np.bincount(level, at_low / total, minlength=len(edges))
    by_bound = by_edge[1:-1]
    rest = np.cumsum(by_bound[::-1])[::-1]
    by_sd = -(((_times(b, at_high) - _times(a, at_low)) / total) * sd**2 / total).sum()
    slope = np.concatenate([rest[:1], rest[1:] * np.exp(free[1:-1]), [by_sd]])
    return float(inside.sum()), slope


def _log_probability(a: Reals, b: Reals) -> Reals:
    """Return ln(Φ(b) − Φ(a)), taken in the tail where both are small."""
    flip = a > 0
    low, high = np.where(flip, -b, a), np.where(flip, -a, b)
    below = log_ndtr(high)
    apart = np.minimum(log_ndtr(low) - below, -1e-15)
    inside: Reals = below + np.log(-np.expm1(apart))
    return inside


def _ratio(bound: Reals, inside: Reals) -> Reals:
    """Return the normal density at a bound over the probability of the interval."""
    there = np.isfinite(bound)
    exponent = -0.5 * np.where(there, bound, 0.0) ** 2 - _LOG_ROOT_2PI - inside
    density: Reals = np.exp(np.where(there, exponent, -np.inf))
    return density


def _times(bound: Reals, ratio: Reals) -> Reals:
    return np.where(np.isfinite(bound), bound, 0.0) * ratio
