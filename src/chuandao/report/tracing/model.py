"""What the page of a trace shows, as records: documents in blocks, pairs, counts."""

from collections.abc import Mapping
from dataclasses import dataclass

from chuandao.report.ratchets.view import NO_RATCHETS, RatchetsView
from chuandao.report.tracing.records import Link, Parent

LABELS = {
    "faithful": "faithful",
    "localised": "local",
    "strengthened": "additive",
    "verbatim": "symbolic",
    "summarised": "symbolic",
    "sloganised": "symbolic",
    "narrowed": "selective",
    "weakened": "selective",
    "substituted": "substitutive",
}
"""Each label of a link and its family, in the order in which they are shown."""

SIGNS = {
    "faithful": "=",
    "local": "◇",
    "additive": "▲",
    "symbolic": "≈",
    "selective": "▽",
    "substitutive": "✕",
    "other": "?",
}
"""The sign that stands beside the colour of each family."""

DIRECTIONS = {
    "stricter": "▲",
    "laxer": "▽",
    "omitted": "−",
    "added": "+",
    "replaced": "⇄",
    "reversed": "⇆",
}
"""The sign that stands beside each direction of a change."""

STATUSES = (
    "covered",
    "partial",
    "dropped",
    "not_required",
    "not_applicable",
    "no_document",
    "unread",
)
"""What can become of an upper clause in a document, in the order in which it is shown."""

RELATIONS = ("parent", "root", "sibling", "other")


@dataclass(frozen=True)
class Block:
    """A clause, or (``clause`` empty) the words between two clauses."""

    text: str
    start: int
    clause: str = ""
    path: str = ""
    added: str | None = None


@dataclass(frozen=True)
class DocumentView:
    """A document in blocks; ``depth`` counts the steps from the root."""

    id: str
    name: str
    file: str
    number: str
    date: str
    tier: str
    depth: int
    parents: tuple[Parent, ...]
    blocks: tuple[Block, ...]

    @property
    def clauses(self) -> tuple[Block, ...]:
        """The blocks that are clauses."""
        return tuple(block for block in self.blocks if block.clause)


@dataclass(frozen=True)
class Status:
    """What became of an upper clause; ``reason`` is a code, ``words`` those that it rests on."""

    status: str
    probability: float | None
    reason: str = ""
    words: str = ""
    doubtful: bool = False


@dataclass(frozen=True)
class Pair:
    """Two documents laid side by side; ``statuses`` are by upper clause."""

    upper: str
    lower: str
    relation: str
    links: tuple[Link, ...]
    statuses: Mapping[str, Status]
    labels: Mapping[str, int]
    counts: Mapping[str, int]
    added: int

    @property
    def accepted(self) -> tuple[Link, ...]:
        """The links that count."""
        return tuple(link for link in self.links if link.rank == 1)

    @property
    def alternatives(self) -> tuple[Link, ...]:
        """The links kept for review."""
        return tuple(link for link in self.links if link.rank != 1)


@dataclass(frozen=True, order=True)
class Undocumented:
    """An upper clause for which there is no document to lay beside it."""

    upper: str
    document: str
    status: str


@dataclass(frozen=True, order=True)
class Unplaced:
    """A record that names what the trace does not hold."""

    kind: str
    upper: str
    lower: str


@dataclass(frozen=True)
class TraceView:
    """Everything the page shows; ``first`` is the place of the pair to begin with."""

    documents: tuple[DocumentView, ...]
    pairs: tuple[Pair, ...]
    first: int
    unread: tuple[tuple[str, str], ...]
    undocumented: tuple[Undocumented, ...]
    unplaced: tuple[Unplaced, ...]
    ratchets: RatchetsView = NO_RATCHETS

    def document(self, name: str) -> DocumentView:
        """Return a document by its id."""
        return next(document for document in self.documents if document.id == name)
