"""Steps that stand out, from auxiliary residuals pooled over tasks and periods."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chuandao.catalog.thresholds import threshold
from chuandao.decay.design import Design
from chuandao.stats.screening import (
    by_family,
    combined,
    family_weights,
    q_values,
    shift_estimates,
)
from chuandao.stats.smoothing.collapse import TreeModel
from chuandao.stats.smoothing.observed import Groups
from chuandao.stats.smoothing.shifts import step_shifts
from chuandao.stats.smoothing.smoother import Coefficients, Upward, coefficients, upward
from chuandao.stats.smoothing.tree import Positions, Reals

_LEAST = 1e-12


@dataclass(frozen=True, eq=False)
class Screened:
    """Shifts of steps, pooled over periods: a row a task, the last row over all tasks.

    Attributes
    ----------
    shift : array (tasks + 1, units)
        What the step retains beyond the usual, judged on its own (negative = more is lost).
    se : array (tasks + 1, units)
        Its standard error as an estimate of that excess.
    q : array (tasks + 1, units)
        Least false discovery rate at which the row counts as a blockage.
    known : array of bool (tasks + 1, units)
        Whether anything tells of it.
    alone, alone_z : arrays (replicates, units)
        The shift of each period by itself, and its standardised value.
    """

    shift: Reals
    se: Reals
    q: Reals
    known: NDArray[np.bool_]
    alone: Reals
    alone_z: Reals

    def listed(self, fdr: float) -> NDArray[np.bool_]:
        """Return which rows count as blockages."""
        listed: NDArray[np.bool_] = self.known & (self.q <= fdr) & (self.shift < 0)
        return listed


def screen_steps(design: Design, groups: Groups, log_sd: Reals) -> Screened:
    """Return which steps lose more than is usual for their tier.

    A shift of a step is estimated as if the step had a coefficient of its own; it is judged
    against the variance of its tier also where the fit has set the step apart. A unit is listed
    by its rows together (a task each, and all tasks), so that the false discovery rate is one of
    units, with the same budget for every tier; a row of it by itself.
    """
    score, information = step_shifts(*at_mode(design, groups, log_sd))
    score, information = as_if_usual(score, information, groups.extra)
    usual = groups.steps(log_sd) - groups.extra
    parts = [design.by_unit(part) for part in (score, information, information**2 * usual)]
    total, weight, own = (_by_task(design, part) for part in parts)
    known = (weight > 0) & (design.chains.parents >= 0)
    shift, z = shift_estimates(total, weight)
    safe = np.where(known, weight, 1.0)
    se = np.sqrt(np.maximum(1 / safe - own / safe**2, 0.0))
    alone = shift_estimates(parts[0], parts[1])
    return Screened(shift, se, _q(design, z, known), known, *alone)


def at_mode(
    design: Design, groups: Groups, log_sd: Reals
) -> tuple[TreeModel, Upward, Coefficients]:
    """Return the model, its upward pass and the coefficients at one value of the variances."""
    model = design.model(groups)
    up = upward(model, np.exp(2 * log_sd))
    return model, up, coefficients(model, up)


def as_if_usual(score: Reals, information: Reals, extra: Reals) -> tuple[Reals, Reals]:
    """Return score and information as they were without a variance of its own.

    1 / information is the variance of the shift's estimate, to which that variance adds.
    """
    apart = (extra > 0) & (information > 0)
    safe = np.where(apart, information, 1.0)
    usual = np.where(apart, 1 / np.maximum(1 / safe - extra, _LEAST), information)
    return np.where(apart, score / safe * usual, score), usual


def tails(z: Reals, family: Positions) -> Reals:
    """Return how probable so high a residual is in its family where nothing is amiss."""
    enough = int(threshold("empirical_null_edges"))
    return by_family(z, family, enough=enough, weight=threshold("null_scale_weight"))


def _by_task(design: Design, values: Reals) -> Reals:
    """Return sums over the periods of each task, and over everything."""
    order = {task: at for at, task in enumerate(design.tasks)}
    task = np.array([order[name] for name, _ in design.replicates], dtype=np.int64)
    total = np.zeros((len(order) + 1, values.shape[1]))
    np.add.at(total, task, values)
    total[-1] = total[:-1].sum(axis=0)
    return total


def _q(design: Design, z: Reals, known: NDArray[np.bool_]) -> Reals:
    """Return the q-value of each row: that of its unit, or its own within the unit if higher."""
    tier, seen = design.chains.tiers, known.any(axis=0)
    p = np.full(z.shape, np.nan)
    single = np.broadcast_to(tier, z[:-1].shape)
    p[:-1][known[:-1]] = tails(-z[:-1][known[:-1]], single[known[:-1]])
    p[-1][known[-1]] = tails(-z[-1][known[-1]], tier[known[-1]])
    q = np.ones(z.shape)
    if seen.any():
        together = _together(p[:, seen])
        unit = q_values(together, family_weights(tier[seen]))
        q[:, seen] = np.maximum(unit, _within(p[:, seen]))
    return q


def _together(p: Reals) -> Reals:
    """Return one p-value a unit: half the budget for all tasks together, half for single ones."""
    if len(p) == 2:  # noqa: PLR2004 - with one task both rows say the same
        return np.where(np.isnan(p[0]), 1.0, p[0])
    both = np.minimum(combined(p[:-1]), np.where(np.isnan(p[-1]), 1.0, p[-1]))
    together: Reals = np.minimum(2 * both, 1.0)
    return together


def _within(p: Reals) -> Reals:
    """Return the step-up adjusted p-values of each column; 1 where there is none."""
    filled = np.where(np.isnan(p), 1.0, p)
    count = np.count_nonzero(~np.isnan(p), axis=0)
    order = np.argsort(filled, axis=0, kind="stable")
    ranked = np.take_along_axis(filled, order, axis=0) * count / np.arange(1, len(p) + 1)[:, None]
    least = np.minimum.accumulate(ranked[::-1], axis=0)[::-1]
    adjusted = np.empty_like(filled)
    np.put_along_axis(adjusted, order, np.minimum(least, 1.0), axis=0)
    return adjusted
