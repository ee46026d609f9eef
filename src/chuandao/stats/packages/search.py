"""Good packages fast: by worth for what they use, then by exchanging."""

from itertools import zip_longest

import numpy as np

from chuandao.stats.packages.setting import Chosen, Setting
from chuandao.stats.smoothing.tree import Reals

_LEAST = 1e-15


def filled(
    setting: Setting,
    start: Chosen,
    allowed: Chosen,
    prices: Reals,
    *,
    together: float = 1.0,
) -> Chosen:
    """Return a package filled up: always what brings most for what it uses, while it fits.

    Parameters
    ----------
    start, allowed : masks (options)
    prices : array (resources)
        By which uses are weighed against one another.
    together : float
        Options that bring at least this part of the best are taken in the same turn, so that
        large problems need few turns; 1 takes them one by one.
    """
    chosen = start.copy()
    weight = _weights(setting, prices) @ setting.uses
    while True:
        room = setting.limits * (1 + 1e-12) - setting.uses[:, chosen].sum(axis=1)
        fits = (setting.uses <= room[:, None]).all(axis=0)
        able = allowed & ~chosen & fits
        if not able.any():
            return chosen
        change = setting.changes(chosen)
        able &= change > _LEAST
        if not able.any():
            return chosen
        density = np.where(able, change / np.maximum(weight, _LEAST), -np.inf)
        _take(setting, chosen, density, room, together)


def _take(setting: Setting, chosen: Chosen, density: Reals, room: Reals, together: float) -> None:
    """Mark the best options as chosen, one a unit of room; the first always."""
    order = np.argsort(-density, kind="stable")
    best = density[order[0]]
    many = max(1, int((density >= together * best).sum())) if together < 1 else 1
    for option in order[:many].tolist():
        if (setting.uses[:, option] <= room).all():
            chosen[option] = True
            room = room - setting.uses[:, option]


def _weights(setting: Setting, prices: Reals) -> Reals:
    """Return prices, or one over each limit where no limit has a price."""
    if prices.any():
        return prices
    safe = np.where(np.isfinite(setting.limits) & (setting.limits > 0), setting.limits, np.inf)
    spare = 1 / safe
    return spare if spare.any() else np.ones(len(safe))


def pruned(setting: Setting, chosen: Chosen, keep: Chosen) -> Chosen:
    """Return a package without what costs the objective more than it brings."""
    found = chosen.copy()
    while True:
        change = np.where(found & ~keep, setting.changes(found), -np.inf)
        worst = int(change.argmax()) if len(change) else 0
        if not len(change) or change[worst] <= _LEAST:
            return found
        found[worst] = False


def exchanged(setting: Setting, chosen: Chosen, prices: Reals, *, trials: int) -> Chosen:
    """Return a package that no exchange betters: one option out, or one in, and filled up again.

    Parameters
    ----------
    trials : int
        Exchanges tried at most: those out that bring least for what they use, those in that bring
        most.
    """
    best, value, left = chosen, setting.value(chosen), trials
    weight = np.maximum(_weights(setting, prices) @ setting.uses, _LEAST)
    improved = True
    while improved and left > 0:
        improved = False
        density = np.where(best, -1.0, 1.0) * setting.changes(best) / weight
        out = [int(o) for o in np.argsort(density, kind="stable") if best[o]]
        into = [int(o) for o in np.argsort(-density, kind="stable") if not best[o]]
        for option in _alternating(out, into)[:left]:
            left -= 1
            other = _flipped(setting, best, option, density, prices)
            if (now := setting.value(other)) > value + _LEAST:
                best, value, improved = other, now, True
                break
    return best


def _alternating(one: list[int], two: list[int]) -> list[int]:
    """Return the members of two lists in turn."""
    both = zip_longest(one, two)
    return [option for pair in both for option in pair if option is not None]


def _flipped(
    setting: Setting, chosen: Chosen, option: int, density: Reals, prices: Reals
) -> Chosen:
    """Return a package with one option the other way round, cut to the limits and filled up."""
    start, kept = chosen.copy(), np.arange(setting.size) == option
    start[option] = not chosen[option]
    for least in np.argsort(density, kind="stable"):
        if setting.fits(start):
            break
        if start[least] and least != option:
            start[least] = False
    if not setting.fits(start):
        return chosen
    filled_up = filled(setting, start, ~kept, prices)
    return filled(setting, filled_up, ~filled_up, prices)
