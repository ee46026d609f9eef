r"""A proven upper bound on what any package can bring, and prices of the limits.

Between what is surely taken (Z low) and what may be taken (Z high), exp Z lies below its chord;
Z is concave in the shares x of the options, as 1 − exp(−Σ x t) is. So the objective lies below a
concave function f, and f below each of its tangents; a tangent is a knapsack whose dual value is
at hand for any prices of the limits. Every step is an inequality: the bound holds whatever point
and prices it was taken at; these only decide how close it is. The points are those of Frank and
Wolfe.

References
----------
Frank, M., & Wolfe, P. (1956). An algorithm for quadratic programming. Naval Research Logistics
Quarterly, 3, 95-110.
Fisher, M. L. (1981). The Lagrangian relaxation method for solving integer programming problems.
Management Science, 27(1), 1-18.
"""

from dataclasses import dataclass

import numpy as np

from chuandao.stats.packages.knapsack import Priced, priced
from chuandao.stats.packages.setting import Chosen, Setting
from chuandao.stats.smoothing.tree import Reals

_CLOSE = 1e-12


@dataclass(frozen=True, eq=False)
class Bound:
    """An upper bound, and what it was taken at.

    Attributes
    ----------
    value : float
        No package between the two brings more.
    share : array (options)
        The point, a fractional package.
    reduced : array (options)
        What a tangent leaves of each option after the prices of the limits: the bound falls by it
        where the option is kept out although above 0, or in although below 0.
    prices : array (resources)
        What one more unit of each limit is worth (影子價格).
    """

    value: float
    share: Reals
    reduced: Reals
    prices: Reals


def bound(setting: Setting, low: Chosen, high: Chosen, *, rounds: int, goal: float) -> Bound:
    """Return an upper bound on packages that hold ``low`` and lie within ``high``.

    Parameters
    ----------
    low, high : masks (options)
    rounds : int
        Points tried at most.
    goal : float
        Below it a bound is good enough: what is known already.
    """
    free, fixed = high & ~low, low.astype(np.float64)
    under = setting.left(fixed)
    z_low = setting.gained(under)
    z_high = setting.gained(setting.left(high.astype(np.float64)))
    slope = setting.worth * _chord(z_low, z_high)
    base = float((setting.worth * np.expm1(z_low)).sum() - setting.price[low].sum())
    room = setting.limits - setting.uses[:, low].sum(axis=1)
    share, best = fixed.copy(), None
    for turn in range(rounds):
        left = setting.left(share)
        gradient = np.where(free, setting.slopes(slope, left) - setting.price, 0.0)
        at = base + float((slope * (setting.gained(left) - z_low)).sum())
        at -= float(setting.price[free] @ share[free])
        tangent = priced(gradient, setting.uses, room, free)
        value = at - float(gradient @ (share * free)) + tangent.value
        if best is None or value < best.value:
            best = Bound(value, share, _reduced(gradient, setting, tangent), tangent.prices)
        if best.value <= goal or value - at <= _CLOSE + 1e-4 * abs(at - base):
            break
        step = 2 / (turn + 2)
        share = share + step * (fixed + tangent.share - share)
    return best if best is not None else Bound(base, fixed, np.zeros(setting.size), 0 * room)


def _chord(low: Reals, high: Reals) -> Reals:
    """Return the slope of the chord of exp between two points."""
    width = high - low
    safe = np.where(width > _CLOSE, width, 1.0)
    slope: Reals = np.exp(low) * np.where(width > _CLOSE, np.expm1(width) / safe, 1.0)
    return slope


def _reduced(gradient: Reals, setting: Setting, tangent: Priced) -> Reals:
    reduced: Reals = gradient - tangent.prices @ setting.uses
    return reduced
