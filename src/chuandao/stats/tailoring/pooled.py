"""Dependences of the units of one campaign, drawn towards the common one, but never far.

A unit of few subjects says little; its siblings in the same campaign say something about it, as
far as units differ little (a random effect, its variance by Paule and Mandel). Yet a unit that acts
otherwise than all its siblings must not be judged by them: no bound may move by more than a share
of the unit's own standard error (limited translation).

References
----------
Paule, R. C., & Mandel, J. (1982). Consensus values and weighting factors. Journal of Research of
the National Bureau of Standards, 87(5), 377-385.
Efron, B., & Morris, C. (1972). Limiting the risk of Bayes and empirical Bayes estimators, part II:
the empirical Bayes case. JASA, 67(337), 130-139.
"""

from dataclasses import dataclass

import numpy as np

from chuandao.stats.smoothing.tree import Reals

_LEAST = 4
_ROUNDS = 200


@dataclass(frozen=True)
class Pooled:
    """Estimates with their errors, own and drawn together; one a unit.

    ``common`` and ``between``: mean over units and its variance between them; NaN where fewer than
    four units leave nothing to pool.
    """

    own: Reals
    own_error: Reals
    value: Reals
    error: Reals
    common: float
    between: float


def pooled(own: Reals, error: Reals, *, reach: float) -> Pooled:
    """Return estimates drawn towards the common one.

    Parameters
    ----------
    own, error : array
        One a unit, with its standard error.
    reach : float
        How many of its standard errors an estimate may move at most.

    Examples
    --------
    Five units differ no more than chance lets them; the sixth is not taken along:

    >>> found = pooled(np.array([0.0, 0.1, -0.1, 0.05, -0.05, 0.6]), np.full(6, 0.1), reach=0.5)
    >>> found.value.round(2).tolist()
    [0.02, 0.1, -0.07, 0.06, -0.03, 0.55]
    """
    if len(own) < _LEAST:
        return Pooled(own, error, own, error, np.nan, np.nan)
    between = _between(own, error)
    weight = 1 / (between + error**2)
    common = float((weight * own).sum() / weight.sum())
    kept = between / (between + error**2)
    value = np.clip(common + kept * (own - common), own - reach * error, own + reach * error)
    variance = kept * error**2 + (1 - kept) ** 2 / weight.sum()
    return Pooled(own, error, value, np.sqrt(variance), common, between)


def bounds(of: Pooled, quantile: Reals, *, reach: float) -> tuple[Reals, Reals]:
    """Return lower and upper bounds, each moved from the unit's own by ``reach`` errors at most.

    Parameters
    ----------
    of : Pooled
    quantile : array
        How many standard errors the bounds lie from the estimate, one a unit.
    reach : float

    Examples
    --------
    >>> alone = pooled(np.array([0.1]), np.array([0.05]), reach=0.5)
    >>> [bound.round(3).tolist() for bound in bounds(alone, np.array([2.0]), reach=0.5)]
    [[0.0], [0.2]]
    """
    low, high = of.own - quantile * of.own_error, of.own + quantile * of.own_error
    far = reach * of.own_error
    return (
        np.clip(of.value - quantile * of.error, low - far, low + far),
        np.clip(of.value + quantile * of.error, high - far, high + far),
    )


def _between(own: Reals, error: Reals) -> float:
    """Return the variance between units at which they differ as much as they should."""
    low, high = 0.0, float(np.ptp(own)) ** 2 + 1e-12
    if _apart(own, error, 0.0) <= len(own) - 1:
        return 0.0
    for _ in range(_ROUNDS):
        middle = (low + high) / 2
        low, high = (middle, high) if _apart(own, error, middle) > len(own) - 1 else (low, middle)
        if high - low < 1e-12:  # noqa: PLR2004
            break
    return (low + high) / 2


def _apart(own: Reals, error: Reals, between: float) -> float:
    weight = 1 / (between + error**2)
    common = (weight * own).sum() / weight.sum()
    return float((weight * (own - common) ** 2).sum())
