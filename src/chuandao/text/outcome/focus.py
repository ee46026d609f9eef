"""Which words of two linked clauses answer each other, where either is linked to others too.

An upper clause split over several lower ones, or a lower one that merges several uppers, is judged
by the pieces that belong to the pair; what no other clause answers stays with every pair.
"""

import re
from collections.abc import Sequence

from chuandao.text.commitment.commitment import Commitment
from chuandao.text.difference.change import Side
from chuandao.text.outcome.wording import kept

_PIECE = re.compile(r"[^。；;\n]+[。；;\n]*")
_LEAD = 0.1  # how much better another clause must answer a piece to have it


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
    left = tuple(item for item in side.commitments if not _inside(item, side.start, theirs))
    return Side(words, side.start, left)


def _elsewhere(piece: str, other: Side, rivals: Sequence[Side]) -> bool:
    best = max(kept(piece, rival.words) for rival in rivals)
    return best > kept(piece, other.words) + _LEAD


def _inside(item: Commitment, start: int, spans: Sequence[tuple[int, int]]) -> bool:
    middle = (item.start + item.end) / 2 - start
    return any(a <= middle < b for a, b in spans)
