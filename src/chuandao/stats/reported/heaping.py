"""Do figures end in a nought more often than in other digits (heaping)?

In steps of the grain at which they are written, the last digits 1-4 and 6-9 stand for what is to be
expected of 0: over several tens a density that changes slowly gives each the same. Fives are left
out: who rounds rounds to fives as well. So are the least and the largest figure and the commonest
round one: many stand at a bound (none, all) or at one plain value without having been rounded.

References
----------
Myers, R. J. (1940). Errors and bias in the reporting of ages in census data. Transactions of the
Actuarial Society of America, 41, 395-415 (last digits that are preferred).
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from chuandao.stats.smoothing.tree import Positions

_OTHERS = (1, 2, 3, 4, 6, 7, 8, 9)
_TEN = 10
_LEAST_EXPECTED = 5.0
_TENS = 2.0


@dataclass(frozen=True)
class Heaping:
    """Round figures against what the other last digits lead to expect; shares of all figures."""

    observed: float
    expected: float
    excess: float
    low: float
    high: float
    p_value: float


def heaping(figures: Positions) -> Heaping | None:
    """Return how many figures are multiples of ten steps, against the other last digits.

    Parameters
    ----------
    figures : array of int
        In steps of their grain.

    Returns
    -------
    Heaping or None
        None where figures lie within two tens (the density may change too fast), or fewer than five
        are to be expected of a digit.

    Examples
    --------
    Two hundred figures, twenty of each last digit, and sixty more that are round:

    >>> even = np.arange(301, 501)
    >>> found = heaping(np.concatenate([even, np.repeat(np.arange(310, 510, 10), 3)]))
    >>> found.observed, found.expected, round(found.excess, 2), found.p_value < 0.001
    (72.0, 19.875, 0.2, True)
    """
    total = len(figures)
    if not total or np.subtract(*np.quantile(figures, (0.75, 0.25))) < _TENS * _TEN:
        return None
    figures = _inner(figures)
    digits = np.bincount(np.abs(figures) % _TEN, minlength=_TEN).astype(np.float64)
    others = digits[list(_OTHERS)]
    expected = float(others.mean())
    if expected < _LEAST_EXPECTED:
        return None
    dispersion = max(1.0, float(others.var(ddof=1)) / expected)
    observed = float(digits[0])
    spread = dispersion * expected / len(others)
    p_value = float(ndtr(-(observed - expected) / np.sqrt(dispersion * expected + spread)))
    half = 1.96 * float(np.sqrt(dispersion * observed + spread))
    excess = observed - expected
    low, high = (excess - half) / total, (excess + half) / total
    return Heaping(observed, expected, excess / total, low, high, p_value)


def _inner(figures: Positions) -> Positions:
    """Return figures without the least, the largest, and the commonest round one."""
    inner = figures[(figures > figures.min()) & (figures < figures.max())]
    values, count = np.unique(inner[inner % _TEN == 0], return_counts=True)
    kept: Positions = inner[inner != values[np.argmax(count)]] if len(values) else inner
    return kept
