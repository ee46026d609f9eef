"""How many true links are among the first k candidates of a clause, by probability."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

FIRST = (1, 3, 5, 10)
Judged = tuple[NDArray[np.bool_], NDArray[np.float64]]  # what is linked, how probable it is


def recalls(blocks: Iterable[Judged], axis: int) -> list[float]:
    """Return the share of true links among the first k of each clause, for every k of `FIRST`.

    Parameters
    ----------
    blocks : iterable of (linked, probability), arrays (uppers, lowers)
    axis : int
        0: among the upper clauses of each lower one; 1: the reverse.
    """
    places = []
    for linked, probability in blocks:
        order = np.argsort(-probability, axis=axis, kind="stable")
        place = np.argsort(order, axis=axis, kind="stable")
        places.append(place[linked])
    found = np.concatenate([*places, np.zeros(0)])
    return [float(np.mean(found < k)) if len(found) else 0.0 for k in FIRST]


def as_words(blocks: list[Judged]) -> str:
    """Return both recalls as words."""
    sides = (("of the lower", 0), ("of the upper", 1))
    told = [(side, recalls(blocks, axis)) for side, axis in sides]
    return "   ".join(f"{side} {' '.join(f'{r:.3f}' for r in found)}" for side, found in told)
