r"""Exact Gaussian inference on a tree, in one pass up and one pass down.

The state of a child is that of its parent, a known linear function of the coefficients and a
disturbance; observations hang on any node:

    x_child = x_parent + a'θ + ε,   ε ~ N(0, q)        x_root = a'θ + ε with q = 0, a = 0
    y_i     = x_node + b'θ + δ,     δ ~ N(0, r)        θ ~ N(θ₀, P₀⁻¹)

The upward pass (fine to coarse, information form) carries the response and every design column
together. What it leaves at each node are innovations, whose weighted cross products are
[y, −X]' V⁻¹ [y, −X]: generalised least squares and the restricted likelihood follow at once. The
downward pass gives every marginal mean and variance, those of the edges included. Leaves enter as
families (``chuandao.stats.smoothing``), so both passes cost as much as there are parents.

References
----------
Chou, K. C., Willsky, A. S., & Benveniste, A. (1994). Multiscale recursive estimation, data fusion,
and regularization. IEEE Transactions on Automatic Control, 39(3), 464-478.
Harvey, A. C., & Koopman, S. J. (1992). Diagnostic checking of unobserved-components time series
models. Journal of Business & Economic Statistics, 10(4), 377-389 (auxiliary residuals).
Patterson, H. D., & Thompson, R. (1971). Recovery of inter-block information when block sizes are
unequal. Biometrika, 58(3), 545-554 (restricted likelihood).
"""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from chuandao.stats.smoothing.collapse import TreeModel
from chuandao.stats.smoothing.families import Family, family, gram, message
from chuandao.stats.smoothing.products import cross, turned
from chuandao.stats.smoothing.tree import Forest, Reals

_LOG_2PI = float(np.log(2 * np.pi))


@dataclass(frozen=True, eq=False)
class Coefficients:
    """Coefficients by generalised least squares, given the variances.

    Attributes
    ----------
    mean, covariance : arrays
    log_likelihood : float
        Of the data, the coefficients integrated over their prior (over the flat part of it:
        the restricted likelihood, up to the usual constant).
    """

    mean: Reals
    covariance: Reals
    log_likelihood: float


@dataclass(frozen=True, eq=False)
class Upward:
    """What the upward pass leaves; nodes are those of the trunk.

    Attributes
    ----------
    families : tuple of Family
    step : array (nodes)
        The variance of each step.
    precision : array (nodes)
        Of a node's state from everything at and below it.
    mean : array (1 + coefficients, nodes)
        That state's mean, for the response and for each coefficient; 0 where nothing is known.
    kept : array (nodes)
        1 / (1 + step · precision): the part of the parent's state that a node takes over.
    gram : array (1 + coefficients, 1 + coefficients)
        [y, −X]' V⁻¹ [y, −X].
    log_determinant : float
        Of V.
    """

    families: tuple[Family, ...]
    step: Reals
    precision: Reals
    mean: Reals
    kept: Reals
    gram: Reals
    log_determinant: float


@dataclass(frozen=True, eq=False)
class Smoothed:
    """The marginal posterior of every node of the trunk, given variances and coefficients.

    Attributes
    ----------
    state : array (1 + coefficients, nodes)
        Mean of the state as a function of the coefficients: ``[1, θ] @ state``.
    above : array (1 + coefficients, nodes)
        That of the parent's; 0 above the roots.
    variance, variance_above : array (nodes)
        Of state and parent's state, the coefficients known.
    """

    state: Reals
    above: Reals
    variance: Reals
    variance_above: Reals


def upward(model: TreeModel, variance: Reals) -> Upward:
    """Return what the observations say, gathered from the leaves to the roots.

    Parameters
    ----------
    model : TreeModel
    variance : array (groups)
    """
    trunk = model.trunk
    families = tuple(family(model, k, variance) for k in range(len(model.blocks)))
    step = np.append(variance, 0.0)[trunk.step] + trunk.extra
    precision, mean, kept = _filtered(trunk.forest, trunk.offsets, step, families)
    innovation = mean - trunk.offsets - over(trunk.forest, mean)
    total = cross(innovation, precision * kept)
    determinant = -float(np.log(kept).sum())
    for one in families:
        total += gram(model, one, mean)
        determinant += float((one.weights.log_determinant * one.sums.leaves).sum())
    return Upward(families, step, precision, mean, kept, total, determinant)


