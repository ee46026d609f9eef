"""The shape of a tree given as an array of parents: depth, cycles, order, sizes.

Every function takes ``parents``: for each unit the position of its parent, or its own
position where there is none (a root, or a parent that is not in the table). Nothing here
recurses, so that a tree may be of any depth and of a country's size.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Positions = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Reach:
    """Where each unit's line of parents ends.

    Attributes
    ----------
    top : positions
        The unit without a parent that ends the line; for a line that ends in a cycle some
        member of it.
    depth : positions
        Steps up to ``top`` (without meaning where the line ends in a cycle).
    on_cycle, endless : masks
        Units that are their own ancestors; units whose line ends among them, those included.
    """

    top: Positions
    depth: Positions
    on_cycle: Mask
    endless: Mask


def reach(parents: Positions) -> Reach:
    """Return where each line of parents ends, by doubling the steps taken.

    Examples
    --------
    >>> found = reach(np.array([0, 0, 1, 4, 3, 3]))
    >>> found.depth[:3].tolist(), found.on_cycle.tolist()
    ([0, 1, 2], [False, False, False, True, True, False])
    """
    n = len(parents)
    own = np.arange(n)
    top, depth = parents.copy(), (parents != own).astype(np.int64)
    for _ in range(max(1, n.bit_length()) + 1):
        depth = depth + depth[top]
        top = top[top]
    endless = parents[top] != top
    on_cycle = np.zeros(n, dtype=bool)
    on_cycle[top[endless]] = True
    return Reach(top, depth, on_cycle, endless)


def cycles(parents: Positions, on_cycle: Mask) -> list[list[int]]:
    """Return the members of each cycle, from its first unit upwards.

    Examples
    --------
    >>> cycles(np.array([0, 2, 1]), np.array([False, True, True]))
    [[1, 2]]
    """
    found: list[list[int]] = []
    seen: set[int] = set()
    for start in np.flatnonzero(on_cycle).tolist():
        if start in seen:
            continue
        members = [start]
        while (above := int(parents[members[-1]])) != start:
            members.append(above)
        seen.update(members)
        found.append(members)
    return found


@dataclass(frozen=True)
class Layout:
    """A tree in administrative order: each unit before its children, these by code.

    Attributes
    ----------
    order : positions
        The old position of the unit at each new one.
    parents : positions
        In new positions; -1 at the root.
    sizes : positions
        Units in each subtree, its top included: the subtree of unit i is i … i + size − 1.
    """

    order: Positions
    parents: Positions
    sizes: Positions


def layout(parents: Positions, depth: Positions) -> Layout:
    """Return the administrative order of one tree whose units stand sorted by code.

    Examples
    --------
    >>> laid = layout(np.array([0, 0, 0, 1]), np.array([0, 1, 1, 2]))
    >>> laid.order.tolist(), laid.parents.tolist(), laid.sizes.tolist()
    ([0, 1, 3, 2], [-1, 0, 1, 0], [4, 2, 1, 1])
    """
    levels = _levels(depth)
    sizes = _sizes(parents, levels)
    place = _places(parents, levels, sizes)
    order = np.argsort(place)
    above = np.where(parents[order] == order, -1, place[parents[order]])
    return Layout(order, above, sizes[order])


def _levels(depth: Positions) -> list[Positions]:
    """Return the units of each depth, from the top."""
    by_depth = np.argsort(depth, kind="stable")
    ends = np.cumsum(np.bincount(depth)) if len(depth) else np.array([], dtype=np.int64)
    return np.split(by_depth, ends[:-1])


def _sizes(parents: Positions, levels: list[Positions]) -> Positions:
    sizes = np.ones(len(parents), dtype=np.int64)
    for level in reversed(levels[1:]):
        np.add.at(sizes, parents[level], sizes[level])
    return sizes


def _places(parents: Positions, levels: list[Positions], sizes: Positions) -> Positions:
    place = np.zeros(len(parents), dtype=np.int64)
    offset = _offsets(parents, sizes)
    for level in levels[1:]:
        place[level] = place[parents[level]] + 1 + offset[level]
    return place


def _offsets(parents: Positions, sizes: Positions) -> Positions:
    """For each unit, the units in the subtrees of its siblings with lower codes."""
    offsets = np.zeros(len(parents), dtype=np.int64)
    children = np.flatnonzero(parents != np.arange(len(parents)))
    if len(children) == 0:
        return offsets
    children = children[np.argsort(parents[children], kind="stable")]
    before = np.cumsum(sizes[children]) - sizes[children]
    above = parents[children]
    first = np.flatnonzero(np.r_[True, above[1:] != above[:-1]])
    family = np.cumsum(np.r_[True, above[1:] != above[:-1]]) - 1
    offsets[children] = before - before[first][family]
    return offsets


def standing(parents: Positions, stood: Mask, succeeded: Positions) -> Positions:
    """Return for each unit the nearest parent that stood: a successor of the parent, or one above.

    Parameters
    ----------
    parents : positions
        -1 at the root, which stands in any case.
    stood : mask
    succeeded : positions
        For each unit the one that took its place, or -1.

    Examples
    --------
    >>> nobody = np.array([-1, -1, -1])
    >>> standing(np.array([-1, 0, 1]), np.array([True, False, True]), nobody).tolist()
    [-1, 0, 0]
    """
    above = parents.copy()
    for _ in range(len(parents)):
        fallen = (above >= 0) & ~stood[np.maximum(above, 0)]
        if not fallen.any():
            break
        gone = above[fallen]
        heir = succeeded[gone]
        takes = (heir >= 0) & stood[np.maximum(heir, 0)]
        above[fallen] = np.where(takes, heir, parents[gone])
    return above


def has_cycle(above: Positions) -> bool:
    """Return whether some unit is its own ancestor; -1 stands for no parent.

    Examples
    --------
    >>> has_cycle(np.array([-1, 0])), has_cycle(np.array([-1, 2, 1]))
    (False, True)
    """
    own = np.arange(len(above))
    return bool(reach(np.where(above < 0, own, above)).endless.any() or (above == own).any())
