"""The posterior of every single node at one value of the variances."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from chuandao.stats.smoothing.collapse import TreeModel
from chuandao.stats.smoothing.families import Family
from chuandao.stats.smoothing.leaves import variances
from chuandao.stats.smoothing.smoother import Smoothed, Upward, at, downward, upward
from chuandao.stats.smoothing.sums import Leaves
from chuandao.stats.smoothing.tree import Positions, Reals


@dataclass(frozen=True, eq=False)
class _Hung:
    """The leaves of all blocks, one after the other.

    Attributes
    ----------
    node, head : positions (leaves)
        Place in the layout, and the parent's in the trunk.
    kept : array (leaves)
        What a leaf takes over of its parent's state.
    said : array (leaves)
        Mean of its readings, times its part of the state.
    pattern : positions (leaves)
    varying : array (columns, leaves)
        What its step differs in.
    constant : array (coefficients, patterns)
        What coefficients add to the state besides: the step's constant as far as it is taken over,
        less the mean level of the readings as far as these count.
    """

    node: Positions
    head: Positions
    kept: Reals
    said: Reals
    pattern: Positions
    varying: Reals
    constant: Reals


@dataclass(frozen=True, eq=False)
class Spread:
    """The posterior of every node, leaves included; arrays (nodes) in layout order.

    Attributes
    ----------
    variance : array
        Of each state, the coefficients known.
    kept : array
        What a state takes over of its parent's.
    noise : array
        The variance of a state, its parent's known.
    """

    model: TreeModel
    up: Upward
    smoothed: Smoothed
    hung: _Hung
    variance: Reals
    kept: Reals
    noise: Reals

    def state(self, theta: Reals, *, response: bool = True) -> Reals:
        """Return the mean of each state; without the response, its part linear in ``theta``."""
        rows = self.smoothed.state
        trunk = at(rows, theta) if response else at(rows, theta) - rows[0]
        state = np.empty(len(self.kept))
        state[self.model.trunk.forest.order] = trunk
        state[self.hung.node] = self._leaves(trunk, theta, 1.0 if response else 0.0)
        return state

    def drawn(self, theta: Reals, random: Reals) -> Reals:
        """Return every state of one joint draw, from standard normal numbers by node."""
        forest, up = self.model.trunk.forest, self.up
        random = self._deviation * random
        offset = at(self.model.trunk.offsets, theta)
        trunk = (1 - up.kept) * at(up.mean, theta) + up.kept * offset + random[forest.order]
        for level in forest.levels[1:]:
            trunk[level.span] += up.kept[level.span] * trunk[level.parents]
        state = random
        state[forest.order] = trunk
        state[self.hung.node] += self._leaves(trunk, theta, 1.0)
        return state

    @cached_property
    def _deviation(self) -> Reals:
        return np.sqrt(self.noise)

    def _leaves(self, trunk: Reals, theta: Reals, response: float) -> Reals:
        """Return the mean of each leaf's state, its parent's state known."""
        hung = self.hung
        value: Reals = trunk.take(hung.head)
        value += np.einsum("il,i->l", hung.varying, theta[self.model.data.columns])
        value *= hung.kept
        value += np.einsum("ik,i->k", hung.constant, theta).take(hung.pattern)
        if response:
            value += response * hung.said
        return value


def spread_at(model: TreeModel, variance: Reals) -> Spread:
    """Return the posterior of every node at one value of the variances."""
    up = upward(model, variance)
    smoothed = downward(model, up)
    size, order = len(model.data.forest), model.trunk.forest.order
    found = np.empty((3, size))
    found[:, order] = smoothed.variance, up.kept, up.step * up.kept
    pairs = zip(up.families, model.leaves, strict=True)
    leafy = [(one, leaf) for one, leaf in pairs if one.sums.hangs]
    for one, leaf in leafy:
        pattern = one.sums.pattern[leaf.family]
        found[0, leaf.node] = variances(one, smoothed)[0].take(leaf.family)
        found[1, leaf.node] = one.weights.kept[pattern]
        found[2, leaf.node] = (one.weights.step * one.weights.kept)[pattern]
    return Spread(model, up, smoothed, _hung(model, leafy, found[1]), *found)


def _hung(model: TreeModel, leafy: list[tuple[Family, Leaves]], kept: Reals) -> _Hung:
    """Return the leaves of all blocks, one after the other."""
    before = np.cumsum([0, *(len(one.sums.patterns) for one, _ in leafy)])
    patterns = [one.sums.pattern[leaf.family] for one, leaf in leafy]
    node = _joined([leaf.node for _, leaf in leafy])
    constant = np.zeros((len(model.data.prior_mean), int(before[-1])))
    for first, (one, _) in zip(before.tolist(), leafy, strict=False):
        part = constant[:, first : first + len(one.sums.patterns)]
        part[:] = one.weights.kept * model.data.constants[one.sums.patterns.kind].T
        part[one.biased] -= (1 - one.weights.kept) * one.level
    said = [
        _said(model, one, leaf, pattern)
        for (one, leaf), pattern in zip(leafy, patterns, strict=True)
    ]
    return _Hung(
        node=node,
        head=_joined([one.sums.head[leaf.family] for one, leaf in leafy]),
        kept=kept[node],
        said=np.concatenate([np.empty(0), *said]),
        pattern=_joined([p + first for p, first in zip(patterns, before.tolist(), strict=False)]),
        varying=np.ascontiguousarray(model.data.varying[node].T),
        constant=constant,
    )


def _joined(parts: list[Positions]) -> Positions:
    return np.concatenate([np.empty(0, dtype=np.int64), *parts])


def _said(model: TreeModel, one: Family, leaf: Leaves, pattern: Positions) -> Reals:
    """Return the mean of each leaf's readings, times its part of the leaf's state."""
    said = np.zeros(len(leaf.node))
    for slot, share in enumerate(one.weights.share):
        part = ((1 - one.weights.kept) * share)[pattern]
        said += part * model.data.response[leaf.reading[slot]]
    return said
