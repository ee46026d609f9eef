"""The exact slope of the restricted likelihood in every variance, from smoothed moments.

∂ℓ/∂q = ½ (score² − information), summed over the steps or readings of a group (Koopman & Shephard
1992); the coefficients' uncertainty is taken in by squaring scores with [1, θ][1, θ]' + C.

References
----------
Koopman, S. J., & Shephard, N. (1992). Exact score for time series models in state space form.
Biometrika, 79(4), 823-826.
"""

import numpy as np

from chuandao.stats.smoothing.collapse import TreeModel
from chuandao.stats.smoothing.families import Family, differences, mapped
from chuandao.stats.smoothing.products import totals, turned
from chuandao.stats.smoothing.smoother import Coefficients, Smoothed, Upward, downward, quadratic
from chuandao.stats.smoothing.sums import Sums
from chuandao.stats.smoothing.tree import Positions, Reals


def slopes(model: TreeModel, up: Upward, found: Coefficients) -> Reals:
    """Return the slope of the log-likelihood in each variance."""
    square, smoothed = squares(found), downward(model, up)
    sent = up.precision * up.kept
    score = sent * (up.mean - model.trunk.offsets - smoothed.above)
    information = sent * (1 - sent * smoothed.variance_above)
    total = np.zeros(len(model.prior_mean) + 1)
    total += _grouped(model.trunk.step, quadratic(score, square) - information, len(total))
    for one in up.families:
        _add_family(total, model, one, smoothed, square)
    return 0.5 * total[:-1]


def informations(model: TreeModel, up: Upward) -> Reals:
    """Return for each variance the sum of squared informations of its steps and readings.

    That is the expected curvature but for what steps and readings share: good enough to scale an
    optimiser.
    """
    smoothed = downward(model, up)
    sent = up.precision * up.kept
    information = sent * (1 - sent * smoothed.variance_above)
    total = np.zeros(len(model.prior_mean) + 1)
    total += _grouped(model.trunk.step, information**2, len(total))
    for one in up.families:
        sums, weights, above = one.sums, one.weights, smoothed.variance[one.sums.head]
        sent = sums.spread(weights.sent)
        _gather(total, sums, sums.patterns.step, (sent * (1 - sent * above)) ** 2)
        own = sums.spread(weights.kept**2) * above + sums.spread(weights.step * weights.kept)
        for slot, weight in enumerate(weights.reading):
            w = sums.spread(weight)
            _gather(total, sums, sums.patterns.noise[slot], (w * (1 - w * own)) ** 2)
    return total[:-1]


def squares(found: Coefficients) -> Reals:
    """Return the expectation of [1, θ][1, θ]'."""
    theta = np.append(1.0, found.mean)
    square = np.outer(theta, theta)
    square[1:, 1:] += found.covariance
    return square


def _grouped(group: Positions, values: Reals, size: int) -> Reals:
    """Return sums by group; those of no group (-1) stand at the end."""
    return np.roll(totals(group + 1, values, size), -1)


def _gather(total: Reals, sums: Sums, group: Positions, values: Reals) -> None:
    """Add values of families, times their leaves, to the group of their pattern."""
    total += _grouped(group, sums.gathered(values), len(total))


def _add_family(
    total: Reals, model: TreeModel, one: Family, smoothed: Smoothed, square: Reals
) -> None:
    """Add the slopes of the steps and readings of families."""
    sums, weights = one.sums, one.weights
    against = one.against(smoothed.state)
    weighted = turned(square, against)
    whole = (weighted * against).sum(axis=0)
    above = smoothed.variance.take(sums.head)
    sent = sums.spread(weights.sent)
    _gather(total, sums, sums.patterns.step, sent**2 * (whole + above) - sent)
    kept = sums.spread(weights.kept)
    shared = kept**2 * (whole + above) + sums.spread(weights.step * weights.kept)
    for slot, weight in enumerate(weights.reading):
        w = sums.spread(weight)
        part = _residual(one, slot, square, weighted) + shared
        _gather(total, sums, sums.patterns.noise[slot], w**2 * part - w)
    if sums.scatter is not None:
        _add_scatter(total, model, one, sums.scatter, square)


def _residual(one: Family, slot: int, square: Reals, weighted: Reals) -> Reals:
    """Return the squared residual of a reading, but for the part that is its leaf's alone."""
    apart, rows = differences(one, slot), np.r_[0, 1 + one.biased]
    own = quadratic(apart, square[rows[:, None], rows])
    shared = (apart * weighted[rows]).sum(axis=0)
    kept: Reals = one.sums.spread(one.weights.kept)
    own += 2 * kept * shared
    return own


def _add_scatter(
    total: Reals, model: TreeModel, one: Family, scatter: Reals, square: Reals
) -> None:
    """Add the part of the slopes that comes from differences within families."""
    sums, weights = one.sums, one.weights
    rows, ones = np.r_[0, 1 + model.data.columns], np.ones_like(weights.sent)
    part = square[rows[:, None], rows]
    spread = np.einsum("kij,ij->k", mapped(weights.share, -ones, scatter), part)
    np.add.at(total, sums.patterns.step, weights.sent**2 * spread)
    for slot, weight in enumerate(weights.reading):
        reading = -(1 - weights.kept) * weights.share
        reading[slot] += 1
        spread = np.einsum("kij,ij->k", mapped(reading, -weights.kept, scatter), part)
        np.add.at(total, sums.patterns.noise[slot], weight**2 * spread)
