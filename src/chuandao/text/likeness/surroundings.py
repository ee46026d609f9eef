"""What the links around a pair say of it: rivals, and whether its neighbours are linked too.

A clause that shares no word with its upper one (a slogan) still stands under a heading whose other
clauses are linked, in a place that only one upper clause leaves open.
"""

from collections.abc import Sequence

import numpy as np

from chuandao.text.likeness.features import Matrix, rival

_SURE = 1e-4


def surroundings(
    probability: Matrix, uppers: Sequence[str], lowers: Sequence[str]
) -> dict[str, Matrix]:
    """Return features of every pair that rest on the first probabilities of the pairs around it.

    Parameters
    ----------
    probability : array (uppers, lowers)
        Of each pair, as judged by itself.
    uppers, lowers : sequences of str
        The block (path of the heading) that each clause stands in.
    """
    rows, columns = probability.shape
    by_lower, by_upper = rival(probability, 0), rival(probability, 1)
    odds = log_odds(probability)
    upper_at = np.arange(rows)[:, None] / max(rows - 1, 1)
    lower_at = np.arange(columns)[None, :] / max(columns - 1, 1)
    shape = (rows, columns)
    return {
        "odds": odds,
        "rival_of_lower": log_odds(by_lower),
        "rival_of_upper": log_odds(by_upper),
        "lead_of_lower": odds - log_odds(by_lower),
        "lead_of_upper": odds - log_odds(by_upper),
        "block_of_lower": _neighbours(probability, uppers, lowers),
        "block_of_upper": _neighbours(probability.T, lowers, uppers).T,
        "place": np.abs(upper_at - lower_at),
        "step": _step(probability),
        "uppers": np.full(shape, np.log(rows)),
        "lowers": np.full(shape, np.log(columns)),
    }


def log_odds(probability: Matrix) -> Matrix:
    """Return ln(p / (1 − p)), with p kept within 0.0001 of 0 and 1."""
    kept = np.clip(probability, _SURE, 1 - _SURE)
    return np.asarray(np.log(kept / (1 - kept)))


def _neighbours(probability: Matrix, uppers: Sequence[str], lowers: Sequence[str]) -> Matrix:
    """Mean over the lower clause's neighbours of their best link into the upper clause's block."""
    same_upper = np.array([[one == other for other in uppers] for one in uppers])
    same_lower = np.array([[one == other for other in lowers] for one in lowers], dtype=float)
    np.fill_diagonal(same_lower, 0.0)
    into_block = np.stack([probability[block].max(axis=0) for block in same_upper])
    count = np.maximum(same_lower.sum(axis=0), 1.0)
    return np.asarray(into_block @ same_lower / count)


def _step(probability: Matrix) -> Matrix:
    """How far an upper clause stands from where the clauses before and after the lower one point.

    In clauses, at most 5; their pointing is weighted by how sure it is.
    """
    rows, columns = probability.shape
    total = np.maximum(probability.sum(axis=0), 1e-6)
    points = (probability * np.arange(rows)[:, None]).sum(axis=0) / total
    sure = probability.max(axis=0) + 1e-3
    expected = np.array([_around(points, sure, at) for at in range(columns)])
    return np.minimum(np.abs(np.arange(rows)[:, None] - expected[None, :]), 5.0)


def _around(points: Matrix, sure: Matrix, at: int) -> float:
    beside = [k for k in (at - 1, at + 1) if 0 <= k < len(points)]
    if not beside:
        return float(points[at])
    return float(np.average(points[beside], weights=sure[beside]))
