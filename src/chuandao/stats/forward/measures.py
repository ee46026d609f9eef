r"""Which measures act on which step, and how much of a loss is gone period by period.

    left(p, t) = Π_e (1 − s(e)·φ(e, t)) ^ count(p, e),      φ(e, t) = min(1, t / delay(e))

A *pattern* p is a set of effects that act together on a step and cause. Steps are many, patterns
few: what is left is worked out once for each pattern.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chuandao.stats.smoothing.tree import Positions, Reals

Patterns = NDArray[np.int32]
Singles = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Measures:
    """What is done where.

    Attributes
    ----------
    pattern : array (causes, nodes)
        Which pattern acts on the step to each node; 0 is none.
    counts : array (patterns, effects)
        How often each effect is in each pattern.
    """

    pattern: Patterns
    counts: Reals

    def removed(self, share: Reals, working: Reals) -> Singles:
        """Return the share of a loss that is gone, by pattern and period.

        Parameters
        ----------
        share : array (effects)
            What each removes once all of it works; below 1.
        working : array (effects, periods)
            How much of each works by then (0-1): see `phased`.

        Examples
        --------
        Two measures of one half each leave a quarter, once both work:

        >>> held = measures_of([(0, 0, [1]), (0, 1, [1])], causes=1, nodes=2, effects=2)
        >>> held.removed(np.array([0.5, 0.5]), phased(np.array([1.0, 2.0]), 2))[1].tolist()
        [0.625, 0.75]
        """
        kept = self.counts @ np.log1p(-share[:, None] * working)
        return (-np.expm1(kept)).astype(np.float32)


def phased(delay: Reals, periods: int) -> Reals:
    """Return how much of each effect works at the end of each period: in proportion to time.

    Parameters
    ----------
    delay : array (effects)
        Periods until all of it works; 0: at once.
    periods : int

    Examples
    --------
    >>> phased(np.array([0.0, 4.0]), 5).tolist()
    [[1.0, 1.0, 1.0, 1.0, 1.0], [0.25, 0.5, 0.75, 1.0, 1.0]]
    """
    time = np.arange(1, periods + 1)
    working: Reals = np.minimum(time / np.maximum(delay, 1e-9)[:, None], 1.0)
    return working


def measures_of(
    touches: Sequence[tuple[int, int, Sequence[int] | Positions]],
    *,
    causes: int,
    nodes: int,
    effects: int,
) -> Measures:
    """Return what acts on each step.

    Parameters
    ----------
    touches : sequence of (cause, effect, nodes)
        An effect may act on a node several times.
    """
    pattern, rows, count = np.zeros((causes, nodes), dtype=np.int32), [np.zeros((1, effects))], 1
    for cause in range(causes):
        acts: dict[int, list[Positions]] = {}
        for one, effect, on in touches:
            if one == cause:
                acts.setdefault(effect, []).append(np.asarray(on, dtype=np.int64))
        label, known = _joint({e: np.concatenate(on) for e, on in acts.items()}, nodes, effects)
        some = known.any(axis=1)
        place = np.where(some, np.cumsum(some) - 1 + count, 0)
        pattern[cause] = place[label]
        rows.append(known[some])
        count += int(some.sum())
    return Measures(pattern, np.concatenate(rows))


def _joint(acts: Mapping[int, Positions], nodes: int, effects: int) -> tuple[Positions, Reals]:
    """Return for each node which combination acts on it, and the combinations."""
    label, known = np.zeros(nodes, dtype=np.int64), np.zeros((1, effects))
    for effect in sorted(acts):
        times = np.bincount(acts[effect], minlength=nodes)
        most = int(times.max()) + 1
        seen, label = np.unique(label * most + times, return_inverse=True)
        known = known[seen // most]
        known[:, effect] = seen % most
    return label, known
