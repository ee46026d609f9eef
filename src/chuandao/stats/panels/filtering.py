r"""Steps that change from period to period: a forward filter over trees.

What a step loses beyond the expected, ε, has a memory ρ: ε_t = ρ ε_{t−1} + √(1−ρ²) η_t with
η_t ~ N(0, q). Every period is smoothed on its tree with the discounted posterior of the period
before as the prior of each step: mean ρ·m, variance ρ²·v + (1−ρ²)·q.

Within a period this is exact. Between periods it is approximate: that errors of neighbouring steps
are correlated after a period is forgotten. On small cities it lies within a fraction of a standard
deviation of the exact solution; ρ = 0 (each period by itself) is exact.

References
----------
West, M., & Harrison, J. (1997). Bayesian Forecasting and Dynamic Models, 2nd ed., chapter 6.
Springer (discounting).
Boyen, X., & Koller, D. (1998). Tractable inference for complex stochastic processes. UAI, 33-42
(the posterior between steps of time kept as a product; the error stays bounded).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from chuandao.stats.smoothing.nodewise import Known, Nodewise, at_value, known, spread_of
from chuandao.stats.smoothing.tree import Reals

_LOG_2PI = float(np.log(2 * np.pi))


@dataclass(frozen=True)
class Period:
    """What is observed in one period: the trees of all periods have one layout.

    Attributes
    ----------
    tree : Nodewise
    step_variance : array (nodes)
        ``q``, without anything known of the past.
    noise : array (observations)
    """

    tree: Nodewise
    step_variance: Reals
    noise: Reals


@dataclass(frozen=True)
class Filtered:
    """What is known at the end of a period, the coefficients given.

    Attributes
    ----------
    state : array (nodes, 1 + coefficients)
        Mean of the state as a function of the coefficients: ``state @ [1, θ]``.
    variance : array (nodes)
    score, information : arrays (nodes, 1 + coefficients), (nodes)
        Of a shift of the step against what the past led to expect.
    log_likelihood : float
        Of the period's evidence given the past, at the coefficients.
    """

    state: Reals
    variance: Reals
    score: Reals
    information: Reals
    log_likelihood: float

    def innovation(self, mean: Reals, covariance: Reals) -> Reals:
        """Return the standardised shift of each step; NaN where nothing tells of it."""
        left = self.information - spread_of(self.score, covariance)
        some = left > 0
        z = at_value(self.score, mean) / np.sqrt(np.where(some, left, 1.0))
        return np.where(some, z, np.nan)


def forward(periods: Sequence[Period], memory: float, mean: Reals) -> Iterator[Filtered]:
    """Yield what is known at the end of each period.

    Parameters
    ----------
    periods : sequence of Period
        In the order of time.
    memory : float
        ρ, 0 to 1: 0 forgets, 1 keeps a step as it was.
    mean : array (coefficients)
        Where the log-likelihood is taken.
    """
    carried: tuple[Reals, Reals] | None = None
    for period in periods:
        prior, variance = _prior(period, carried, memory)
        tree = replace(period.tree, offsets=period.tree.offsets + prior)
        found = known(tree, variance, period.noise)
        yield _filtered(found, period, mean)
        carried = _deviations(period.tree, found.state), found.step_variance


def log_likelihood(periods: Sequence[Period], memory: float, mean: Reals) -> float:
    """Return the log-likelihood of all periods, each given those before it."""
    return sum(found.log_likelihood for found in forward(periods, memory, mean))


def _prior(
    period: Period, carried: tuple[Reals, Reals] | None, memory: float
) -> tuple[Reals, Reals]:
    """Return mean (as a function of the coefficients) and variance of each step's deviation."""
    if carried is None:
        return np.zeros_like(period.tree.offsets), period.step_variance
    fresh = (1 - memory**2) * period.step_variance
    return memory * carried[0], memory**2 * carried[1] + fresh


def _filtered(found: Known, period: Period, mean: Reals) -> Filtered:
    value = np.concatenate([[1.0], mean])
    away = float(value @ found.gram @ value)
    likelihood = -0.5 * (len(period.noise) * _LOG_2PI + found.log_determinant + away)
    parts = (found.state, found.variance, found.score, found.information)
    return Filtered(*parts, likelihood)


def _deviations(tree: Nodewise, state: Reals) -> Reals:
    """Return what each step is beyond the expected, as a function of the coefficients."""
    root = (tree.forest.parents < 0)[:, None]
    above = np.where(root, 0.0, state[tree.forest.parents])
    return np.where(root, 0.0, state - above - tree.offsets)
