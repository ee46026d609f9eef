"""How many there were in all, judged by the serial numbers that were seen (German tanks).

References
----------
Goodman, L. A. (1952). Serial number analysis. Journal of the American Statistical Association,
47(260), 622-634.
Höhle, M. & Held, L. (2006). Bayesian estimation of the size of a population. Technical report,
Ludwig-Maximilians-Universität München.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import exp, lgamma

_FARTHEST = 10**9


@dataclass(frozen=True)
class SerialEstimate:
    """An estimate of how many serial numbers were given out.

    Attributes
    ----------
    seen, largest : int
        Distinct numbers seen and the largest of them.
    estimate : float
        Minimum-variance unbiased estimate of the total, m + m/k - 1.
    low, high : int
        Bounds of the total.
    """

    seen: int
    largest: int
    estimate: float
    low: int
    high: int

    @property
    def unseen(self) -> tuple[float, int, int]:
        """How many were not seen: estimate, low, high."""
        return self.estimate - self.seen, self.low - self.seen, self.high - self.seen


def estimate_total(numbers: Iterable[int], *, level: float = 0.95) -> SerialEstimate:
    """Return how many numbers there were in all, if 1, 2, 3 … were given out and some seen.

    Parameters
    ----------
    numbers : iterable of int
        The numbers seen, from 1; repeats count once. At least one.
    level : float
        Least share of cases in which the bounds hold the true total.

    Notes
    -----
    With k of N numbers seen, every choice of k equally likely, the largest m has
    P(M ≤ m | N) = C(m, k) / C(N, k). The bounds hold every N that neither tail of
    (1 - level) / 2 rejects: an exact interval, which covers at least as often as stated.
    Whoever collects documents by topic does not draw them at random; the interval does not
    know that.

    Examples
    --------
    >>> found = estimate_total([18, 3, 11, 27])
    >>> found.estimate, found.low, found.high
    (32.75, 27, 65)
    """
    distinct = {int(number) for number in numbers}
    if not distinct or min(distinct) < 1 or not 0 < level < 1:
        raise ValueError(
            f"numbers from 1 and a level within 0-1 are needed, not {distinct}, {level}"
        )
    k, m = len(distinct), max(distinct)
    tail = (1 - level) / 2
    return SerialEstimate(k, m, m + m / k - 1, _low(m, k, tail), _high(m, k, tail))


def _share(m: int, total: int, k: int) -> float:
    """Return C(m, k) / C(total, k): the chance that none of k numbers is above m."""
    if m < k:
        return 0.0
    return exp(lgamma(m + 1) - lgamma(m - k + 1) - lgamma(total + 1) + lgamma(total - k + 1))


def _low(m: int, k: int, tail: float) -> int:
    """Return the least total, from m on, under which a largest of m or more is not too rare."""
    return _first(m, lambda total: 1 - _share(m - 1, total, k) > tail)


def _high(m: int, k: int, tail: float) -> int:
    """Return the greatest total under which a largest of m or less is not too rare."""
    return _first(m, lambda total: _share(m, total, k) <= tail) - 1


def _first(start: int, holds: Callable[[int], bool]) -> int:
    """Return the first whole number from ``start`` on for which a monotone claim holds."""
    if holds(start):
        return start
    below, above = start, start + 1
    while not holds(above):
        below, above = above, min(2 * above, _FARTHEST)
        if below == _FARTHEST:
            return _FARTHEST
    while above - below > 1:
        middle = (below + above) // 2
        below, above = (below, middle) if holds(middle) else (middle, above)
    return above
