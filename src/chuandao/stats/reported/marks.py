"""Do figures of any scale stand just above a pass mark more often than their neighbours say?

A count-bin density test. Bins are as wide as the figures' spread and number suggest (McCrary 2008:
two standard deviations over the root of their number), a whole number of the steps in which
figures are written, and begin at the mark. The counts of the other bins are followed by a
log-linear curve (over-dispersed Poisson); bins that hold a figure as round as the mark have a term
of their own (Kleven & Waseem 2013), so that round numbers are not taken for bunching. And the bin
above the mark must be fuller against the one below than the curve says: a natural peak is as
high below as above, while those who were lifted over a mark are missing below it.

References
----------
McCrary, J. (2008). Manipulation of the running variable in the regression discontinuity design: a
density test. Journal of Econometrics, 142(2), 698-714.
Kleven, H. J., & Waseem, M. (2013). Using notches to uncover optimization frictions and structural
elasticities. Quarterly Journal of Economics, 128(2), 669-723.
Kleven, H. J. (2016). Bunching. Annual Review of Economics, 8, 435-464.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import ndtr

from chuandao.stats.bunching import Counterfactual, counterfactual
from chuandao.stats.reported.grain import grain, roundness, steps
from chuandao.stats.reported.heaping import heaping
from chuandao.stats.smoothing.tree import Positions, Reals

_NORMAL_IQR = 1.349
_REACH = 15
_MISSING = 2
_LEAST_BINS = 8
_LEAST_HEAPS = 2
_LEAST_A_SIDE = 2
_LEAST_AT_BOUND = 5
_TAIL = 0.05
_Z95 = 1.959963984540054
Reason = Literal["few_values", "far", "round"]


@dataclass(frozen=True)
class AtMark:
    """Figures just above a mark against what the curve says.

    Attributes
    ----------
    observed, expected, below : float
        Figures in the bin above the mark, those expected there, and those in the bin below.
    excess, low, high : float
        Observed less expected as a share of all figures, with 95 % bounds.
    p_value : float
        The larger of two: that so many stand above, and that so many more than below.
    width : float
        Of a bin, in the figures' own unit.
    """

    observed: float
    expected: float
    below: float
    excess: float
    low: float
    high: float
    p_value: float
    width: float


@dataclass(frozen=True)
class _Bins:
    """Counts of bins from ``-_REACH`` to ``_REACH``; which hold figures as round as the mark."""

    count: Reals
    round: Reals
    total: int

    @property
    def index(self) -> Positions:
        return np.arange(-_REACH, _REACH + 1)

    @property
    def heaps(self) -> int:
        """Bins away from the mark with figures, some of which may be as round as the mark.

        Those at the ends of the range do not count: what stands at a bound was not rounded.
        """
        inner = _used(self)
        filled = np.flatnonzero(self.count)
        inner[filled[[0, -1]] if len(filled) else filled] = False
        return int(np.count_nonzero((self.round > 0) & (self.count > 0) & inner))


def at_mark(figures: Reals, mark: float, *, least: int) -> AtMark | Reason:
    """Return the excess of figures just above a mark, or why it cannot be told.

    Parameters
    ----------
    figures : array
    mark : float
    least : int
        Figures below which nothing is told.

    Returns
    -------
    AtMark or str
        ``few_values``; ``far``: too few figures on either side of the mark to draw a curve;
        ``round``: the excess goes when figures exactly at the mark are left out, figures of this
        series are rounded, and no other number in reach is as round as the mark.

    Examples
    --------
    Scores spread evenly from 40 to 80, and twelve of those below 60 lifted to 60:

    >>> even = np.repeat(np.arange(40.0, 80.0, 0.5), 4)
    >>> found = at_mark(np.where((even >= 58) & (even < 60), 60.0, even), 60.0, least=60)
    >>> found.observed > 2 * found.expected, found.p_value < 0.001
    (True, True)
    >>> at_mark(even, 60.0, least=60).p_value > 0.2
    True
    """
    if len(figures) < least:
        return "few_values"
    step = grain(figures)
    at = int(np.ceil(mark / step - 1e-6))
    whole = steps(figures, step)
    width = max(1, int(np.ceil(bin_width(figures) / step - 1e-6)))
    bins = _bins(whole, at, width, roundness(at))
    found = _tested(bins, width * step)
    if found is None:
        return "far"
    if found.p_value <= _TAIL and _may_be_rounding(bins, whole, at, width):
        left = whole[whole != at]
        again = _tested(_bins(left, at, width, roundness(at)), width * step)
        return "round" if again is None or again.p_value > _TAIL else found
    return found


def bin_width(figures: Reals) -> float:
    """Return the width of a bin that the figures' spread and number suggest.

    Examples
    --------
    >>> round(bin_width(np.arange(0.0, 100.0)), 2)
    7.34
    """
    spread = float(np.subtract(*np.quantile(figures, (0.75, 0.25)))) / _NORMAL_IQR
    return 2 * spread / float(np.sqrt(len(figures)))


def _bins(whole: Positions, at: int, width: int, round_to: int) -> _Bins:
    place = (whole - at) // width
    inside = place[np.abs(place) <= _REACH] + _REACH
    count = np.bincount(inside, minlength=2 * _REACH + 1).astype(np.float64)
    first = at + np.arange(-_REACH, _REACH + 1) * width
    holds = (-first) % round_to < width
    every = width >= round_to
    rounds = np.zeros(len(first)) if every else holds.astype(np.float64)
    return _Bins(count, rounds, len(whole))


def _used(bins: _Bins) -> np.ndarray:
    """Return which bins the curve is drawn through: filled range, without those about the mark."""
    index, filled = bins.index, np.flatnonzero(bins.count)
    if not len(filled):
        return np.zeros(len(index), dtype=bool)
    first, last = _ends(bins.count, filled)
    within = (index >= index[first]) & (index <= index[last])
    used: np.ndarray = ((index < -_MISSING) | (index > 0)) & within
    return used


def _ends(count: Reals, filled: Positions) -> tuple[int, int]:
    """Return the first and last bin of the curve.

    A density falls towards its ends: an end with figures in number that is fuller than the bin
    beside it is a bound (none, all), where figures pile up that would lie beyond.
    """
    first, last = int(filled[0]), int(filled[-1])
    if last > first:
        first += bool(count[first] > max(count[first + 1], _LEAST_AT_BOUND - 1))
        last -= bool(count[last] > max(count[last - 1], _LEAST_AT_BOUND - 1))
    return first, last


def _tested(bins: _Bins, width: float) -> AtMark | None:
    index, count, used = bins.index, bins.count, _used(bins)
    sides = [np.count_nonzero(count[used & side]) for side in (index < 0, index > 0)]
    if min(sides) < _LEAST_A_SIDE or sum(sides) < _LEAST_BINS:
        return None
    x = index / _REACH
    terms = [np.ones_like(x), x, x**2, x**3]
    if bins.heaps >= _LEAST_HEAPS:
        terms.append(bins.round)
    design = np.column_stack(terms)
    fitted = counterfactual(design[used], count[used], design[[_REACH, _REACH - 1]])
    return _compared(bins, fitted, width)


def _compared(bins: _Bins, fitted: Counterfactual, width: float) -> AtMark:
    above, below = float(bins.count[_REACH]), float(bins.count[_REACH - 1])
    expected, variance = float(fitted.expected[0]), float(fitted.variance[0])
    excess = above - expected
    p_excess = float(ndtr(-excess / np.sqrt(expected + variance)))
    share = max(0.5, expected / max(expected + float(fitted.expected[1]), 1e-9))
    both = above + below
    spread = np.sqrt(max(fitted.dispersion * share * (1 - share) * both, 1e-9))
    p_side = float(ndtr(-(above - share * both) / spread))
    half = _Z95 * float(np.sqrt(above + variance))
    total = bins.total
    bounds = ((excess - half) / total, (excess + half) / total)
    return AtMark(above, expected, below, excess / total, *bounds, max(p_excess, p_side), width)


def _may_be_rounding(bins: _Bins, whole: Positions, at: int, width: int) -> bool:
    """Return whether the mark is rounder than all about it and the figures tend to be rounded."""
    if width >= roundness(at) or bins.heaps >= _LEAST_HEAPS:
        return False
    away = whole[(whole < at - _MISSING * width) | (whole >= at + width)]
    found = heaping(away)
    return found is None or found.p_value <= _TAIL
