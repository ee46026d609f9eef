"""Shares of small groups, drawn towards the common one as far as they differ by chance.

References
----------
Morris, C. N. (1983). Parametric empirical Bayes inference: theory and applications. JASA, 78(381),
47-55.
"""

import numpy as np

from chuandao.stats.smoothing.tree import Reals


def shrunk_shares(share: Reals, n: Reals) -> Reals:
    """Return shares among n each, by empirical Bayes (moments of the beta-binomial).

    Examples
    --------
    Groups that differ no more than chance lets them are all alike:

    >>> shrunk_shares(np.array([0.5, 0.4, 0.6]), np.array([10.0, 10.0, 10.0])).round(2).tolist()
    [0.5, 0.5, 0.5]
    """
    total = float(n.sum())
    common = float((share * n).sum()) / total
    chance = common * (1 - common)
    spare = total - float((n**2).sum()) / total
    apart = float((n * (share - common) ** 2).sum()) - chance * (n.size - 1)
    between = max(0.0, apart / spare) if spare > 0 else 0.0
    kept = between / (between + chance / n) if between > 0 else np.zeros_like(share)
    shrunk: Reals = common + kept * (share - common)
    return shrunk
