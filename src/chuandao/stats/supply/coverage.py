"""How far supply covers need over time, and how money that is not bound is shared among tasks.

Coverage (保障程度) is that of Leontief: of several kinds of resource, each needed, the scarcest
decides.

References
----------
Leontief, W. (1941). The Structure of American Economy. Harvard University Press (what is needed in
fixed proportions).
"""

import numpy as np

from chuandao.stats.smoothing.tree import Reals


def covered(supply: Reals, need: Reals) -> Reals:
    """Return the share of each need that is covered (0-1); 1 where nothing is needed.

    Examples
    --------
    >>> covered(np.array([30.0, 90.0, 0.0]), np.array([60.0, 60.0, 0.0])).tolist()
    [0.5, 1.0, 1.0]
    """
    there = np.clip(supply, 0.0, need)
    return np.where(need > 0, there / np.where(need > 0, need, 1.0), 1.0)


def weights_over_time(need: Reals) -> Reals:
    """Return what each time counts for: the mean over kinds of its part of the need over time.

    Parameters
    ----------
    need : array (…, kinds, times)
        Need at each time; a kind never needed does not count.

    Returns
    -------
    array (…, times)
        They sum to 1, or to 0 where nothing is ever needed.

    Examples
    --------
    >>> weights_over_time(np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 4.0]])).round(4).tolist()
    [0.0833, 0.1667, 0.75]
    """
    total = need.sum(-1, keepdims=True)
    part = np.where(total > 0, need / np.where(total > 0, total, 1.0), 0.0)
    kinds = np.count_nonzero(total[..., 0] > 0, axis=-1)
    return np.asarray(part.sum(-2) / np.maximum(kinds, 1)[..., None])


def coverage(supply: Reals, need: Reals) -> Reals:
    r"""Return the coverage of needs over time: 1 if and only if all is covered at all times.

    Parameters
    ----------
    supply, need : array (…, kinds, times)
        Funds and energy cumulative from the beginning, land and posts as they stand at the time.

    Returns
    -------
    array (…)
        0-1; NaN where nothing is ever needed.

    Notes
    -----
    .. math:: \kappa = \sum_t w_t \min_{k: N_k(t) > 0} \min(1, A_k(t) / N_k(t))

    with the weights of `weights_over_time`. More supply never lowers it.

    Examples
    --------
    Need 100, 200, 300 at the ends of three months; there are 100, 100 and 300: the weights are
    1/6, 2/6, 3/6 and the shares covered 1, 1/2, 1.

    >>> need = np.array([[100.0, 200.0, 300.0]])
    >>> round(float(coverage(np.array([[100.0, 100.0, 300.0]]), need)), 4)
    0.8333
    """
    scarcest = covered(supply, need).min(-2)
    weight = weights_over_time(need)
    known = weight.sum(-1) > 0
    return np.where(known, (weight * scarcest).sum(-1), np.nan)


def share_general(general: Reals, uncovered: Reals, weights: Reals) -> Reals:
    """Return what each task gets of money that is not bound to one (一般性資金).

    In proportion to weight × uncovered need, and to no task beyond its need while another
    lacks: what one cannot use goes to the others by the same rule.

    Parameters
    ----------
    general : array (…)
        To be shared.
    uncovered : array (…, tasks)
        Need of each task that is not covered by what is bound to it.
    weights : array (tasks,) or (…, tasks)
        All positive.

    Examples
    --------
    60 for two tasks that lack 50 each, the first of weight 3: it would get 45 and 15. Of 80 it
    would get 60, which is more than it lacks, so it gets 50 and the other 30.

    >>> share_general(np.array([60.0, 80.0]), np.full((2, 2), 50.0),
    ...     np.array([3.0, 1.0])).round(6).tolist()
    [[45.0, 15.0], [50.0, 30.0]]
    """
    lacks = np.maximum(uncovered, 0.0)
    weights = np.broadcast_to(weights, lacks.shape)
    order = np.argsort(-weights, axis=-1, kind="stable")
    lacking = np.take_along_axis(lacks, order, -1)
    weight = np.take_along_axis(weights, order, -1)
    share = _level(np.maximum(general, 0.0), lacking, weight)[..., None] * weights
    return np.asarray(np.minimum(share, 1.0) * lacks)


def _level(general: Reals, lacking: Reals, weight: Reals) -> Reals:
    """Return the share λ·weight of each lack at which all is given out; weights fall along tasks.

    With the first i tasks full, λ_i = (general - their lacks) / (weighted lacks of the others);
    the right i is the first at which the next task is not full (λ_i · weight_i ≤ 1).
    """
    weighted = lacking * weight
    rest = np.flip(np.cumsum(np.flip(weighted, -1), -1), -1)
    full = np.cumsum(lacking, -1) - lacking
    left = np.maximum(general[..., None] - full, 0.0)
    with np.errstate(over="ignore"):  # a lack of next to nothing is full in any case
        level = np.where(rest > 0, left / np.where(rest > 0, rest, 1.0), np.inf)
        fits = level * weight <= 1
    first = np.argmax(fits, -1)[..., None]
    found = np.take_along_axis(level, first, -1)[..., 0]
    all_full = 1 / weight.min(-1)
    return np.where(fits.any(-1) & np.isfinite(found), found, all_full)
