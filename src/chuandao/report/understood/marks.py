"""Where on the text each understood value stands, cut so that overlapping ones can be drawn."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil

from chuandao.cascade.tracing.understanding.understood import Understood
from chuandao.report.understood.common_form import forms_of
from chuandao.report.understood.envelope_values import envelope_spans
from chuandao.sources.documents.quality import quality_of
from chuandao.text.commitment.commitment import FIELDS

_SIGN = 0.72  # width of a sign in characters of the text
LANES = 6
"""Underlines that can stand one below the other; what is deeper shares the lowest."""


@dataclass(frozen=True)
class Mark:
    """Characters ``start`` to ``end`` read as ``value`` of a ``field``, underlined in a lane."""

    start: int
    end: int
    field: str
    value: str
    lane: int = 0


@dataclass(frozen=True)
class Piece:
    """A run of characters under the same marks, the outermost first.

    ``shift``: how many signs to the right its own signs begin, so as not to cover those before.
    """

    text: str
    start: int
    marks: tuple[Mark, ...] = ()
    shift: int = 0


def marks_of(document: Understood, language: str) -> tuple[Mark, ...]:
    """Return every mark on a document in the order of the text, each in its lane."""
    text = document.text
    found = [Mark(a, b, name, _line(text[a:b])) for name, a, b in envelope_spans(document)]
    found += [
        Mark(value.start, value.end, name, form)
        for clause in document.clauses
        for item in clause.commitments
        for name in FIELDS
        if (held := getattr(item, name))
        for value, form in zip(held, forms_of(item, name, language), strict=True)
    ]
    found += [Mark(d.start, d.end, "damaged", d.kind) for d in quality_of(text).damages]
    inside = [mark for mark in dict.fromkeys(found) if 0 <= mark.start < mark.end <= len(text)]
    return in_lanes(inside)


def in_lanes(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Return marks in lanes so that no two in a lane overlap, the shortest next to the text.

    Examples
    --------
    >>> [(m.field, m.lane) for m in in_lanes([Mark(0, 9, "a", ""), Mark(2, 4, "b", "")])]
    [('a', 1), ('b', 0)]
    """
    lanes: list[list[tuple[int, int]]] = [[] for _ in range(LANES - 1)]
    placed = []
    for mark in sorted(marks, key=lambda m: (m.end - m.start, m.start, m.field, m.value)):
        number = next((n for n, lane in enumerate(lanes) if _has_room(lane, mark)), LANES - 1)
        if number < LANES - 1:
            insort(lanes[number], (mark.start, mark.end))
        placed.append(Mark(mark.start, mark.end, mark.field, mark.value, number))
    return tuple(sorted(placed, key=lambda m: (m.start, -m.end, m.lane, m.field, m.value)))


def pieces(text: str, start: int, end: int, marks: Sequence[Mark]) -> tuple[Piece, ...]:
    """Return characters ``start`` to ``end`` of a text in pieces, none lost.

    Examples
    --------
    >>> [(p.text, len(p.marks)) for p in pieces("不低于90%", 0, 6, [Mark(3, 6, "targets", "")])]
    [('不低于', 0), ('90%', 1)]
    """
    near = sorted(
        (mark for mark in marks if mark.start < end and start < mark.end), key=lambda m: m.start
    )
    edges = {start, end} | {e for mark in near for e in (mark.start, mark.end) if start < e < end}
    return tuple(_shifted(_cut(text, sorted(edges), near)))


def _cut(text: str, edges: Sequence[int], near: Sequence[Mark]) -> Iterator[Piece]:
    """Yield the text between edges, going along the marks once."""
    over: list[Mark] = []
    at = 0
    for a, b in pairwise(edges):
        while at < len(near) and near[at].start <= a:
            over.append(near[at])
            at += 1
        over = [mark for mark in over if mark.end > a]
        marks = sorted(over, key=lambda mark: (-mark.lane, mark.start, mark.field, mark.value))
        yield Piece(text[a:b], a, tuple(marks))


def _shifted(cut: Iterable[Piece]) -> Iterator[Piece]:
    reach = 0.0
    for piece in cut:
        begun = sum(mark.start == piece.start for mark in piece.marks)
        shift = max(0, ceil((reach - piece.start) / _SIGN)) if begun else 0
        reach = piece.start + (shift + begun) * _SIGN if begun else reach
        yield replace(piece, shift=shift) if shift else piece


def _has_room(lane: Sequence[tuple[int, int]], mark: Mark) -> bool:
    """Return whether a lane, kept in order and without overlaps, is free where a mark stands."""
    at = bisect_left(lane, (mark.end, 0))
    return not at or lane[at - 1][1] <= mark.start


def _line(words: str) -> str:
    return " ".join(words.split())
