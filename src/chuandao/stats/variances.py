r"""Variances of steps and sources by restricted likelihood, and what not knowing them costs.

The standard deviations σ of the steps (one a tier) and τ of the sources are estimated at the mode
of restricted likelihood times a weakly informative log-normal prior. The prior vanishes at 0, so
that a tier of few units cannot collapse there. The gradient is exact, from smoothed moments:
∂ℓ/∂q = ½ (score² − information) for each step and observation.

What is reported must carry the uncertainty of these estimates. ``design_points`` gives points
spread as the Laplace approximation over log variances says, each with the weight that the true
posterior gives it; means and variances are then mixtures over the points.

References
----------
Chung, Y., Rabe-Hesketh, S., Dorie, V., Gelman, A., & Liu, J. (2013). A nondegenerate penalized
likelihood estimator for variance parameters in multilevel models. Psychometrika, 78(4), 685-709.
Rue, H., Martino, S., & Chopin, N. (2009). Approximate Bayesian inference for latent Gaussian models
by using integrated nested Laplace approximations. JRSS B, 71(2), 319-392.
Koopman, S. J., & Shephard, N. (1992). Exact score for time series models in state space form.
Biometrika, 79(4), 823-826.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import ndtri
from scipy.stats import qmc

from chuandao.stats.smoother import (
    Coefficients,
    TreeData,
    Upward,
    at,
    coefficients,
    downward,
    observation_scores,
    quadratic,
    upward,
)
from chuandao.stats.tree import Positions, Reals

_STEP = 1e-3
_WIDEN = 1.15
_BOUND = 8.0


@dataclass(frozen=True)
class Groups:
    """Which variance belongs to which step and observation.

    Attributes
    ----------
    step : positions (nodes)
        The group of each node's step, in layout order; -1 where the step is certain (roots).
    noise : positions (observations)
        The group of each observation, counted on from the groups of steps.
    count : int
        Groups of steps and observations together.
    known : array (observations)
        The part of an observation's variance that is known; the group's comes on top.
    prior_mean, prior_sd : array (count)
        Of the logarithm of the standard deviation.
    extra : array (nodes)
        Variance of a step on top of its group's; 0 unless the step was set apart.
    extra_noise : array (observations)
        The same of an observation.
    """

    step: Positions
    noise: Positions
    count: int
    known: Reals
    prior_mean: Reals
    prior_sd: Reals
    extra: Reals
    extra_noise: Reals

    def steps(self, log_sd: Reals) -> Reals:
        """Return the variance of each step."""
        variance = np.exp(2 * log_sd)
        own: Reals = np.where(self.step >= 0, variance[self.step], 0.0) + self.extra
        return own

    def noises(self, log_sd: Reals) -> Reals:
        """Return the variance of each observation."""
        noise: Reals = self.known + self.extra_noise + np.exp(2 * log_sd)[self.noise]
        return noise


@dataclass(frozen=True)
class Mode:
    """Where the posterior of the log standard deviations peaks, and its curvature there."""

    log_sd: Reals
    covariance: Reals


@dataclass(frozen=True)
class Point:
    """One value of the log standard deviations, its weight, and what the data say given it."""

    weight: float
    log_sd: Reals
    up: Upward
    coefficients: Coefficients


def log_posterior(data: TreeData, groups: Groups, log_sd: Reals) -> tuple[float, Reals]:
    """Return the log posterior of the log standard deviations, and its gradient."""
    q, r = groups.steps(log_sd), groups.noises(log_sd)
    up = upward(data, q, r)
    found = coefficients(data, up)
    smoothed = downward(data, up, q)
    step = _slope(smoothed.score, smoothed.information, found)
    noise = _slope(*observation_scores(data, smoothed, r), found)
    slope = np.bincount(groups.noise, noise, minlength=groups.count)
    free = groups.step >= 0
    slope += np.bincount(groups.step[free], step[free], minlength=groups.count)
    away = (log_sd - groups.prior_mean) / groups.prior_sd
    value = found.log_likelihood - 0.5 * float((away**2).sum())
    return value, slope * 2 * np.exp(2 * log_sd) - away / groups.prior_sd


def highest(data: TreeData, groups: Groups, start: Reals | None = None) -> Reals:
    """Return the log standard deviations at which their posterior peaks."""
    centre = groups.prior_mean if start is None else start

    def cost(log_sd: Reals) -> tuple[float, Reals]:
        value, slope = log_posterior(data, groups, log_sd)
        return -value, -slope

    bounds = [(m - _BOUND, m + _BOUND) for m in groups.prior_mean.tolist()]
    options = {"maxiter": 200, "ftol": 1e-11, "gtol": 1e-5}
    best = minimize(cost, centre, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
    return np.asarray(best.x, dtype=np.float64)


def mode(data: TreeData, groups: Groups, start: Reals | None = None) -> Mode:
    """Return the peak of the log standard deviations and the curvature of the posterior there."""
    log_sd = highest(data, groups, start)
    return Mode(log_sd, _covariance(data, groups, log_sd))


def design_points(
    data: TreeData, groups: Groups, peak: Mode, count: int, rng: np.random.Generator
) -> list[Point]:
    """Return points over the posterior of the log standard deviations, with their weights.

    Parameters
    ----------
    count : int
        How many; 1 gives the mode alone (variances taken as known).
    rng : Generator
        Scrambles the Sobol sequence that the points are taken from.

    Returns
    -------
    list of Point
        Their weights sum to 1. They are importance weights of the exact posterior against the
        (widened) Laplace approximation.
    """
    if count == 1:
        return [_point(data, groups, peak.log_sd, 1.0)]
    size = groups.count
    sobol = qmc.Sobol(size, scramble=True, rng=rng)
    spread = ndtri(np.clip(sobol.random(count), 1e-9, 1 - 1e-9)) * _WIDEN
    root = np.linalg.cholesky(peak.covariance)
    places = peak.log_sd + np.einsum("ij,kj->ki", root, spread)
    points = [_point(data, groups, place, 1.0) for place in places]
    values = np.array([_log_density(point, groups) for point in points])
    log_weight = values + 0.5 * (spread**2).sum(axis=1) / _WIDEN**2
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    return [
        Point(float(w), p.log_sd, p.up, p.coefficients) for w, p in zip(weight, points, strict=True)
    ]


def effective_count(points: list[Point]) -> float:
    """Return how many equally weighted points would say as much as these."""
    return 1 / sum(point.weight**2 for point in points)


def _slope(score: Reals, information: Reals, found: Coefficients) -> Reals:
    """Return the slope of the restricted log-likelihood in each variance."""
    value = at(score, found.mean)
    return 0.5 * (value**2 - information + quadratic(score[:, 1:], found.covariance))


def _covariance(data: TreeData, groups: Groups, log_sd: Reals) -> Reals:
    """Return the inverse of the curvature, from central differences of the exact gradient."""
    size = len(log_sd)
    curvature = np.empty((size, size))
    for k in range(size):
        shift = np.zeros(size)
        shift[k] = _STEP
        high = log_posterior(data, groups, log_sd + shift)[1]
        low = log_posterior(data, groups, log_sd - shift)[1]
        curvature[k] = (low - high) / (2 * _STEP)
    values, vectors = np.linalg.eigh((curvature + curvature.T) / 2)
    least = 1 / (4 * groups.prior_sd.max() ** 2)
    safe = np.maximum(values, least)
    covariance: Reals = np.einsum("ik,k,jk->ij", vectors, 1 / safe, vectors)
    return covariance


def _point(data: TreeData, groups: Groups, log_sd: Reals, weight: float) -> Point:
    up = upward(data, groups.steps(log_sd), groups.noises(log_sd))
    return Point(weight, log_sd, up, coefficients(data, up))


def _log_density(point: Point, groups: Groups) -> float:
    away = (point.log_sd - groups.prior_mean) / groups.prior_sd
    return point.coefficients.log_likelihood - 0.5 * float((away**2).sum())
