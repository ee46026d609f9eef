"""A problem of matching in units in which its figures are near 1, and back."""

import numpy as np
from scipy.sparse import csr_array

from chuandao.stats.matching.problem import Problem, Solution
from chuandao.stats.smoothing.tree import Reals


class Scaled:
    """A problem in units in which the figures are near 1.

    Attributes
    ----------
    size : array (kinds,)
        What is 1 of each kind.
    worth : float
        The gain that is 1.
    use, gain, pots
        Those of the problem, scaled.
    """

    def __init__(self, problem: Problem) -> None:
        use, gain = problem.segments.use, problem.segments.gain
        count = np.maximum((use != 0).sum(0), 1)
        self.size = np.where(np.any(use != 0, axis=0), np.abs(use).sum(0) / count, 1.0)
        self.worth = float(np.abs(gain[gain != 0]).mean()) if np.any(gain) else 1.0
        self.use, self.gain = use / self.size, gain / self.worth
        self._edge = self.size[problem.market % problem.kinds]
        self._pot = np.ones(len(problem.pots))
        self._pot[problem.pot] = self._edge
        self.pots = problem.pots / self._pot

    def constraints(self, problem: Problem) -> tuple[csr_array, csr_array, Reals]:
        """Return the constraints of the problem (`Problem.rows`), scaled."""
        used, flow, right = problem.rows()
        across = np.r_[np.tile(self.size, len(problem.gives) // problem.kinds), self._pot]
        used.data /= np.repeat(across, np.diff(used.indptr))
        scaled: Reals = right / across
        return used, flow, scaled

    def widest(self) -> Reals:
        """Return the upper bounds of segments and edges."""
        bounds: Reals = np.r_[np.ones(len(self.gain)), np.full(len(self._edge), np.inf)]
        return bounds

    def inward(self, prices: Reals) -> Reals:
        """Return prices of the pots in scaled units."""
        return np.asarray(prices * self._pot / self.worth)

    def bound(self, problem: Problem, prices: Reals) -> float:
        """Return what no plan can surpass, by scaled prices of the pots (Lagrange's bound)."""
        market = problem.market_prices(prices).reshape(-1, problem.kinds)
        cost = (self.use * market[problem.segments.group]).sum(1)
        surplus = np.maximum(self.gain - cost, 0.0).sum()
        return float((surplus + self.pots @ prices) * self.worth)

    def solution(
        self, taken: Reals, flow: Reals, prices: Reals, value: float, bound: float
    ) -> Solution:
        """Return a solution in the units of the problem."""
        back = prices * self.worth / self._pot
        return Solution(taken, np.maximum(flow, 0.0) * self._edge, back, value, bound)
