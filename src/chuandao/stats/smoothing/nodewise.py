r"""The smoother node by node, for questions about single observations and changing priors.

The same model as ``stats.smoother`` (see there for references), with nothing collapsed: every
observation is kept, and every node has an offset and a variance of its own. Slower, simpler, and
what weights of evidence, working responses and the filter over periods are made of.

    x_child = x_parent + a'θ + ε,   ε ~ N(0, q)        x_root = a'θ + ε
    y_i     = x_node + b'θ + δ,     δ ~ N(0, r)

Columns stand for functions of the coefficients: ``columns @ [1, θ]``.
"""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from chuandao.stats.smoothing.tree import Forest, Positions, Reals, family_sums


@dataclass(frozen=True, eq=False)
class Nodewise:
    """What is observed on a forest; arrays in layout order.

    Attributes
    ----------
    forest : Forest
    offsets : array (nodes, 1 + coefficients)
        What is added on the way from the parent.
    node : positions (observations)
    said : array (observations, 1 + coefficients)
        The response, and minus what each coefficient adds to it.
    """

    forest: Forest
    offsets: Reals
    node: Positions
    said: Reals


@dataclass(frozen=True, eq=False)
class Known:
    """What is known of every node and step, the coefficients given.

    Attributes
    ----------
    state : array (nodes, 1 + coefficients)
    variance, step_variance : array (nodes)
        Of the state, and of child minus parent.
    score, information : arrays (nodes, 1 + coefficients), (nodes)
        Of a shift of the step.
    gram : array (1 + coefficients, 1 + coefficients)
        [y, −X]' V⁻¹ [y, −X].
    log_determinant : float
        Of V.
    """

    state: Reals
    variance: Reals
    step_variance: Reals
    score: Reals
    information: Reals
    gram: Reals
    log_determinant: float


def known(tree: Nodewise, step_variance: Reals, noise: Reals) -> Known:
    """Return what is known of every node, gathered from the leaves up and sent down again.

    Parameters
    ----------
    tree : Nodewise
    step_variance : array (nodes)
        ``q``; 0 where a step is certain.
    noise : array (observations)
        ``r``, above 0.

    Examples
    --------
    >>> from chuandao.stats.smoothing.tree import forest
    >>> tree = Nodewise(forest(np.array([-1, 0])), np.zeros((2, 1)), np.array([1]), np.ones((1, 1)))
    >>> found = known(tree, np.array([0.0, 1.0]), np.array([1.0]))
    >>> found.state.ravel().tolist(), found.variance.tolist()
    ([0.0, 0.5], [0.0, 0.5])
    """
    precision, mean, kept = _gathered(tree, step_variance, noise)
    innovation = mean - tree.offsets - _above(tree.forest, mean)
    gram = _cross(innovation, precision * kept) + _cross(tree.said - mean[tree.node], 1 / noise)
    determinant = float(np.log(noise).sum() - np.log(kept).sum())
    state, variance, above, variance_above = _sent_down(tree, step_variance, mean, kept)
    sent = precision * kept
    return Known(
        state=state,
        variance=variance,
        step_variance=(1 - kept) ** 2 * variance_above + step_variance * kept,
        score=sent[:, None] * (mean - tree.offsets - above),
        information=sent * (1 - sent * variance_above),
        gram=gram,
        log_determinant=determinant,
    )


def coefficients_of(found: Known, prior_mean: Reals, prior_precision: Reals) -> tuple[Reals, Reals]:
    """Return mean and covariance of the coefficients by generalised least squares."""
    factor = cho_factor(found.gram[1:, 1:] + np.diag(prior_precision), lower=True)
    mean = cho_solve(factor, prior_precision * prior_mean - found.gram[1:, 0])
    covariance = cho_solve(factor, np.eye(len(mean)))
    return mean, (covariance + covariance.T) / 2


def at_value(columns: Reals, mean: Reals) -> Reals:
    """Return columns that depend on the coefficients at a value of these."""
    value: Reals = columns[:, 0] + np.einsum("ij,j->i", columns[:, 1:], mean)
    return value


def spread_of(columns: Reals, covariance: Reals) -> Reals:
    """Return the variance that the coefficients give to columns that depend on them."""
    rest = columns[:, 1:]
    value: Reals = (np.einsum("ij,jk->ik", rest, covariance) * rest).sum(axis=1)
    return value


def _gathered(tree: Nodewise, step_variance: Reals, noise: Reals) -> tuple[Reals, Reals, Reals]:
    """Return precision and mean of each node from what is at and below it, and what it keeps."""
    size = len(tree.forest)
    precision: Reals = np.bincount(tree.node, 1 / noise, minlength=size).astype(np.float64)
    weighted = tree.said / noise[:, None]
    sums = [np.bincount(tree.node, column, minlength=size) for column in weighted.T]
    total: Reals = np.column_stack(sums).astype(np.float64)
    mean, kept = np.zeros_like(total), np.ones(size)
    for level in reversed(tree.forest.levels):
        here = level.span
        some = precision[here] > 0
        safe = np.where(some, precision[here], 1.0)
        mean[here] = np.where(some[:, None], total[here] / safe[:, None], 0.0)
        kept[here] = 1 / (1 + step_variance[here] * precision[here])
        if len(level.heads):
            sent = precision[here] * kept[here]
            precision[level.heads] += family_sums(level, sent)
            moved = sent[:, None] * (mean[here] - tree.offsets[here])
            total[level.heads] += family_sums(level, moved)
    return precision, mean, kept


def _sent_down(
    tree: Nodewise, step_variance: Reals, mean: Reals, kept: Reals
) -> tuple[Reals, Reals, Reals, Reals]:
    """Return state and variance of each node, and those of its parent (0 above the roots)."""
    state, above = np.zeros_like(mean), np.zeros_like(mean)
    variance, variance_above = np.zeros(len(kept)), np.zeros(len(kept))
    for level in tree.forest.levels:
        here, share = level.span, kept[level.span]
        if len(level.heads):
            above[here] = state[level.parents]
            variance_above[here] = variance[level.parents]
        prior = above[here] + tree.offsets[here]
        state[here] = share[:, None] * prior + (1 - share)[:, None] * mean[here]
        variance[here] = share**2 * variance_above[here] + step_variance[here] * share
    return state, variance, above, variance_above


def _above(forest: Forest, mean: Reals) -> Reals:
    return np.where((forest.parents >= 0)[:, None], mean[forest.parents], 0.0)


def _cross(columns: Reals, weight: Reals) -> Reals:
    gram: Reals = np.einsum("ni,nj->ij", columns * weight[:, None], columns)
    return gram
