"""The fractional knapsack under two limits, by prices: a bound for any, the best ones searched."""

from dataclasses import dataclass

import numpy as np

from chuandao.stats.packages.setting import Chosen
from chuandao.stats.smoothing.tree import Reals

_GRID = 12
_PASSES = 3


@dataclass(frozen=True, eq=False)
class Priced:
    """A knapsack at prices of its limits.

    Attributes
    ----------
    value : float
        Σ max(0, worth − prices · uses) + prices · room: no share of the items is worth more.
    prices : array (2)
    share : array (items)
        A fractional choice that goes with the prices.
    """

    value: float
    prices: Reals
    share: Reals


def priced(worth: Reals, uses: Reals, room: Reals, free: Chosen) -> Priced:
    """Return the knapsack at good prices.

    Parameters
    ----------
    worth : array (items)
    uses : array (2, items)
    room : array (2)
        What is left of each limit; may be infinite.
    free : mask (items)

    Examples
    --------
    >>> found = priced(np.array([3.0, 2.0]), np.array([[2.0, 2.0], [0, 0]]),
    ...                np.array([3.0, np.inf]), np.array([True, True]))
    >>> found.value, found.share.tolist(), found.prices.tolist()
    (4.0, [1.0, 0.5], [1.0, 0.0])
    """
    item = np.flatnonzero(free & (worth > 0))
    value, use = worth[item], uses[:, item]
    bounded = np.isfinite(room)
    left = np.where(bounded, np.maximum(room, 0.0), 0.0)
    first = np.zeros(1)
    if bounded[1] and use[1].sum() > room[1]:
        top = float((value / np.maximum(use[1], 1e-300)).max())
        low, high = 0.0, top
        for _ in range(_PASSES):
            first = np.linspace(low, high, _GRID)
            at = int(_at_second(value, use, left, first, bounded)[0].argmin())
            low, high = first[max(at - 1, 0)], first[min(at + 1, _GRID - 1)]
    totals, prices = _at_second(value, use, left, first, bounded)
    at = int(totals.argmin())
    found = np.array([prices[at], first[at]])
    share = np.zeros(len(worth))
    share[item] = _taken(value - found[1] * use[1], use[0], left[0], bounded=bool(bounded[0]))
    return Priced(float(totals[at]), found, share)


def _at_second(
    value: Reals, use: Reals, left: Reals, second: Reals, bounded: Chosen
) -> tuple[Reals, Reals]:
    """Return for prices of the second limit the dual value and the best price of the first."""
    rest = np.maximum(value[None] - second[:, None] * use[1][None], 0.0)
    if bounded[0]:
        ratio = np.where(use[0] > 0, rest / np.where(use[0] > 0, use[0], 1.0), np.inf)
        order = np.argsort(-ratio, axis=1, kind="stable")
        spent = np.cumsum(use[0][order], axis=1)
        over = (spent > left[0]) & np.isfinite(np.take_along_axis(ratio, order, axis=1))
        at = over.argmax(axis=1) if over.shape[1] else np.zeros(len(second), dtype=np.int64)
        rows = np.arange(len(second))
        price = np.where(over.any(axis=1), ratio[rows, order[rows, at]], 0.0) if len(value) else 0
        price = np.zeros(len(second)) + price
    else:
        price = np.zeros(len(second))
    kept = np.maximum(rest - price[:, None] * use[0][None], 0.0).sum(axis=1)
    return kept + price * left[0] + second * left[1], price


def _taken(rest: Reals, use: Reals, room: float, *, bounded: bool) -> Reals:
    """Return shares taken in the order of worth to use, until the room is full."""
    good = rest > 0
    if not bounded:
        return good.astype(np.float64)
    ratio = np.where(use > 0, rest / np.where(use > 0, use, 1.0), np.inf)
    order = np.argsort(np.where(good, -ratio, np.inf), kind="stable")
    taken = np.zeros(len(rest))
    before = np.cumsum(use[order]) - use[order]
    part = np.clip((room - before) / np.where(use[order] > 0, use[order], 1.0), 0.0, 1.0)
    part = np.where(use[order] > 0, part, 1.0)
    taken[order] = np.where(good[order], part, 0.0)
    return taken
