"""What the page of a document shows, without a word of markup."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from chuandao.errors import Problem
from chuandao.report.understood.clause_tree import Leaf
from chuandao.report.understood.marks import Piece


@dataclass(frozen=True)
class Value:
    """A value that was read: its common form, the words it was read from, and their place."""

    field: str
    form: str
    words: str
    start: int
    end: int


@dataclass(frozen=True)
class Block:
    """A stretch of the text: a clause, or (``path`` empty) what stands between two.

    ``cells``: the pieces of each cell of a table row, else one list. ``joined``: it goes on
    in the line of the block before. ``pieces`` of a clause: its commitments, field by field.
    """

    start: int
    cells: tuple[tuple[Piece, ...], ...]
    path: str = ""
    kind: str = ""
    joined: bool = False
    table: bool = False
    commitments: tuple[tuple[Value, ...], ...] = ()


@dataclass(frozen=True)
class Gap:
    """One thing that was not understood, and where it can be looked up: (label, block start)."""

    code: str
    places: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class DocumentView:
    """One document as it was understood; ``script`` is the language tag of its text."""

    key: str
    name: str
    file: str
    quality: float
    length: int
    script: str
    envelope: Mapping[str, tuple[str, ...]]
    blocks: tuple[Block, ...]
    tree: tuple[Leaf, ...]
    kinds: Mapping[str, int]
    counts: Mapping[str, int]
    gaps: tuple[Gap, ...]
    notes: tuple[Problem, ...]

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where its blocks begin."""
        return tuple(block.start for block in self.blocks)

    @property
    def clauses(self) -> int:
        """How many clauses it has."""
        return sum(self.kinds.values())
