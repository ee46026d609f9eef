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
from dataclasses import dataclass

import numpy as np

from chuandao.stats.smoother import Smoothed, TreeData, Upward, at, downward, quadratic, upward
from chuandao.stats.tree import Reals

_LOG_2PI = float(np.log(2 * np.pi))


@dataclass(frozen=True)
class Period:
    """What is observed in one period: the trees of all periods have one layout.

    Attributes
    ----------
    data : TreeData
    step_variance : array (nodes)
        ``q``, without anything known of the past.
    noise : array (observations)
    """

    data: TreeData
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
        left = self.information - quadratic(self.score[:, 1:], covariance)
        known = left > 0
        z = at(self.score, mean) / np.sqrt(np.where(known, left, 1.0))
        return np.where(known, z, np.nan)


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
        data = _with_prior(period.data, prior)
        up = upward(data, variance, period.noise)
        found = downward(data, up, variance)
        filtered = _filtered(found, _log_likelihood(up, period, mean))
        yield filtered
        carried = _deviations(period.data, filtered.state), found.step_variance


def log_likelihood(periods: Sequence[Period], memory: float, mean: Reals) -> float:
    """Return the log-likelihood of all periods, each given those before it."""
    return sum(found.log_likelihood for found in forward(periods, memory, mean))


def _prior(
    period: Period, carried: tuple[Reals, Reals] | None, memory: float
) -> tuple[Reals, Reals]:
    """Return mean (as a function of the coefficients) and variance of each step's deviation."""
    if carried is None:
        return np.zeros((len(period.step_variance), period.data.columns.shape[1])), (
            period.step_variance
        )
    fresh = (1 - memory**2) * period.step_variance
    return memory * carried[0], memory**2 * carried[1] + fresh


def _with_prior(data: TreeData, prior: Reals) -> TreeData:
    """Return data whose last coefficient, always 1, adds the data's part of the prior means."""
    return TreeData(
        forest=data.forest,
        steps=np.column_stack([data.steps + prior[:, 1:], prior[:, 0]]),
        node=data.node,
        response=data.response,
        design=np.column_stack([data.design, np.zeros(len(data.response))]),
        prior_mean=np.append(data.prior_mean, 1.0),
        prior_precision=np.append(data.prior_precision, 1.0),
    )


def _filtered(found: Smoothed, value: float) -> Filtered:
    parts = (_folded(found.state), found.variance, _folded(found.score), found.information)
    return Filtered(*parts, value)


def _folded(columns: Reals) -> Reals:
    """Return columns with the last, whose coefficient is 1, added to the first."""
    folded = columns[:, :-1].copy()
    folded[:, 0] += columns[:, -1]
    return folded


def _deviations(data: TreeData, state: Reals) -> Reals:
    """Return what each step is beyond the expected, as a function of the coefficients."""
    root = (data.forest.parents < 0)[:, None]
    above = np.where(root, 0.0, state[data.forest.parents])
    return np.where(root, 0.0, state - above - data.offsets)


def _log_likelihood(up: Upward, period: Period, mean: Reals) -> float:
    value = np.concatenate([[1.0], mean, [1.0]])
    quadratic_form = float(value @ up.gram @ value)
    return -0.5 * (len(period.noise) * _LOG_2PI + up.log_determinant + quadratic_form)
