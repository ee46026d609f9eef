"""Effort over several tasks that a scheme of rewards draws, and what of it is lacking.

Multi-task principal and agent with quadratic cost: e = argmax over e >= 0 of b'e - e'Ce / 2, where
b = M'w is what a unit of effort on each task brings (w weights of indicators, M how far each shows
each task) and C, positive definite, what effort costs. The solution is unique; it is the one with

    e >= 0,   Ce - b >= 0,   e_c (Ce - b)_c = 0 for every task c       (Karush, Kuhn and Tucker).

Where C is diagonal, e = max(0, b / diag C); where C^-1 b >= 0, e = C^-1 b. Otherwise the set of
tasks with effort is found by the active set method of Lawson and Hanson, for the least squares
|R e - R'^-1 b| with C = R'R, and the effort by solving for that set again, with refinement.

References
----------
Holmstrom, B., & Milgrom, P. (1991). Multitask principal-agent analyses: incentive contracts, asset
ownership, and job design. Journal of Law, Economics, & Organization, 7, 24-52.
10.1093/jleo/7.special_issue.24
Lawson, C. L., & Hanson, R. J. (1995). Solving Least Squares Problems, chapter 23. SIAM.
10.1137/1.9781611971217
"""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls

from chuandao.stats.smoothing.tree import Reals

_Mask = NDArray[np.bool_]

_ROUNDS = 100
_ROUNDING = float(np.finfo(float).eps)


def effort(benefit: Reals, cost: Reals) -> Reals:
    """Return the effort that is worth its cost, by unit and task.

    Parameters
    ----------
    benefit : array (units, tasks)
        b: what a unit of effort on each task brings; may be negative.
    cost : array (tasks, tasks) or (units, tasks, tasks)
        C: symmetric and positive definite, one for all units or one for each.

    Returns
    -------
    array (units, tasks)
        Exactly zero where a task draws no effort.

    Raises
    ------
    ValueError
        Shapes that do not fit, numbers that are not finite, a cost that is not symmetric or not
        positive definite: a fault of the caller.

    Examples
    --------
    Two tasks of equal reward that compete for the same hands share it; one that pays too little
    beside another gets nothing.

    >>> cost = np.array([[1.0, 0.5], [0.5, 1.0]])
    >>> effort(np.array([[3.0, 3.0], [4.0, 1.0]]), cost).tolist()
    [[2.0, 2.0], [4.0, 0.0]]
    """
    benefit = np.asarray(benefit, dtype=float)
    cost = _checked(benefit, np.asarray(cost, dtype=float))
    diagonal = np.diagonal(cost, axis1=-2, axis2=-1)
    if not (cost - diagonal[..., None] * np.eye(benefit.shape[1])).any():
        return np.maximum(benefit / diagonal, 0.0)
    size = np.sqrt(diagonal)
    scaled = cost / (size[..., :, None] * size[..., None, :])
    found: Reals = _solved(benefit / size, scaled) / size
    return found


def deficits(benefit: Reals, priority: Reals, cost: Reals) -> Reals:
    """Return 1 - min(1, e / e*), by unit and task; NaN where nothing can be compared.

    Parameters
    ----------
    benefit : array (units, tasks)
        What the scheme lets a unit of effort bring: M'w.
    priority : array (units, tasks)
        What it would bring if every task were seen and weighed as the strategy states.
    cost : array (tasks, tasks) or (units, tasks, tasks)

    Returns
    -------
    array (units, tasks)
        e* is scaled to the total of e. NaN where e* is zero, or where the scheme draws no effort
        to any of the tasks.

    Examples
    --------
    Weights equal to priorities, yet only a third of the second task shows in its indicator: of
    five parts of effort four go to the first, of which the strategy wants three fifths.

    >>> weights = np.array([[0.6, 0.4]])
    >>> shown = np.array([[1.0, 0.0], [0.0, 0.375]])
    >>> deficits(weights @ shown, weights, np.eye(2)).round(6).tolist()
    [[0.0, 0.5]]
    """
    made, wanted = effort(benefit, cost), effort(priority, cost)
    total = made.sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        reference = wanted / wanted.sum(axis=1, keepdims=True) * total
        lacking = 1.0 - np.minimum(1.0, made / reference)
    comparable = (wanted > 0) & (total > 0)
    return np.where(comparable, lacking, np.nan)


