"""What is observed on a forest, and which variance belongs to what."""

from dataclasses import dataclass

import numpy as np

from chuandao.stats.smoothing.tree import Forest, Positions, Reals


@dataclass(frozen=True, eq=False)
class TreeData:
    """What is observed on a forest, and how it depends on the coefficients.

    Attributes
    ----------
    forest : Forest
    kind : positions (nodes)
        Which row of ``constants`` a step has, in layout order; not read at the roots.
    constants : array (kinds, coefficients)
        What each coefficient adds on every step of a kind.
    varying : array (nodes, columns)
        What the coefficients ``columns`` add besides on the way from the parent.
    columns : positions
        The coefficients that steps differ in.
    node : positions (observations)
        The place in the layout that each observation hangs on.
    response : array (observations)
    source : positions (observations)
        Which row of ``levels`` an observation has.
    levels : array (sources, coefficients)
        What each coefficient adds to an observation of a source.
    prior_mean, prior_precision : array (coefficients)
        Of the coefficients, independent of one another; a precision of 0 is a flat prior.
    """

    forest: Forest
    kind: Positions
    constants: Reals
    varying: Reals
    columns: Positions
    node: Positions
    response: Reals
    source: Positions
    levels: Reals
    prior_mean: Reals
    prior_precision: Reals

    @property
    def steps(self) -> Reals:
        """What each coefficient adds on the way to each node: (nodes, coefficients)."""
        steps = self.constants[self.kind]
        steps[:, self.columns] += self.varying
        steps[self.forest.parents < 0] = 0
        return steps

    @property
    def design(self) -> Reals:
        """What each coefficient adds to each observation: (observations, coefficients)."""
        return self.levels[self.source]


@dataclass(frozen=True, eq=False)
class Groups:
    """Which variance belongs to which step and observation.

    Attributes
    ----------
    step : positions (nodes)
        The group of each node's step, in layout order; -1 where the step is certain (roots).
    noise : positions (observations)
        The group of each observation, counted on from the groups of steps.
    count : int
        Groups of steps and observations together.
    known : array (observations)
        The part of an observation's variance that is known; the group's comes on top.
    prior_mean, prior_sd : array (count)
        Of the logarithm of the standard deviation.
    extra : array (nodes)
        Variance of a step on top of its group's; 0 unless the step was set apart.
    extra_noise : array (observations)
        The same of an observation.
    """

    step: Positions
    noise: Positions
    count: int
    known: Reals
    prior_mean: Reals
    prior_sd: Reals
    extra: Reals
    extra_noise: Reals

    def steps(self, log_sd: Reals) -> Reals:
        """Return the variance of each step."""
        variance = np.append(np.exp(2 * log_sd), 0.0)
        own: Reals = variance[self.step] + self.extra
        return own

    def noises(self, log_sd: Reals) -> Reals:
        """Return the variance of each observation."""
        noise: Reals = self.known + self.extra_noise + np.exp(2 * log_sd)[self.noise]
        return noise
