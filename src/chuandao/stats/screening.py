"""Which of many standardised residuals stand out, with the share of false alarms held down.

References
----------
Efron, B. (2004). Large-scale simultaneous hypothesis testing: the choice of a null hypothesis.
JASA, 99(465), 96-104 (empirical null).
Benjamini, Y., & Hochberg, Y. (1995). Controlling the false discovery rate. JRSS B, 57(1), 289-300.
Genovese, C. R., Roeder, K., & Wasserman, L. (2006). False discovery control with p-value weighting.
Biometrika, 93(3), 509-524.
Simes, R. J. (1986). An improved Bonferroni procedure. Biometrika, 73(3), 751-754.
Cook, R. D., & Weisberg, S. (1982). Residuals and Influence in Regression. Chapman and Hall
(a residual is judged by a scale estimated without it).
"""

import numpy as np
from scipy.special import logsumexp
from scipy.stats import t as student

from chuandao.stats.smoothing.tree import Positions, Reals

_FREEDOMS = (8.0, 12.0, 20.0, 40.0, 1e6)
_SCALES = np.exp(np.linspace(np.log(0.5), np.log(2.0), 29))
_NEGLIGIBLE = 1e-6
_MANY, _BIN = 4000, 0.02


def shift_estimates(score: Reals, information: Reals) -> tuple[Reals, Reals]:
    """Return the estimate of each shift and its standardised value; 0 where nothing is known.

    Parameters
    ----------
    score, information : array
        Sums over whatever is pooled.

    Examples
    --------
    >>> shift, z = shift_estimates(np.array([-6.0, 0.0]), np.array([4.0, 0.0]))
    >>> shift.tolist(), z.tolist()
    ([-1.5, 0.0], [-3.0, 0.0])
    """
    known = information > 0
    safe = np.where(known, information, 1.0)
    return np.where(known, score / safe, 0.0), np.where(known, score / np.sqrt(safe), 0.0)


def upper_tail(z: Reals, *, enough: int, weight: float) -> Reals:
    """Return how probable so high a residual is where nothing is amiss.

    Parameters
    ----------
    z : array
        Standardised residuals of one family (one tier).
    enough : int
        From so many residuals on, what is usual is told by the half that cannot be too high
        (empirical null, heavy tails allowed); below, each is judged by the scale of the others.
    weight : float
        How many residuals the theoretical scale 1 counts for.

    Examples
    --------
    >>> upper_tail(np.array([0.0, 0.5, -0.5, 6.0]), enough=50, weight=4.0).round(3).tolist()
    [0.5, 0.42, 0.58, 0.0]
    """
    if len(z) >= enough:
        return _averaged(z, _fit(z, weight))
    return _leave_one_out(z, weight)


def by_family(z: Reals, family: Positions, *, enough: int, weight: float) -> Reals:
    """Return the upper tail of each residual within its family.

    Examples
    --------
    >>> z, family = np.array([5.0, 0.0, 0.2]), np.array([1, 1, 2])
    >>> by_family(z, family, enough=50, weight=4.0).round(3).tolist()
    [0.001, 0.5, 0.426]
    """
    p = np.ones_like(z)
    first, counts = _counted(family)
    members = [np.flatnonzero(family == one + first) for one in np.flatnonzero(counts)]
    large = [member for member in members if len(member) >= enough]
    fits = [_fit(z[member], weight) for member in large]
    tail = sum((logsumexp(fit, axis=0) for fit in fits), np.zeros(len(_FREEDOMS)))
    for member, fit in zip(large, fits, strict=True):
        p[member] = _averaged(z[member], fit + tail - logsumexp(fit, axis=0))
    for member in members:
        if len(member) < enough:
            p[member] = _leave_one_out(z[member], weight)
    return p


