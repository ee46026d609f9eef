"""How far a target moves from tier to tier, and whether the parts of a total add up to it."""

from collections.abc import Iterable
from typing import Literal

Allocation = Literal["shortfall", "fits", "over"]


def stricter_by(above: float, here: float, *, small_is_strict: bool) -> float | None:
    """Return the change as a share of the value above, positive where it became stricter.

    None where the value above is 0: no share of nothing can be told.

    Examples
    --------
    >>> stricter_by(12, 15, small_is_strict=False), stricter_by(3, 2, small_is_strict=True)
    (0.25, 0.3333333333333333)
    >>> stricter_by(0, 2, small_is_strict=True) is None
    True
    """
    if above == 0:
        return None
    change = (here - above) / abs(above)
    return -change + 0.0 if small_is_strict else change


def share_given(total: float, parts: Iterable[float]) -> float | None:
    """Return the sum of the parts over the total; None where the total is 0.

    Examples
    --------
    >>> share_given(30000, [9000, 13000, 8000])
    1.0
    """
    return sum(sorted(parts)) / total if total else None


def allocation(share: float, least: float, most: float) -> Allocation:
    """Return whether what was given out falls short of a total, fits it, or exceeds it.

    Examples
    --------
    >>> [allocation(share, 0.95, 1.05) for share in (0.9, 0.95, 1.05, 1.2)]
    ['shortfall', 'fits', 'fits', 'over']
    """
    return "shortfall" if share < least else "over" if share > most else "fits"
