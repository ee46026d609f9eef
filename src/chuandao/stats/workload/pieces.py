"""Pieces of work (工作件): how many came in, how long they take, in what order they are served."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from chuandao.stats.smoothing.tree import Reals

Counts = NDArray[np.int64]


class Pieces(NamedTuple):
    """The pieces of work of a unit.

    Attributes
    ----------
    counts : array of int (items, months)
        How many came in.
    hours : array (items, months)
        Mean hours of one piece that came in that month.
    level : array of int (items)
        0 is served first; items of one level are served as they come.
    """

    counts: Counts
    hours: Reals
    level: Counts


def by_level(rows: Reals, level: Counts) -> Reals:
    """Return the sums over the items of each level.

    Examples
    --------
    >>> by_level(np.array([[1.0], [2.0], [4.0]]), np.array([0, 1, 0]))
    array([[5.],
           [2.]])
    """
    sums = np.zeros((int(level.max()) + 1, rows.shape[1]))
    np.add.at(sums, level, rows)
    return sums
