"""Regression calibration: what a noisy measurement, with its neighbours, says of the true value.

References
----------
Carroll, R. J., Ruppert, D., Stefanski, L. A., & Crainiceanu, C. M. (2006). Measurement Error in
Nonlinear Models, 2nd ed., chapter 4. Chapman and Hall.
Friedman, J. H. (1989). Regularized discriminant analysis. JASA, 84(405), 165-175 (covariances of
small groups drawn towards the pooled one).
"""

from dataclasses import dataclass

import numpy as np

from chuandao.stats.smoothing.tree import Positions, Reals

_LEAST = 1e-6


@dataclass(frozen=True)
class Calibrated:
    """The true values as far as measurements tell.

    Attributes
    ----------
    expected : array (rows, variables)
        With the means of what was measured. A variable nobody measured in a group is NaN there.
    variance : array (rows, variables)
        Of the true value about the expected one; 0 where the measurement is exact.
    """

    expected: Reals
    variance: Reals


def calibrate(
    measured: Reals, reliability: Reals, group: Positions | None = None, *, pooled: float = 0.0
) -> Calibrated:
    """Return the expected true values given the measured ones, several variables together.

    Parameters
    ----------
    measured : array (rows, variables)
        Errors are independent of the truth and of one another. NaN where nothing was measured.
    reliability : array (rows, variables)
        Share of the variance over the rows that is not error, 0 to 1; 0 where nothing was measured.
    group : positions (rows), optional
        Rows that have a mean and a covariance of their own.
    pooled : float
        Rows that the covariance within all groups together counts for in each group's.

    Examples
    --------
    >>> one = np.array([[0.0], [1.0]])
    >>> calibrate(one, np.full((2, 1), 0.5)).expected.ravel().round(3).tolist()
    [0.25, 0.75]
    """
    seen = ~np.isnan(measured)
    trust = np.where(seen, reliability, 0.0)
    which = np.zeros(len(measured), dtype=np.int64) if group is None else group
    centre, apart = _centred(measured, seen, which)
    total = _moments(apart, seen, trust)
    expected, variance = np.empty_like(apart), np.empty_like(apart)
    for one in np.unique(which):
        rows = np.flatnonzero(which == one)
        own = _moments(apart[rows], seen[rows], trust[rows])
        true = _covariance(own, total, pooled)
        expected[rows], variance[rows] = _given(apart[rows], trust[rows], true)
    return Calibrated(centre + expected, variance)


def _centred(measured: Reals, seen: Reals, group: Positions) -> tuple[Reals, Reals]:
    """Return the mean of each row's group and the deviations from it (0 where not measured)."""
    centre = np.full(measured.shape, np.nan)
    for one in np.unique(group):
        rows = group == one
        for k in range(measured.shape[1]):
            values = measured[rows & seen[:, k], k]
            if len(values):
                centre[rows, k] = values.mean()
    return centre, np.where(seen, measured - np.nan_to_num(centre), 0.0)


def _moments(apart: Reals, seen: Reals, trust: Reals) -> tuple[Reals, Reals]:
    """Return sums of products of the true deviations, and of how many rows they are."""
    count = np.einsum("ni,nj->ij", seen.astype(float), seen.astype(float))
    cross = np.einsum("ni,nj->ij", apart, apart)
    np.fill_diagonal(cross, (trust * apart**2).sum(axis=0))
    np.fill_diagonal(count, (trust > 0).sum(axis=0))
    return cross, count


def _covariance(own: tuple[Reals, Reals], total: tuple[Reals, Reals], pooled: float) -> Reals:
    """Return the covariance of a group's true values; no direction of it below 0."""
    usual = total[0] / np.maximum(total[1], 1)
    cross = (own[0] + pooled * usual) / np.maximum(own[1] + pooled, 1)
    values, vectors = np.linalg.eigh(cross)
    covariance: Reals = np.einsum("ik,k,jk->ij", vectors, np.maximum(values, 0), vectors)
    return covariance


def _given(apart: Reals, trust: Reals, true: Reals) -> tuple[Reals, Reals]:
    """Return expected deviations of the true values, and their variances."""
    patterns, which = np.unique(trust, axis=0, return_inverse=True)
    expected, variance = np.empty_like(apart), np.empty_like(apart)
    for at, pattern in enumerate(patterns):
        rows = which.ravel() == at
        gain = _gain(true, pattern)
        expected[rows] = np.einsum("ij,nj->ni", gain, apart[rows])
        left = np.diag(true) - np.einsum("ij,ji->i", gain, true)
        variance[rows] = np.where(pattern == 1, 0.0, np.maximum(left, 0.0))
    return expected, variance


def _gain(true: Reals, pattern: Reals) -> Reals:
    """Return what turns a row's deviations into those expected of its true values."""
    gain = np.zeros_like(true)
    used = np.flatnonzero((pattern > _LEAST) & (np.diag(true) > 0))
    if len(used):
        error = np.diag(true)[used] * (1 - pattern[used]) / pattern[used]
        total = true[np.ix_(used, used)] + np.diag(error)
        gain[:, used] = np.linalg.lstsq(total, true[:, used].T, rcond=None)[0].T
    exact = np.flatnonzero((pattern == 1) & (np.diag(true) > 0))
    gain[exact] = 0.0
    gain[exact, exact] = 1.0
    return gain
