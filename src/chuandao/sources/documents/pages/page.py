"""What stands on a page and where: characters, runs of them, ruling lines.

Coordinates are points (1/72 inch) from the upper left corner of the page as it is read;
y grows downwards. The box of a character reaches from .85 of its size above the baseline
to .15 below, whatever the font says: lines are then told apart by the type area alone.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

ABOVE, BELOW = 0.85, 0.15


class Glyph(NamedTuple):
    """One character (or a word that is not to be taken apart), with ``spaced``: after a space."""

    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    text: str
    spaced: bool = False


class Rule(NamedTuple):
    """A horizontal or vertical ruling line."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True)
class Run:
    """Characters of one line that stand close together.

    Attributes
    ----------
    lead : float
        Width of what may not be broken at its beginning: a Han character, a Latin word.
    hang : float
        Where the words begin behind the first sign; lines of a hanging item stand there.
    part : int
        The paragraph that a recogniser took it for; 0 where none was asked.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    text: str
    lead: float = 0.0
    hang: float = 0.0
    part: int = 0

    @property
    def middle(self) -> float:
        """Height of its middle."""
        return (self.y0 + self.y1) / 2


@dataclass(slots=True)
class Row:
    """One row of a table: its cells in order, and which of them continue from above."""

    cells: list[str]
    spans: list[bool]


@dataclass(slots=True)
class Table:
    """A table on a page; ``edges`` are the x of its columns, ``column`` where it was found."""

    x0: float
    y0: float
    x1: float
    y1: float
    rows: list[Row]
    edges: tuple[float, ...] = ()
    column: int = 0

    @property
    def middle(self) -> float:
        """Height of its middle."""
        return (self.y0 + self.y1) / 2


Box = Run | Table


@dataclass(slots=True)
class Sheet:
    """One page, its characters gathered into runs and tables.

    Of a recognised page also its columns in reading order (``flows``), how many letters were
    read and how sure in all (``sureness``, 1 a letter that is certain), the lines that are
    ``doubtful`` and how many were left out (``junk``).
    """

    number: int
    width: float
    height: float
    boxes: list[Box]
    rules: list[Rule]
    flows: list[list[Run]] = field(default_factory=list)
    letters: int = 0
    sureness: float = 0.0
    doubtful: list[str] = field(default_factory=list)
    junk: int = 0


def together(a: Box | Glyph, b: Box | Glyph, share: float = 0.5) -> bool:
    """Return whether two boxes stand on the same height, as parts of one line do."""
    common = min(a.y1, b.y1) - max(a.y0, b.y0)
    return common > share * min(a.y1 - a.y0, b.y1 - b.y0)
