"""The best package, with proof: branch and bound from a good one, bounds by prices.

What cannot be settled within the work allowed is told as a gap: no package whatever brings more
than the bound.
"""

import heapq
from dataclasses import dataclass, replace

import numpy as np

from chuandao.stats.packages.bound import Bound, bound
from chuandao.stats.packages.search import exchanged, filled, pruned
from chuandao.stats.packages.setting import Chosen, Setting
from chuandao.stats.smoothing.tree import Reals

_TIGHT = 1e-10
_HALF = 0.5


@dataclass(frozen=True, eq=False)
class Best:
    """A package and the proof of how good it is.

    Attributes
    ----------
    chosen : mask (options)
    value : float
        Its objective.
    bound : float
        No package has more; equal to the value where it is proven best.
    prices : array (resources)
        What one more unit of each limit is worth, by the first bound.
    nodes : int
        Parts of the problem looked at.
    """

    chosen: Chosen
    value: float
    bound: float
    prices: Reals
    nodes: int

    @property
    def gap(self) -> float:
        """The share by which a better package could exceed this one at most."""
        return (self.bound - self.value) / self.value if self.value > 0 else self.bound - self.value

    @property
    def proven(self) -> bool:
        """Whether no package is better, to rounding."""
        return self.bound - self.value <= _slack(self.value)


@dataclass(frozen=True)
class Effort:
    """How much work is done: counted, not timed, so that the same inputs give the same package.

    Attributes
    ----------
    nodes : int
        Parts of the problem at most.
    rounds : int
        Points a bound is taken at, at most.
    trials : int
        Exchanges tried.
    together : float
        See ``filled``.
    enough : float
        The gap, as a share, at which the search may end without proof.
    """

    nodes: int = 20_000
    rounds: int = 8
    trials: int = 40
    together: float = 1.0
    enough: float = 0.0


def best_package(setting: Setting, effort: Effort | None = None) -> Best:
    """Return the best package and a proven bound.

    Parameters
    ----------
    setting : Setting
    effort : Effort, optional

    References
    ----------
    Land, A. H., & Doig, A. G. (1960). An automatic method of solving discrete programming problems.
    Econometrica, 28(3), 497-520.
    """
    work = effort or Effort()
    none = np.zeros(setting.size, dtype=np.bool_)
    every = np.asarray((setting.uses <= setting.limits[:, None] * (1 + 1e-12)).all(axis=0))
    first = bound(setting, none, every, rounds=3 * work.rounds, goal=-np.inf)
    held = good_package(setting, first, work)
    value = setting.value(held)
    start = Best(held, value, max(first.value, value), first.prices, 1)
    return _branched(setting, start, every, first, work)


def good_package(setting: Setting, first: Bound, work: Effort) -> Chosen:
    """Return a good package from a bound's prices, by several ways; the best of them."""
    none, every = np.zeros(setting.size, dtype=np.bool_), np.ones(setting.size, dtype=np.bool_)
    rounded = _fitting(setting, first.share)
    starts = [
        filled(setting, none, every, first.prices, together=work.together),
        filled(setting, none, every, np.zeros_like(first.prices), together=work.together),
        filled(setting, rounded, every, first.prices, together=work.together),
    ]
    starts = [pruned(setting, start, none) for start in starts]
    best = max(starts, key=setting.value)
    return exchanged(setting, best, first.prices, trials=work.trials)


def _fitting(setting: Setting, share: Reals) -> Chosen:
    """Return what a fractional package takes at least by half, as far as it fits."""
    chosen = np.zeros(len(share), dtype=np.bool_)
    used = np.zeros(len(setting.limits))
    for option in np.argsort(-share, kind="stable"):
        more = used + setting.uses[:, option]
        if share[option] >= _HALF and (more <= setting.limits).all():
            chosen[option], used = True, more
    return chosen


def _slack(value: float) -> float:
    return _TIGHT * abs(value) + 1e-15


def _branched(setting: Setting, best: Best, every: Chosen, first: Bound, work: Effort) -> Best:
    """Return the best package of all, parts that cannot hold a better one left out."""
    none = np.zeros(setting.size, dtype=np.bool_)
    queue = [(-first.value, 0, none, every, first)]
    count = 1
    while queue and best.nodes < work.nodes:
        if -queue[0][0] <= best.value + max(_slack(best.value), work.enough * best.value):
            break
        _, _, low, high, known = heapq.heappop(queue)
        low, high = _settled(setting, low, high, known, best.value)
        for part in _parts(setting, low, high, known):
            goal = best.value + _slack(best.value)
            found = bound(setting, *part, rounds=work.rounds, goal=goal)
            best = _bettered(setting, best, part, found)
            if found.value > best.value + _slack(best.value):
                capped = replace(found, value=min(found.value, known.value))
                heapq.heappush(queue, (-capped.value, count, *part, capped))
                count += 1
    open_ = -queue[0][0] if queue else best.value
    return replace(best, bound=max(open_, best.value))


def _settled(
    setting: Setting, low: Chosen, high: Chosen, known: Bound, value: float
) -> tuple[Chosen, Chosen]:
    """Return the part without options that a better package must hold, or cannot hold."""
    free = high & ~low
    spare = known.value - value
    taken = low | (free & (known.reduced > spare + _slack(value)))
    kept = high & ~(free & (-known.reduced > spare + _slack(value)))
    room = setting.limits * (1 + 1e-12) - setting.uses[:, taken].sum(axis=1)
    kept &= taken | (setting.uses <= room[:, None]).all(axis=0)
    return taken, kept


def _parts(
    setting: Setting, low: Chosen, high: Chosen, known: Bound
) -> list[tuple[Chosen, Chosen]]:
    """Return the part split on the option about which most is open."""
    free = high & ~low
    if not setting.fits(low):
        return []
    if not free.any():
        return [(low, high)]
    worth = np.abs(known.reduced + known.prices @ setting.uses)
    open_ = np.minimum(known.share, 1 - known.share) + 0.05
    option = int(np.where(free, worth * open_, -1.0).argmax())
    with_it, without = low.copy(), high.copy()
    with_it[option], without[option] = True, False
    return [part for part in ((with_it, high), (low, without)) if setting.fits(part[0])]


def _bettered(setting: Setting, best: Best, part: tuple[Chosen, Chosen], found: Bound) -> Best:
    """Return the better of the package at hand and what rounding a bound's point gives."""
    low, high = part
    counted = replace(best, nodes=best.nodes + 1)
    rounded = _within(setting, found.share, low, high)
    value = setting.value(rounded)
    return replace(counted, chosen=rounded, value=value) if value > best.value else counted


def _within(setting: Setting, share: Reals, low: Chosen, high: Chosen) -> Chosen:
    """Return a package of a part near a fractional one."""
    chosen = low.copy()
    used = setting.uses[:, low].sum(axis=1)
    for option in np.argsort(-share, kind="stable"):
        if high[option] and not low[option] and share[option] > 0:
            more = used + setting.uses[:, option]
            if (more <= setting.limits * (1 + 1e-12)).all():
                chosen[option], used = True, more
    return chosen
