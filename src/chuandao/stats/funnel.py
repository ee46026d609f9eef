"""Limits of a funnel plot: what units of a given precision may differ by chance.

References
----------
Spiegelhalter, D. J. (2005). Funnel plots for comparing institutional performance. Statistics in
Medicine, 24(8), 1185-1202.
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from chuandao.stats.smoothing.tree import Reals


@dataclass(frozen=True)
class Funnel:
    """The centre of a funnel and what spreads it beyond sampling error.

    Attributes
    ----------
    target : float
        The centre.
    between : float
        Variance between units on top of sampling error (additive over-dispersion).
    dispersion : float
        Winsorised mean of squared z-scores over what it is for a normal variate: about 1 where
        there is no over-dispersion.
    """

    target: float
    between: float
    dispersion: float


def fit_funnel(estimate: Reals, se: Reals, *, winsorised: float = 0.1) -> Funnel:
    """Return the funnel of estimates with standard errors.

    Parameters
    ----------
    estimate, se : array
        On a scale on which the estimates are about normal.
    winsorised : float
        Share pulled in at either end before over-dispersion is judged.

    Examples
    --------
    >>> fit_funnel(np.array([0.2, -0.2, 0.2, -0.2]), np.full(4, 0.1)).between.__round__(4)
    0.0686
    """
    if len(estimate) == 0:
        return Funnel(0.0, 0.0, 1.0)
    weight = se**-2.0
    target = float((weight * estimate).sum() / weight.sum())
    z = (estimate - target) / se
    low, high = np.quantile(z, [winsorised, 1 - winsorised])
    dispersion = float((np.clip(z, low, high) ** 2).mean()) / _winsorised_square(winsorised)
    count = len(z)
    spare = float(weight.sum() - (weight**2).sum() / weight.sum())
    excess = count * dispersion - (count - 1)
    between = max(0.0, excess / spare) if spare > 0 else 0.0
    return Funnel(target, between, dispersion)


def limits(funnel: Funnel, se: Reals, *, level: float = 0.95) -> tuple[Reals, Reals]:
    """Return the lower and upper limit at each standard error.

    Examples
    --------
    >>> low, high = limits(Funnel(0.0, 0.0, 1.0), np.array([0.1]))
    >>> high.round(3).tolist()
    [0.196]
    """
    reach = norm.ppf(0.5 + level / 2) * np.sqrt(se**2 + funnel.between)
    return funnel.target - reach, funnel.target + reach


def _winsorised_square(share: float) -> float:
    """Return the mean square of a normal variate of which a share is pulled in at either end."""
    bound = float(norm.ppf(1 - share)) if share > 0 else np.inf
    if not np.isfinite(bound):
        return 1.0
    density = float(norm.pdf(bound))
    return 1 - 2 * share - 2 * bound * density + 2 * share * bound**2
