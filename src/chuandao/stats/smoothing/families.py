"""What families of leaves tell their parents, and what of it is their own."""

from dataclasses import dataclass

import numpy as np

from chuandao.stats.smoothing.collapse import TreeModel
from chuandao.stats.smoothing.products import cross
from chuandao.stats.smoothing.sums import Patterns, Sums
from chuandao.stats.smoothing.tree import Positions, Reals

_TOGETHER = 8


@dataclass(frozen=True, eq=False)
class Weights:
    """Precisions given the variances; arrays (…, patterns).

    Attributes
    ----------
    reading : array (readings, patterns)
        Of each reading; 0 where there is none.
    total : array
        Of a leaf's own readings together.
    share : array (readings, patterns)
        Of each reading in the mean of the leaf's readings.
    step : array
        The variance of the step.
    kept : array
        1 / (1 + step · total): the part of the parent's state that a leaf takes over.
    sent : array
        Of what a leaf says of its parent.
    log_determinant : array
        Of the covariance of a leaf's readings, its parent known.
    """

    reading: Reals
    total: Reals
    share: Reals
    step: Reals
    kept: Reals
    sent: Reals
    log_determinant: Reals


def weigh(patterns: Patterns, variance: Reals) -> Weights:
    """Return the weights of leaves, given the variances of the groups."""
    there = patterns.source >= 0
    noise = np.where(there, patterns.fixed + variance[patterns.noise], 1.0)
    reading = there / noise
    total = reading.sum(axis=0)
    share = reading / np.where(total > 0, total, 1.0)
    step = np.append(variance, 0.0)[patterns.step] + patterns.extra
    kept = 1 / (1 + step * total)
    determinant = -np.log(kept)
    for first in range(0, len(noise), _TOGETHER):
        determinant += np.log(noise[first : first + _TOGETHER].prod(axis=0))
    return Weights(reading, total, share, step, kept, total * kept, determinant)


@dataclass(frozen=True, eq=False)
class Family:
    """A block of families at one value of the variances.

    Attributes
    ----------
    sums : Sums
    weights : Weights
    apart : array (1 + coefficients, families)
        What the mean leaf's readings lie above what its step would make of a parent at 0, for the
        response and for each coefficient.
    level : array (biased, patterns)
        Mean of what the coefficients that sources differ in add to a leaf's readings.
    levels : array (readings, biased, patterns)
        What they add to each.
    biased : positions
        These coefficients.
    """

    sums: Sums
    weights: Weights
    apart: Reals
    level: Reals
    levels: Reals
    biased: Positions

    def against(self, above: Reals) -> Reals:
        """Return what the families lie above their parents' states (1 + coefficients, trunk)."""
        against: Reals = self.apart - above.take(self.sums.head, axis=1)
        return against


def family(model: TreeModel, block: int, variance: Reals) -> Family:
    """Return a block of families at one value of the variances."""
    data, sums, biased = model.data, model.blocks[block], model.biased
    weights = weigh(sums.patterns, variance)
    levels, constants = model.added[block]
    level = np.einsum("jk,jbk->bk", weights.share, levels)
    apart = np.zeros((1 + len(data.prior_mean), len(sums)))
    for slot, share in enumerate(weights.share):
        apart[0] += sums.spread(share) * sums.reading[slot]
    for k, row in enumerate(biased):
        apart[1 + row] -= sums.spread(level[k])
    for k, row in enumerate(model.constant):
        if constants[k].any():
            apart[1 + row] -= sums.spread(constants[k])
    apart[1 + data.columns] -= sums.step
    return Family(sums, weights, apart, level, levels, biased)


def message(one: Family) -> tuple[Reals, Reals]:
    """Return precision and weighted sum that families send to each of ``one.sums.heads``."""
    sums = one.sums
    sent = sums.spread(one.weights.sent) * sums.count
    total = one.apart * sent
    if len(sums.starts) == len(sums):
        return sent, total
    return np.add.reduceat(sent, sums.starts), np.add.reduceat(total, sums.starts, axis=1)


def differences(one: Family, slot: int) -> Reals:
    """Return by family what a reading lies above the mean of its leaf's readings.

    The response, then the biased coefficients: (1 + biased, families).
    """
    sums = one.sums
    within = np.empty((1 + len(one.biased), len(sums)))
    within[0] = sums.reading[slot] - one.apart[0]
    within[1:] = sums.spread(one.level - one.levels[slot])
    return within


def gram(model: TreeModel, one: Family, above: Reals) -> Reals:
    """Return the weighted cross products of the families' innovations, parents filtered."""
    sums, weights = one.sums, one.weights
    against = one.against(above)
    found: Reals = cross(against, sums.spread(weights.sent) * sums.count)
    rows = np.r_[0, 1 + one.biased]
    for slot, weight in enumerate(weights.reading):
        part = cross(differences(one, slot), sums.spread(weight) * sums.count)
        found[rows[:, None], rows] += part
    if sums.scatter is not None:
        found += _scatter_gram(model, one, sums.scatter)
    return found


def _scatter_gram(model: TreeModel, one: Family, scatter: Reals) -> Reals:
    """Return the part of the gram that lies within families."""
    weights, columns = one.weights, 1 + model.data.columns
    found = np.zeros((len(one.apart), len(one.apart)))
    rows = np.r_[0, columns]
    spread = mapped(weights.share, -np.ones_like(weights.sent), scatter)
    found[rows[:, None], rows] = np.einsum("k,kij->ij", weights.sent, spread)
    split = len(weights.share)
    own = np.einsum("kii->ik", scatter[:, :split, :split])
    found[0, 0] += float((weights.reading * own).sum() - (weights.total * spread[:, 0, 0]).sum())
    return found


def mapped(reading: Reals, step: Reals, scatter: Reals) -> Reals:
    """Return scatters of rows that are linear in a leaf's readings and differences of steps.

    Parameters
    ----------
    reading : array (readings, patterns)
        What each reading adds to the response.
    step : array (patterns)
        What each difference of steps adds to its coefficient.
    scatter : array (patterns, readings + columns, readings + columns)

    Returns
    -------
    array (patterns, 1 + columns, 1 + columns)
    """
    split = len(reading)
    width = scatter.shape[1] - split
    found = np.empty((len(scatter), 1 + width, 1 + width))
    top = np.einsum("jk,kjm->km", reading, scatter[:, :split])
    found[:, 0, 0] = (top[:, :split] * reading.T).sum(axis=1)
    found[:, 0, 1:] = found[:, 1:, 0] = top[:, split:] * step[:, None]
    found[:, 1:, 1:] = scatter[:, split:, split:] * (step**2)[:, None, None]
    return found
