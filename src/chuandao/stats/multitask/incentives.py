"""Weights for a scheme of rewards: priorities, less where the result is measured with noise.

In the multi-task model a principal who weighs tasks by p, with an agent of risk aversion r, effort
cost C and measurement errors of variance S, does best with w = (I + r C S)^-1 p (Holmstrom &
Milgrom 1991, every task seen). Where tasks cost effort apart (C = I) and errors are
independent this is p / (1 + r s^2), task by task: the stated priorities, shrunk by noise. C is
never known well, which is why the simple form is the default.

References
----------
Holmstrom, B., & Milgrom, P. (1991). Multitask principal-agent analyses: incentive contracts, asset
ownership, and job design. Journal of Law, Economics, & Organization, 7, 24-52.
10.1093/jleo/7.special_issue.24
"""

import numpy as np

from chuandao.stats.smoothing.tree import Reals


def shrunk_weights(priority: Reals, noise: Reals, aversion: float) -> Reals:
    """Return weights that add up to 1: priorities over one plus risk aversion times variance.

    Parameters
    ----------
    priority : array (tasks,)
        Stated importance, not negative, on any scale.
    noise : array (tasks,)
        Standard deviation of the error with which each task's result is measured.
    aversion : float
        r, not negative; with 0 the weights are the priorities.

    Raises
    ------
    ValueError
        Negative numbers, or no priority above zero: a fault of the caller.

    Examples
    --------
    >>> shrunk_weights(np.array([50.0, 50.0]), np.array([0.0, 1.0]), 1.0).round(3).tolist()
    [0.667, 0.333]
    """
    if min(priority.min(), noise.min(), aversion) < 0 or not priority.any():
        raise ValueError(priority, noise, aversion)
    kept = priority / (1.0 + aversion * np.square(noise))
    return np.asarray(kept / kept.sum(), dtype=float)


def best_weights(priority: Reals, cost: Reals, errors: Reals, aversion: float) -> Reals:
    """Return the weights of the whole model, (I + r C S)^-1 p, scaled to add up to 1.

    Parameters
    ----------
    priority : array (tasks,)
    cost : array (tasks, tasks)
        C, symmetric and positive definite.
    errors : array (tasks, tasks)
        S, the covariance of the errors of measurement.
    aversion : float

    Notes
    -----
    A weight may be negative: rewarding a task less than nothing, to draw effort to others. For
    comparison and research; no scheme follows from it by itself.

    Examples
    --------
    >>> noise = np.diag([0.0, 1.0])
    >>> best_weights(np.array([50.0, 50.0]), np.eye(2), noise, 1.0).round(3).tolist()
    [0.667, 0.333]
    """
    found = np.linalg.solve(np.eye(len(priority)) + aversion * cost @ errors, priority)
    return np.asarray(found / found.sum(), dtype=float)
