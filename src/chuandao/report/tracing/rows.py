"""A pair of documents as rows to be read from top to bottom, without a script or a screen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chuandao.report.tracing.model import Block, Pair, Status, TraceView
from chuandao.report.tracing.records import Change, Link
from chuandao.report.tracing.segments import Mark, Segment, segments


@dataclass(frozen=True)
class End:
    """An accepted link seen from its upper clause, its changes numbered from ``first``."""

    link: Link
    first: int
    path: str
    segments: tuple[Segment, ...]

    @property
    def changes(self) -> tuple[tuple[int, Change], ...]:
        """The changes with the numbers they are marked by."""
        return tuple(enumerate(self.link.changes, self.first))


@dataclass(frozen=True)
class Row:
    """An upper clause and everything of a pair that hangs on it."""

    block: Block
    status: Status | None
    segments: tuple[Segment, ...]
    ends: tuple[End, ...]
    alternatives: tuple[tuple[str, Link], ...]


def rows(view: TraceView, pair: Pair) -> tuple[Row, ...]:
    """Return the upper clauses of a pair, each with its links, as a list that can be read."""
    below = {block.clause: block for block in view.document(pair.lower).clauses}
    return tuple(_row(pair, block, below) for block in view.document(pair.upper).clauses)


def _row(pair: Pair, block: Block, below: Mapping[str, Block]) -> Row:
    links = [link for link in pair.accepted if link.upper == block.clause]
    firsts = [1 + sum(len(link.changes) for link in links[:at]) for at in range(len(links))]
    upper = [
        Mark(change.upper.start, change.upper.end, number, change.direction)
        for link, first in zip(links, firsts, strict=True)
        for number, change in enumerate(link.changes, first)
    ]
    ends = (
        End(link, first, below[link.lower].path, _lower_segments(below[link.lower], link, first))
        for link, first in zip(links, firsts, strict=True)
    )
    others = (link for link in pair.alternatives if link.upper == block.clause)
    return Row(
        block,
        pair.statuses.get(block.clause),
        _segments(block, upper),
        tuple(ends),
        tuple((below[link.lower].path, link) for link in others),
    )


def _lower_segments(block: Block, link: Link, first: int) -> tuple[Segment, ...]:
    marks = (
        Mark(change.lower.start, change.lower.end, number, change.direction)
        for number, change in enumerate(link.changes, first)
    )
    return _segments(block, marks)


def _segments(block: Block, marks: Iterable[Mark]) -> tuple[Segment, ...]:
    """Return the block cut at the marks, whose places are those of the document."""
    moved = [
        Mark(mark.start - block.start, mark.end - block.start, mark.number, mark.direction)
        for mark in marks
        if mark.end > mark.start
    ]
    return segments(block.text, moved)
