"""Work as a diffusion: the fluid with the chance in it of when pieces come and how long they take.

References
----------
Harrison, J. M. (1985). Brownian Motion and Stochastic Flow Systems. Wiley, ch. 1-2 (reflection).
"""

import numpy as np

from chuandao.stats.smoothing.tree import Reals
from chuandao.stats.workload.pieces import Pieces, by_level


def diffusion_backlogs(
    pieces: Pieces,
    available: Reals,
    people: int,
    variation: float,
    runs: int,
    chance: np.random.Generator,
) -> Reals:
    """Return the hours of work left at the end of each month in drawn runs, by level.

    Parameters
    ----------
    pieces : Pieces
    available : array (months)
        Hours of all people.
    people : int
        How many work side by side.
    variation : float
        Standard deviation of the hours of a piece over their mean.
    runs : int
    chance : numpy.random.Generator

    Returns
    -------
    array (runs, levels, months)

    Notes
    -----
    All levels down to one are a single flow. In a month it changes by X, normal, of mean arrived
    less available and of the variance of the pieces' hours (how many came is known); on the way it
    is a Brownian bridge of variance S = sum of their mean squares, whose lowest point is
    m = (X - sqrt(X² - 2 S ln U)) / 2 with U uniform; what is left is max(B + X, X - m).
    With several people each has a piece in hand while nothing waits: in-hand hours h (pieces an
    hour × mean square / 2, less one person's) are added as h exp(-B / h).

    Examples
    --------
    >>> work = Pieces(np.array([[150]]), np.array([[1.0]]), np.array([0]))
    >>> left = diffusion_backlogs(work, np.array([100.0]), 1, 1.0, 400, np.random.default_rng(1))
    >>> left.shape, bool(50 <= left.mean() < 55)
    ((400, 1, 1), True)
    """
    hours = pieces.counts * pieces.hours
    mean, square = (by_level(rows, pieces.level) for rows in (hours, hours * pieces.hours))
    drift = np.cumsum(mean, axis=0) - available
    path = np.cumsum(square, axis=0) * (1 + variation**2)
    clock = np.maximum(available, 1e-9) / people
    in_hand = path / (2 * clock) * (people - 1) / people
    left = np.zeros((runs, *mean.shape))
    before = np.zeros((runs, len(mean)))
    for month in range(mean.shape[1]):
        own = chance.standard_normal((runs, len(mean))) * variation * np.sqrt(square[:, month])
        moved = drift[:, month] + np.cumsum(own, axis=1)
        bend = 2 * path[:, month] * np.log(1 - chance.random((runs, 1)))
        lowest = (moved - np.sqrt(moved**2 - bend)) / 2
        before = np.maximum(before + moved, moved - lowest)
        held = np.maximum(in_hand[:, month], 1e-9)
        left[:, :, month] = before + held * np.exp(-before / held)
    return np.diff(left, axis=1, prepend=0.0)
