"""The fit: variances, steps set apart because they stand out, points, moments."""

from dataclasses import dataclass, replace

import numpy as np

from chuandao.catalog.thresholds import threshold
from chuandao.decay.design import Design
from chuandao.decay.likeness import likeness_of, widened
from chuandao.decay.reporters import Reporters, screen_reporters
from chuandao.decay.screen import Screened, screen_steps
from chuandao.stats.smoothing.collapse import TreeModel
from chuandao.stats.smoothing.observed import Groups
from chuandao.stats.smoothing.posterior import (
    Combination,
    coefficient_moments,
    combinations,
    marginals,
)
from chuandao.stats.smoothing.spread import spread_at
from chuandao.stats.smoothing.tree import Positions, Reals
from chuandao.stats.smoothing.variances import (
    Mode,
    Point,
    design_points,
    effective_count,
    highest,
    mode,
)

_ROUNDS = 3
_PRECISE = 0.05
_LEAST = 1e-12
_STILL = 0.005


@dataclass(frozen=True, eq=False)
class Fitted:
    """Everything the tables are made of; arrays are (replicates, units) unless said.

    Attributes
    ----------
    design : Design
    groups : Groups
        As fitted: steps that stand out have variance of their own.
    points : list of Point
    screened : Screened
    reporters : Reporters
    log_mean, log_variance : arrays
        Posterior of ln e.
    step_mean, step_variance : arrays
        Posterior of ln retention.
    task_weight : array (replicates)
        Weight of the task among those of its period; sums to 1 over these.
    all_variance, all_step_variance : arrays (periods, units)
        Variances of the log of the mean efficacy over tasks, and of its retention, to first order.
    coefficients, covariance : arrays
    effective : float
        How many points the weights amount to.
    likeness : array (groups)
        The share of each tier's variance of steps that a unit's tasks have in common.
    """

    design: Design
    groups: Groups
    peak: Mode
    points: list[Point]
    screened: Screened
    reporters: Reporters
    log_mean: Reals
    log_variance: Reals
    step_mean: Reals
    step_variance: Reals
    task_weight: Reals
    all_variance: Reals
    all_step_variance: Reals
    coefficients: Reals
    covariance: Reals
    effective: float
    likeness: Reals

    @property
    def efficacy(self) -> Reals:
        """Posterior mean of e by replicate and unit."""
        efficacy: Reals = np.exp(self.log_mean + self.log_variance / 2)
        return efficacy

    @property
    def period_of(self) -> Positions:
        """The place of each replicate's period among the periods."""
        return _period_of(self.design)

    def over_tasks(self, values: Reals) -> Reals:
        """Return weighted means over the tasks of each period: (periods, …)."""
        total = np.zeros((len(self.design.periods), *values.shape[1:]))
        for k, period in enumerate(self.period_of):
            total[period] += self.task_weight[k] * values[k]
        return total


def fit(design: Design, task_weight: Reals, *, points: int, rng: np.random.Generator) -> Fitted:
    """Return the fitted model."""
    groups, peak, screened, reporters = _settled(design)
    over = design_points(design.model(groups), peak, points, rng, known=_PRECISE)
    found = _fitted(design, (groups, peak, over), (screened, reporters), task_weight)
    return _with_likeness(found)


def _with_likeness(fitted: Fitted) -> Fitted:
    """Return the fit with variances as wide as the likeness of a unit's tasks makes them.

    The errors that tell are drawn from a seed of their own: what is estimated depends on none.
    """
    rng = np.random.default_rng(0)
    design, groups, points = fitted.design, fitted.groups, fitted.points
    share = likeness_of(design, groups, points, rng)
    if not share.any():
        return fitted
    part = fitted.efficacy * fitted.task_weight[:, None]
    part = part / fitted.over_tasks(fitted.efficacy)[fitted.period_of]
    more = widened(design, groups, points, share, (part, rng))
    scale = np.sqrt(more.coefficients)
    return replace(
        fitted,
        likeness=share,
        log_variance=fitted.log_variance * more.level,
        step_variance=fitted.step_variance * more.step,
        all_variance=fitted.all_variance * more.all_level,
        all_step_variance=fitted.all_step_variance * more.all_step,
        covariance=fitted.covariance * np.outer(scale, scale),
    )


