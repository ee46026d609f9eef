"""Posterior moments and draws over the points of the variances, coefficients included."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from chuandao.stats.smoothing.collapse import TreeModel
from chuandao.stats.smoothing.leaves import Mixture, apart, states, variances
from chuandao.stats.smoothing.products import totals
from chuandao.stats.smoothing.smoother import Smoothed, Upward, at, downward, quadratic, upward
from chuandao.stats.smoothing.spread import Spread, spread_at
from chuandao.stats.smoothing.tree import Positions, Reals
from chuandao.stats.smoothing.variances import Point


@dataclass(frozen=True, eq=False)
class Combination:
    """Sums over groups of nodes of ``own`` · state − ``above`` · the parent's state.

    Attributes
    ----------
    own, above : array (nodes)
        In layout order. A root's parent is the fixed level 0.
    group : positions (nodes)
        The sum that each node enters; no node of one tree may enter a sum twice.
    count : int
    """

    own: Reals
    above: Reals
    group: Positions
    count: int


@dataclass(frozen=True, eq=False)
class Marginals:
    """Posterior mean and variance of every state and every step, in layout order."""

    state: Reals
    state_variance: Reals
    step: Reals
    step_variance: Reals


@dataclass(frozen=True)
class Draw:
    """One joint draw: the coefficients and every state, in layout order."""

    coefficients: Reals
    state: Reals


def marginals(model: TreeModel, points: list[Point]) -> Marginals:
    """Return mean and variance of states and steps, all uncertainty included.

    The variance given a point is exact, coefficients over all of them; over the points it is that
    of the mixture.
    """
    trunk = [_Running(), _Running()]
    hung = [pair for pair in zip(model.blocks, model.leaves, strict=True) if pair[0].hangs]
    blocks = [(Mixture(model, sums), Mixture(model, sums)) for sums, _ in hung]
    for point in points:
        up = upward(model, point.variance)
        smoothed = downward(model, up)
        _add_trunk(trunk, point, up, smoothed)
        families = [one for one in up.families if one.sums.hangs]
        for pair, one in zip(blocks, families, strict=True):
            rows, own = states(one, smoothed), variances(one, smoothed)
            for k, mixture in enumerate(pair):
                mixture.add(point.weight, rows[k], point.coefficients, own[k])
    found = np.empty((4, len(model.data.forest)))
    for k, running in enumerate(trunk):
        found[2 * k : 2 * k + 2, model.trunk.forest.order] = running.moments()
    for (sums, leaf), pair in zip(hung, blocks, strict=True):
        within = None if sums.scatter is None else apart(model, sums, leaf)
        for k, mixture in enumerate(pair):
            found[2 * k : 2 * k + 2, leaf.node] = mixture.leaves(leaf, within)
    return Marginals(*found)


class _Running:
    """Mean and variance of a mixture, about its first part."""

    def __init__(self) -> None:
        self._origin: Reals | None = None
        self._first: Reals = np.zeros(1)
        self._second: Reals = np.zeros(1)

    def add(self, weight: float, mean: Reals, variance: Reals) -> None:
        if self._origin is None:
            self._origin = mean
            self._first, self._second = np.zeros_like(mean), np.zeros_like(mean)
        moved = mean - self._origin
        self._first += weight * moved
        self._second += weight * (variance + moved**2)

    def moments(self) -> tuple[Reals, Reals]:
        origin = self._first if self._origin is None else self._origin
        return origin + self._first, np.maximum(self._second - self._first**2, 0.0)


def _add_trunk(running: list[_Running], point: Point, up: Upward, smoothed: Smoothed) -> None:
    found, own = point.coefficients, up.step * up.kept
    step = smoothed.state - smoothed.above
    spread = (1 - up.kept) ** 2 * smoothed.variance_above + own
    for one, rows, variance in zip(
        running, (smoothed.state, step), (smoothed.variance, spread), strict=True
    ):
        total = variance + quadratic(rows[1:], found.covariance)
        one.add(point.weight, at(rows, found.mean), total)


def draws(
    model: TreeModel, points: list[Point], count: int, rng: np.random.Generator
) -> Iterator[Draw]:
    """Yield joint draws of coefficients and states, in proportion to the points' weights."""
    shares = np.cumsum([point.weight for point in points])
    places = (np.arange(count) + 0.5) / count * shares[-1]
    which = np.minimum(np.searchsorted(shares, places), len(points) - 1)
    for k in np.unique(which):
        point = points[int(k)]
        spread = spread_at(model, point.variance)
        root = np.linalg.cholesky(point.coefficients.covariance)
        for _ in range(int((which == k).sum())):
            random = rng.standard_normal(len(root))
            theta = point.coefficients.mean + np.einsum("ij,j->i", root, random)
            yield Draw(theta, spread.drawn(theta, rng.standard_normal(len(spread.kept))))


def coefficient_moments(points: list[Point]) -> tuple[Reals, Reals]:
    """Return mean and covariance of the coefficients over the points."""
    size = len(points[0].coefficients.mean)
    mean, covariance = np.zeros(size), np.zeros((size, size))
    for point in points:
        mean = mean + point.weight * point.coefficients.mean
    for point in points:
        moved = point.coefficients.mean - mean
        spread = point.coefficients.covariance + np.outer(moved, moved)
        covariance = covariance + point.weight * spread
    return mean, covariance


def combinations(
    model: TreeModel, points: list[Point], wanted: tuple[Combination, ...]
) -> list[tuple[Reals, Reals]]:
    """Return mean and variance of combinations of states, all uncertainty included."""
    running = [_Running() for _ in wanted]
    for point in points:
        spread = spread_at(model, point.variance)
        root = np.linalg.cholesky(point.coefficients.covariance)
        mean = [_summed(one, model, spread.state(point.coefficients.mean)) for one in wanted]
        total = [_known(one, model, spread) for one in wanted]
        for direction in root.T:
            field = spread.state(direction, response=False)
            for k, one in enumerate(wanted):
                total[k] += _summed(one, model, field) ** 2
        for k, sums in enumerate(running):
            sums.add(point.weight, mean[k], total[k])
    return [sums.moments() for sums in running]


def _summed(one: Combination, model: TreeModel, state: Reals) -> Reals:
    parents = model.data.forest.parents
    above = np.where(parents < 0, 0.0, state[parents])
    values = one.own * state - one.above * above
    return totals(one.group, values, one.count)


def _known(one: Combination, model: TreeModel, spread: Spread) -> Reals:
    """Return the variance of combinations, the coefficients known."""
    parents = model.data.forest.parents
    above = np.where(parents < 0, 0.0, spread.variance[parents])
    own = one.own**2 * spread.variance + one.above**2 * above
    own -= 2 * one.own * one.above * spread.kept * above
    return totals(one.group, own, one.count)
