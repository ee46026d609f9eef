"""How far the values read out of clauses agree with the values that a person marked.

A value found and a value marked agree when their places overlap by at least half of the shorter
one and a third of the longer one (for ``action`` and ``object``: half of the longer one) and,
where the field has a common form, the common forms are the same. Each value is used once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

_WORDED = frozenset({"action", "object"})  # fields whose values must overlap more


@dataclass(frozen=True)
class Placed:
    """A value with its place; ``form``: what must be the same besides the place, or empty."""

    start: int
    end: int
    form: str = ""


@dataclass(frozen=True)
class Count:
    """How many values were found, marked, and right; counts add up.

    Examples
    --------
    >>> total = Count(8, 10, 8) + Count(2, 0, 0)
    >>> total.precision, total.recall, round(total.f1, 3)
    (0.8, 0.8, 0.8)
    """

    found: int = 0
    marked: int = 0
    right: int = 0

    def __add__(self, other: "Count") -> "Count":
        """Return the sum of two counts."""
        return Count(self.found + other.found, self.marked + other.marked, self.right + other.right)

    @property
    def precision(self) -> float:
        """Share of the values found that are right; 1 where nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the values marked that were found; 1 where nothing was marked."""
        return self.right / self.marked if self.marked else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.found + self.marked
        return 2 * self.right / both if both else 1.0


def agreement(
    field: str, found: Sequence[Placed], marked: Sequence[Placed]
) -> tuple[Count, list[Placed], list[Placed]]:
    """Return the count of one field, what was found wrongly and what was missed.

    Examples
    --------
    >>> count, wrong, missed = agreement("lead", [Placed(0, 4), Placed(9, 12)], [Placed(0, 5)])
    >>> count.right, wrong, missed
    (1, [Placed(start=9, end=12, form='')], [])
    """
    pairs = sorted(
        (-_overlap(f, m), i, j)
        for i, f in enumerate(found)
        for j, m in enumerate(marked)
        if _agree(field, f, m)
    )
    used: set[int] = set()
    met: set[int] = set()
    for _, i, j in pairs:
        if i not in used and j not in met:
            used.add(i)
            met.add(j)
    wrong = [value for i, value in enumerate(found) if i not in used]
    missed = [value for j, value in enumerate(marked) if j not in met]
    return Count(len(found), len(marked), len(used)), wrong, missed


def _overlap(one: Placed, other: Placed) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _agree(field: str, one: Placed, other: Placed) -> bool:
    shorter, longer = sorted((one.end - one.start, other.end - other.start))
    both = _overlap(one, other)
    least = longer / 2 if field in _WORDED else max(shorter / 2, longer / 3)
    return both >= max(least, shorter / 2) and both > 0 and one.form == other.form
