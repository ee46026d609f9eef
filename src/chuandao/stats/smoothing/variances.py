"""Variances of steps and sources by restricted likelihood, and what not knowing them costs.

The standard deviations σ of the steps (one a tier) and τ of the sources are estimated at the mode
of restricted likelihood times a weakly informative log-normal prior. The prior vanishes at 0, so
that a tier of few units cannot collapse there. The gradient is exact, from smoothed moments.

What is reported must carry the uncertainty of these estimates. ``design_points`` gives points
spread as the Laplace approximation over log variances says, each with the weight that the true
posterior gives it; means and variances are then mixtures over the points. Directions in which the
variances are as good as known are left at the mode: a country has thousands of townships and few
provinces, and only what hangs on the few needs points.

References
----------
Chung, Y., Rabe-Hesketh, S., Dorie, V., Gelman, A., & Liu, J. (2013). A nondegenerate penalized
likelihood estimator for variance parameters in multilevel models. Psychometrika, 78(4), 685-709.
Rue, H., Martino, S., & Chopin, N. (2009). Approximate Bayesian inference for latent Gaussian models
by using integrated nested Laplace approximations. JRSS B, 71(2), 319-392.
Nocedal, J., & Wright, S. J. (2006). Numerical Optimization (2nd ed.), chapter 6 (BFGS).
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri
from scipy.stats import qmc

from chuandao.stats.smoothing.collapse import TreeModel
from chuandao.stats.smoothing.sample import is_large, sampled
from chuandao.stats.smoothing.slopes import informations, slopes
from chuandao.stats.smoothing.smoother import Coefficients, coefficients, upward
from chuandao.stats.smoothing.tree import Positions, Reals

_STEP = 1e-3
_FEW, _MANY, _NARROW = 3, 5, 0.2
_WIDEN = 1.15
_BOUND = 8.0
_TURNS = 200
_SETTLED = 1e-9
_STRIDE = 1.0
_EVERY = 16
_SURE = 0.03
_HALVINGS = 30


@dataclass(frozen=True)
class Mode:
    """Where the posterior of the log standard deviations peaks, and its curvature there."""

    log_sd: Reals
    covariance: Reals


@dataclass(frozen=True)
class Point:
    """One value of the log standard deviations, its weight, and the coefficients given it.

    ``share`` is the weight it would have if the Laplace approximation were exact.
    """

    weight: float
    log_sd: Reals
    coefficients: Coefficients
    share: float = 1.0

    @property
    def variance(self) -> Reals:
        """The variance of each group."""
        variance: Reals = np.exp(2 * self.log_sd)
        return variance


def log_posterior(model: TreeModel, log_sd: Reals) -> tuple[float, Reals]:
    """Return the log posterior of the log standard deviations, and its gradient."""
    variance = np.exp(2 * log_sd)
    up = upward(model, variance)
    found = coefficients(model, up)
    away = (log_sd - model.prior_mean) / model.prior_sd
    value = found.log_likelihood - 0.5 * float((away**2).sum())
    return value, slopes(model, up, found) * 2 * variance - away / model.prior_sd


def highest(model: TreeModel, start: Reals | None = None) -> Reals:
    """Return the log standard deviations at which their posterior peaks (BFGS)."""
    if start is None:
        return _climb(model, *_near(model, start))
    return _climb(model, start, np.diag(1 / _curvature(model, start)))


def mode(model: TreeModel, start: Reals | None = None) -> Mode:
    """Return the peak of the log standard deviations and the curvature of the posterior there.

    In a large tree the curvature in directions that are as good as known is that of a sample of
    its families, to scale; it matters for their stated standard errors only.
    """
    place, inverse = _near(model, start)
    log_sd = _climb(model, place, inverse)
    if not is_large(model):
        return Mode(log_sd, _covariance(model, log_sd, np.arange(len(log_sd))))
    unsure = np.flatnonzero(np.sqrt(np.diag(inverse)) > _SURE)
    curvature: Reals = np.linalg.inv(inverse).astype(np.float64)
    return Mode(log_sd, _covariance(model, log_sd, unsure, curvature))


def _near(model: TreeModel, start: Reals | None) -> tuple[Reals, Reals]:
    """Return where to begin, and roughly the inverse curvature there."""
    place = model.prior_mean if start is None else start
    if not is_large(model):
        return place, np.diag(1 / _curvature(model, place))
    sample = sampled(model, _EVERY)
    begin = np.diag(1 / _curvature(sample, place))
    peak = _climb(sample, place, begin)
    found = Mode(peak, _covariance(sample, peak, np.arange(len(peak))))
    ratio = _curvature(sample, found.log_sd) / _curvature(model, found.log_sd)
    scale = np.sqrt(ratio)
    return found.log_sd, found.covariance * np.outer(scale, scale)


def _climb(model: TreeModel, place: Reals, inverse: Reals) -> Reals:
    """Return the place of the highest posterior, from one near it."""
    value, slope = log_posterior(model, place)
    for _ in range(_TURNS):
        step = np.einsum("ij,j->i", inverse, slope)
        if float(slope @ step) < _SETTLED:
            break
        step /= max(1.0, float(np.abs(step).max()) / _STRIDE)
        tried = _climbed(model, (place, value, slope), step)
        if tried is None:
            break
        moved, value, new = tried
        inverse = _updated(inverse, moved - place, slope - new)
        place, slope = moved, new
    return place


def _curvature(model: TreeModel, log_sd: Reals) -> Reals:
    """Return roughly how the log posterior curves in each log standard deviation."""
    variance = np.exp(2 * log_sd)
    known = informations(model, upward(model, variance))
    curvature: Reals = 2 * variance**2 * known + model.prior_sd**-2
    return curvature


def _climbed(
    model: TreeModel, here: tuple[Reals, float, Reals], step: Reals
) -> tuple[Reals, float, Reals] | None:
    """Return a place that is clearly higher along a step, its value and slope; None if none is."""
    place, value, slope = here
    low, high = model.prior_mean - _BOUND, model.prior_mean + _BOUND
    for turn in range(_HALVINGS):
        moved = np.clip(place + step * 0.5**turn, low, high)
        least = 1e-4 * float(slope @ (moved - place))
        found, new = log_posterior(model, moved)
        if found >= value + least - 1e-13 * abs(value):
            return (moved, found, new) if least > 0 else None
    return None


def _updated(inverse: Reals, moved: Reals, fell: Reals) -> Reals:
    """Return the inverse curvature after a step, so that it explains how the slope fell."""
    along = float(moved @ fell)
    if along <= 1e-12 * float(np.sqrt((moved @ moved) * (fell @ fell))):
        return inverse
    turned = np.eye(len(moved)) - np.outer(moved, fell) / along
    updated: Reals = turned @ inverse @ turned.T + np.outer(moved, moved) / along
    return updated


def design_points(
    model: TreeModel, peak: Mode, count: int, rng: np.random.Generator, *, known: float = 0.0
) -> list[Point]:
    """Return points over the posterior of the log standard deviations, with their weights.

    Parameters
    ----------
    count : int
        How many; 1 gives the mode alone (variances taken as known).
    rng : Generator
        Scrambles the Sobol sequence that the points are taken from.
    known : float
        Principal directions in which the standard deviation is no larger stay at the mode; one
        that is left, or two, need fewer points (Gauss-Hermite).

    Returns
    -------
    list of Point
        Their weights sum to 1. They are importance weights of the exact posterior against the
        (widened) Laplace approximation.
    """
    root = _root(peak.covariance, known)
    if count == 1 or root.shape[1] == 0:
        return [_point(model, peak.log_sd)]
    nodes = _FEW if np.sqrt((root**2).sum(axis=0)).max() < _NARROW else _MANY
    places, share, base = _spread(root.shape[1], nodes, count, rng)
    points = [_point(model, peak.log_sd + root @ one) for one in places]
    log_weight = np.array([_log_density(point, model) for point in points]) + base
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    return [
        Point(float(w), p.log_sd, p.coefficients, float(s))
        for w, p, s in zip(weight, points, share, strict=True)
    ]


def _root(covariance: Reals, known: float) -> Reals:
    """Return a root of the covariance, without the directions that count as known."""
    values, vectors = np.linalg.eigh(covariance)
    unknown = np.sqrt(values) > known
    root: Reals = (vectors * np.sqrt(values))[:, unknown]
    return np.asarray(np.linalg.cholesky(covariance)) if unknown.all() else root


def _spread(
    size: int, nodes: int, count: int, rng: np.random.Generator
) -> tuple[Reals, Reals, Reals]:
    """Return standard places, the share of the proposal that each stands for, log share/density."""
    if nodes**size > count:
        sobol = qmc.Sobol(size, scramble=True, rng=rng)
        places = ndtri(np.clip(sobol.random(count), 1e-9, 1 - 1e-9)) * _WIDEN
        return places, np.full(count, 1 / count), 0.5 * (places**2).sum(axis=1) / _WIDEN**2
    axes, weights = np.polynomial.hermite_e.hermegauss(nodes)
    places, mass = (
        np.stack(np.meshgrid(*[axis] * size, indexing="ij"), axis=-1).reshape(-1, size)
        for axis in (axes, weights / weights.sum())
    )
    share = mass.prod(axis=1)
    return places, share, np.log(share) + 0.5 * (places**2).sum(axis=1)


def effective_count(points: list[Point]) -> float:
    """Return how many of the points count: all where the Laplace approximation is exact."""
    return len(points) / sum(point.weight**2 / point.share for point in points)


def _covariance(
    model: TreeModel, log_sd: Reals, which: Positions, curvature: Reals | None = None
) -> Reals:
    """Return the inverse of the curvature, from differences of the exact gradient.

    Differences are taken in the directions ``which``; ``curvature`` holds for the others.
    """
    size = len(log_sd)
    found = np.zeros((size, size)) if curvature is None else curvature.copy()
    here, others = log_posterior(model, log_sd)[1], np.setdiff1d(np.arange(size), which)
    for k in which:
        shift = np.zeros(size)
        shift[k] = _STEP
        fall = (here - log_posterior(model, log_sd + shift)[1]) / _STEP
        found[others, k] = fall[others]
        found[k] = fall
    values, vectors = np.linalg.eigh((found + found.T) / 2)
    least = 1 / (4 * model.prior_sd.max() ** 2)
    safe = np.maximum(values, least)
    covariance: Reals = np.einsum("ik,k,jk->ij", vectors, 1 / safe, vectors)
    return covariance


def _point(model: TreeModel, log_sd: Reals) -> Point:
    return Point(1.0, log_sd, coefficients(model, upward(model, np.exp(2 * log_sd))))


def _log_density(point: Point, model: TreeModel) -> float:
    away = (point.log_sd - model.prior_mean) / model.prior_sd
    return point.coefficients.log_likelihood - 0.5 * float((away**2).sum())
