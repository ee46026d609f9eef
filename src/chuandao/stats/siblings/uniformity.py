"""Do targets that were handed to units follow what the units have, or are they all alike?

Two questions, two permutation tests (Good, Permutation, Parametric and Bootstrap Tests of
Hypotheses, 3rd ed., 2005; the count of Phipson & Smyth, 2010, 10.2202/1544-6115.1585), on
logarithms: x the targets, b the bases.

1. Do they vary less than in proportion? Under proportion the rates x/b have nothing to do with b,
   so a rate may stand with any unit: x* = b times the permuted rates. The statistic is the spread
   of log x; small is less.
2. Do they follow the base at all? Under no relation the targets may stand with any unit. The
   statistic is the covariance of log x and log b; large is more.
"""

from dataclasses import dataclass
from itertools import permutations
from math import factorial
from typing import Literal

import numpy as np
from scipy.stats import t as student

from chuandao.stats.smoothing.tree import Reals

Verdict = Literal["uniform", "tailored", "cannot_tell"]
_EXACT = 7  # all orders are tried up to so many units


@dataclass(frozen=True)
class Uniformity:
    """What was found of some targets.

    ``index``: 1 less the elasticity of targets to bases: 0 in proportion, 1 all equal; it may
    be below 0 (more than in proportion) or above 1 (against the base). ``low`` and ``high``
    bound it. ``p_proportion`` and ``p_relation``: of the two tests.
    """

    verdict: Verdict
    index: float
    low: float
    high: float
    p_proportion: float
    p_relation: float
    units: int


def uniformity(
    targets: Reals,
    bases: Reals,
    chance: np.random.Generator,
    *,
    level: float = 0.95,
    uniform_elasticity: float = 0.5,
    draws: int = 1999,
) -> Uniformity | None:
    """Return whether targets are uniform, tailored to their bases, or whether it cannot be told.

    Parameters
    ----------
    targets, bases : arrays of positive numbers, one a unit
        Targets that add up (households, mu, yuan) and the base they should follow (population,
        area, need). A rate (90 % everywhere) is uniform by its nature and does not belong here.
    chance : numpy Generator
        Used from eight units on; below, all orders are tried.
    level : float
    uniform_elasticity : float
        Uniform is said only where the elasticity lies between this and its negative with
        confidence (an equivalence test): never because a test failed to find a relation.
    draws : int

    Returns
    -------
    Uniformity or None
        None for fewer than three units, or where all bases are equal: there is nothing to follow.

    Examples
    --------
    >>> bases = np.array([2.0, 5.0, 9.0, 14.0, 30.0, 41.0])
    >>> uniformity(np.full(6, 3.0), bases, np.random.default_rng(1)).verdict
    'uniform'
    >>> uniformity(bases * 0.3, bases, np.random.default_rng(1)).verdict
    'tailored'
    >>> uniformity(np.full(3, 3.0), bases[:3], np.random.default_rng(1)).verdict
    'cannot_tell'
    """
    x, b = np.log(targets), np.log(bases)
    if len(x) < 3 or np.ptp(b) < 1e-9:  # noqa: PLR2004
        return None
    low, slope, high = _slope(x, b, level)
    orders = _orders(len(x), chance, draws)
    proportion = _p(_spread(b + (x - b)[orders]), _spread(x))
    relation = _p(-(x[orders] @ _centred(b)), -float(x @ _centred(b)))
    tail = 1 - level
    verdict: Verdict = "cannot_tell"
    if -uniform_elasticity < low and high < uniform_elasticity and proportion <= tail:
        verdict = "uniform"
    elif relation <= tail and low > 0:
        verdict = "tailored"
    return Uniformity(verdict, 1 - slope, 1 - high, 1 - low, proportion, relation, len(x))


def _slope(x: Reals, b: Reals, level: float) -> tuple[float, float, float]:
    """Return the slope of x on b between its bounds by Student's t."""
    apart = _centred(b)
    square = float(apart @ apart)
    slope = float(apart @ x) / square
    left = _centred(x) - slope * apart
    error = float(np.sqrt((left @ left) / (len(x) - 2) / square))
    half = float(student.ppf((1 + level) / 2, len(x) - 2)) * error
    return slope - half, slope, slope + half


def _centred(values: Reals) -> Reals:
    return np.asarray(values - values.mean())


def _spread(values: Reals) -> Reals:
    return np.asarray(np.std(values, axis=-1))


def _orders(count: int, chance: np.random.Generator, draws: int) -> np.ndarray:
    """Return all orders but the given one, where they are few, or random ones."""
    if factorial(count) <= factorial(_EXACT):
        return np.array(list(permutations(range(count))))[1:]
    return np.array([chance.permutation(count) for _ in range(draws)])


def _p(permuted: Reals, seen: Reals | float) -> float:
    """Return the share of orders, the given one included, with a statistic as small or smaller."""
    return float((np.sum(permuted <= np.asarray(seen) + 1e-9) + 1) / (len(permuted) + 1))
