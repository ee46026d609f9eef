"""The layout of a forest: level by level, siblings side by side, so that passes are array work."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Positions = NDArray[np.int64]
Reals = NDArray[np.float64]


@dataclass(frozen=True)
class Level:
    """The nodes of one depth, in layout order, and their families.

    Attributes
    ----------
    span : slice
        Where the level's nodes stand.
    parents : positions
        Of each node of the level; empty at the top.
    starts : positions
        Where each family of siblings begins, counted within the level.
    heads : positions
        The parent of each family.
    """

    span: slice
    parents: Positions
    starts: Positions
    heads: Positions


@dataclass(frozen=True)
class Forest:
    """A forest in layout order: parents before children, siblings side by side.

    Attributes
    ----------
    order : positions
        The given position of the node at each place of the layout.
    parents : positions
        In layout order; -1 at the roots.
    levels : tuple of Level
        From the roots down.
    """

    order: Positions
    parents: Positions
    levels: tuple[Level, ...]

    def __len__(self) -> int:
        """Return how many nodes there are."""
        return len(self.parents)

    @property
    def upward(self) -> Iterator[Level]:
        """The levels below the roots, deepest first."""
        return reversed(self.levels[1:])

    def place(self) -> Positions:
        """Return the place in the layout of each node as it was given."""
        place = np.empty_like(self.order)
        place[self.order] = np.arange(len(self.order))
        return place

    def depth(self) -> Positions:
        """Return the depth of each node in layout order; 0 at the roots."""
        sizes = [level.span.stop - level.span.start for level in self.levels]
        return np.repeat(np.arange(len(sizes)), sizes)

    def leaves(self) -> NDArray[np.bool_]:
        """Return which nodes, in layout order, have no children."""
        childless = np.ones(len(self), dtype=bool)
        childless[self.parents[self.parents >= 0]] = False
        return childless

    def summed_up(self, values: Reals) -> Reals:
        """Return for each node the sum over it and everything below it.

        Examples
        --------
        >>> forest(np.array([-1, 0, 0, 1])).summed_up(np.array([1.0, 2.0, 3.0, 4.0])).tolist()
        [10.0, 6.0, 3.0, 4.0]
        """
        total = values.copy()
        for level in self.upward:
            total[level.heads] += family_sums(level, total[level.span])
        return total

    def summed_down(self, values: Reals) -> Reals:
        """Return for each node the sum over it and everything above it.

        Examples
        --------
        >>> forest(np.array([-1, 0, 0, 1])).summed_down(np.array([1.0, 2.0, 3.0, 4.0])).tolist()
        [1.0, 3.0, 4.0, 7.0]
        """
        total = values.copy()
        for level in self.levels[1:]:
            total[level.span] += total[level.parents]
        return total


def family_sums(level: Level, values: Reals) -> Reals:
    """Return the sum of the level's values over each family of siblings."""
    sums: Reals = np.add.reduceat(values, level.starts, axis=0)
    return sums


def forest(parents: Positions) -> Forest:
    """Return the layout of a forest.

    Parameters
    ----------
    parents : positions
        For each node the position of its parent; -1 at a root.

    Raises
    ------
    ValueError
        Some nodes are their own ancestors.

    Examples
    --------
    >>> laid = forest(np.array([2, 2, -1, 0, 1, 0]))
    >>> laid.order.tolist(), laid.parents.tolist()
    ([2, 0, 1, 3, 5, 4], [-1, 0, 0, 1, 1, 2])
    """
    order, sizes = _by_level(parents)
    place = np.full(len(parents), -1, dtype=np.int64)
    place[order] = np.arange(len(order))
    if len(order) < len(parents):
        raise ValueError("a node is its own ancestor")
    above = parents[order]
    laid = np.where(above < 0, -1, place[above])
    bounds = np.concatenate([[0], np.cumsum(sizes)]).tolist()
    spans = [slice(a, b) for a, b in pairwise(bounds)]
    return Forest(order, laid, tuple(_level(span, laid[span]) for span in spans))


def rows_up(laid: Forest, rows: Reals) -> Reals:
    """Return for each node the sums of rows (…, nodes) over it and everything below it.

    Examples
    --------
    >>> rows_up(forest(np.array([-1, 0, 0, 1])), np.array([[1.0, 2.0, 3.0, 4.0]])).tolist()
    [[10.0, 6.0, 3.0, 4.0]]
    """
    total = rows.copy()
    for level in laid.upward:
        total[:, level.heads] += np.add.reduceat(total[:, level.span], level.starts, axis=1)
    return total


def thinned(laid: Forest, kept: NDArray[np.bool_]) -> Forest:
    """Return the forest of the nodes that are kept; of none of them may the parent be missing.

    Examples
    --------
    >>> laid = forest(np.array([-1, 0, 0, 1]))
    >>> thinned(laid, np.array([True, True, False, True])).parents.tolist()
    [-1, 0, 1]
    """
    place = np.cumsum(kept) - 1
    above = laid.parents[kept]
    parents = np.where(above < 0, -1, place[above])
    ends = [int(place[level.span.stop - 1]) + 1 for level in laid.levels]
    spans = [slice(a, b) for a, b in pairwise([0, *ends]) if b > a]
    order = np.flatnonzero(kept)
    return Forest(order, parents, tuple(_level(span, parents[span]) for span in spans))


def copies(parents: Positions, count: int) -> Positions:
    """Return the parents of a forest of ``count`` copies of one tree, copy after copy.

    Examples
    --------
    >>> copies(np.array([-1, 0]), 2).tolist()
    [-1, 0, -1, 2]
    """
    size = len(parents)
    shift = np.repeat(np.arange(count) * size, size)
    tiled = np.tile(parents, count)
    return np.where(tiled < 0, -1, tiled + shift)


def _by_level(parents: Positions) -> tuple[Positions, list[int]]:
    """Return the nodes that hang on a root, level by level, and the size of each level."""
    family = np.argsort(parents, kind="stable")
    roots = int(np.count_nonzero(parents < 0))
    children = family[roots:]
    counts = np.bincount(parents[children], minlength=len(parents))
    first = np.cumsum(counts) - counts
    level, found = family[:roots], []
    while len(level):
        found.append(level)
        level = children[_ranges(first[level], counts[level])]
    order = np.concatenate(found) if found else np.empty(0, dtype=np.int64)
    return order.astype(np.int64), [len(part) for part in found]


def _ranges(first: Positions, counts: Positions) -> Positions:
    """Return first[0] … first[0]+counts[0]-1, first[1] … one after the other."""
    before = np.cumsum(counts) - counts
    return np.repeat(first - before, counts) + np.arange(int(counts.sum()))


def _level(span: slice, parents: Positions) -> Level:
    if len(parents) == 0 or parents[0] < 0:
        empty = np.empty(0, dtype=np.int64)
        return Level(span, empty, empty, empty)
    starts = np.flatnonzero(np.r_[True, parents[1:] != parents[:-1]])
    return Level(span, parents, starts, parents[starts])
