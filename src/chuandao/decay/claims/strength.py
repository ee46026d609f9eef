"""Strength of evidence (證據強度) of what is said of steps and reporters.

Weak: an association among units at one time, or a single source. Moderate: borne out by two
sources, each by itself. What is strong needs a roll-out and is said in the table ``effects`` only.
"""

from functools import cached_property

import numpy as np

from chuandao.decay.fitting import Fitted
from chuandao.decay.nodewise import nodewise
from chuandao.stats.smoothing.nodewise import Nodewise, at_value
from chuandao.stats.smoothing.tree import Positions, Reals

_TWO = 2


class Witnesses:
    """What each source by itself says of a step: of the unit it leads to, and of all below."""

    def __init__(self, fitted: Fitted) -> None:
        self._fitted = fitted

    def strength(self, copies: list[int], unit: int, excess: float) -> str:
        """Return moderate where two sources each see at least half of an excess.

        Each is held against what it would say if the step lost no more than usual: its
        observations in the replicates in question.
        """
        first, last = np.searchsorted(self._unit, [unit, unit + self._sizes[unit]])
        rows = np.arange(first, last)[np.isin(self._copy[first:last], copies)]
        copy = self._copy[rows]
        above = self._fitted.design.chains.parents[unit]
        start = self._fitted.log_mean[copy, above] - self._usual[copy, above]
        apart = self._said[rows] - self._usual[copy, self._unit[rows]] - start
        source = self._source[rows]
        bearing = [s for s in np.unique(source) if apart[source == s].mean() <= excess / 2]
        return "moderate" if len(bearing) >= _TWO else "weak"

    @cached_property
    def _flat(self) -> Positions:
        """The flat position (replicate, unit) of each observation."""
        data = self._fitted.design.data
        return data.forest.order[data.node]

    @cached_property
    def _order(self) -> Positions:
        """Observations by unit, so that those of a subtree stand together."""
        return np.argsort(self._flat % len(self._fitted.design.chains), kind="stable")

    @cached_property
    def _unit(self) -> Positions:
        return (self._flat % len(self._fitted.design.chains))[self._order]

    @cached_property
    def _copy(self) -> Positions:
        return (self._flat // len(self._fitted.design.chains))[self._order]

    @cached_property
    def _source(self) -> Positions:
        return self._fitted.design.groups.noise[self._order]

    @cached_property
    def _said(self) -> Reals:
        return at_value(self._tree.said, self._fitted.coefficients)[self._order]

    @cached_property
    def _tree(self) -> Nodewise:
        return nodewise(self._fitted.design)

    @cached_property
    def _sizes(self) -> Positions:
        """Units in the subtree of each, which follow it in administrative order."""
        tree = self._fitted.design.chains.tree
        sizes: Positions = tree.summed_up(np.ones(len(tree)))[tree.place()].astype(np.int64)
        return sizes

    @cached_property
    def _usual(self) -> Reals:
        """What is usual for each unit by the chain above it: (replicates, units)."""
        step = at_value(self._tree.offsets, self._fitted.coefficients)
        return self._fitted.design.by_unit(self._tree.forest.summed_down(step))
