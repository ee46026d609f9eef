"""Auxiliary residuals of single steps and observations: which of them stand out.

The score of a shift over its information is the deletion residual: what a step or an observation
says less what everything else says of it (Harvey & Koopman 1992). Neither depends on the variance
in question but through it, so they hold where that is 0. Coefficients are taken in.
"""

import numpy as np

from chuandao.stats.smoothing.collapse import TreeModel
from chuandao.stats.smoothing.families import Family
from chuandao.stats.smoothing.leaves import Mixture, apart, innovations, residuals, variances
from chuandao.stats.smoothing.smoother import (
    Coefficients,
    Smoothed,
    Upward,
    at,
    downward,
    quadratic,
)
from chuandao.stats.smoothing.sums import Leaves
from chuandao.stats.smoothing.tree import Reals


def step_shifts(model: TreeModel, up: Upward, found: Coefficients) -> tuple[Reals, Reals]:
    """Return score and information of a shift of each step, in layout order."""
    smoothed = downward(model, up)
    size, order = len(model.data.forest), model.trunk.forest.order
    total = np.zeros((2, size))
    sent = up.precision * up.kept
    rows = sent * (up.mean - model.trunk.offsets - smoothed.above)
    total[0, order] = at(rows, found.mean)
    total[1, order] = sent * (1 - sent * smoothed.variance_above)
    total[1, order] -= quadratic(rows[1:], found.covariance)
    for one, leaf in zip(up.families, model.leaves, strict=True):
        if one.sums.hangs:
            total[:, leaf.node] = _of_steps(model, one, leaf, smoothed, found)
    return total[0], total[1]


def reading_shifts(model: TreeModel, up: Upward, found: Coefficients) -> tuple[Reals, Reals]:
    """Return score and information of a shift of each observation."""
    smoothed = downward(model, up)
    total = np.zeros((2, len(model.data.response)))
    for one, leaf in zip(up.families, model.leaves, strict=True):
        pattern, own = one.sums.pattern[leaf.family], _apart(model, one, leaf)
        variance = variances(one, smoothed)[0].take(leaf.family)
        for slot, weights in enumerate(one.weights.reading):
            mixture = Mixture(model, one.sums)
            rows = residuals(one, smoothed, slot)
            mixture.add(1.0, rows, found, np.zeros(len(one.sums)))
            mean, spread = mixture.leaves(leaf, own)
            seen, w = leaf.reading[slot] >= 0, weights[pattern]
            which = leaf.reading[slot][seen]
            total[0, which] = (w * mean)[seen]
            total[1, which] = (w * (1 - w * (variance + spread)))[seen]
    return total[0], total[1]


def _of_steps(
    model: TreeModel, one: Family, leaf: Leaves, smoothed: Smoothed, found: Coefficients
) -> tuple[Reals, Reals]:
    mixture = Mixture(model, one.sums)
    mixture.add(1.0, innovations(one, smoothed), found, smoothed.variance[one.sums.head])
    mean, spread = mixture.leaves(leaf, _apart(model, one, leaf))
    sent = one.weights.sent[one.sums.pattern[leaf.family]]
    return sent * mean, sent * (1 - sent * spread)


def _apart(model: TreeModel, one: Family, leaf: Leaves) -> Reals | None:
    return None if one.sums.scatter is None else apart(model, one.sums, leaf)
