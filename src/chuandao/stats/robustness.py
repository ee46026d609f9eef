"""How strong an unmeasured confounder must be to undo what was found of a coefficient.

References
----------
Cinelli, C., & Hazlett, C. (2020). Making sense of sensitivity: extending omitted variable bias.
JRSS B, 82(1), 39-67.
"""

import math

from scipy.stats import t as student


def robustness_value(
    t: float, freedom: float, *, share: float = 1.0, alpha: float | None = None
) -> float:
    """Return the partial R² a confounder needs, with cause and outcome alike, to explain a finding.

    Parameters
    ----------
    t : float
        The coefficient over its standard error.
    freedom : float
        Degrees of freedom.
    share : float
        How much of the estimate is to be explained away.
    alpha : float, optional
        Instead of bringing the estimate to nothing (None), bringing it within what is no longer
        significant at this level.

    Examples
    --------
    The worked example of the paper (Darfur: t = 4.18 with 783 degrees of freedom):

    >>> round(robustness_value(4.18445, 783), 3)
    0.139
    >>> round(robustness_value(4.18445, 783, alpha=0.05), 3)
    0.076
    """
    if not freedom > 1 or not math.isfinite(t):
        return math.nan
    found = share * abs(t) / math.sqrt(freedom)
    critical = 0.0
    if alpha is not None:
        critical = float(student.ppf(1 - alpha / 2, freedom - 1)) / math.sqrt(freedom - 1)
    left = found - critical
    if left <= 0:
        return 0.0
    if critical > 0 and found > 1 / critical:
        return (found**2 - critical**2) / (1 + found**2)
    return (math.sqrt(left**4 + 4 * left**2) - left**2) / 2
