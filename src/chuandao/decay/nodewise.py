"""The design node by node, at the most probable variances: for questions about single pieces."""

from dataclasses import dataclass

import numpy as np

from chuandao.decay.design import Design
from chuandao.decay.fitting import Fitted
from chuandao.stats.smoothing.nodewise import Known, Nodewise, coefficients_of, known
from chuandao.stats.smoothing.observed import Groups
from chuandao.stats.smoothing.tree import Reals


@dataclass(frozen=True, eq=False)
class Peak:
    """The posterior at one value of the variances.

    Attributes
    ----------
    tree : Nodewise
    steps, noise : array (nodes), array (observations)
        Variances of steps and observations.
    known : Known
    mean, covariance : arrays
        Of the coefficients.
    """

    tree: Nodewise
    steps: Reals
    noise: Reals
    known: Known
    mean: Reals
    covariance: Reals


def nodewise(design: Design) -> Nodewise:
    """Return the design with every node's offsets and every observation."""
    data = design.data
    return Nodewise(
        forest=data.forest,
        offsets=np.column_stack([np.zeros(len(data.forest)), data.steps]),
        node=data.node,
        said=np.column_stack([data.response, -data.design]),
    )


def peak_of(design: Design, groups: Groups, log_sd: Reals) -> Peak:
    """Return the posterior at given log standard deviations."""
    tree = nodewise(design)
    steps, noise = groups.steps(log_sd), groups.noises(log_sd)
    found = known(tree, steps, noise)
    theta = coefficients_of(found, design.data.prior_mean, design.data.prior_precision)
    return Peak(tree, steps, noise, found, *theta)


def peak(fitted: Fitted) -> Peak:
    """Return the posterior at the most probable variances of a fit."""
    return peak_of(fitted.design, fitted.groups, fitted.peak.log_sd)
