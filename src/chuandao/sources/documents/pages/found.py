"""Characters found on a page, sorted into what is read and what lies over or under it."""

import math
from collections import Counter
from dataclasses import dataclass, field
from statistics import median

from chuandao.sources.documents.pages.page import Glyph
from chuandao.sources.documents.pages.turning import Turned

_LEVEL = 4
_PALE, _WHITE, _FAINT = 0.62, 0.97, 0.6
_LARGE = 2.0


@dataclass
class Found:
    """Characters of a page, each with the quarter turns it stands in, and what was counted."""

    shown: list[Turned] = field(default_factory=list)
    hidden: list[Turned] = field(default_factory=list)
    pale: list[Turned] = field(default_factory=list)
    slanted: str = ""
    counts: Counter[str] = field(default_factory=Counter)


def quarter_turns(a: float, b: float) -> int | None:
    """Return the quarter turns clockwise of a direction (x, y); nothing where it is aslant.

    Examples
    --------
    >>> quarter_turns(1, 0), quarter_turns(0, 1), quarter_turns(1, 1)
    (0, 1, None)
    """
    angle = math.degrees(math.atan2(b, a)) % 360
    turn = round(angle / 90)
    return turn % 4 if abs(angle - 90 * turn) <= _LEVEL else None


def is_pale(light: float, opacity: float) -> bool:
    """Return whether type is light or half transparent, yet not white; both are 0-1.

    Examples
    --------
    >>> is_pale(0.8, 1), is_pale(0, 0.3), is_pale(0, 1), is_pale(1, 1)
    (True, True, False, False)
    """
    return _PALE < light < _WHITE or opacity < _FAINT


def without_marks(shown: list[Turned], found: Found) -> tuple[list[Turned], str]:
    """Return characters without large pale ones, and the words of watermarks."""
    sizes = [glyph.size for _, glyph in shown] or [glyph.size for _, glyph in found.pale]
    body = median(sizes) if sizes else 0.0
    kept = [item for item in found.pale if not _is_large(item[1], body)]
    marks = "".join(glyph.text for _, glyph in found.pale if _is_large(glyph, body))
    return shown + kept if kept else shown, found.slanted + marks


def _is_large(glyph: Glyph, body: float) -> bool:
    return glyph.size >= _LARGE * body
