r"""One draw of the cascade forward: compiled loops over a tree in layout order.

    own(u, t) = m(u)·own(u, t−1) + s(u)·z(u, t)
    x(u, t)   = x(parent, t) + usual(u) + own(u, t) + Σ_k loss(u, k)·removed(pattern(u, k), t)

Both scenarios have the same own(u, t): they differ by what measures remove, and by nothing else.
"""

from collections.abc import Callable
from typing import TypeVar, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

_Function = TypeVar("_Function", bound=Callable[..., object])
Single = np.float32


def compiled(function: _Function) -> _Function:
    """Return a function compiled when first run, and kept on disk."""
    return cast("_Function", njit(cache=True, error_model="numpy")(function))


@compiled
def prepared(
    parents: NDArray[np.int64],
    state: NDArray[np.float64],
    severity: NDArray[np.float32],
    cost: NDArray[np.float32],
    cause: NDArray[np.int64],
    constant: NDArray[np.float32],
    steps: NDArray[np.float32],
    loss: NDArray[np.float32],
) -> None:
    """Write what steps usually lose, and each one's own now, into ``steps`` (4, nodes).

    Parameters
    ----------
    state : array (nodes)
        ln e now, as drawn.
    severity : array (columns, nodes)
        As drawn.
    cost, cause : arrays (columns)
        β of each column, and the cause that it counts for; -1 for none that measures act on.
    constant : array (nodes)
        α of the step.
    loss : array (causes, nodes)
        Written: β·d, at least 0.
    """
    loss[:] = 0
    for u in range(len(parents)):
        above = parents[u]
        if above < 0:
            steps[0, u], steps[1, u] = 0, 0
            continue
        usual = -constant[u]
        for k in range(len(cost)):
            lost = severity[k, u] * cost[k]
            usual -= lost
            if cause[k] >= 0:
                loss[cause[k], u] += lost
        for k in range(loss.shape[0]):
            loss[k, u] = max(loss[k, u], np.float32(0))
        steps[0, u] = usual
        steps[1, u] = np.float32(state[u] - state[above]) - usual


@compiled
def walked(
    parents: NDArray[np.int64],
    steps: NDArray[np.float32],
    chance: NDArray[np.float32],
    loss: NDArray[np.float32],
    pattern: NDArray[np.int32],
    removed: NDArray[np.float32],
    level: NDArray[np.float32],
) -> None:
    """Write ln e without (0) and with (1) measures into ``level`` (2, nodes, periods).

    Parameters
    ----------
    parents : positions (nodes)
        Parents stand before their children; -1 at roots, where ln e is 0.
    steps : array (4, nodes)
        usual, own now, m, s.
    chance : array (nodes, periods)
        Standard normal.
    loss, pattern : arrays (causes, nodes)
    removed : array (patterns, periods)
    """
    periods = chance.shape[1]
    gone = np.zeros(periods, dtype=np.float32)
    for u in range(len(parents)):
        above = parents[u]
        if above < 0:
            level[:, u] = 0
            continue
        gone[:] = 0
        for k in range(loss.shape[0]):
            which, lost = pattern[k, u], loss[k, u]
            if which > 0 and lost > 0:
                for t in range(periods):
                    gone[t] += lost * removed[which, t]
        usual, own, memory, noise = steps[0, u], steps[1, u], steps[2, u], steps[3, u]
        for t in range(periods):
            own = memory * own + noise * chance[u, t]
            step = usual + own
            level[0, u, t] = level[0, above, t] + step
            level[1, u, t] = level[1, above, t] + (step + gone[t])


@compiled
def exponential(value: np.float32) -> np.float32:
    """Return e to the power of a value between -16 and 16, to 1e-5 of it: by products alone."""
    part = min(max(value, np.float32(-16)), np.float32(16)) * np.float32(1 / 32)
    power = np.float32(1 / 720) * part + np.float32(1 / 120)
    power = power * part + np.float32(1 / 24)
    power = power * part + np.float32(1 / 6)
    power = power * part + np.float32(1 / 2)
    power = power * part + np.float32(1)
    power = power * part + np.float32(1)
    power = power * power
    power = power * power
    power = power * power
    power = power * power
    return power * power


@compiled
def tallied(
    level: NDArray[np.float32],
    weight: NDArray[np.float64],
    tier: NDArray[np.int64],
    starts: NDArray[np.int64],
    sums: NDArray[np.float64],
) -> None:
    """Add the weighted mean of e by tier into ``sums`` (2, tiers, periods).

    Parameters
    ----------
    weight, tier : arrays (entries)
        A node may count in several tiers: its entries are ``starts[u]`` to ``starts[u + 1]``.
    """
    periods = level.shape[2]
    e = np.zeros(periods, dtype=np.float32)
    for scenario in range(2):
        for u in range(level.shape[1]):
            for t in range(periods):
                e[t] = exponential(level[scenario, u, t])
            for entry in range(starts[u], starts[u + 1]):
                for t in range(periods):
                    sums[scenario, tier[entry], t] += weight[entry] * e[t]


@compiled
def taken_in(
    values: NDArray[np.float32],
    first: int,
    count: int,
    mean: NDArray[np.float32],
    squares: NDArray[np.float32],
) -> None:
    """Take the ``count``-th draw of values (2, nodes, periods) into running mean and squares.

    Periods before ``first`` are left out. Welford's way: nothing large is subtracted from another.
    """
    part = np.float32(1) / np.float32(count)
    for scenario in range(2):
        for u in range(values.shape[1]):
            for t in range(first, values.shape[2]):
                apart = values[scenario, u, t] - mean[scenario, u, t - first]
                moved = mean[scenario, u, t - first] + apart * part
                mean[scenario, u, t - first] = moved
                squares[scenario, u, t - first] += apart * (values[scenario, u, t] - moved)


@compiled
def risen(level: NDArray[np.float32], least: float, often: NDArray[np.int32]) -> None:
    """Count the nodes whose ln e is by more than ``least`` higher in the last period."""
    last = level.shape[2] - 1
    for u in range(level.shape[1]):
        if level[1, u, last] - level[0, u, last] > least:
            often[u] += 1


@compiled
def added(level: NDArray[np.float32], weight: float, total: NDArray[np.float32]) -> None:
    """Add weight · e of one task to the mean over tasks (2, nodes, periods)."""
    share = np.float32(weight)
    for scenario in range(2):
        for u in range(level.shape[1]):
            for t in range(level.shape[2]):
                total[scenario, u, t] += share * exponential(level[scenario, u, t])
