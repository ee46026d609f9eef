"""Sums over the chains below a unit: leaf-weighted efficacy by tier, loss by step and part."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from chuandao.decay.chains import Chains
from chuandao.stats.lmdi import loss_weight
from chuandao.stats.tree import Positions, Reals


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
        return self._summed_up(self.leaf_weight)

    @cached_property
    def tiers(self) -> Positions:
        """The tiers from the root to the leaves."""
        steps = [t for t in self.chains.steps if t <= self.leaf_tier]
        return np.array([int(self.chains.tiers[0]), *steps], dtype=np.int64)

    def efficacy(self, level: Reals) -> Reals:
        """Return mean efficacy of the leaves' ancestors: (tiers, scopes, replicates).

        Parameters
        ----------
        level : array (units, replicates)
            A chain without a unit of some tier counts with the nearest one above.
        """
        parts = [self._efficacy(level, tier) for tier in range(len(self.tiers))]
        return np.stack(parts)

    def losses(self, log_level: Reals, parts: Reals) -> Reals:
        """Return the mean loss by scope, replicate, step and part; it adds up to mean 1 − e.

        Parameters
        ----------
        log_level : array (units, replicates)
            ln e.
        parts : array (units, replicates, parts)
            Parts of the log loss on the step to each unit; down a chain they add up to −ln e.
        """
        own = parts * self._summed_up(self.leaf_weight[:, None] * loss_weight(log_level))[..., None]
        weight = self._summed_up(self.leaf_weight[:, None] * loss_weight(log_level))
        steps = []
        for tier in self.tiers[1:]:
            here = (self.chains.tiers == tier)[:, None, None]
            within = np.where(here, own, 0.0)
            under = (self._summed_up(within) - within)[self.units]
            path = self._summed_down(np.where(here, parts, 0.0))[self.units]
            steps.append(under + path * weight[self.units][..., None])
        return np.stack(steps, axis=2) / self.below[self.units][:, None, None, None]

    def _efficacy(self, level: Reals, at: int) -> Reals:
        weight, nearest = self._stand_ins[at]
        mean = self._summed_up(weight[:, None] * level)[self.units]
        mean = mean / self.below[self.units][:, None]
        above = (self.chains.tiers[self.units] > self.tiers[at])[:, None]
        return np.where(above, level[nearest[self.units]], mean)

    @cached_property
    def _stand_ins(self) -> list[tuple[Reals, Positions]]:
        """For each tier: what each unit stands for in it, and each unit's ancestor there."""
        return [(self._standing_for(t), self._ancestor(t)) for t in self.tiers.tolist()]

    def _standing_for(self, tier: int) -> Reals:
        """Return the weight of the leaves whose ancestor of a tier (or nearest above) a unit is."""
        tiers, parents = self.chains.tiers, self.chains.parents
        weight = np.where(tiers == tier, self.leaf_weight, 0.0)
        passed = np.flatnonzero((tiers > tier) & (parents >= 0))
        on = passed[tiers[parents[passed]] <= tier]
        np.add.at(weight, parents[on], self.below[on])
        return weight

    def _ancestor(self, tier: int) -> Positions:
        found = np.arange(len(self.chains))
        for _ in self.chains.tree.levels:
            found = np.where(self.chains.tiers[found] > tier, self.chains.parents[found], found)
        return found

    def _summed_up(self, values: Reals) -> Reals:
        tree = self.chains.tree
        return tree.summed_up(values[tree.order])[tree.place()]

    def _summed_down(self, values: Reals) -> Reals:
        tree = self.chains.tree
        return tree.summed_down(values[tree.order])[tree.place()]


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
