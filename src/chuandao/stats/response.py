"""Working responses on the log scale: what an observed share says, and how exactly.

References
----------
Pettigrew, H. M., Gart, J. J., & Thomas, D. G. (1986). The bias and higher cumulants of the
logarithm of a binomial variate. Biometrika, 73(2), 425-435 (adding a half leaves almost no bias).
"""

import numpy as np

from chuandao.stats.smoothing.tree import Reals

_HALF = 0.5


def log_share(share: Reals, n: Reals) -> Reals:
    """Return the logarithm of shares, of successes among n where n is known.

    Parameters
    ----------
    share : array
        Above 0; above 1 it is no share of n and stays as it is.
    n : array
        NaN where not known.

    Examples
    --------
    >>> log_share(np.array([0.5, 0.5, 1.2]), np.array([10.0, np.nan, 10.0])).round(4).tolist()
    [-0.6466, -0.6931, 0.1823]
    """
    counted = (n > 0) & (share <= 1)
    safe = np.where(counted, n, 1.0)
    with_half = np.log((share * safe + _HALF) / (safe + _HALF))
    return np.where(counted, with_half, np.log(share))


def log_share_variance(share: Reals, n: Reals, centre: Reals, *, weight: float) -> Reals:
    """Return the sampling variance of the logarithm of shares among n; 0 where n is not known.

    The share is drawn towards a centre first, as ``weight`` more items would do: taken at its
    own value, a low share by chance would weigh less than a high one.

    Examples
    --------
    >>> log_share_variance(*map(np.array, ([0.5], [10.0], [0.5])), weight=4.0).tolist()
    [0.1]
    """
    counted = n > 0
    safe = np.where(counted, n, 1.0)
    drawn = (share * safe + weight * centre) / (safe + weight)
    drawn = np.clip(drawn, 1 / (2 * (safe + weight)), 1 - 1 / (2 * (safe + weight)))
    return np.where(counted, (1 - drawn) / (safe * drawn), 0.0)
