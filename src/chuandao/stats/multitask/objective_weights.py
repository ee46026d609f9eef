"""Weights drawn from the figures alone: entropy and CRITIC, for comparison with priorities.

Both weigh a criterion by how much units differ in it, whatever it is worth to anybody. What is
measured badly differs most, so noise earns weight; they say nothing of what is wanted.

References
----------
Shannon, C. E. (1948). A mathematical theory of communication. Bell System Technical Journal, 27.
10.1002/j.1538-7305.1948.tb01338.x
Diakoulaki, D., Mavrotas, G., & Papayannakis, L. (1995). Determining objective weights in multiple
criteria problems: the CRITIC method. Computers & Operations Research, 22, 763-770.
10.1016/0305-0548(94)00059-H
"""

import numpy as np

from chuandao.stats.smoothing.tree import Reals


def entropy_weights(results: Reals) -> Reals:
    """Return weights that add up to 1, larger where units share a result less evenly.

    Parameters
    ----------
    results : array (units, criteria)
        Not negative, no gaps; each criterion has something above zero.

    Raises
    ------
    ValueError
        Fewer than two units, or figures for which no share can be told.

    Examples
    --------
    >>> entropy_weights(np.array([[1.0, 1.0], [1.0, 3.0]])).tolist()
    [0.0, 1.0]
    """
    if len(results) < 2 or (results < 0).any() or not results.any(axis=0).all():  # noqa: PLR2004
        raise ValueError(results.shape)
    share = results / results.sum(axis=0)
    logs = np.log(share, where=share > 0, out=np.zeros_like(share))
    apart = np.maximum(1.0 + (share * logs).sum(axis=0) / np.log(len(results)), 0.0)
    apart[apart < 1e-12] = 0.0  # noqa: PLR2004  what rounding leaves
    return _scaled(apart)


def critic_weights(results: Reals) -> Reals:
    """Return weights that add up to 1, larger where results differ and go their own way.

    Parameters
    ----------
    results : array (units, criteria)

    Raises
    ------
    ValueError
        Fewer than two units: nothing differs.

    Examples
    --------
    >>> critic_weights(np.array([[0.0, 0.0], [1.0, 1.0], [0.0, 1.0]])).round(3).tolist()
    [0.5, 0.5]
    """
    if len(results) < 2:  # noqa: PLR2004
        raise ValueError(results.shape)
    width = np.ptp(results, axis=0)
    scaled = (results - results.min(axis=0)) / np.where(width > 0, width, 1.0)
    spread = scaled.std(axis=0, ddof=1)
    moving = spread > 0
    alike = np.eye(results.shape[1])
    if moving.sum() > 1:
        alike[np.ix_(moving, moving)] = np.corrcoef(scaled[:, moving], rowvar=False)
    return _scaled(np.maximum(spread * (1.0 - alike).sum(axis=0), 0.0))


def _scaled(found: Reals) -> Reals:
    total = found.sum()
    return np.full(len(found), 1.0 / len(found)) if total == 0 else np.asarray(found / total)
