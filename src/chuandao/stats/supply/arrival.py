"""How long things take to arrive, with what is still under way counted as such.

References
----------
Kaplan, E. L., & Meier, P. (1958). Nonparametric estimation from incomplete observations. Journal of
the American Statistical Association, 53, 457-481. 10.1080/01621459.1958.10501452
Therneau, T. M., & Grambsch, P. M. (2000). Modeling Survival Data. Springer.
10.1007/978-1-4757-3294-8
"""

import numpy as np
from scipy.special import ndtr

from chuandao.stats.smoothing.tree import Reals

_EXACT = 1e-12
_TO_DEVIATION = 1.4826  # of the median absolute deviation, for normal errors


def arrival_curve(days: Reals, arrived: Reals) -> tuple[Reals, Reals]:
    """Return the days on which something arrived, and the share not arrived after each.

    Parameters
    ----------
    days : array
        From announcement to arrival, or to the day of the checkup for what is under way.
    arrived : array of 0 or 1
        0 for what is under way: it is known to take longer (censored), not how long.

    Examples
    --------
    >>> curve = arrival_curve(np.array([10.0, 20.0, 20.0, 50.0]), np.array([1.0, 1.0, 0.0, 1.0]))
    >>> curve[0].tolist(), curve[1].tolist()
    ([10.0, 20.0, 50.0], [0.75, 0.5, 0.0])
    """
    times = np.unique(days[arrived > 0])
    at_risk = len(days) - np.searchsorted(np.sort(days), times, side="left")
    came = np.searchsorted(np.sort(days[arrived > 0]), times, side="right")
    events = np.diff(came, prepend=0)
    left = np.cumprod(1.0 - events / np.maximum(at_risk, 1)).astype(np.float64)
    return times, left


def days_until(days: Reals, arrived: Reals, share: float) -> float | None:
    """Return after how many days this share had arrived (Kaplan-Meier); None if it never has yet.

    Where exactly this share arrives on one day, any day up to the next arrival is as good: the
    middle between them counts, as for the median of an even number (Therneau & Grambsch 2000).

    Examples
    --------
    >>> days_until(np.array([10.0, 20.0, 20.0, 50.0]), np.array([1.0, 1.0, 0.0, 1.0]), 0.5)
    35.0
    >>> days_until(np.array([10.0, 20.0, 50.0]), np.ones(3), 0.5)
    20.0
    >>> days_until(np.array([10.0, 90.0, 90.0]), np.array([1.0, 0.0, 0.0]), 0.5) is None
    True
    """
    times, left = arrival_curve(days, arrived)
    reached = np.flatnonzero(left <= 1 - share + _EXACT)
    if not len(reached):
        return None
    first = int(reached[0])
    exactly = abs(left[first] - (1 - share)) <= _EXACT and first + 1 < len(times)
    return float((times[first] + times[first + 1]) / 2 if exactly else times[first])


def spread_of_logs(groups: list[Reals]) -> float:
    """Return the usual spread of log days within groups, hardly moved by a few odd ones.

    Examples
    --------
    >>> round(spread_of_logs([np.array([1.0, 2.0, 4.0]), np.array([10.0, 20.0, 400.0])]), 3)
    1.326
    """
    parts = [np.log(np.maximum(one, 1.0)) for one in groups if len(one) > 1]
    if not parts:
        return float("nan")
    apart = np.concatenate([one - one.mean() for one in parts])
    free = sum(len(one) - 1 for one in parts) / len(apart)
    return float(_TO_DEVIATION * np.median(np.abs(apart)) / np.sqrt(free))


def longer_than(days: Reals, usual: float, spread: float) -> float:
    """Return how probable days so long are where the middle of their kind takes no longer (p).

    Parameters
    ----------
    days : array
        Those under way with the days that have passed: too few, so the test errs to caution.
    usual : float
        Days in the middle of the kind, or allowed by rule.
    spread : float
        Of log days (`spread_of_logs`).

    Notes
    -----
    A one-sided z test of the mean of log days. One long wait among short ones moves it little; a
    caller should ask besides that the median be long.

    Examples
    --------
    >>> round(longer_than(np.array([40.0, 60.0, 35.0, 50.0, 45.0]), 30.0, 0.6), 3)
    0.063
    """
    z = (float(np.mean(np.log(np.maximum(days, 1.0)))) - np.log(usual)) / spread
    return float(ndtr(-z * np.sqrt(len(days))))
