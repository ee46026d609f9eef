r"""How the gain of a package divides over its options: exactly additive, by logarithmic means.

Where options on one step and cause share what they remove, the logarithm of what is left is their
sum; where steps multiply, the log gain of a path is. Both are divided in proportion:

    part(o) = Σ_u worth(u) · (exp Z(u) − 1)/Z(u) · Σ_{v on path} Σ_k R(v, k) · t(o) / Σ t

References
----------
Ang, B. W. (2005). The LMDI approach to decomposition analysis: a practical guide. Energy Policy,
33(7), 867-871.
"""

import numpy as np

from chuandao.stats.packages.setting import Chosen, Setting
from chuandao.stats.smoothing.tree import Reals

_FLAT = 1e-12


def shares_of(setting: Setting, chosen: Chosen) -> Reals:
    """Return what each option brings within a package, by column; they sum to its gain.

    Returns
    -------
    array (options, columns)
        0 for options that are not chosen.
    """
    taken = chosen.astype(np.float64)
    left = setting.left(taken)
    below = setting.forest.summed_up(setting.worth * _mean_slope(setting.gained(left)))
    found = np.zeros((setting.size, setting.worth.shape[1]))
    for part, rest in zip(setting.touches, left, strict=True):
        sums = -np.log(rest)
        used = np.where(sums > 0, (1 - rest) / np.where(sums > 0, sums, 1.0), 0.0)
        removed = (part.members @ (below[part.rows] * part.loss)) * used
        each = (part.matrix.T @ removed) * part.strength * taken[part.option, None]
        np.add.at(found, part.option, each)
    return found


def _mean_slope(gained: Reals) -> Reals:
    """Return (exp Z − 1)/Z, 1 at 0."""
    steep = np.abs(gained) > _FLAT
    safe = np.where(steep, gained, 1.0)
    slope: Reals = np.where(steep, np.expm1(safe) / safe, 1.0)
    return slope
