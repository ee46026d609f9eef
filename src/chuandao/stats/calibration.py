"""Regression calibration: what a noisy measurement, with its neighbours, says of the true value.

References
----------
Carroll, R. J., Ruppert, D., Stefanski, L. A., & Crainiceanu, C. M. (2006). Measurement Error in
Nonlinear Models, 2nd ed., chapter 4. Chapman and Hall.
"""

import numpy as np

from chuandao.stats.tree import Reals


def calibrate(measured: Reals, reliability: Reals) -> Reals:
    """Return the expected true values given the measured ones, several variables together.

    Parameters
    ----------
    measured : array (rows, variables)
        Errors are independent of the truth and of one another. NaN where nothing was measured.
    reliability : array (rows, variables)
        Share of the variance over the rows that is not error, 0 to 1; 0 where nothing was measured.

    Returns
    -------
    array (rows, variables)
        With the means of what was measured. A variable nobody measured stays NaN.

    Examples
    --------
    >>> one = np.array([[0.0], [1.0]])
    >>> calibrate(one, np.full((2, 1), 0.5)).ravel().round(3).tolist()
    [0.25, 0.75]
    """
    seen = ~np.isnan(measured)
    centre = np.array([_mean(measured[seen[:, k], k]) for k in range(measured.shape[1])])
    apart = np.where(seen, measured - centre, 0.0)
    trust = np.where(seen, reliability, 0.0)
    true = _true_covariance(apart, seen, trust)
    patterns, which = np.unique(trust, axis=0, return_inverse=True)
    found = np.empty_like(apart)
    for at, pattern in enumerate(patterns):
        rows = which.ravel() == at
        found[rows] = np.einsum("ij,nj->ni", _gain(true, pattern), apart[rows])
    result: Reals = centre + found
    return result


def _mean(values: Reals) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _true_covariance(apart: Reals, seen: Reals, trust: Reals) -> Reals:
    """Return the covariance of the true values: errors are taken off the diagonal only."""
    both = np.einsum("ni,nj->ij", seen.astype(float), seen.astype(float))
    cross = np.einsum("ni,nj->ij", apart, apart) / np.maximum(both, 1)
    used = (trust > 0).sum(axis=0)
    own = (trust * apart**2).sum(axis=0) / np.maximum(used, 1)
    np.fill_diagonal(cross, own)
    values, vectors = np.linalg.eigh(cross)
    covariance: Reals = np.einsum("ik,k,jk->ij", vectors, np.maximum(values, 0), vectors)
    return covariance


def _gain(true: Reals, pattern: Reals) -> Reals:
    """Return what turns a row's deviations into those expected of its true values."""
    gain = np.zeros_like(true)
    used = np.flatnonzero((pattern > 0) & (np.diag(true) > 0))
    if len(used):
        error = np.diag(true)[used] * (1 - pattern[used]) / pattern[used]
        total = true[np.ix_(used, used)] + np.diag(error)
        gain[:, used] = np.linalg.lstsq(total, true[:, used].T, rcond=None)[0].T
    return gain
