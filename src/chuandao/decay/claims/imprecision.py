"""What noisy and missing deficits add to the intervals of the attribution.

The loss that goes with a cause is its cost times the true severity, of which only the expectation
given the measurements is known. Errors of different units are independent, so they matter where a
step has few units and average out where it has many.

References
----------
Carroll, R. J., Ruppert, D., Stefanski, L. A., & Crainiceanu, C. M. (2006). Measurement Error in
Nonlinear Models, 2nd ed., chapter 4. Chapman and Hall.
"""

from dataclasses import replace

import numpy as np

from chuandao.decay.fitting import Fitted
from chuandao.decay.scopes import Scopes
from chuandao.decay.summaries import Summary
from chuandao.stats.lmdi import loss_weight
from chuandao.stats.smoothing.tree import Reals


def with_deficit_errors(fitted: Fitted, summary: Summary) -> Summary:
    """Return a summary whose intervals of losses include the errors of the deficits."""
    if not fitted.design.deficits.error.any():
        return summary
    added = loss_variance(fitted, summary.scopes)
    square = fitted.task_weight**2
    mean = np.zeros((added.shape[0], len(fitted.design.periods), *added.shape[2:]))
    for k, period in enumerate(fitted.period_of):
        mean[:, period] += square[k] * added[:, k]
    both = np.concatenate([added, mean], axis=1)
    return replace(summary, loss_sd=np.sqrt(summary.loss_sd**2 + both))


def loss_variance(fitted: Fitted, scopes: Scopes) -> Reals:
    """Return the variance that errors of deficits add: (scopes, replicates, steps, parts).

    What a cause gains the unit's own part loses, so that part has the sum of all.
    """
    deficits, chains = fitted.design.deficits, fitted.design.chains
    start, count = len(chains.steps), deficits.error.shape[2]
    cost = fitted.coefficients[start : start + count]
    per_step = np.zeros((*fitted.design.shape, len(deficits.parts) + 2))
    per_step[..., :count] = deficits.error * cost**2
    per_step[..., -1] = per_step[..., :count].sum(axis=2)
    leaf = scopes.leaf_weight[:, None] * loss_weight(fitted.log_mean.T)
    below = _summed(scopes, leaf)
    own = per_step.transpose(1, 0, 2) * below[..., None] ** 2
    steps = [_at(scopes, own, per_step, below, int(tier)) for tier in scopes.tiers[1:]]
    return np.stack(steps, axis=2) / scopes.below[scopes.units][:, None, None, None] ** 2


def _at(scopes: Scopes, own: Reals, per_step: Reals, below: Reals, tier: int) -> Reals:
    """Return the variances of one step: of units below a scope, or of the one it hangs on."""
    here = (scopes.chains.tiers == tier)[:, None, None]
    within = np.where(here, own, 0.0)
    under = (_summed(scopes, within) - within)[scopes.units]
    tree, place = scopes.chains.tree, scopes.chains.tree.place()
    alone = np.where(here, per_step.transpose(1, 0, 2), 0.0)
    path = tree.summed_down(alone[tree.order])[place][scopes.units]
    total: Reals = under + path * below[scopes.units][..., None] ** 2
    return total


def _summed(scopes: Scopes, values: Reals) -> Reals:
    tree = scopes.chains.tree
    return tree.summed_up(values[tree.order])[tree.place()]