def combined(p: Reals) -> Reals:
    """Return for each column one p-value for its rows together (Simes); NaN rows do not count.

    Examples
    --------
    >>> combined(np.array([[0.01, 0.5], [0.03, np.nan]])).tolist()
    [0.02, 0.5]
    """
    ranked = np.sort(p, axis=0)
    count = np.count_nonzero(~np.isnan(p), axis=0)
    place = np.arange(1, len(p) + 1)[:, None]
    least = np.nanmin(np.where(np.isnan(ranked), np.inf, ranked * count / place), axis=0)
    together: Reals = np.minimum(least, 1.0)
    return together


def q_values(p: Reals, weights: Reals | None = None) -> Reals:
    """Return for each p-value the least false discovery rate at which it counts (step-up).

    Parameters
    ----------
    p : array
    weights : array, optional
        1 on average: how much of the budget each test gets.

    Examples
    --------
    >>> q_values(np.array([0.01, 0.04, 0.03])).round(3).tolist()
    [0.03, 0.04, 0.04]
    """
    shared = p if weights is None else p / weights
    order = np.argsort(shared)  # equal ones get the same value in whatever order they stand
    ranked = shared[order] * len(p) / np.arange(1, len(p) + 1)
    least = np.minimum.accumulate(ranked[::-1])[::-1]
    q = np.empty_like(p)
    q[order] = np.minimum(least, 1.0)
    return q


def family_weights(family: Positions) -> Reals:
    """Return weights of tests, 1 on average: every family the same budget of false alarms.

    Examples
    --------
    >>> family_weights(np.array([1, 2, 2, 2])).round(3).tolist()
    [2.0, 0.667, 0.667, 0.667]
    """
    if not len(family):
        return np.zeros(0)
    first, counts = _counted(family)
    weights: Reals = len(family) / (np.count_nonzero(counts) * counts[family - first])
    return weights


def _counted(family: Positions) -> tuple[int, Positions]:
    """Return the least family and how many there are of each from it on (they lie close)."""
    first = int(family.min()) if len(family) else 0
    return first, np.bincount(family - first)


def _fit(z: Reals, weight: float) -> Reals:
    """Return how well Student nulls (scales, freedoms) agree with the lower half (log)."""
    centre = float(np.median(z))
    below = centre - z[z < centre]
    freedom, scale = np.meshgrid(_FREEDOMS, _SCALES)
    place, count = _binned(below)
    each = student.logpdf(place[:, None, None] / scale, freedom)
    fit: Reals = np.einsum("i,ijk->jk", count, each)
    fit -= (len(below) + 1) * np.log(scale) + weight * np.log(scale) ** 2
    return fit


def _averaged(z: Reals, fit: Reals) -> Reals:
    """Return tail probabilities averaged over the Student nulls by how well they agree."""
    freedom, scale = np.meshgrid(_FREEDOMS, _SCALES)
    share = np.exp(fit - fit.max())
    share /= share.sum()
    used = share > _NEGLIGIBLE
    centre = float(np.median(z))
    null = (scale[used], freedom[used], share[used] / share[used].sum())
    if len(z) <= _MANY:
        return _tails(z - centre, *null)
    grid = np.linspace(z.min(), z.max(), _MANY)
    told: Reals = np.exp(np.interp(z, grid, np.log(_tails(grid - centre, *null))))
    return told


def _tails(apart: Reals, scale: Reals, freedom: Reals, share: Reals) -> Reals:
    """Return upper tails of a mixture of Student distributions."""
    p: Reals = np.einsum("ij,j->i", student.sf(apart[:, None] / scale, freedom), share)
    return p


def _binned(values: Reals) -> tuple[Reals, Reals]:
    """Return values and how often each occurs; many are taken together in narrow bins."""
    if len(values) <= _MANY:
        return values, np.ones(len(values))
    _, bins = np.unique(np.floor(values / _BIN), return_inverse=True)
    count = np.bincount(bins.ravel()).astype(np.float64)
    return np.bincount(bins.ravel(), values) / count, count


def _leave_one_out(z: Reals, weight: float) -> Reals:
    others = (z**2).sum() - z**2
    freedom = weight + len(z) - 1
    p: Reals = student.sf(z / np.sqrt((weight + others) / freedom), freedom)
    return p
