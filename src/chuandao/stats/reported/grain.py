"""The grain of reported figures: the steps in which they are written, and how round a figure is."""

import numpy as np

from chuandao.stats.smoothing.tree import Positions, Reals

_FINEST = 6
_COARSEST = 9
_CLOSE = 1e-6
_EXACT = 1e-12
_DIGITS = 12


def grain(values: Reals, share: float = 0.99) -> float:
    """Return the largest power of ten of which nearly all values are multiples.

    Examples
    --------
    >>> grain(np.array([12.5, 13.0, 14.2, 15.9])), grain(np.array([1200.0, 900.0, 3100.0]))
    (0.1, 100.0)
    """
    largest = float(np.abs(values).max(initial=0.0))
    finest = max(-_FINEST, int(np.ceil(np.log10(largest))) - _DIGITS) if largest > 0 else -_FINEST
    for power in range(max(_COARSEST, finest), finest, -1):
        step = 10.0**power
        whole = values / step
        near = np.abs(whole - np.round(whole)) <= _CLOSE + _EXACT * np.abs(whole)
        if np.any(np.round(whole) != 0) and float(near.mean()) >= share:
            return step
    return 10.0**finest


def steps(values: Reals, step: float) -> Positions:
    """Return values in whole steps, those between two of them rounded down.

    Examples
    --------
    >>> steps(np.array([0.3, 0.35, 1.0]), 0.1).tolist()
    [3, 3, 10]
    """
    return np.floor(values / step + _CLOSE).astype(np.int64)


def roundness(mark: int) -> int:
    """Return the largest 1 or 5 times a power of ten that divides a number of steps.

    Examples
    --------
    >>> [roundness(one) for one in (90, 85, 3200, 7, 50, 0)]
    [10, 5, 100, 1, 50, 1]
    """
    if mark == 0:
        return 1
    found = 1
    while mark % (found * 10) == 0:
        found *= 10
    return found * 5 if mark % (found * 5) == 0 else found
