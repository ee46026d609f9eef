"""Which words of two linked clauses answer each other, where either is linked to others too.

An upper clause split over several lower ones, or a lower one that merges several uppers, is judged
by the pieces that belong to the pair; what no other clause answers stays with every pair.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from chuandao.text.commitment.commitment import FIELDS, Commitment, Found
from chuandao.text.difference.change import Side
from chuandao.text.numbers.quantities import Target
from chuandao.text.outcome.wording import kept
from chuandao.text.times.deadlines import Deadline

Span = tuple[int, int]

_PIECE = re.compile(r"[^。；;，,、\n]+[。；;，,、\n]*")
_LEAD = 0.25  # how much better another clause must answer a piece to have it


def focused(side: Side, other: Side, rivals: Sequence[Side]) -> Side:
    """Return a clause without the pieces that other clauses answer better than ``other`` does.

    The words left out are blanks, so every place stays what it was. A clause of which nothing
    would be left stays whole.
    """
    if not rivals:
        return side
    spans = [match.span() for match in _PIECE.finditer(side.words)]
    theirs = [span for span in spans if _elsewhere(side.words[slice(*span)], other, rivals)]
    if not theirs or len(theirs) == len(spans):
        return side
    words = side.words
    for start, end in theirs:
        words = words[:start] + " " * (end - start) + words[end:]
    gone = [(side.start + start, side.start + end) for start, end in theirs]
    left = (_without(item, gone) for item in side.commitments if not _mostly_gone(item, gone))
    return Side(words, side.start, tuple(left))


def _elsewhere(piece: str, other: Side, rivals: Sequence[Side]) -> bool:
    best = max(kept(piece, rival.words) for rival in rivals)
    return best > kept(piece, other.words) + _LEAD


def _mostly_gone(item: Commitment, gone: Sequence[Span]) -> bool:
    taken = sum(max(0, min(item.end, end) - max(item.start, start)) for start, end in gone)
    return 2 * taken > item.end - item.start


def _without(item: Commitment, gone: Sequence[Span]) -> Commitment:
    """Return a commitment without the values that stand in the pieces left out."""
    names = ("measured", "dated", *(name for name in FIELDS if name != "action"))
    kept_of: dict[str, Any] = {
        name: tuple(value for value in getattr(item, name) if _is_left(value, gone))
        for name in names
    }
    done = [pair for pair in zip(item.action, item.asked, strict=False) if _is_left(pair[0], gone)]
    return replace(
        item,
        action=tuple(action for action, _ in done),
        asked=tuple(asked for _, asked in done),
        **kept_of,
    )


def _is_left(value: Found | Target | Deadline, gone: Sequence[Span]) -> bool:
    return not any(start <= value.start < end for start, end in gone)
