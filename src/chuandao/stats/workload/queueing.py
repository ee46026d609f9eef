"""Work as a queue: pieces come by chance within a month and are taken up in order of priority.

A discrete-event simulation compiled to machine code. Its draws come from a Generator passed in;
the same seed gives the same answer.
"""

from collections.abc import Callable
from typing import TypeVar, cast

import numpy as np
from numba import njit

from chuandao.stats.smoothing.tree import Reals
from chuandao.stats.workload.pieces import Counts, Pieces

_Function = TypeVar("_Function", bound=Callable[..., object])


def queue_backlogs(
    pieces: Pieces,
    month_hours: Reals,
    people: int,
    variation: float,
    runs: int,
    chance: np.random.Generator,
) -> Reals:
    """Return the hours of work left at the end of each month in simulated runs, by level.

    Parameters
    ----------
    pieces : Pieces
    month_hours : array (months)
        Hours of one person in each month.
    people : int
        How many work side by side; each has one piece at a time and finishes it first.
    variation : float
        Standard deviation of the hours of a piece over their mean (gamma; 0: all alike).
    runs : int
    chance : numpy.random.Generator

    Returns
    -------
    array (runs, levels, months)
        Hours not yet worked, those of a piece in hand included. Within a month pieces come at
        any time alike, as those of a Poisson process do whose number is known.

    References
    ----------
    Law, A. M. (2015). Simulation Modeling and Analysis, 5th ed. McGraw-Hill, ch. 1.

    Examples
    --------
    One person of 100 hours a month and 150 pieces of an hour each: some 50 are left.

    >>> work = Pieces(np.array([[150]]), np.array([[1.0]]), np.array([0]))
    >>> left = queue_backlogs(work, np.array([100.0]), 1, 0.0, 50, np.random.default_rng(1))
    >>> left.shape, bool(50 <= left.mean() < 55)
    ((50, 1, 1), True)
    """
    levels = int(pieces.level.max()) + 1
    left = np.zeros((runs, levels, len(month_hours)))
    shape = 1 / variation**2 if variation > 0 else 0.0
    most = np.bincount(pieces.level, pieces.counts.sum(axis=1), levels).astype(np.int64)
    first = np.concatenate([np.zeros(1, np.int64), np.cumsum(most)])
    _simulate(
        Pieces(
            np.ascontiguousarray(pieces.counts, np.int64),
            np.ascontiguousarray(pieces.hours, np.float64),
            pieces.level.astype(np.int64),
        ),
        np.concatenate([np.zeros(1), np.cumsum(month_hours)]),
        people,
        shape,
        first,
        left,
        chance,
    )
    return left


def _compiled(function: _Function) -> _Function:
    """Return the function as machine code, kept on disk where there is a place for it."""
    try:
        return cast("_Function", njit(cache=True)(function))
    except RuntimeError:  # no folder to keep it in
        return cast("_Function", njit(function))


@_compiled
def _work(level: int, start: float, hours: float, bounds: Reals, done: Reals) -> None:
    """Book the hours of a piece in the months in which they are worked."""
    last = len(bounds) - 1
    month = np.searchsorted(bounds, start, side="right") - 1
    while month < last and hours > 0:
        here = min(hours, bounds[month + 1] - start)
        done[level, month] += here
        start += here
        hours -= here
        month += 1


@_compiled
def _take_up(
    until: float,
    earliest: float,
    free: Reals,
    waiting: Reals,
    heads: Counts,
    tails: Counts,
    bounds: Reals,
    done: Reals,
) -> None:
    """Give waiting pieces, highest level first, to people who are free by a moment."""
    while True:
        who = np.argmin(free)
        if free[who] > until:
            return
        level = 0
        while level < len(heads) and heads[level] == tails[level]:
            level += 1
        if level == len(heads):
            return
        hours = waiting[heads[level]]
        heads[level] += 1
        start = max(free[who], earliest)
        free[who] = start + hours
        _work(level, start, hours, bounds, done)


@_compiled
def _drawn(left: Counts, total: int, chance: np.random.Generator) -> int:
    """Return which item the next piece is of: all pieces of the month alike."""
    at = chance.random() * total
    item = 0
    while item < len(left) - 1 and at >= left[item]:
        at -= left[item]
        item += 1
    while left[item] == 0:
        item -= 1
    left[item] -= 1
    return item


@_compiled
def _simulate(
    pieces: Pieces,
    bounds: Reals,
    people: int,
    shape: float,
    first: Counts,
    left: Reals,
    chance: np.random.Generator,
) -> None:
    counts, mean, levels = pieces
    waiting = np.empty(first[-1])
    for run in range(left.shape[0]):
        free = np.zeros(people)
        heads, tails = first[:-1].copy(), first[:-1].copy()
        came, done = np.zeros(left.shape[1:]), np.zeros(left.shape[1:])
        for month in range(counts.shape[1]):
            remaining = counts[:, month].copy()
            passed = 0.0
            for ahead in range(remaining.sum(), 0, -1):
                passed += (1 - passed) * (1 - chance.random() ** (1 / ahead))
                now = bounds[month] + passed * (bounds[month + 1] - bounds[month])
                item = _drawn(remaining, ahead, chance)
                hours = mean[item, month]
                if shape > 0:
                    hours *= chance.standard_gamma(shape) / shape
                _take_up(now, 0.0, free, waiting, heads, tails, bounds, done)
                level = levels[item]
                waiting[tails[level]] = hours
                tails[level] += 1
                came[level, month] += hours
                _take_up(now, now, free, waiting, heads, tails, bounds, done)
        _take_up(bounds[-1], 0.0, free, waiting, heads, tails, bounds, done)
        total = np.zeros(left.shape[1])
        for month in range(left.shape[2]):
            total += came[:, month] - done[:, month]
            left[run, :, month] = total
