r"""The coverage of needs as money comes or goes, cut into straight segments.

Coverage (保障程度) is concave and piecewise linear in what is given. A segment is a stretch on
which it rises evenly: it gains so much and uses so much. Of one cell (a unit and task) the segments
that pay more come first at every price, so that a linear programme over loose segments takes them
in their order and its optimum is that of the curves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from chuandao.stats.smoothing.tree import Positions, Reals


@dataclass(frozen=True, eq=False)
class Segments:
    """Stretches of curves.

    Attributes
    ----------
    cell, group : positions (segments,)
        Whose curve it is part of; which cells draw on the same pots.
    gain : array (segments,)
        What taking all of it adds to the objective; negative where something is given up.
    use : array (segments, kinds)
        What taking all of it costs of each kind; negative where it is given up.
    """

    cell: Positions
    group: Positions
    gain: Reals
    use: Reals

    @classmethod
    def of(cls, parts: Sequence[Self]) -> Self:
        """Return several as one."""
        return cls(
            np.concatenate([part.cell for part in parts]),
            np.concatenate([part.group for part in parts]),
            np.concatenate([part.gain for part in parts]),
            np.concatenate([part.use for part in parts]),
        )

    def __len__(self) -> int:  # noqa: D105
        return len(self.gain)


def raising(need: Reals, supply: Reals, most: Reals, weight: Reals, group: Positions) -> Segments:
    """Return the segments of coverage as money comes to cells.

    Parameters
    ----------
    need, supply : array (cells, times)
        Of the kind that is given, money say; supply that comes stays.
    most : array (cells, times)
        The coverage that the other kinds allow at each time (0-1), and 0 before the money arrives.
    weight : array (cells, times)
        What full coverage at that time counts for.
    group : positions (cells,)

    Examples
    --------
    One cell, two times of the same weight; 40 of 100 are there at the first, 40 of 200 at the
    second. The first 60 count at both times, the next 100 only at the second.

    >>> found = raising(np.array([[100.0, 200.0]]), np.full((1, 2), 40.0), np.ones((1, 2)),
    ...     np.full((1, 2), 0.5), np.array([0]))
    >>> found.use.ravel().tolist(), found.gain.round(3).tolist()
    ([60.0, 100.0], [0.45, 0.25])
    """
    room = np.maximum(np.where(need > 0, most * need - supply, 0.0), 0.0)
    slope = np.where(room > 0, weight / np.where(need > 0, need, 1.0), 0.0)
    order = np.argsort(room, axis=1, kind="stable")
    ends = np.take_along_axis(room, order, 1)
    steep = np.take_along_axis(slope, order, 1)
    rate = np.flip(np.cumsum(np.flip(steep, 1), 1), 1)
    return _kept(np.diff(ends, axis=1, prepend=0.0), rate, group)


def lowering(
    need: Reals, supply: Reals, most: Reals, weight: Reals, freed: Reals, group: Positions
) -> Segments:
    """Return the segments of coverage as money is taken from cells; of ``freed`` in their order.

    Parameters
    ----------
    need, supply, most, weight : array (cells, times)
        As in `raising`; the money is gone from the first time on.
    freed : array (cells, parts)
        How much may be taken, part after part.
    group : positions (parts,)
        Where what is taken of each part goes.

    Examples
    --------
    100 are needed and 130 there, of which 50 may be taken: 30 cost nothing, 20 a fifth.

    >>> one = np.ones((1, 1))
    >>> found = lowering(100 * one, 130 * one, one, one, 50 * one, np.array([7]))
    >>> found.use.ravel().tolist(), found.gain.round(3).tolist(), found.group.tolist()
    ([-30.0, -20.0], [0.0, -0.2], [7, 7])
    """
    until = np.cumsum(freed, 1)
    bend = np.clip(np.where(need > 0, supply - most * need, np.inf), 0.0, until[:, -1:])
    slope = np.where(need > 0, weight / np.where(need > 0, need, 1.0), 0.0)
    gone = np.where(need > 0, np.clip(supply, 0.0, until[:, -1:]), np.inf)
    ends = np.sort(np.concatenate([bend, until, gone.clip(max=until[:, -1:])], 1), axis=1)
    length = np.diff(ends, axis=1, prepend=0.0)
    middle = ends - length / 2
    lost = (middle[:, :, None] > bend[:, None]) & (middle[:, :, None] <= gone[:, None])
    rate = (lost * slope[:, None]).sum(-1)
    part = (middle[:, :, None] > until[:, None]).sum(-1).clip(max=len(group) - 1)
    taken = _kept(length, 0.0 - rate, np.zeros(len(need), dtype=np.int64), keep=length > 0)
    return Segments(taken.cell, group[part[length > 0]], taken.gain, -taken.use)


def by_kinds(need: Reals, supply: Reals, weight: Reals, group: Positions) -> Segments:
    """Return the segments of coverage as several kinds come at one time, the scarcest deciding.

    Parameters
    ----------
    need, supply : array (cells, kinds)
    weight : array (cells,)
    group : positions (cells,)

    Examples
    --------
    A task needs 100 of money and 10 of land; there are 20 and 5. From a fifth to a half it costs
    money alone, from there both.

    >>> found = by_kinds(np.array([[100.0, 10.0]]), np.array([[20.0, 5.0]]), np.ones(1),
    ...     np.array([0]))
    >>> found.use.tolist(), found.gain.tolist()
    ([[30.0, 0.0], [50.0, 5.0]], [0.3, 0.5])
    """
    share = np.where(need > 0, np.maximum(supply, 0.0) / np.where(need > 0, need, 1.0), 1.0)
    level = np.minimum(share, 1.0)
    start = np.sort(level, axis=1)
    length = np.diff(start, axis=1, append=1.0)
    cell, step = np.nonzero(length > 0)
    begun = level[cell] <= start[cell, step][:, None]
    use = need[cell] * begun * length[cell, step][:, None]
    return Segments(cell, group[cell], weight[cell] * length[cell, step], use)


def _kept(
    length: Reals, rate: Reals, group: Positions, keep: NDArray[np.bool_] | None = None
) -> Segments:
    """Return the stretches that are worth something, cell by cell."""
    cell, step = np.nonzero((length > 0) & (rate > 0) if keep is None else keep)
    long = length[cell, step]
    return Segments(cell, group[cell], rate[cell, step] * long, long[:, None])
