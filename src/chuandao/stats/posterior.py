"""Posterior moments and draws over the points of the variances, coefficients included."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from chuandao.stats.smoother import Smoothed, TreeData, at, downward, quadratic
from chuandao.stats.tree import Positions, Reals
from chuandao.stats.variances import Groups, Point


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Moments:
    """Mean and variance of combinations, and of the coefficients."""

    mean: tuple[Reals, ...]
    variance: tuple[Reals, ...]
    coefficients: Reals
    covariance: Reals


@dataclass(frozen=True)
class Draw:
    """One joint draw: the coefficients and every state, in layout order."""

    coefficients: Reals
    state: Reals


def moments(
    data: TreeData, groups: Groups, points: list[Point], wanted: tuple[Combination, ...]
) -> Moments:
    """Return mean and variance of combinations of states, all uncertainty included.

    The variance given a point is exact (states of one tree within a step, coefficients over all
    of them); over the points it is that of the mixture.
    """
    first: list[Reals] = [np.zeros(one.count) for one in wanted]
    second = [np.zeros(one.count) for one in wanted]
    for point in points:
        found = downward(data, point.up, groups.steps(point.log_sd))
        for k, one in enumerate(wanted):
            mean, variance = _given_point(data, point, found, one)
            first[k] += point.weight * mean
            second[k] += point.weight * (variance + mean**2)
    spread = tuple(np.maximum(s - f**2, 0.0) for f, s in zip(first, second, strict=True))
    return Moments(tuple(first), spread, *_coefficients(points))


def draws(
    data: TreeData, groups: Groups, points: list[Point], count: int, rng: np.random.Generator
) -> Iterator[Draw]:
    """Yield joint draws of coefficients and states, in proportion to the points' weights."""
    shares = np.cumsum([point.weight for point in points])
    places = (np.arange(count) + 0.5) / count * shares[-1]
    which = np.minimum(np.searchsorted(shares, places), len(points) - 1)
    for k in np.unique(which):
        point = points[int(k)]
        steps = groups.steps(point.log_sd)
        root = np.linalg.cholesky(point.coefficients.covariance)
        for _ in range(int((which == k).sum())):
            random = rng.standard_normal(len(root))
            theta = point.coefficients.mean + np.einsum("ij,j->i", root, random)
            noise = rng.standard_normal(len(steps))
            yield Draw(theta, _states(data, point, theta, np.sqrt(steps * point.up.kept) * noise))


def _given_point(
    data: TreeData, point: Point, found: Smoothed, one: Combination
) -> tuple[Reals, Reals]:
    """Return mean and variance of the combinations given the variances of a point."""
    parents = data.forest.parents
    root = parents < 0
    above = np.where(root[:, None], 0.0, found.state[parents])
    columns = one.own[:, None] * found.state - one.above[:, None] * above
    parent_variance = np.where(root, 0.0, found.variance[parents])
    own = one.own**2 * found.variance + one.above**2 * parent_variance
    own -= 2 * one.own * one.above * point.up.kept * parent_variance
    total = _grouped(columns, one)
    spread: Reals = np.bincount(one.group, own, minlength=one.count).astype(np.float64)
    shared = quadratic(total[:, 1:], point.coefficients.covariance)
    return at(total, point.coefficients.mean), spread + shared


def _grouped(columns: Reals, one: Combination) -> Reals:
    sums = [np.bincount(one.group, column, minlength=one.count) for column in columns.T]
    return np.column_stack(sums)


def _coefficients(points: list[Point]) -> tuple[Reals, Reals]:
    size = len(points[0].coefficients.mean)
    mean, covariance = np.zeros(size), np.zeros((size, size))
    for point in points:
        mean = mean + point.weight * point.coefficients.mean
    for point in points:
        apart = point.coefficients.mean - mean
        spread = point.coefficients.covariance + np.outer(apart, apart)
        covariance = covariance + point.weight * spread
    return mean, covariance


def _states(data: TreeData, point: Point, theta: Reals, noise: Reals) -> Reals:
    """Return the states of one draw, from the roots down."""
    kept = point.up.kept
    offset = at(data.offsets, theta)
    mean = (1 - kept) * at(point.up.mean, theta) + kept * offset + noise
    state = mean.copy()
    for level in data.forest.levels[1:]:
        state[level.span] += kept[level.span] * state[level.parents]
    return state