def _settled(design: Design) -> tuple[Groups, Mode, Screened, Reporters]:
    """Return the variances, with what stands out set apart.

    Steps that lose clearly more than the rest of their tier, and reports clearly above the other
    sources, get variance of their own, and the variances are estimated anew until the same ones
    stand out, or the variances stay as they were to half a per cent: a few would otherwise widen
    what counts as usual and hide behind it.
    """
    groups, peak = design.groups, highest(design.model(design.groups))
    for turn in range(_ROUNDS + 1):
        screened = screen_steps(design, groups, peak)
        reporters = screen_reporters(design, groups, peak)
        steps = _set_apart(design, screened)
        noise = reporters.apart(threshold("reporter_fdr"))
        same = np.array_equal(steps > 0, groups.extra > 0)
        if turn == _ROUNDS or (same and np.array_equal(noise > 0, groups.extra_noise > 0)):
            break
        groups = replace(groups, extra=steps, extra_noise=noise)
        before, peak = peak, highest(design.model(groups), start=peak)
        if np.abs(peak - before).max() < _STILL:
            break
    return groups, mode(design.model(groups), start=peak), screened, reporters


def _set_apart(design: Design, screened: Screened) -> Reals:
    """Return the variance that steps which stand out get on top of their tier's."""
    listed = screened.listed(threshold("blockage_fdr"))
    task = np.array([design.tasks.index(name) for name, _ in design.replicates], dtype=np.int64)
    apart = (listed[task] | listed[-1]) & (screened.alone < 0)
    extra = np.where(apart, np.maximum(screened.alone**2, _LEAST), 0.0).reshape(-1)
    return extra[design.data.forest.order]


def _over_tasks(
    design: Design, model: TreeModel, points: list[Point], task_weight: Reals
) -> tuple[Reals, Reals]:
    """Return the variances of the logs of mean efficacy over tasks, and of its retention."""
    size = len(design.data.forest)
    share, above = _task_shares(design, model, points, task_weight)
    copy, unit = np.divmod(design.data.forest.order, len(design.chains))
    group = _period_of(design)[copy] * len(design.chains) + unit
    count = len(design.periods) * len(design.chains)
    wanted = (
        Combination(share, np.zeros(size), group, count),
        Combination(share, above, group, count),
    )
    (_, level), (_, step) = combinations(model, points, wanted)
    shape = (len(design.periods), len(design.chains))
    return level.reshape(shape), step.reshape(shape)


def _task_shares(
    design: Design, model: TreeModel, points: list[Point], task_weight: Reals
) -> tuple[Reals, Reals]:
    """Return each task's share in the mean over tasks, for a unit and for its parent."""
    usual = max(points, key=lambda point: point.weight)
    spread = spread_at(model, usual.variance)
    level = np.exp(spread.state(usual.coefficients.mean) + spread.variance / 2)
    part = design.by_unit(level) * task_weight[:, None]
    total = np.zeros((len(design.periods), part.shape[1]))
    np.add.at(total, _period_of(design), part)
    share = part / total[_period_of(design)]
    above = np.where(design.chains.parents >= 0, share[:, design.chains.parents], 0.0)
    order = design.data.forest.order
    return share.reshape(-1)[order], above.reshape(-1)[order]


def _period_of(design: Design) -> Positions:
    order = {period: at for at, period in enumerate(design.periods)}
    return np.array([order[period] for _, period in design.replicates], dtype=np.int64)


def _fitted(
    design: Design,
    variances: tuple[Groups, Mode, list[Point]],
    screening: tuple[Screened, Reporters],
    task_weight: Reals,
) -> Fitted:
    model, points = design.model(variances[0]), variances[2]
    found = marginals(model, points)
    one, two = design.by_unit(found.state_variance), design.by_unit(found.step_variance)
    if len(design.periods) < len(design.replicates):
        over = _over_tasks(design, model, points, task_weight)
    else:
        order = _period_of(design).argsort()
        over = one[order], two[order]
    mean, covariance = coefficient_moments(points)
    return Fitted(
        design=design,
        groups=variances[0],
        peak=variances[1],
        points=points,
        screened=screening[0],
        reporters=screening[1],
        log_mean=design.by_unit(found.state),
        log_variance=one,
        step_mean=design.by_unit(found.step),
        step_variance=two,
        task_weight=task_weight,
        all_variance=over[0],
        all_step_variance=over[1],
        coefficients=mean,
        covariance=covariance,
        effective=effective_count(points),
        likeness=np.zeros(variances[0].count),
    )
