"""From families back to single leaves: what depends linearly on a leaf's own readings.

A leaf lies apart from the mean leaf of its family by δ, its readings and its step less the
family's means. Whatever inference says of it is linear in δ, so a mean over points of the variances
is linear in δ, and its variance quadratic, with coefficients that stand per family and per pattern.
Leaves are read once, however many points there are.
"""

from dataclasses import dataclass

import numpy as np

from chuandao.stats.smoothing.collapse import TreeModel
from chuandao.stats.smoothing.families import Family, differences
from chuandao.stats.smoothing.products import turned
from chuandao.stats.smoothing.smoother import Coefficients, Smoothed, at
from chuandao.stats.smoothing.sums import Leaves, Sums, measured
from chuandao.stats.smoothing.tree import Positions, Reals


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows over response and coefficients of the leaves of a block.

    Attributes
    ----------
    columns : array (1 + coefficients, families)
        Of each family's mean leaf.
    reading : array (readings, patterns)
        What a leaf's own reading adds to the response.
    step : array (patterns)
        What its own difference of steps adds to the coefficient.
    """

    columns: Reals
    reading: Reals
    step: Reals


def states(one: Family, smoothed: Smoothed) -> tuple[Rows, Rows]:
    """Return the states of leaves, and their steps from their parents."""
    weights, sums = one.weights, one.sums
    offset = -one.apart
    offset[0] = 0
    offset[1 + one.biased] -= sums.spread(one.level)
    above = smoothed.state.take(sums.head, axis=1)
    step = offset + (1 - sums.spread(weights.kept)) * (one.apart - above)
    reading = (1 - weights.kept) * weights.share
    return Rows(above + step, reading, weights.kept), Rows(step, reading, weights.kept)


def variances(one: Family, smoothed: Smoothed) -> tuple[Reals, Reals]:
    """Return by family the variance of a leaf's state and of its step, the coefficients known."""
    kept = one.sums.spread(one.weights.kept)
    above = smoothed.variance.take(one.sums.head)
    own = one.sums.spread(one.weights.step * one.weights.kept)
    return kept**2 * above + own, (1 - kept) ** 2 * above + own


def innovations(one: Family, smoothed: Smoothed) -> Rows:
    """Return what leaves lie above what their parents and steps let expect."""
    ones = np.ones_like(one.weights.kept)
    return Rows(one.against(smoothed.state), one.weights.share, -ones)


def residuals(one: Family, smoothed: Smoothed, slot: int) -> Rows:
    """Return what a reading of each leaf lies above the leaf's state."""
    weights = one.weights
    columns = one.sums.spread(weights.kept) * one.against(smoothed.state)
    columns[np.r_[0, 1 + one.biased]] += differences(one, slot)
    reading = -(1 - weights.kept) * weights.share
    reading[slot] += 1
    return Rows(columns, reading, -weights.kept)


def apart(model: TreeModel, sums: Sums, leaves: Leaves) -> Reals:
    """Return δ of each leaf: (readings + columns, leaves)."""
    own = measured(model.data, sums.patterns, leaves, sums.pattern[leaves.family])
    centre = np.concatenate([sums.reading, sums.step])
    own -= centre.take(leaves.family, axis=1)
    return own


class Mixture:
    """Mean and variance of rows over points of the variances, leaf by leaf."""

    def __init__(self, model: TreeModel, sums: Sums) -> None:
        self._model, self._sums = model, sums
        self._origin: Reals | None = None
        width = len(sums.reading) + len(sums.step)
        shape = (width, len(sums)) if sums.scatter is not None else (0, 0)
        count = len(sums.patterns) if sums.scatter is not None else 0
        self._first, self._second = np.zeros(len(sums)), np.zeros(len(sums))
        self._line = np.zeros(shape)
        self._slope, self._turn = np.zeros((width, count)), np.zeros((width, count))
        self._curve = np.zeros((count, width, width))

    def add(self, weight: float, rows: Rows, found: Coefficients, own: Reals) -> None:
        """Add what holds at one point; ``own`` is the variance with the coefficients known."""
        mean, steady = at(rows.columns, found.mean), self._sums.scatter is None
        shared = turned(found.covariance, rows.columns[1:])
        slope = self._slopes(rows, found)
        if self._origin is None:
            self._origin = mean
            self._slope = self._slope if steady else slope
        moved = mean - self._origin
        self._first += weight * moved
        self._second += weight * (own + (shared * rows.columns[1:]).sum(axis=0) + moved**2)
        if not steady:
            self._add_within(weight, rows, found, (moved, shared, slope - self._slope))

    def _slopes(self, rows: Rows, found: Coefficients) -> Reals:
        theta = found.mean[self._model.data.columns]
        return np.concatenate([rows.reading, theta[:, None] * rows.step])

    def _add_within(
        self, weight: float, rows: Rows, found: Coefficients, parts: tuple[Reals, Reals, Reals]
    ) -> None:
        """Add what differs within families."""
        moved, shared, turn = parts
        sums, columns, split = self._sums, self._model.data.columns, len(rows.reading)
        self._turn += weight * turn
        self._line[split:] += 2 * weight * sums.spread(rows.step) * shared[columns]
        if turn.any():
            self._line += 2 * weight * moved * sums.spread(turn)
        own = found.covariance[np.ix_(columns, columns)]
        self._curve[:, split:, split:] += weight * (rows.step**2)[:, None, None] * own
        self._curve += weight * np.einsum("ik,jk->kij", turn, turn)

    def leaves(self, leaves: Leaves, apart: Reals | None) -> tuple[Reals, Reals]:
        """Return mean and variance of each leaf; ``apart`` is δ, where families have several."""
        origin = self._first if self._origin is None else self._origin
        mean = (origin + self._first).take(leaves.family)
        variance = (self._second - self._first**2).take(leaves.family)
        if apart is not None:
            line = self._line - 2 * self._first * self._sums.spread(self._turn)
            variance += (line.take(leaves.family, axis=1) * apart).sum(axis=0)
            for k, which in enumerate(self._by_pattern(leaves)):
                own, turn = apart[:, which], self._turn[:, k]
                curve = self._curve[k] - np.outer(turn, turn)
                mean[which] += turned((self._slope[:, k] + turn)[None], own)[0]
                variance[which] += (turned(curve, own) * own).sum(axis=0)
        return mean, np.maximum(variance, 0.0)

    def _by_pattern(self, leaves: Leaves) -> list[Positions]:
        count = len(self._sums.patterns)
        if count == 1:
            return [np.arange(len(leaves.family))]
        pattern = self._sums.pattern[leaves.family]
        order = np.argsort(pattern, kind="stable")
        parts: list[Positions]
        parts = np.split(order, np.searchsorted(pattern[order], np.arange(1, count)))
        return parts
