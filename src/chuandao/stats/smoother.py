r"""Exact Gaussian inference on a tree, in one pass up and one pass down.

The state of a child is that of its parent, a known linear function of the coefficients and a
disturbance; observations hang on any node:

    x_child = x_parent + a'θ + ε,   ε ~ N(0, q)        x_root = a'θ + ε with q = 0, a = 0
    y_i     = x_node + b'θ + δ,     δ ~ N(0, r)        θ ~ N(θ₀, P₀⁻¹)

The upward pass (fine to coarse, information form) carries the response and every design column
together. What it leaves at each node are innovations, whose weighted cross products are
[y, −X]' V⁻¹ [y, −X]: generalised least squares and the restricted likelihood follow at once. The
downward pass gives every marginal mean and variance, those of the edges included.

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
from functools import cached_property

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from chuandao.stats.tree import Forest, Positions, Reals, family_sums

_LOG_2PI = float(np.log(2 * np.pi))


@dataclass(frozen=True)
class TreeData:
    """What is observed on a forest, and how it depends on the coefficients.

    Attributes
    ----------
    forest : Forest
    steps : array (nodes, coefficients)
        ``a``: what each coefficient adds on the way from the parent, in layout order.
    node : positions (observations)
        The place in the layout that each observation hangs on.
    response : array (observations)
    design : array (observations, coefficients)
        ``b``: what each coefficient adds to an observation.
    prior_mean, prior_precision : array (coefficients)
        Of the coefficients, independent of one another; a precision of 0 is a flat prior.
    """

    forest: Forest
    steps: Reals
    node: Positions
    response: Reals
    design: Reals
    prior_mean: Reals
    prior_precision: Reals

    @cached_property
    def columns(self) -> Reals:
        """The observations as the pass carries them: the response, then minus each column."""
        return np.column_stack([self.response, -self.design])

    @cached_property
    def offsets(self) -> Reals:
        """The steps as the pass carries them: none for the response."""
        return np.column_stack([np.zeros(len(self.steps)), self.steps])

    @cached_property
    def by_node(self) -> tuple[Positions, Positions, Positions]:
        """The observations in the order of their nodes, where each node begins, which it is."""
        order = np.argsort(self.node, kind="stable")
        sorted_node = self.node[order]
        starts = np.flatnonzero(np.r_[True, sorted_node[1:] != sorted_node[:-1]][: len(order)])
        return order, starts, sorted_node[starts]


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Upward:
    """What the upward pass leaves.

    Attributes
    ----------
    precision : array (nodes)
        Of a node's state from everything at and below it.
    mean : array (nodes, 1 + coefficients)
        That state's mean, for the response and for each coefficient; 0 where nothing is known.
    kept : array (nodes)
        1 / (1 + q · precision): the part of the parent's state that a node takes over.
    gram : array (1 + coefficients, 1 + coefficients)
        [y, −X]' V⁻¹ [y, −X].
    log_determinant : float
        Of V.
    """

    precision: Reals
    mean: Reals
    kept: Reals
    gram: Reals
    log_determinant: float


@dataclass(frozen=True)
class Smoothed:
    """The marginal posterior of every node and step, given the variances and coefficients.

    Attributes
    ----------
    state : array (nodes, 1 + coefficients)
        Mean of the state as a function of the coefficients: ``state @ [1, θ]``.
    variance : array (nodes)
        Of the state, the coefficients known.
    step_variance : array (nodes)
        Of child minus parent, the coefficients known; 0 at the roots.
    score, information : arrays
        Of a shift of the step (nodes, 1 + coefficients): the auxiliary residual over q, and its
        variance over q². Free of q, so they hold where q = 0.
    """

    state: Reals
    variance: Reals
    step_variance: Reals
    score: Reals
    information: Reals


def upward(data: TreeData, step_variance: Reals, noise: Reals) -> Upward:
    """Return what the observations say, gathered from the leaves to the roots.

    Parameters
    ----------
    data : TreeData
    step_variance : array (nodes)
        ``q``; 0 where a step is certain.
    noise : array (observations)
        ``r``, above 0.
    """
    precision, total, gram = _observed(data, noise)
    mean, kept = np.zeros_like(total), np.ones(len(precision))
    for level in reversed(data.forest.levels):
        here = level.span
        mean[here] = _ratio(total[here], precision[here])
        kept[here] = 1 / (1 + step_variance[here] * precision[here])
        if len(level.heads):
            sent = precision[here] * kept[here]
            message = sent[:, None] * (mean[here] - data.offsets[here])
            precision[level.heads] += family_sums(level, sent)
            total[level.heads] += family_sums(level, message)
    sent = precision * kept
    gram += _cross(mean - data.offsets - _above(data.forest, mean), sent)
    gram += _cross(data.columns - mean[data.node], 1 / noise)
    determinant = float(np.log(noise).sum() - np.log(kept).sum())
    return Upward(precision, mean, kept, gram, determinant)


def coefficients(data: TreeData, up: Upward) -> Coefficients:
    """Return the coefficients, their covariance and the log-likelihood of the data."""
    prior = data.prior_precision
    weight = prior * data.prior_mean
    factor = cho_factor(up.gram[1:, 1:] + np.diag(prior), lower=True)
    target = weight - up.gram[1:, 0]
    mean = cho_solve(factor, target)
    covariance = cho_solve(factor, np.eye(len(target)))
    proper = prior > 0
    quadratic = up.gram[0, 0] + float(weight @ data.prior_mean) - float(target @ mean)
    determinant = up.log_determinant + 2 * float(np.log(np.diag(factor[0])).sum())
    determinant -= float(np.log(prior[proper]).sum())
    size = len(data.response) - int(np.count_nonzero(~proper))
    likelihood = -0.5 * (size * _LOG_2PI + determinant + quadratic)
    return Coefficients(mean, (covariance + covariance.T) / 2, likelihood)


def downward(data: TreeData, up: Upward, step_variance: Reals) -> Smoothed:
    """Return the marginal posterior of every node and step, from the roots to the leaves."""
    forest, kept = data.forest, up.kept
    state, variance = np.zeros_like(up.mean), np.zeros(len(kept))
    above = np.zeros_like(up.mean)
    parent_variance = np.zeros(len(kept))
    for level in forest.levels:
        here, share = level.span, kept[level.span]
        if len(level.heads):
            above[here] = state[level.parents]
            parent_variance[here] = variance[level.parents]
        prior = above[here] + data.offsets[here]
        state[here] = share[:, None] * prior + (1 - share)[:, None] * up.mean[here]
        variance[here] = share**2 * parent_variance[here] + step_variance[here] * share
    sent = up.precision * kept
    score = sent[:, None] * (up.mean - data.offsets - above)
    information = sent * (1 - sent * parent_variance)
    step = (1 - kept) ** 2 * parent_variance + step_variance * kept
    return Smoothed(state, variance, step, score, information)


def observation_scores(data: TreeData, found: Smoothed, noise: Reals) -> tuple[Reals, Reals]:
    """Return score (observations, 1 + coefficients) and information of a shift of each observation.

    The score over the information is the deletion residual: what the observation says less what
    everything else says of it.
    """
    score = (data.columns - found.state[data.node]) / noise[:, None]
    information = 1 / noise - found.variance[data.node] / noise**2
    return score, information


def at(columns: Reals, mean: Reals) -> Reals:
    """Return columns that depend on the coefficients at a value of these."""
    value: Reals = columns[:, 0] + np.einsum("ij,j->i", columns[:, 1:], mean)
    return value


def quadratic(columns: Reals, covariance: Reals) -> Reals:
    """Return for each row g the value g' C g."""
    value: Reals = (np.einsum("ij,jk->ik", columns, covariance) * columns).sum(axis=1)
    return value


