"""How much of what differs between units is not error of measurement.

References
----------
Fuller, W. A. (1987). Measurement Error Models. Wiley, section 1.1 (the reliability ratio).
"""

import numpy as np

from chuandao.stats.smoothing.tree import Reals


def reliability(values: Reals, errors: Reals) -> float | None:
    """Return the share of the variance of measured values that is not their error (0-1).

    Parameters
    ----------
    values : array
        One measured value a unit, all of one tier.
    errors : array
        The standard error of each.

    Returns
    -------
    float or None
        None for fewer than three units, or where all are equal: nothing differs between them.

    Examples
    --------
    >>> round(reliability(np.array([0.1, 0.5, 0.9]), np.array([0.2, 0.2, 0.2])), 3)
    0.75
    """
    if len(values) < 3 or np.ptp(values) == 0:  # noqa: PLR2004
        return None
    noise = float(np.mean(np.square(errors)))
    return max(0.0, 1.0 - noise / float(np.var(values, ddof=1)))
