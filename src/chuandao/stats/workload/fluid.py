"""Work as a fluid: it flows in, is served in order of priority, and what is left is carried over.

References
----------
Newell, G. F. (1982). Applications of Queueing Theory, 2nd ed. Chapman and Hall, ch. 2 (fluid
approximation of queues with rates that vary in time).
"""

import numpy as np

from chuandao.stats.smoothing.tree import Reals

_LEAST = 1e-9  # hours; below it nothing is told from nothing


def fluid_backlog(arrived: Reals, available: Reals) -> Reals:
    """Return the hours of work left at the end of each month, by level of priority.

    Parameters
    ----------
    arrived : array (levels, months)
        Hours of work that came in; level 0 is served first.
    available : array (months)
        Hours that the people present have.

    Returns
    -------
    array (levels, months)
        What is left of each level. All levels down to one together are a single flow, of which
        what the hours do not serve is carried over: B(t) = max(0, B(t-1) + arrived - available).

    Examples
    --------
    Two levels of 100 hours a month, 150 hours at hand: the second is left waiting.

    >>> fluid_backlog(np.array([[100.0, 100.0], [100.0, 100.0]]), np.array([150.0, 150.0]))
    array([[  0.,   0.],
           [ 50., 100.]])
    """
    down_to = np.cumsum(arrived, axis=0)
    left = np.zeros_like(down_to)
    before = np.zeros(len(down_to))
    for month, hours in enumerate(available):
        before = np.maximum(0.0, before + down_to[:, month] - hours)
        left[:, month] = before
    return np.diff(left, axis=0, prepend=0.0)


def fluid_error(arrived: Reals, squares: Reals, available: Reals, people: int) -> Reals:
    """Return how far the fluid may be from a queue of pieces, as a share of each level's work.

    Parameters
    ----------
    arrived : array (levels, months)
        Hours of work.
    squares : array (levels, months)
        Sum over the pieces that came in of the mean square of their hours.
    available : array (months)
        Hours of all people.
    people : int

    Returns
    -------
    array (levels)
        Of the work of a month, on average. Two things are added: what is in hand at any moment
        (pieces an hour × mean square / 2), and what waits because pieces come by chance. The
        latter is at most the stationary mean of a reflected Brownian motion, squares / (2 ×
        hours free), and at most what chance brings in the whole time, .8 × the root of the squares.

    References
    ----------
    Harrison, J. M. (1985). Brownian Motion and Stochastic Flow Systems. Wiley, sections 1.9, 5.6.

    Examples
    --------
    >>> far, near = np.full((1, 3), 50.0), np.full((1, 3), 99.0)
    >>> hours = np.full(3, 100.0)
    >>> bool(fluid_error(far, far * 2, hours, 1)[0] < fluid_error(near, near * 2, hours, 1)[0])
    True
    """
    spread = np.cumsum(squares, axis=0)
    free = np.maximum(np.abs(available - np.cumsum(arrived, axis=0)), _LEAST)
    chance = 0.8 * np.sqrt(spread.sum(axis=1))
    waiting = np.minimum((spread / (2 * free)).max(axis=1), chance)
    above = np.concatenate([np.zeros(1), waiting[:-1]])
    in_hand = squares.max(axis=1) * people / (2 * max(float(available.mean()), _LEAST))
    return np.asarray((in_hand + waiting + above) / np.maximum(arrived.mean(axis=1), _LEAST))
