"""A text cut where marks on it begin and end, so that each piece is marked as one."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Mark:
    """Characters ``start`` to ``end`` of a text, changed in a ``direction``, under a number."""

    start: int
    end: int
    number: int
    direction: str


@dataclass(frozen=True)
class Segment:
    """A piece of text; ``numbers`` are the marks over it, ``ends`` those that end with it."""

    text: str
    numbers: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    direction: str = ""


def segments(text: str, marks: Sequence[Mark]) -> tuple[Segment, ...]:
    """Return the text in pieces, none lost; a mark beyond the text is cut, an empty one ignored.

    Examples
    --------
    >>> for piece in segments("不低於90%", [Mark(3, 6, 1, "laxer")]):
    ...     print(piece.text, piece.numbers)
    不低於 ()
    90% (1,)
    """
    inside = [mark for mark in (_within(mark, len(text)) for mark in marks) if mark]
    edges = {0, len(text)} | {edge for mark in inside for edge in (mark.start, mark.end)}
    cuts = sorted(edges)
    return tuple(_segment(text, start, end, inside) for start, end in pairwise(cuts))


def _within(mark: Mark, length: int) -> Mark | None:
    start, end = max(0, mark.start), min(length, mark.end)
    return Mark(start, end, mark.number, mark.direction) if start < end else None


def _segment(text: str, start: int, end: int, marks: Sequence[Mark]) -> Segment:
    over = [mark for mark in marks if mark.start <= start and end <= mark.end]
    return Segment(
        text[start:end],
        tuple(mark.number for mark in over),
        tuple(mark.number for mark in over if mark.end == end),
        over[0].direction if over else "",
    )
