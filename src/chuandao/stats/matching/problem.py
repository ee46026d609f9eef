"""The problem of matching: segments that draw on pots, each pot open to some groups of cells."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from chuandao.stats.matching.segments import Segments
from chuandao.stats.smoothing.tree import Positions, Reals


@dataclass(frozen=True, eq=False)
class Problem:
    """Which segments to take so that the gain is greatest and no pot is overdrawn.

    Attributes
    ----------
    segments : Segments
    pots : array (pots,)
        What each pot holds; money that is given up comes on top.
    pot, market : positions (edges,)
        Which pot may give to which market; the market of kind k in group g is g × kinds + k.
    gives : array (markets,), bool
        Markets that give to their pot instead (their segments have negative use).
    """

    segments: Segments
    pots: Reals
    pot: Positions
    market: Positions
    gives: NDArray[np.bool_]

    @property
    def kinds(self) -> int:
        """How many kinds there are."""
        return int(self.segments.use.shape[1])

    @property
    def sign(self) -> Reals:
        """1 for an edge from a pot to a market, -1 for one from a market to its pot."""
        return np.where(self.gives[self.market], -1.0, 1.0)

    def rows(self) -> tuple[csr_array, csr_array, Reals]:
        """Return the constraints on segments, on edges, and their right-hand sides.

        First a row a market (what is used there comes over its edges), then a row a pot.
        """
        used, edges = self._used(), len(self.pot)
        markets, pots = len(self.gives), len(self.pots)
        at = np.arange(edges)
        flow = csr_array(
            (np.r_[-self.sign, self.sign], (np.r_[self.market, markets + self.pot], np.r_[at, at])),
            shape=(markets + pots, edges),
        )
        return used, flow, np.r_[np.zeros(markets), self.pots]

    def _used(self) -> csr_array:
        segment, kind = np.nonzero(self.segments.use)
        row = self.segments.group[segment] * self.kinds + kind
        shape = (len(self.gives) + len(self.pots), len(self.segments))
        return csr_array((self.segments.use[segment, kind], (row, segment)), shape=shape)

    def market_prices(self, prices: Reals) -> Reals:
        """Return the price in each market at given prices of the pots: the cheapest pot's.

        A market that gives has the price of its pot. Of several the bound needs the dearest.
        """
        found = np.where(self.gives, 0.0, np.inf)
        np.minimum.at(found, *self._side(gives=False, prices=prices))
        np.maximum.at(found, *self._side(gives=True, prices=prices))
        return np.where(np.isfinite(found), found, _NO_POT)

    def _side(self, *, gives: bool, prices: Reals) -> tuple[Positions, Reals]:
        held = self.gives[self.market] == gives
        return self.market[held], prices[self.pot[held]]


_NO_POT = 1e300  # a market that no pot is open to


@dataclass(frozen=True, eq=False)
class Solution:
    """What to take, and the proof of how good it is.

    Attributes
    ----------
    taken : array (segments,)
        Share of each segment.
    flow : array (edges,)
        What goes over each edge.
    prices : array (pots,)
        What one more of a pot would gain (影子價格).
    value, bound : float
        The gain, and what no plan can surpass.
    """

    taken: Reals
    flow: Reals
    prices: Reals
    value: float
    bound: float

    @property
    def gap(self) -> float:
        """How far below the bound the gain is, relative to the bound."""
        return max(self.bound - self.value, 0.0) / max(abs(self.bound), 1e-300)
