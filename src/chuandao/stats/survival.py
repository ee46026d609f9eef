"""How much is left after several steps: the product of the shares kept, with an honest interval.

References
----------
Kaplan, E. L., & Meier, P. (1958). Nonparametric estimation from incomplete observations. Journal of
the American Statistical Association, 53, 457-481. 10.1080/01621459.1958.10501452
Fay, M. P., Brittain, E. H., & Proschan, M. A. (2013). Pointwise confidence intervals for a survival
distribution with small samples or heavy censoring. Biostatistics, 14, 723-736.
10.1093/biostatistics/kxt016
"""

from collections.abc import Sequence
from dataclasses import dataclass

from scipy.special import betaincinv


@dataclass(frozen=True)
class Step:
    """One step: how many could have kept it, how many did, and what is left in all (0-1)."""

    at_risk: int
    kept: int
    share: float
    survival: float
    low: float
    high: float


def survival(steps: Sequence[tuple[int, int]], *, level: float = 0.95) -> tuple[Step, ...]:
    """Return what is left after every step, with bounds.

    Parameters
    ----------
    steps : sequence of (at risk, kept)
        In order. At risk are only those for whom it had not been lost before and of whom it is
        known whether they kept it; the others are censored. The steps end where nobody is at
        risk: nothing is known of what follows.
    level : float

    Notes
    -----
    The product-limit estimate of Kaplan and Meier over tiers in the place of time. The bounds
    are the beta product of Fay and others (2013), by the method of moments: for one step they
    are those of Clopper and Pearson, and they do not collapse where all kept it. Units are
    taken as independent; where the units of one county keep or lose it together they are too
    narrow.

    Examples
    --------
    >>> [(step.survival, round(step.low, 3), round(step.high, 3))
    ...  for step in survival([(4, 4), (10, 5)])]
    [(1.0, 0.398, 1.0), (0.5, 0.122, 0.813)]
    """
    tail = (1 - level) / 2
    left = 1.0
    lower, upper = (1.0, 1.0), (1.0, 1.0)  # first and second moments of the two products
    found = []
    for at_risk, kept in steps:
        if not at_risk:
            break
        left *= kept / at_risk
        lower = _times(lower, kept, at_risk - kept + 1)
        upper = _times(upper, kept + 1, at_risk - kept)
        low, high = _quantile(lower, tail), _quantile(upper, 1 - tail)
        found.append(Step(at_risk, kept, kept / at_risk, left, min(low, left), max(high, left)))
    return tuple(found)


def _times(moments: tuple[float, float], a: float, b: float) -> tuple[float, float]:
    """Multiply the moments by those of a beta variable; a or b of 0 puts it at an end."""
    first = a / (a + b)
    second = first * (a + 1) / (a + b + 1)
    return moments[0] * first, moments[1] * second


def _quantile(moments: tuple[float, float], at: float) -> float:
    """Return a quantile of the beta variable with these moments."""
    mean, square = moments
    variance = square - mean * mean
    if mean <= 0 or mean >= 1 or variance <= 0:
        return float(mean)
    size = mean * (1 - mean) / variance - 1
    return float(betaincinv(mean * size, (1 - mean) * size, at))
