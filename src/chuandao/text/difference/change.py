"""A change of one attribute between an upper and a lower clause, and the two sides compared."""

from dataclasses import dataclass
from functools import cached_property

from chuandao.text.commitment.commitment import Commitment, Found, specifics
from chuandao.text.numbers.quantities import Target
from chuandao.text.times.deadlines import Deadline


@dataclass(frozen=True)
class Change:
    """One attribute that differs; a side with nothing there is None.

    ``direction``: added, omitted, stricter, laxer, replaced, reversed. ``reason`` is a code of
    the message catalogue.
    """

    attribute: str
    direction: str
    reason: str
    upper: Found | None
    lower: Found | None


@dataclass(frozen=True)
class Side:
    """One clause of a pair: its words (plain form), where they begin, its commitments."""

    words: str
    start: int
    commitments: tuple[Commitment, ...]

    def found(self, name: str) -> tuple[Found, ...]:
        """Return the values of one field over all commitments, in order."""
        held = self._found.get(name)
        if held is None:
            held = tuple(value for item in self.commitments for value in getattr(item, name))
            self._found[name] = held
        return held

    @cached_property
    def _found(self) -> dict[str, tuple[Found, ...]]:
        return {}

    @cached_property
    def specifics(self) -> int:
        """How many specifics all commitments state."""
        return specifics(self.commitments)

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """All targets."""
        return tuple(target for item in self.commitments for target in item.measured)

    @cached_property
    def deadlines(self) -> tuple[Deadline, ...]:
        """All deadlines."""
        return tuple(deadline for item in self.commitments for deadline in item.dated)

    def said(self, found: Found) -> str:
        """Return the words of a value as the clause has them.

        Examples
        --------
        >>> Side("必須公開", 10, ()).said(Found("3", 10, 12))
        '必須'
        """
        return self.words[found.start - self.start : found.end - self.start]
