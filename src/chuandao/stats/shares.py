"""Shares of observations that weigh differently, with an interval that holds for few of them.

References
----------
Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal
of the American Statistical Association, 22, 209-212. 10.1080/01621459.1927.10502953
Korn, E. L., & Graubard, B. I. (1998). Confidence intervals for proportions with small expected
number of positive counts estimated from survey data. Survey Methodology, 24, 193-201.
Kish, L. (1965). Survey Sampling, section 8.2. Wiley.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from chuandao.stats.smoothing.tree import Reals


@dataclass(frozen=True)
class Share:
    """A share (0-1) with its bounds, and how many equal observations it is worth."""

    value: float
    low: float
    high: float
    effective: float


def wilson(share: float, n: float, *, level: float = 0.95) -> tuple[float, float]:
    """Return the bounds of a share by the score interval of Wilson (1927).

    Examples
    --------
    >>> [round(bound, 3) for bound in wilson(0.5, 10)]
    [0.237, 0.763]
    >>> [round(bound, 3) for bound in wilson(0.0, 5)]
    [0.0, 0.434]
    """
    z = float(ndtri((1 + level) / 2))
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * float(np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)))
    return min(share, max(0.0, centre - half)), max(share, min(1.0, centre + half))


def weighted_share(values: Reals, weights: Reals, *, level: float = 0.95) -> Share | None:
    """Return the weighted mean of values from 0 to 1 with a Wilson interval; None without weight.

    Parameters
    ----------
    values : array
        Of each observation (a clause): 0, 1, or a share of it.
    weights : array
        What each counts for; one of weight 0 does not count.
    level : float

    Notes
    -----
    The effective number of observations is that of Kish, (sum of w)^2 / sum of w^2: unequal
    weights make it smaller. For values between 0 and 1 the variance is at most that of a share
    of zeros and ones, so the interval is then too wide rather than too narrow.

    Examples
    --------
    >>> found = weighted_share(np.array([1.0, 0.0, 1.0, 1.0]), np.array([1.0, 1.0, 1.0, 1.0]))
    >>> found.value, round(found.low, 3), round(found.high, 3), found.effective
    (0.75, 0.301, 0.954, 4.0)
    """
    total = float(weights.sum())
    if total <= 0:
        return None
    effective = total**2 / float((weights**2).sum())
    value = min(1.0, max(0.0, float(values @ weights) / total))
    low, high = wilson(value, effective, level=level)
    return Share(value, low, high, effective)
