"""What every group takes at given prices: one pass over all segments, compiled."""

from collections.abc import Callable
from typing import TypeVar, cast

from numba import njit

from chuandao.stats.smoothing.tree import Positions, Reals

_Function = TypeVar("_Function", bound=Callable[..., object])


def _compiled(function: _Function) -> _Function:
    """Return the function as machine code, kept on disk where there is a place for it."""
    try:
        return cast("_Function", njit(cache=True)(function))
    except RuntimeError:  # no folder to keep it in
        return cast("_Function", njit(function))


@_compiled
def take(
    group: Positions, gain: Reals, use: Reals, price: Reals, gained: Reals, used: Reals
) -> float:
    """Add up per group what the segments worth their price gain and use; return the surplus.

    ``price`` is groups × kinds; ``gained`` (groups,) and ``used`` (groups, kinds) are filled.
    """
    surplus = 0.0
    for s in range(len(gain)):
        g = group[s]
        left = gain[s]
        for k in range(use.shape[1]):
            left -= use[s, k] * price[g, k]
        if left > 0:
            surplus += left
            gained[g] += gain[s]
            for k in range(use.shape[1]):
                used[g, k] += use[s, k]
    return surplus


@_compiled
def take_shares(
    group: Positions, gain: Reals, use: Reals, price: Reals, share: Reals, taken: Reals
) -> None:
    """Add to ``taken`` the share of its group for each segment that is worth its price."""
    for s in range(len(gain)):
        g = group[s]
        if share[g] == 0.0:
            continue
        left = gain[s]
        for k in range(use.shape[1]):
            left -= use[s, k] * price[g, k]
        if left > 0:
            taken[s] += share[g]
