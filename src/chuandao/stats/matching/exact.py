"""Matching by linear programming (HiGHS): exact, for a city; and with least grants, by MIP.

References
----------
Huangfu, Q., & Hall, J. A. J. (2018). Parallelizing the dual revised simplex method. Mathematical
Programming Computation, 10(1), 119-142.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, hstack, vstack

from chuandao.stats.matching.problem import Problem, Solution
from chuandao.stats.matching.scaled import Scaled
from chuandao.stats.smoothing.tree import Positions, Reals


class UnfinishedError(Exception):
    """The solver did not finish within its time; the message is its own."""


def solve(
    problem: Problem, *, method: str = "highs-ds", options: Mapping[str, Any] | None = None
) -> Solution:
    """Return the optimum by the simplex method, or by interior points (``highs-ipm``).

    Examples
    --------
    Two groups, one pot of 50 open to both; the first gains 1 with 40, the second 1 with 20.

    >>> from chuandao.stats.matching.segments import Segments
    >>> segments = Segments(np.arange(2), np.arange(2), np.ones(2), np.array([[40.0], [20.0]]))
    >>> found = solve(Problem(segments, np.array([50.0]), np.zeros(2, int), np.arange(2),
    ...     np.zeros(2, bool)))
    >>> round(found.value, 6), found.taken.round(6).tolist(), found.prices.round(6).tolist()
    (1.75, [0.75, 1.0], [0.025])
    """
    scaled = Scaled(problem)
    count, edges = len(problem.segments), len(problem.pot)
    if not count:
        return _nothing(problem)
    used, flow, right = scaled.constraints(problem)
    found = linprog(
        np.r_[-scaled.gain, np.zeros(edges)],
        A_ub=hstack([used, flow], format="csr"),
        b_ub=right,
        bounds=np.stack([np.zeros(count + edges), scaled.widest()], axis=1),
        method=method,
        options=dict(options or {}),
    )
    if found.status != 0:
        raise UnfinishedError(found.message)
    taken = np.clip(found.x[:count], 0.0, 1.0)
    prices = np.maximum(-found.ineqlin.marginals[-len(problem.pots) :], 0.0)
    value = float(problem.segments.gain @ taken)
    return scaled.solution(taken, found.x[count:], prices, value, scaled.bound(problem, prices))


def solve_with_least(
    problem: Problem, least: Reals, *, gap: float, seconds: float
) -> tuple[Solution, bool]:
    """Return the best plan in which a cell gets nothing or at least so much; whether it is proven.

    Parameters
    ----------
    problem : Problem
        With one kind.
    least : array (cells,)
        The smallest grant of each cell, in the unit of the kind; 0 where any will do. A start-up
        threshold is one: what does not reach it is not given.
    gap : float
        Relative gap at which to stop.
    seconds : float
        Time after which the best plan found so far is taken, with its proven bound.

    Notes
    -----
    Prices are those of the linear programme without least grants.
    """
    loose = solve(problem)
    scaled = Scaled(problem)
    cells = _asked(problem, least)
    if not len(cells):
        return loose, True
    found = milp(
        np.r_[-scaled.gain, np.zeros(len(problem.pot) + len(cells))],
        integrality=np.r_[np.zeros(len(scaled.gain) + len(problem.pot)), np.ones(len(cells))],
        bounds=Bounds(0.0, np.r_[scaled.widest(), np.ones(len(cells))]),
        constraints=LinearConstraint(*_joined(problem, scaled, cells, least)),
        options={"mip_rel_gap": gap, "time_limit": seconds},
    )
    if found.x is None:
        raise UnfinishedError(found.message)
    taken = np.clip(found.x[: len(scaled.gain)], 0.0, 1.0)
    flow = found.x[len(scaled.gain) : len(scaled.gain) + len(problem.pot)]
    value = float(problem.segments.gain @ taken)
    bound = min(-found.mip_dual_bound * scaled.worth, loose.bound)
    prices = scaled.inward(loose.prices)
    return scaled.solution(taken, flow, prices, value, max(bound, value)), found.status == 0


def _asked(problem: Problem, least: Reals) -> Positions:
    """Return the cells for which a least grant is asked and something could be given."""
    gaining = problem.segments.use[:, 0] > 0
    return np.unique(problem.segments.cell[gaining & (least[problem.segments.cell] > 0)])


def _joined(
    problem: Problem, scaled: Scaled, cells: Positions, least: Reals
) -> tuple[csr_array, Reals, Reals]:
    """Return all constraints of the mixed programme with their lower and upper sides."""
    used, flow, right = scaled.constraints(problem)
    gaining = np.flatnonzero((problem.segments.use[:, 0] > 0) & (least[problem.segments.cell] > 0))
    place = np.searchsorted(cells, problem.segments.cell[gaining])
    width, n, m = len(scaled.gain), len(cells), len(gaining)
    edges = len(problem.pot)
    given = csr_array((scaled.use[gaining, 0], (place, gaining)), shape=(n, width))
    asked = csr_array((-least[cells] / scaled.size[0], (np.arange(n), np.arange(n))), shape=(n, n))
    each = csr_array((np.ones(m), (np.arange(m), gaining)), shape=(m, width))
    opened = csr_array((-np.ones(m), (np.arange(m), place)), shape=(m, n))
    rows = vstack(
        [
            hstack([used, flow, csr_array((used.shape[0], n))]),
            hstack([-given, csr_array((n, edges)), -asked]),
            hstack([each, csr_array((m, edges)), opened]),
        ],
        format="csr",
    )
    return rows, np.full(rows.shape[0], -np.inf), np.r_[right, np.zeros(n + m)]


def _nothing(problem: Problem) -> Solution:
    none = np.zeros(len(problem.pot))
    return Solution(np.zeros(0), none, np.zeros(len(problem.pots)), 0.0, 0.0)