def _observed(data: TreeData, noise: Reals) -> tuple[Reals, Reals, Reals]:
    """Return precision and weighted sum of the observations at each node, and an empty gram."""
    order, starts, nodes = data.by_node
    width = data.columns.shape[1]
    precision = np.zeros(len(data.forest))
    total = np.zeros((len(data.forest), width))
    if len(order):
        weight = (1 / noise)[order]
        precision[nodes] = np.add.reduceat(weight, starts)
        total[nodes] = np.add.reduceat(weight[:, None] * data.columns[order], starts, axis=0)
    return precision, total, np.zeros((width, width))


def _ratio(total: Reals, precision: Reals) -> Reals:
    """Return total over precision; 0 where nothing is known."""
    safe = np.where(precision > 0, precision, 1.0)
    return np.where((precision > 0)[:, None], total / safe[:, None], 0.0)


def _above(forest: Forest, mean: Reals) -> Reals:
    """Return the mean at each node's parent; the root's parent is the fixed level 0."""
    return np.where((forest.parents >= 0)[:, None], mean[forest.parents], 0.0)


def _cross(innovations: Reals, weight: Reals) -> Reals:
    """Return W' diag(weight) W in a fixed order of summation (einsum without BLAS)."""
    gram: Reals = np.einsum("ni,nj->ij", innovations * weight[:, None], innovations)
    return gram
