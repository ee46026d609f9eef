"""How alike what several units plan is, and how alike chance alone would make it.

References
----------
Ellison, G., & Glaeser, E. L. (1997). Geographic concentration in U.S. manufacturing industries.
Journal of Political Economy, 105(5), 889-927, 10.1086/262098 (chance that two pairs fall together).
Krugman, P. (1991). Geography and Trade. MIT Press (the index of specialisation).
"""

import numpy as np
from numpy.typing import NDArray

from chuandao.stats.smoothing.tree import Reals

Counts = NDArray[np.int64]


def overlap(counts: Counts) -> float:
    """Return the chance that an item of one unit and one of another are of one kind (0-1).

    The mean over pairs of units of the sum of the products of their shares.

    Parameters
    ----------
    counts : array (units, kinds)
        How often each unit has each kind; no unit is empty.

    Examples
    --------
    >>> overlap(np.array([[2, 2, 0], [2, 0, 2]]))
    0.25
    """
    return float(_mean_overlap(counts))


def _mean_overlap(counts: Counts) -> Reals:
    """Return the overlap along the last two axes; leading axes are kept.

    All ordered pairs are the square of the sums of shares; those with oneself are taken off.
    """
    shares = counts / counts.sum(axis=-1, keepdims=True)
    units = counts.shape[-2]
    together = np.square(shares.sum(axis=-2)).sum(axis=-1)
    itself = np.square(shares).sum(axis=(-1, -2))
    pairs: Reals = (together - itself) / (units * (units - 1))
    return pairs


def specialisation(counts: Counts) -> Reals:
    """Return for each unit half the distance of its shares from those of the others together.

    0 where a unit has what the others have, 1 where it has nothing of what they have.

    Examples
    --------
    >>> specialisation(np.array([[2, 2, 0], [2, 0, 2]])).tolist()
    [0.5, 0.5]
    """
    others = counts.sum(axis=0) - counts
    shares = counts / counts.sum(axis=1, keepdims=True)
    rest = others / others.sum(axis=1, keepdims=True)
    distance: Reals = 0.5 * np.abs(shares - rest).sum(axis=1)
    return distance


def drawn(
    counts: Counts,
    base: Reals,
    chance: np.random.Generator,
    draws: int,
    own: NDArray[np.bool_] | None = None,
) -> Reals:
    """Return overlaps that chance brings about where each unit draws its kinds by itself.

    Parameters
    ----------
    counts : array (units, kinds)
        How often each unit has each kind; of those drawn only how many they are is kept.
    base : array (kinds)
        How often each kind occurs elsewhere, its prior count included. How sure that is counts:
        each draw has shares of its own (Dirichlet).
    chance : Generator
    draws : int
    own : array (units, kinds) of bool, optional
        The kinds that are a unit's own: what it has of them stays as it is, and only the rest is
        drawn, from the kinds that are not its own.

    Examples
    --------
    >>> seen = drawn(np.array([[3, 1], [2, 2]]), np.array([4.0, 4.0]),
    ...     np.random.default_rng(7), 50)
    >>> len(seen), bool(((seen >= 0) & (seen <= 1)).all())
    (50, True)
    """
    shares = chance.dirichlet(base, size=draws)
    mine = np.zeros(counts.shape, dtype=bool) if own is None else own
    each = [
        kept + chance.multinomial(int(counts_.sum() - kept.sum()), _foreign(shares, held))
        for counts_, held in zip(counts, mine, strict=True)
        for kept in (counts_ * held,)
    ]
    return _mean_overlap(np.stack(each, axis=1))


def _foreign(shares: Reals, own: NDArray[np.bool_]) -> Reals:
    """Return the shares of the kinds that are not a unit's own (all, where all are)."""
    rest = shares * ~own if not own.all() else shares
    scaled: Reals = rest / rest.sum(axis=1, keepdims=True)
    return scaled


def drawn_once(counts: Counts, base: Reals, chance: np.random.Generator, draws: int) -> Reals:
    """Return overlaps by chance where a unit has a kind at most once (`drawn` for sets).

    Examples
    --------
    >>> drawn_once(np.array([[1, 1], [1, 1]]), np.array([4.0, 4.0]),
    ...     np.random.default_rng(7), 2).tolist()
    [0.5, 0.5]
    """
    shares = chance.dirichlet(base, size=draws)
    return _mean_overlap(_without_putting_back(shares, counts.sum(axis=1), chance))


def _without_putting_back(shares: Reals, totals: Counts, chance: np.random.Generator) -> Counts:
    """Return draws of each unit of so many kinds: those with the largest keys (Gumbel)."""
    keys = np.log(np.maximum(shares, 1e-300))[:, None, :]
    keys = keys + chance.gumbel(size=(len(shares), len(totals), shares.shape[1]))
    ranks = np.argsort(np.argsort(-keys, axis=2), axis=2)
    taken: Counts = (ranks < totals[None, :, None]).astype(np.int64)
    return taken


def upper_p(seen: float, by_chance: Reals) -> float:
    """Return how often chance is as large as what is seen, itself counted in.

    Examples
    --------
    >>> upper_p(0.5, np.array([0.1, 0.2, 0.6]))
    0.5
    """
    return (1 + int(np.sum(by_chance >= seen - 1e-12))) / (len(by_chance) + 1)
