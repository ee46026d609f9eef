"""Do the first digits of amounts follow the law of Benford, where it may be expected?

The first digit d of amounts that span several orders of magnitude has a share near
log10(1 + 1/d). Nothing like it holds for shares, scores, or amounts of one size.

References
----------
Hill, T. P. (1995). A statistical derivation of the significant-digit law. Statistical Science,
10(4), 354-363.
Nigrini, M. J. (2012). Benford's Law. Wiley, chapter 7 (mean absolute deviation: above .015
nonconformity).
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaincc

from chuandao.stats.smoothing.tree import Reals

_LAW = np.log10(1 + 1 / np.arange(1, 10))
_ENDS = (0.01, 0.99)
_HALF_FREEDOM = 4.0  # nine digits, eight of them free


@dataclass(frozen=True)
class FirstDigits:
    """First digits of amounts against the law.

    ``deviation``: mean absolute difference of shares; ``p_value``: of the chi-square test;
    ``digit``: the one most in excess, with its share and the share by the law.
    """

    amounts: int
    deviation: float
    p_value: float
    digit: int
    observed: float
    expected: float


def first_digits(amounts: Reals, *, least: int, magnitudes: float) -> FirstDigits | None:
    """Return how far first digits depart from the law.

    Parameters
    ----------
    amounts : array
        Those of 0 or below are left out.
    least : int
        Amounts below which nothing is told.
    magnitudes : float
        Orders of magnitude from the first to the 99th percentile below which the law is not to be
        expected.

    Examples
    --------
    >>> grown = 10 ** np.linspace(0, 5, 1000, endpoint=False)
    >>> first_digits(grown, least=300, magnitudes=3).deviation < 0.002
    True
    >>> first_digits(np.linspace(100, 900, 1000), least=300, magnitudes=3) is None
    True
    """
    positive = amounts[amounts > 0]
    if len(positive) < least:
        return None
    low, high = np.quantile(np.log10(positive), _ENDS)
    if high - low < magnitudes:
        return None
    power = np.log10(positive)
    leading = np.floor(10 ** (power - np.floor(power)) + 1e-9).astype(np.int64)
    count = np.bincount(np.clip(leading, 1, 9), minlength=10)[1:].astype(np.float64)
    share = count / count.sum()
    square = float(((share - _LAW) ** 2 / _LAW).sum()) * len(positive)
    digit = int(np.argmax(share - _LAW))
    return FirstDigits(
        len(positive),
        float(np.abs(share - _LAW).mean()),
        float(gammaincc(_HALF_FREEDOM, square / 2)),
        digit + 1,
        float(share[digit]),
        float(_LAW[digit]),
    )
