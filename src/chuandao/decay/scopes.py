"""Sums over the chains below a unit: leaf-weighted efficacy by tier, loss by step and part.

Leaves are summed by parent first, in pieces that fit a cache; everything above is done on the tree
of the other units, for all scopes together.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from chuandao.decay.chains import Chains
from chuandao.stats.lmdi import loss_weight, weight_at
from chuandao.stats.smoothing.tree import Forest, Positions, Reals, rows_up, thinned

_PIECE = 16_384


@dataclass(frozen=True, eq=False)
class Losses:
    """What one task and period lost on every step; arrays (units) unless said.

    Attributes
    ----------
    log_level : array
        ln e.
    severity : array (units, causes)
        Of each cause on the step to the unit.
    constant : array
        What every step of the tier loses; 0 at the root.
    cost : array (causes)
        What each cause costs in log efficacy, at severity 1.
    """

    log_level: Reals
    severity: Reals
    constant: Reals
    cost: Reals


@dataclass(frozen=True, eq=False)
class _Trunk:
    """The units above the leaves, and where the leaves hang.

    Attributes
    ----------
    forest : Forest
    unit, place : positions
        The unit of each node, and the node of each unit (-1 where it is none).
    leaf, head : positions (leaves)
        Units of the leaf tier, siblings side by side, and the node each hangs on.
    starts : positions
        Where each family of leaves begins.
    pieces : tuple of slice
        Families that are summed together.
    """

    forest: Forest
    unit: Positions
    place: Positions
    leaf: Positions
    head: Positions
    starts: Positions
    pieces: tuple[slice, ...]


@dataclass(frozen=True, eq=False)
class Scopes:
    """Chains that end in the leaves of one tier, and the units whose subtrees they are summed for.

    Attributes
    ----------
    chains : Chains
    leaf_tier : int
    leaf_weight : array (units)
        0 but at the leaves of that tier.
    units : positions
        The scopes; each has such leaves at or below it.
    """

    chains: Chains
    leaf_tier: int
    leaf_weight: Reals
    units: Positions

    @cached_property
    def below(self) -> Reals:
        """The weight of the leaves at and below each unit."""
        tree = self.chains.tree
        return tree.summed_up(self.leaf_weight[tree.order])[tree.place()]

    @cached_property
    def tiers(self) -> Positions:
        """The tiers from the root to the leaves."""
        steps = [t for t in self.chains.steps if t <= self.leaf_tier]
        return np.array([int(self.chains.tiers[0]), *steps], dtype=np.int64)

    def figures(self, losses: Losses) -> tuple[Reals, Reals]:
        """Return mean efficacy of the leaves' ancestors, and mean loss by step and part.

        Returns
        -------
        array (tiers, scopes)
            A chain without a unit of some tier counts with the nearest one above.
        array (scopes, steps, parts)
            Parts: the causes, the step's constant, the unit's own. They add up to mean 1 − e.
        """
        trunk, count = self._trunk, losses.severity.shape[1]
        level = losses.log_level[trunk.unit]
        found = self._leaf_sums(losses)
        inner = self._inner_parts(losses)
        weight = trunk.forest.summed_up(found[1])
        rows = [self._stood * np.exp(level), self._at_tiers(inner * weight)]
        rows[0][-1] += found[0]
        hung = self._leaf_parts(losses, found, level)
        total = rows_up(trunk.forest, np.concatenate([*rows, hung]))
        tiers = len(self.tiers)
        under = total[tiers:] - np.concatenate([rows[1], np.zeros_like(hung)])
        efficacy = self._efficacy(total[:tiers], losses)
        under = under.reshape(tiers - 1, count + 2, -1)
        return efficacy, self._losses(under, weight, (losses, inner))

    @cached_property
    def _trunk(self) -> _Trunk:
        tree, parents = self.chains.tree, self.chains.parents
        inner = ~tree.leaves() | (tree.parents < 0)
        kept = inner & ((self.below[tree.order] > 0) | (tree.parents < 0))
        forest = thinned(tree, kept)
        unit = tree.order[forest.order]
        place = np.full(len(self.chains), -1, dtype=np.int64)
        place[unit] = np.arange(len(unit))
        leaf = tree.order[~inner]
        leaf = leaf[(self.chains.tiers[leaf] == self.leaf_tier) & (self.below[leaf] > 0)]
        head = place[parents[leaf]]
        leaf, head = leaf[order := np.argsort(head, kind="stable")], head[order]
        starts = np.flatnonzero(np.r_[True, np.diff(head) != 0][: len(head)])
        cut = np.searchsorted(starts, np.arange(0, len(leaf), _PIECE))
        ends = [*starts[cut[cut < len(starts)]].tolist(), len(leaf)]
        pieces = tuple(slice(a, b) for a, b in pairwise(ends) if b > a)
        return _Trunk(forest, unit, place, leaf, head, starts, pieces)

    def _leaf_sums(self, losses: Losses) -> Reals:
        """Return by trunk node, summed over its leaves: weight times e, w, w·ln e and w·severity.

        w is what a unit of log loss costs there.
        """
        trunk, count = self._trunk, losses.severity.shape[1]
        severity = self._of_leaves(losses.severity)
        found = np.zeros((3 + count, len(trunk.unit)))
        for piece in trunk.pieces:
            leaf, starts = trunk.leaf[piece], trunk.starts
            starts = starts[np.searchsorted(starts, piece.start) :]
            starts = starts[: np.searchsorted(starts, piece.stop)]
            x, weight = losses.log_level[leaf], self._leaf_weights[piece]
            rows = np.empty((3 + count, len(leaf)))
            rows[0] = np.exp(x)
            rows[1] = weight * weight_at(x, rows[0])
            rows[0] *= weight
            rows[2] = rows[1] * x
            rows[3:] = severity[:, piece] * rows[1]
            sums = np.add.reduceat(rows, starts - piece.start, axis=1)
            found[:, trunk.head[starts]] = sums
        return found

    @cached_property
    def _leaf_weights(self) -> Reals:
        return self.leaf_weight[self._trunk.leaf]

    def _of_leaves(self, severity: Reals) -> Reals:
        """Return severities of the leaves (causes, leaves), kept for the next draw."""
        place = int(severity.__array_interface__["data"][0])
        if place not in self._severities:
            laid = np.ascontiguousarray(severity[self._trunk.leaf].T)
            self._severities[place] = (severity, laid)
        return self._severities[place][1]

    @cached_property
    def _severities(self) -> dict[int, tuple[Reals, Reals]]:
        return {}

    def _inner_parts(self, losses: Losses) -> Reals:
        """Return the parts of the log loss on the step to each trunk node: (parts, nodes)."""
        return self._parts(losses, self._trunk.unit)

    def _parts(self, losses: Losses, unit: Positions) -> Reals:
        """Return the parts of the log loss on the step to some units: (parts, units)."""
        above = self.chains.parents[unit]
        fallen = np.where(above < 0, 0.0, losses.log_level[above] - losses.log_level[unit])
        by_cause = losses.severity[unit].T * losses.cost[:, None]
        by_cause = np.where(above < 0, 0.0, by_cause)
        own = fallen - losses.constant[unit] - by_cause.sum(axis=0)
        return np.concatenate([by_cause, losses.constant[unit][None], own[None]])

    def _leaf_parts(self, losses: Losses, found: Reals, level: Reals) -> Reals:
        """Return the losses on the steps to leaves, summed by the node they hang on."""
        trunk = self._trunk
        constant = losses.constant[trunk.leaf[0]] if len(trunk.leaf) else 0.0
        by_cause = found[3:] * losses.cost[:, None]
        tier = constant * found[1]
        own = level * found[1] - found[2] - tier - by_cause.sum(axis=0)
        return np.concatenate([by_cause, tier[None], own[None]])

    def _at_tiers(self, rows: Reals) -> Reals:
        """Return rows (parts, nodes) once for each inner step, 0 but at the nodes of its tier."""
        here = self._node_tiers == self.tiers[1:-1, None]
        spread: Reals = np.where(here[:, None], rows, 0.0)
        return spread.reshape(-1, rows.shape[1])

    @cached_property
    def _node_tiers(self) -> Positions:
        return self.chains.tiers[self._trunk.unit]

    def _efficacy(self, total: Reals, losses: Losses) -> Reals:
        """Return the mean efficacy of the leaves' ancestors: (tiers, scopes)."""
        units, place = self.units, self._trunk.place[self.units]
        mean = total[:, np.maximum(place, 0)] / self.below[units]
        own = np.exp(losses.log_level[np.stack(self._ancestors)])
        lower = self.chains.tiers[units] > self.tiers[:, None]
        return np.where(lower | (place < 0), own, mean)

    def _losses(self, under: Reals, weight: Reals, known: tuple[Losses, Reals]) -> Reals:
        """Return the mean loss by scope, step and part, the way to the unit included."""
        losses, parts = known
        units, place = self.units, self._trunk.place[self.units]
        inner, below = np.maximum(place, 0), self.below[units]
        at_leaf = self.leaf_weight[units] * loss_weight(losses.log_level[units])
        worth = np.where(place < 0, at_leaf, weight[inner])
        found = under.take(inner, axis=2)
        if (place < 0).any():
            found[:, :, place < 0] = 0
        for step, tier in enumerate(self.tiers[1:].tolist()):
            above = self._ancestors[step + 1]
            there = np.flatnonzero(self.chains.tiers[above] == tier)
            node = self._trunk.place[above[there]]
            if (node >= 0).all():
                found[step][:, there] += parts.take(node, axis=1) * worth[there]
            else:
                found[step][:, there] += self._parts(losses, above[there]) * worth[there]
        found /= below
        return np.moveaxis(found, 2, 0)

    @cached_property
    def _stood(self) -> Reals:
        """For each tier what each trunk node stands for in it: (tiers, nodes)."""
        return np.stack(
            [self._standing_for(tier)[self._trunk.unit] for tier in self.tiers.tolist()]
        )

    def _standing_for(self, tier: int) -> Reals:
        """Return the weight of the leaves whose ancestor of a tier (or nearest above) a unit is."""
        tiers, parents = self.chains.tiers, self.chains.parents
        weight = np.zeros(len(self.chains))
        weight[tiers == tier] = self.below[tiers == tier]
        passed = np.flatnonzero((tiers > tier) & (parents >= 0))
        on = passed[tiers[parents[passed]] < tier]
        np.add.at(weight, parents[on], self.below[on])
        return weight

    @cached_property
    def _ancestors(self) -> list[Positions]:
        """For each tier the scopes' ancestors there, or nearest above."""
        return [self._ancestor(tier) for tier in self.tiers.tolist()]

    def _ancestor(self, tier: int) -> Positions:
        found = self.units
        for _ in self.chains.tree.levels:
            found = np.where(self.chains.tiers[found] > tier, self.chains.parents[found], found)
        return found


def scopes_of(chains: Chains, weighting: str, wanted: Positions | None = None) -> list[Scopes]:
    """Return the scopes by leaf tier: by default every unit but the leaves that govern themselves.

    Parameters
    ----------
    chains : Chains
    weighting : str
        equal or population.
    wanted : positions, optional
    """
    weight, found = chains.weights(weighting), []
    if wanted is None:
        village = (chains.units["kind"] == "self_governing").to_numpy()
        leaf = np.isin(np.arange(len(chains)), chains.leaves)
        wanted = np.flatnonzero(~(village & leaf))
    for tier in np.unique(chains.tiers[chains.leaves]).tolist():
        own = np.zeros(len(chains))
        leaves = chains.leaves[chains.tiers[chains.leaves] == tier]
        own[leaves] = weight[leaves]
        scope = Scopes(chains, int(tier), own, wanted)
        with_leaves = wanted[scope.below[wanted] > 0]
        found.append(Scopes(chains, int(tier), own, with_leaves))
    return found
