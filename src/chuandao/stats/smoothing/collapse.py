"""From nodes and observations to a trunk of parents and the sums of what hangs on it."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from chuandao.stats.smoothing.observed import Groups, TreeData
from chuandao.stats.smoothing.sums import Leaves, Number, Patterns, Sums, summed
from chuandao.stats.smoothing.tree import Forest, Positions, Reals, thinned

_COMMON = 8
_BLOCK = 8192
_ROOM = 2**62
_TABLE = 2**22


@dataclass(frozen=True, eq=False)
class Trunk:
    """The nodes that are not leaves.

    Attributes
    ----------
    forest : Forest
        Its ``order`` is the place of each node in the whole layout.
    offsets : array (1 + coefficients, nodes)
        What each coefficient adds on the way from the parent; 0 for the response.
    step, extra : arrays (nodes)
        Group of variance, and own variance, of the step from the parent.
    """

    forest: Forest
    offsets: Reals
    step: Positions
    extra: Reals


@dataclass(frozen=True, eq=False)
class TreeModel:
    """Evidence on a tree as inference takes it.

    Attributes
    ----------
    trunk : Trunk
    blocks : tuple of Sums
        The families that hang on it.
    leaves : tuple of Leaves
        The leaves behind each block; empty where only sums were given.
    data : TreeData
    prior_mean, prior_sd : array (variances)
        Of the logarithms of the standard deviations.
    """

    trunk: Trunk
    blocks: tuple[Sums, ...]
    leaves: tuple[Leaves, ...]
    data: TreeData
    prior_mean: Reals
    prior_sd: Reals

    @cached_property
    def biased(self) -> Positions:
        """The coefficients that sources differ in."""
        return np.flatnonzero((self.data.levels != 0).any(axis=0))

    @cached_property
    def constant(self) -> Positions:
        """The coefficients that kinds of steps differ in."""
        return np.flatnonzero((self.data.constants != 0).any(axis=0))

    @cached_property
    def added(self) -> tuple[tuple[Reals, Reals], ...]:
        """What coefficients add to the readings and the step of each pattern, by block.

        (readings, biased, patterns) and (constant, patterns).
        """
        return tuple(self._added(sums.patterns) for sums in self.blocks)

    def _added(self, patterns: Patterns) -> tuple[Reals, Reals]:
        levels = np.zeros((len(patterns.source), len(self.biased), len(patterns)))
        for k, row in enumerate(self.biased):
            levels[:, k] = np.append(self.data.levels[:, row], 0.0)[patterns.source]
        rows = [np.append(self.data.constants[:, row], 0.0) for row in self.constant]
        steps = np.array([row[patterns.kind] for row in rows])
        return levels, steps.reshape(len(self.constant), len(patterns))


def collapse(data: TreeData, groups: Groups) -> TreeModel:
    """Return the model of what is observed, its leaves summed by parent and pattern.

    Patterns that hardly recur save nothing: their leaves are families of their own.
    """
    parents = data.forest.parents
    hung = data.forest.leaves() & (parents >= 0)
    carriers = _carriers(data, groups, hung)
    blocks = [b for part in carriers.parts() for b in _blocks(data, groups, carriers, part)]
    return TreeModel(
        trunk=_trunk(data, groups, ~hung),
        blocks=tuple(sums for sums, _ in blocks),
        leaves=tuple(leaves for _, leaves in blocks),
        data=data,
        prior_mean=groups.prior_mean,
        prior_sd=groups.prior_sd,
    )


def _trunk(data: TreeData, groups: Groups, kept: NDArray[np.bool_]) -> Trunk:
    forest = thinned(data.forest, kept)
    nodes = forest.order
    offsets = np.zeros((1 + len(data.prior_mean), len(nodes)))
    offsets[1:] = data.constants[data.kind[nodes]].T
    offsets[1 + data.columns] += data.varying[nodes].T
    offsets[:, forest.parents < 0] = 0
    return Trunk(forest, offsets, groups.step[nodes], groups.extra[nodes])


@dataclass(frozen=True, eq=False)
class _Carriers:
    """Everything that hangs on the trunk: leaves, and the evidence of trunk nodes themselves.

    Attributes
    ----------
    node, head : positions
        Place in the layout, and of what it hangs on in the trunk.
    own : array of bool
        Evidence of the trunk node itself.
    reading : positions (readings, carriers)
    pattern : positions
        Alike carriers have the same.
    common : array of bool
        Whether the pattern recurs.
    """

    node: Positions
    head: Positions
    own: NDArray[np.bool_]
    reading: Positions
    pattern: Positions
    common: NDArray[np.bool_]

    def parts(self) -> list[Positions]:
        """Return leaves and nodes' own evidence, those apart whose patterns do not recur."""
        which = [a & b for a in (~self.own, self.own) for b in (self.common, ~self.common)]
        return [np.flatnonzero(part) for part in which if part.any()]


def _carriers(data: TreeData, groups: Groups, hung: NDArray[np.bool_]) -> _Carriers:
    place = np.cumsum(~hung) - 1
    counts = np.bincount(data.node, minlength=len(hung))
    own = np.flatnonzero(~hung & (counts > 0))
    leaf = np.flatnonzero(hung)
    node = np.concatenate([leaf, own])
    head = np.concatenate([place[data.forest.parents[leaf]], place[own]])
    itself = np.arange(len(node)) >= len(leaf)
    number = np.empty(len(hung), dtype=np.int64)
    number[node] = np.arange(len(node))
    kinds, types = _types(data, groups)
    reading = _slots(number[data.node], kinds, data.response, counts[node])
    base = _labels(np.where(itself, -1, groups.step[node]), np.where(itself, -1, data.kind[node]))
    base = base * 2 + itself
    extra = np.where(itself, 0.0, groups.extra[node])
    if extra.any():
        base = _labels(base, _numbered(extra))
    pattern, common = _patterns(base, np.append(kinds, -1)[reading], types)
    return _Carriers(node, head, itself, reading, pattern, common)


