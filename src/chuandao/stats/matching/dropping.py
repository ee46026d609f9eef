"""Least grants for many cells: what would be too small is left out, until nothing is.

No programme with a yes or no for every cell: the plan is good, its distance from the bound without
least grants (which no plan with them can surpass) is proven, and it comes in seconds.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from chuandao.stats.matching.decomposed import solve_by_prices
from chuandao.stats.matching.problem import Problem, Solution
from chuandao.stats.smoothing.tree import Reals

Marks = NDArray[np.bool_]
_ROUNDS = 12
_CLOSE = 1e-9


def solve_dropping(problem: Problem, least: Reals, *, gap: float) -> Solution:
    """Return a plan in which a cell gets nothing or at least so much, with its bound.

    Parameters
    ----------
    problem : Problem
        With one kind.
    least : array (cells,)
        As in `solve_with_least`.
    gap : float
        To which each round is solved.

    Examples
    --------
    Of a pot of 50 one cell can use 40, another 20, and 30 is the least: the first alone.

    >>> from chuandao.stats.matching.segments import Segments
    >>> segments = Segments(np.arange(2), np.arange(2), np.ones(2), np.array([[40.0], [20.0]]))
    >>> one = Problem(segments, np.array([50.0]), np.zeros(2, int), np.arange(2), np.zeros(2, bool))
    >>> found = solve_dropping(one, np.full(2, 30.0), gap=1e-6)
    >>> found.taken.round(6).tolist(), round(found.bound, 6)
    ([1.0, 0.0], 1.75)
    """
    whole = solve_by_prices(problem, gap=gap)
    open_ = ~_small(problem, np.ones(len(problem.segments)), least)
    found = whole
    for _ in range(_ROUNDS):
        found = _within(problem, open_, gap)
        small = _small(problem, found.taken, least) & open_
        if not small.any():
            break
        open_ &= ~small
    else:
        open_ &= ~_small(problem, found.taken, least)
        found = replace(found, taken=np.where(_of(problem, open_), found.taken, 0.0))
    value = float(problem.segments.gain @ found.taken)
    return replace(found, value=value, bound=max(whole.bound, value), prices=whole.prices)


def _small(problem: Problem, taken: Reals, least: Reals) -> Marks:
    """Return the cells that get something and less than the least."""
    use = np.maximum(problem.segments.use[:, 0], 0.0) * taken
    got = np.bincount(problem.segments.cell, use, len(least))
    return np.asarray((got > 0) & (got < least * (1 - _CLOSE)))


def _of(problem: Problem, open_: Marks) -> Marks:
    """Return the segments that may be taken: of open cells, or what is given up."""
    return np.asarray(open_[problem.segments.cell] | (problem.segments.use[:, 0] <= 0))


def _within(problem: Problem, open_: Marks, gap: float) -> Solution:
    """Return the plan for open cells alone; segments of others gain nothing."""
    gain = np.where(_of(problem, open_), problem.segments.gain, -np.abs(problem.segments.gain))
    held = replace(problem, segments=replace(problem.segments, gain=gain))
    return solve_by_prices(held, gap=gap)
