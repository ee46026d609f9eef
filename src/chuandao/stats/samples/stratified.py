"""A random sample from strata in which every member has the same, known chance.

The sample is shared out in proportion to the sizes of the strata; the parts below one are given
by systematic sampling with a random start, so each stratum gets its exact share on average and
every member of the frame is drawn with probability count / size of the frame. Nothing known of
a member's state enters, which is what keeps the estimates without bias.

References
----------
Cochran, W. G. (1977). Sampling Techniques, 3rd ed. Wiley, sections 5.5 and 8.1.
Horvitz, D. G., & Thompson, D. J. (1952). A generalization of sampling without replacement from a
finite universe. Journal of the American Statistical Association, 47, 663-685.
10.1080/01621459.1952.10483446
"""

from collections.abc import Sequence

import numpy as np
from numpy.random import Generator

from chuandao.stats.smoothing.tree import Positions, Reals


def allocated(sizes: Sequence[int], count: int, random: Generator) -> tuple[int, ...]:
    """Return how many to draw from each stratum; on average its share of the count.

    Raises
    ------
    ValueError
        More are asked for than there are: a fault of the caller.

    Examples
    --------
    >>> allocated([10, 20, 30], 6, np.random.default_rng(1))
    (1, 2, 3)
    """
    total = sum(sizes)
    if not 0 <= count <= total:
        raise ValueError(count, total)
    if total == 0:
        return tuple(0 for _ in sizes)
    whole, rest = np.divmod(count * np.asarray(sizes, dtype=np.int64), total)
    order = random.permutation(len(sizes))
    start = random.integers(total)  # in parts of one, which are 1 / total each
    passed = np.concatenate([[0], np.cumsum(rest[order])]) + start
    one_more = np.diff(passed // total)
    found = whole.copy()
    found[order] += one_more
    return tuple(int(one) for one in found)


def drawn(strata: Sequence[int], count: int, random: Generator) -> Positions:
    """Return the positions drawn, in order, from members of which the stratum is given.

    Parameters
    ----------
    strata : sequence of int
        The stratum of each member, from 0 without gaps.
    count : int
    random : Generator

    Examples
    --------
    >>> drawn([0, 0, 1, 1], 2, np.random.default_rng(3)).tolist() in (
    ...     [0, 2], [0, 3], [1, 2], [1, 3])
    True
    """
    of = np.asarray(strata, dtype=np.int64)
    sizes = np.bincount(of) if len(of) else np.zeros(0, dtype=np.int64)
    numbers = allocated(sizes.tolist(), count, random)
    held = [
        random.choice(np.flatnonzero(of == stratum), number, replace=False)
        for stratum, number in enumerate(numbers)
    ]
    return np.sort(np.concatenate([*held, np.zeros(0, dtype=np.int64)])).astype(np.int64)


def weighted_mean(values: Reals, probability: Reals) -> float:
    """Return the mean of the frame that a sample tells: each value over its chance (Hajek).

    Examples
    --------
    >>> weighted_mean(np.array([1.0, 0.0]), np.array([0.5, 0.25])).__round__(4)
    0.3333
    """
    weight = 1.0 / probability
    return float((weight * values).sum() / weight.sum())