def optimality_gap(found: Reals, benefit: Reals, cost: Reals) -> Reals:
    """Return how far an effort is from the Karush-Kuhn-Tucker conditions, by unit.

    Largest of -e, of -(Ce - b) and of e (Ce - b), each as a share of what it is made of
    (|b| + |C||e|, and the largest effort), so that units of measurement do not count.

    Examples
    --------
    >>> one = np.array([[1.0, 2.0]])
    >>> optimality_gap(effort(one, np.eye(2)), one, np.eye(2)).tolist()
    [0.0]
    """
    each = np.broadcast_to(cost, (*benefit.shape, benefit.shape[1]))
    slope = _times(each, found) - benefit
    made_of = _times(np.abs(each), np.abs(found)) + np.abs(benefit)
    made_of = np.maximum(made_of, np.finfo(float).tiny)
    largest = np.maximum(np.abs(found).max(axis=1, keepdims=True), np.finfo(float).tiny)
    share, level = slope / made_of, found / largest
    parts = (-level, -share, np.abs(level * share))
    gap: Reals = np.max([part.max(axis=1) for part in parts], axis=0)
    return np.maximum(gap, 0.0)


def _checked(benefit: Reals, cost: Reals) -> Reals:
    units, tasks = benefit.shape
    if cost.shape not in {(tasks, tasks), (units, tasks, tasks)}:
        raise ValueError(cost.shape)
    if not (np.isfinite(benefit).all() and np.isfinite(cost).all()):
        raise ValueError("not finite")
    if not np.allclose(cost, np.swapaxes(cost, -1, -2), rtol=1e-12, atol=0.0):
        raise ValueError("not symmetric")
    try:
        np.linalg.cholesky(cost)
    except np.linalg.LinAlgError as error:
        raise ValueError("not positive definite") from error
    return cost


def _solved(benefit: Reals, cost: Reals) -> Reals:
    """Return the solution for costs with ones on the diagonal."""
    units, tasks = benefit.shape
    each = np.broadcast_to(cost, (units, tasks, tasks))
    found, wrong = _of_set(benefit, each, np.ones(benefit.shape, dtype=bool))
    for unit in np.flatnonzero(wrong.any(axis=1)):
        root = np.linalg.cholesky(each[unit])
        found[unit] = nnls(root.T, np.linalg.solve(root, benefit[unit]), maxiter=_ROUNDS * tasks)[0]
    again, wrong = _of_set(benefit, each, found > 0)
    return np.where(np.any(wrong, axis=1, keepdims=True), found, again)


def _of_set(benefit: Reals, cost: Reals, active: _Mask) -> tuple[Reals, _Mask]:
    """Return the effort if just the active tasks have any, and the tasks whose sign is wrong."""
    held = active[:, :, None] & active[:, None, :]
    system = np.where(held, cost, np.eye(benefit.shape[1]))
    wanted = np.where(active, benefit, 0.0)
    found = np.linalg.solve(system, wanted[:, :, None])[:, :, 0]
    left = wanted - _times(system, found)
    found = np.where(active, found + np.linalg.solve(system, left[:, :, None])[:, :, 0], 0.0)
    slope = _times(cost, found) - benefit
    noise = _ROUNDING * benefit.shape[1] * (_times(np.abs(cost), np.abs(found)) + np.abs(benefit))
    return found, np.where(active, found < 0, slope < -noise)


def _times(matrix: Reals, vector: Reals) -> Reals:
    return np.asarray((matrix @ vector[:, :, None])[:, :, 0], dtype=float)
