"""New readings taken in along the paths they touch, exactly, at fixed variances.

A reading changes what its node says of its parent, and so on up to the root: as many steps as
there are tiers. The coefficients follow, because what changes of [y, −X]' V⁻¹ [y, −X] lies on that
path as well. Asking for a node goes down its path once. The rest of the tree stays as it was.
"""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from chuandao.stats.smoothing.collapse import TreeModel
from chuandao.stats.smoothing.smoother import Upward, upward
from chuandao.stats.smoothing.sums import Patterns
from chuandao.stats.smoothing.tree import Positions, Reals


@dataclass(frozen=True)
class Known:
    """Posterior mean and variance of a state, coefficients included."""

    mean: float
    variance: float


class Current:
    """The posterior at fixed variances, open to new readings.

    Parameters
    ----------
    model : TreeModel
        With its leaves.
    variance : array (groups)
    """

    def __init__(self, model: TreeModel, variance: Reals) -> None:
        self._model, self._variance = model, variance
        up = upward(model, variance)
        self._gram = up.gram.copy()
        self._up, self._own = up, _Own(model)
        self._changed: dict[int, tuple[float, Reals]] = {}
        self._leaves: dict[int, tuple[float, Reals]] = {}
        self._theta: tuple[Reals, Reals] | None = None

    def add(self, node: int, source: int, group: int, response: float, known: float) -> None:
        """Take in a reading.

        Parameters
        ----------
        node : int
            Place in the layout.
        source, group : int
            Its row of ``levels`` and its group of variance.
        response, known : float
            What it says, and the part of its variance that is known.
        """
        row = np.append(response, -self._model.data.levels[source])
        weight = 1 / (known + self._variance[group])
        self._gram += weight * np.outer(row, row)
        self._theta = None
        trunk = self._own.trunk[node]
        if trunk < 0:
            self._add_to_leaf(node, weight, weight * row)
        else:
            self._add_to_trunk(int(trunk), weight, weight * row)

    def known(self, node: int) -> Known:
        """Return the posterior of a node's state, all readings so far taken in."""
        trunk = int(self._own.trunk[node])
        head = trunk if trunk >= 0 else int(self._own.head[node])
        state, variance = self._down(head)
        if trunk < 0:
            precision, total = self._leaf(node)
            step, offset = self._own.step(node, self._variance), self._own.offset(node)
            state, variance = _passed(state + offset, variance, step, precision, total)
        mean, covariance = self.coefficients
        value = state[0] + float(state[1:] @ mean)
        spread = float(state[1:] @ covariance @ state[1:])
        return Known(float(value), float(variance) + spread)

    @property
    def coefficients(self) -> tuple[Reals, Reals]:
        """Mean and covariance of the coefficients, all readings so far taken in."""
        if self._theta is None:
            prior = self._model.data.prior_precision
            factor = cho_factor(self._gram[1:, 1:] + np.diag(prior), lower=True)
            target = prior * self._model.data.prior_mean - self._gram[1:, 0]
            self._theta = cho_solve(factor, target), cho_solve(factor, np.eye(len(target)))
        return self._theta

    def _add_to_leaf(self, node: int, weight: float, told: Reals) -> None:
        before = self._leaf(node)
        after = (before[0] + weight, before[1] + told)
        self._leaves[node] = after
        step, offset = self._own.step(node, self._variance), self._own.offset(node)
        self._sent(int(self._own.head[node]), before, after, (step, offset))

    def _add_to_trunk(self, node: int, weight: float, told: Reals) -> None:
        """Add to what is known of a trunk node, and tell the node above."""
        before = self._trunk(node)
        after = (before[0] + weight, before[1] + told)
        self._changed[node] = after
        parent = int(self._model.trunk.forest.parents[node])
        if parent >= 0:
            place = float(self._up.step[node]), self._model.trunk.offsets[:, node]
            self._sent(parent, before, after, place)

    def _sent(
        self,
        parent: int,
        before: tuple[float, Reals],
        after: tuple[float, Reals],
        place: tuple[float, Reals],
    ) -> None:
        """Replace what a node told its parent, and what was left over of its own."""
        old, new = (_message(*one, *place) for one in (before, after))
        self._gram += new[2] - old[2]
        self._add_to_trunk(parent, new[0] - old[0], new[1] - old[1])

    def _down(self, node: int) -> tuple[Reals, float]:
        """Return the state of a trunk node as a function of the coefficients, and its variance."""
        forest, path = self._model.trunk.forest, [node]
        while forest.parents[path[-1]] >= 0:
            path.append(int(forest.parents[path[-1]]))
        state, variance = np.zeros(len(self._gram)), 0.0
        for at in reversed(path):
            prior = state + self._model.trunk.offsets[:, at]
            state, variance = _passed(prior, variance, float(self._up.step[at]), *self._trunk(at))
        return state, variance

    def _trunk(self, node: int) -> tuple[float, Reals]:
        """Return precision and weighted sum of what is known at and below a trunk node."""
        if node not in self._changed:
            precision = float(self._up.precision[node])
            self._changed[node] = precision, precision * self._up.mean[:, node]
        return self._changed[node]

    def _leaf(self, node: int) -> tuple[float, Reals]:
        """Return precision and weighted sum of a leaf's own readings."""
        if node not in self._leaves:
            self._leaves[node] = self._own.readings(node, self._up)
        return self._leaves[node]


