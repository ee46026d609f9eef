"""Likeness of the tasks of one unit: how much there is, and intervals that take it in."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from chuandao.decay.design import Design
from chuandao.stats.smoothing.likeness import Alike, Errors, shares_alike
from chuandao.stats.smoothing.observed import Groups
from chuandao.stats.smoothing.posterior import Draw, draws
from chuandao.stats.smoothing.shifts import step_shifts
from chuandao.stats.smoothing.spread import spread_at
from chuandao.stats.smoothing.tree import Positions, Reals
from chuandao.stats.smoothing.variances import Point

_LEAST = 0.02
_WORK = 4_000_000
_DRAWS = 200


@dataclass(frozen=True, eq=False)
class Widened:
    """By how much variances grow where tasks of a unit are alike; arrays (…, units).

    Attributes
    ----------
    level, step : arrays (replicates, units)
    all_level, all_step : arrays (periods, units)
        Of the means over tasks.
    coefficients : array (coefficients)
    """

    level: Reals
    step: Reals
    all_level: Reals
    all_step: Reals
    coefficients: Reals


def alike_of(design: Design) -> Alike:
    """Return which nodes are the same unit in different tasks of one period."""
    period = {name: at for at, name in enumerate(design.periods)}
    of_copy = np.array([period[p] for _, p in design.replicates], dtype=np.int64)
    copy, unit = np.divmod(design.data.forest.order, len(design.chains))
    count = len(design.chains)
    return Alike(of_copy[copy] * count + unit, len(period) * count)


def likeness_of(
    design: Design, groups: Groups, points: list[Point], rng: np.random.Generator
) -> Reals:
    """Return ρ by group of variance: the share of a step's variance that its tasks have in common.

    0 where no period has several tasks, or hardly anything is in common.
    """
    none = np.zeros(groups.count)
    if len(design.replicates) == len(design.periods):
        return none
    usual, alike = _usual(points), alike_of(design)
    errors = _errors(design, groups, usual)
    model = design.model(groups)
    spread = spread_at(model, usual.variance)
    score = step_shifts(model, spread.up, usual.coefficients)[0]
    which = np.arange(len(design.chains.steps))
    share = shares_alike(errors, alike, score, which, rng)
    return share if share.max() >= _LEAST else none


def drawn(
    design: Design,
    groups: Groups,
    points: list[Point],
    share: Reals,
    how: tuple[int, np.random.Generator],
) -> Iterator[Draw]:
    """Yield joint draws of coefficients and states, tasks of a unit alike as far as they are."""
    count, rng = how
    model = design.model(groups)
    if not share.any():
        yield from draws(model, points, count, rng)
        return
    alike = alike_of(design)
    shares = np.cumsum([point.weight for point in points])
    places = (np.arange(count) + 0.5) / count * shares[-1]
    which = np.minimum(np.searchsorted(shares, places), len(points) - 1)
    for k in np.unique(which):
        point = points[int(k)]
        errors = _errors(design, groups, point)
        state = spread_at(model, point.variance).state(point.coefficients.mean)
        for _ in range(int((which == k).sum())):
            apart, theta, _ = errors.drawn(alike, share, rng)
            yield Draw(point.coefficients.mean + theta, state + apart)


def widened(
    design: Design,
    groups: Groups,
    points: list[Point],
    share: Reals,
    how: tuple[Reals, np.random.Generator],
) -> Widened:
    """Return by how much variances grow, from errors drawn with and without likeness.

    Parameters
    ----------
    how : (array (replicates, units), Generator)
        Each task's part in the mean over tasks of its period.
    """
    part, rng = how
    errors, alike = _errors(design, groups, _usual(points)), alike_of(design)
    count = int(np.clip(_WORK / len(design.data.forest), 20, _DRAWS))
    state = rng.bit_generator.state
    plain = _squares(design, errors, (alike, np.zeros_like(share)), part, (count, rng))
    rng.bit_generator.state = state
    real = _squares(design, errors, (alike, share), part, (count, rng))
    level, step, all_level, all_step = (
        _steadied(a, b, design, count) for a, b in zip(real[:4], plain[:4], strict=True)
    )
    return Widened(level, step, all_level, all_step, real[4] / plain[4])


def _usual(points: list[Point]) -> Point:
    return max(points, key=lambda point: point.weight)


def _errors(design: Design, groups: Groups, point: Point) -> Errors:
    model = design.model(groups)
    spread = spread_at(model, point.variance)
    return Errors(model, groups, spread, point.coefficients.covariance, point.variance)


def _squares(
    design: Design,
    errors: Errors,
    kind: tuple[Alike, Reals],
    part: Reals,
    how: tuple[int, np.random.Generator],
) -> list[Reals]:
    """Return mean squares of errors: by task of levels and steps, over tasks of both, of θ."""
    count, rng = how
    period = {name: at for at, name in enumerate(design.periods)}
    of_copy: Positions = np.array([period[p] for _, p in design.replicates], dtype=np.int64)
    above, total = np.maximum(design.chains.parents, 0), [np.zeros(1)] * 5
    for _ in range(count):
        state, theta, _ = errors.drawn(*kind, rng)
        level = design.by_unit(state)
        mean = np.zeros((len(period), level.shape[1]))
        np.add.at(mean, of_copy, part * level)
        step, all_step = level - level[:, above], mean - mean[:, above]
        found = (level, step, mean, all_step, theta)
        total = [a + b**2 for a, b in zip(total, found, strict=True)]
    return [one / count for one in total]


def _steadied(real: Reals, plain: Reals, design: Design, count: int) -> Reals:
    """Return the ratio of variances, its chance part taken out by drawing tiers together."""
    known = plain > 0
    ratio = np.where(known, np.log(np.where(known, real, 1.0) / np.where(known, plain, 1.0)), 0.0)
    for tier in design.chains.steps:
        here = design.chains.tiers == tier
        values = ratio[:, here]
        centre, spread = values.mean(), values.var()
        kept = max(0.0, 1 - 2 / count / spread) if spread > 0 else 0.0
        ratio[:, here] = centre + kept * (values - centre)
    return np.exp(np.maximum(ratio, 0.0))
