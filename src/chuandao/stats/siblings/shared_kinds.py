"""Which kinds several units have much of, and whether chance alone would make them share one.

References
----------
Westfall, P. H., & Young, S. S. (1993). Resampling-Based Multiple Testing. Wiley, section 2.3 (the
least of many p-values against the least that chance brings about).
"""

import numpy as np
from numpy.typing import NDArray

from chuandao.stats.smoothing.tree import Reals

Counts = NDArray[np.int64]


def pairs_by_kind(counts: Counts) -> Reals:
    """Return for each kind the mean over pairs of units of the product of their shares in it.

    Parameters
    ----------
    counts : array (…, units, kinds)
        How often each unit has each kind; no unit is empty.

    Examples
    --------
    >>> pairs_by_kind(np.array([[2, 2, 0], [2, 0, 2]])).tolist()
    [0.25, 0.0, 0.0]
    """
    shares = counts / counts.sum(axis=-1, keepdims=True)
    units = counts.shape[-2]
    total = np.square(shares.sum(axis=-2)) - np.square(shares).sum(axis=-2)
    mean: Reals = total / (units * (units - 1))
    return mean


def drawn_from_bases(
    bases: Reals, totals: Counts, chance: np.random.Generator, draws: int
) -> Counts:
    """Return counts, (draws, units, kinds), that units have where each draws from its own base.

    Parameters
    ----------
    bases : array (units, kinds)
        How often each kind is named for each unit, 0 where it never occurs (Dirichlet).
    totals : array (units)
    chance : Generator
    draws : int

    Examples
    --------
    >>> base = np.array([[1.0, 0.0]])
    >>> drawn_from_bases(base, np.array([3]), np.random.default_rng(7), 2).tolist()
    [[[3, 0]], [[3, 0]]]
    """
    weights = chance.standard_gamma(bases, size=(draws, *bases.shape)) + 1e-12 * bases
    shares = weights / weights.sum(axis=-1, keepdims=True)
    counts: Counts = chance.multinomial(totals, shares)
    return counts


def least_p_values(seen: Reals, by_chance: Reals) -> Reals:
    """Return for each kind how often chance makes any kind as striking as it is.

    Parameters
    ----------
    seen : array (kinds)
    by_chance : array (draws, kinds)
        The same figures as chance brings them about.

    Returns
    -------
    array (kinds)
        P-values adjusted for the search over kinds.

    Examples
    --------
    >>> chance = np.array([[0.1, 0.0], [0.2, 0.0], [0.3, 0.1]])
    >>> least_p_values(np.array([0.4, 0.0]), chance).tolist()
    [0.5, 1.0]
    """
    every = np.vstack([seen, by_chance])
    ordered = np.sort(every, axis=0)
    p = np.stack(
        [
            len(every) - np.searchsorted(ordered[:, kind], every[:, kind] - 1e-12)
            for kind in range(every.shape[1])
        ],
        axis=1,
    ) / len(every)
    least = p.min(axis=1)
    adjusted: Reals = (least[None, :] <= p[0][:, None]).mean(axis=1)
    return adjusted