def _filtered(
    forest: Forest, offsets: Reals, step: Reals, families: tuple[Family, ...]
) -> tuple[Reals, Reals, Reals]:
    """Return precision and mean of each node from what is at and below it, and what it keeps."""
    precision, mean = np.zeros(len(forest)), np.zeros_like(offsets)
    for one in families:
        sent, total = message(one)
        precision[one.sums.heads] += sent
        mean[:, one.sums.heads] += total
    kept = np.ones(len(forest))
    for level in reversed(forest.levels):
        here = level.span
        known = precision[here]
        mean[:, here] /= np.where(known > 0, known, 1.0)
        kept[here] = 1 / (1 + step[here] * known)
        if len(level.heads):
            sent = known * kept[here]
            total = (mean[:, here] - offsets[:, here]) * sent
            precision[level.heads] += np.add.reduceat(sent, level.starts)
            mean[:, level.heads] += np.add.reduceat(total, level.starts, axis=1)
    return precision, mean, kept


def coefficients(model: TreeModel, up: Upward) -> Coefficients:
    """Return the coefficients, their covariance and the log-likelihood of the data."""
    prior = model.data.prior_precision
    weight = prior * model.data.prior_mean
    factor = cho_factor(up.gram[1:, 1:] + np.diag(prior), lower=True)
    target = weight - up.gram[1:, 0]
    mean = cho_solve(factor, target)
    covariance = cho_solve(factor, np.eye(len(target)))
    proper = prior > 0
    value = up.gram[0, 0] + float(weight @ model.data.prior_mean) - float(target @ mean)
    determinant = up.log_determinant + 2 * float(np.log(np.diag(factor[0])).sum())
    determinant -= float(np.log(prior[proper]).sum())
    size = readings(model) - int(np.count_nonzero(~proper))
    likelihood = -0.5 * (size * _LOG_2PI + determinant + value)
    return Coefficients(mean, (covariance + covariance.T) / 2, likelihood)


def readings(model: TreeModel) -> float:
    """Return how many observations there are."""
    seen = [((sums.patterns.source >= 0).sum(axis=0) * sums.leaves).sum() for sums in model.blocks]
    return float(sum(seen))


def downward(model: TreeModel, up: Upward) -> Smoothed:
    """Return the marginal posterior of every node of the trunk, from the roots down."""
    forest, kept, offsets = model.trunk.forest, up.kept, model.trunk.offsets
    state, variance = np.zeros_like(up.mean), np.zeros(len(kept))
    above, variance_above = np.zeros_like(up.mean), np.zeros(len(kept))
    for level in forest.levels:
        here, share = level.span, kept[level.span]
        if len(level.heads):
            above[:, here] = state[:, level.parents]
            variance_above[here] = variance[level.parents]
        prior = above[:, here] + offsets[:, here]
        state[:, here] = share * prior + (1 - share) * up.mean[:, here]
        variance[here] = share**2 * variance_above[here] + up.step[here] * share
    return Smoothed(state, above, variance, variance_above)


def over(forest: Forest, rows: Reals) -> Reals:
    """Return rows (…, nodes) at each node's parent; 0 above the roots."""
    above: Reals = rows.take(np.maximum(forest.parents, 0), axis=1)
    above[:, forest.parents < 0] = 0
    return above


def at(rows: Reals, mean: Reals) -> Reals:
    """Return rows (1 + coefficients, …) that depend on the coefficients, at a value of these."""
    value: Reals = rows[0] + turned(mean[None], rows[1:])[0]
    return value


def quadratic(rows: Reals, covariance: Reals) -> Reals:
    """Return g' C g for each column g of rows (coefficients, …)."""
    value: Reals = (turned(covariance, rows) * rows).sum(axis=0)
    return value