def _message(
    precision: float, total: Reals, step: float, offset: Reals
) -> tuple[float, Reals, Reals]:
    """Return what a node says of its parent: precision, weighted sum, and what it adds to gram.

    The last is the part of its own readings' squares that its state does not account for.
    """
    if precision <= 0:
        return 0.0, np.zeros_like(total), np.zeros((len(total), len(total)))
    kept, mean = 1 / (1 + step * precision), total / precision
    sent, moved = precision * kept, mean - offset
    left = sent * np.outer(moved, moved) - precision * np.outer(mean, mean)
    return sent, sent * moved, left


def _passed(
    prior: Reals, variance: float, step: float, precision: float, total: Reals
) -> tuple[Reals, float]:
    """Return the state below a step, from the parent's with the step's offset added."""
    kept = 1 / (1 + step * precision)
    mean = total / precision if precision > 0 else total
    return kept * prior + (1 - kept) * mean, kept**2 * variance + step * kept


class _Own:
    """Where each node stands: in the trunk, or as a leaf in a block."""

    def __init__(self, model: TreeModel) -> None:
        size = len(model.data.forest)
        self._model = model
        self.trunk = np.full(size, -1, dtype=np.int64)
        self.trunk[model.trunk.forest.order] = np.arange(len(model.trunk.step))
        self.head = self.trunk[np.maximum(model.data.forest.parents, 0)]
        self._block, self._at = np.full(size, -1), np.zeros(size, dtype=np.int64)
        for k, (sums, leaf) in enumerate(zip(model.blocks, model.leaves, strict=True)):
            if sums.hangs:
                self._block[leaf.node], self._at[leaf.node] = k, np.arange(len(leaf.node))

    def offset(self, node: int) -> Reals:
        """Return what each coefficient adds on the way to a leaf."""
        data = self._model.data
        offset = np.append(0.0, data.constants[data.kind[node]])
        offset[1 + data.columns] += data.varying[node]
        return offset

    def step(self, node: int, variance: Reals) -> float:
        """Return the variance of the step to a leaf."""
        patterns, pattern = self._pattern(node)
        return float(np.append(variance, 0.0)[patterns.step[pattern]] + patterns.extra[pattern])

    def readings(self, node: int, up: Upward) -> tuple[float, Reals]:
        """Return precision and weighted sum of a leaf's readings as they were fitted."""
        data, block, at = self._model.data, int(self._block[node]), int(self._at[node])
        leaf, weights = self._model.leaves[block], up.families[block].weights
        _, pattern = self._pattern(node)
        slots: Positions = np.flatnonzero(leaf.reading[:, at] >= 0)
        which = leaf.reading[slots, at]
        rows = np.column_stack([data.response[which], -data.levels[data.source[which]]])
        weight = weights.reading[slots, pattern]
        return float(weight.sum()), np.einsum("i,ij->j", weight, rows)

    def _pattern(self, node: int) -> tuple[Patterns, int]:
        block = int(self._block[node])
        sums, leaf = self._model.blocks[block], self._model.leaves[block]
        return sums.patterns, int(sums.pattern[leaf.family[self._at[node]]])