def _types(data: TreeData, groups: Groups) -> tuple[Positions, int]:
    """Return a number for each observation, the same for the same source and variance."""
    kinds = data.source * groups.count + groups.noise
    kinds = _labels(kinds, _numbered(groups.known + groups.extra_noise))
    _, kinds = _counted(kinds)
    return kinds.astype(np.int64), int(kinds.max(initial=0)) + 1


def _numbered(values: Reals) -> Positions:
    """Return a number for each value; most are expected to be 0."""
    number, odd = np.zeros(len(values), dtype=np.int64), np.flatnonzero(values)
    number[odd] = np.unique(values[odd], return_inverse=True)[1] + 1
    return number


def _labels(one: Positions, other: Positions) -> Positions:
    """Return a number for each pair of numbers."""
    low = int(other.min(initial=0))
    return (one - int(one.min(initial=0))) * (int(other.max(initial=0)) - low + 1) + other - low


def _slots(carrier: Positions, kinds: Positions, response: Reals, counts: Positions) -> Positions:
    """Return which observations each carrier has, in the order of their kinds."""
    key = carrier * (int(kinds.max(initial=0)) + 1) + kinds
    order = np.argsort(key, kind="stable")
    ranked = key[order]
    if (ranked[1:] == ranked[:-1]).any():
        order = np.lexsort((response, key))
    rank = np.arange(len(order)) - (np.cumsum(counts) - counts)[carrier[order]]
    reading = np.full((int(counts.max(initial=0)), len(counts)), -1, dtype=np.int64)
    reading[rank, carrier[order]] = order
    return reading


def _patterns(base: Positions, kinds: Positions, types: int) -> tuple[Positions, NDArray[np.bool_]]:
    """Return a number for each carrier, the same for those alike, and whether it recurs."""
    if types > max(base.size // 4, 64):
        return np.arange(base.size), np.zeros(base.size, dtype=bool)
    code = base
    for slot in kinds:
        if (int(code.max(initial=0)) + 1) * (types + 1) >= _ROOM:
            code = np.unique(code, return_inverse=True)[1]
        code = code * (types + 1) + slot + 1
    counts, code = _counted(code)
    return code, counts[code] >= _COMMON


def _counted(code: Positions) -> tuple[Positions, Positions]:
    """Return how often each number occurs, the numbers closed up."""
    if int(code.max(initial=0)) >= _TABLE:
        _, code, counts = np.unique(code, return_inverse=True, return_counts=True)
        return counts, code
    counts = np.bincount(code)
    return counts[counts > 0], (np.cumsum(counts > 0) - 1)[code]


def _blocks(
    data: TreeData, groups: Groups, carriers: _Carriers, part: Positions
) -> list[tuple[Sums, Leaves]]:
    """Return the sums of some carriers, and the leaves behind them, in blocks that fit a cache."""
    recur = bool(carriers.common[part[0]])
    key = carriers.head[part]
    if recur:
        counts, pattern = _counted(carriers.pattern[part])
        key = key * len(counts) + pattern
    order = np.argsort(key, kind="stable")
    ranked = key[order]
    part = part[order]
    family = np.cumsum(np.r_[0, np.diff(ranked) != 0]) if recur else np.arange(len(part))
    bounds = np.searchsorted(family, np.arange(0, int(family[-1]) + 1, _BLOCK))
    return [
        _block(data, groups, carriers, (part[a:b], family[a:b] - family[a], recur))
        for a, b in pairwise([*bounds.tolist(), len(part)])
    ]


def _block(
    data: TreeData,
    groups: Groups,
    carriers: _Carriers,
    which: tuple[Positions, Positions, bool],
) -> tuple[Sums, Leaves]:
    """Return the sums of carriers that stand in the order of their families."""
    part, family, recur = which
    pattern = first = np.arange(len(part))
    if recur:
        _, first, pattern = np.unique(
            carriers.pattern[part], return_index=True, return_inverse=True
        )
    patterns = _described(data, groups, carriers, part[first])
    leaves = Leaves(carriers.node[part], family, carriers.reading[:, part])
    return summed(data, patterns, leaves, (carriers.head[part], pattern)), leaves


def _described(data: TreeData, groups: Groups, carriers: _Carriers, which: Positions) -> Patterns:
    """Return the patterns of carriers."""
    reading, node, own = carriers.reading[:, which], carriers.node[which], carriers.own[which]
    there = reading >= 0
    return Patterns(
        source=np.where(there, _taken(data.source, reading), -1),
        noise=np.where(there, _taken(groups.noise, reading), 0),
        fixed=np.where(there, _taken(groups.known, reading), 0.0)
        + np.where(there, _taken(groups.extra_noise, reading), 0.0),
        step=np.where(own, -1, groups.step[node]),
        extra=np.where(own, 0.0, groups.extra[node]),
        kind=np.where(own, -1, data.kind[node]),
    )


def _taken(values: NDArray[Number], which: Positions) -> NDArray[Number]:
    """Return values at places; anything where the place is -1."""
    return values[which] if len(values) else np.zeros(which.shape, dtype=values.dtype)
