"""A document as it was understood: envelope, clauses, commitments, all with their places."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePath

from chuandao.cascade.tracing.understanding.document_kinds import document_kinds, status_words
from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.cascade.tracing.understanding.wordings import Wording, wording, wording_of
from chuandao.errors import Place, Problem
from chuandao.sources.documents import Extracted
from chuandao.text.canonical import plain
from chuandao.text.clauses.clauses import Cell, ClauseText, clauses
from chuandao.text.clauses.ledger import is_ledger, ledger_rows
from chuandao.text.commitment.commitment import Commitment, moved
from chuandao.text.difference.change import Side
from chuandao.text.envelope.envelope import Envelope, envelope, tier_of_issuer
from chuandao.text.envelope.several import further_documents
from chuandao.text.layout.layout import Line, layout


@dataclass(frozen=True)
class Clause:
    """A clause (條款): ``id`` is ``document#path``; its text is the document's [start:end]."""

    id: str
    document: str
    path: str
    start: int
    end: int
    kind: str
    heading: str
    text: str
    side: Side
    commitments: tuple[Commitment, ...]
    cells: tuple[Cell, ...] = ()
    shared: Wording | None = field(default=None, repr=False, compare=False)

    @cached_property
    def wording(self) -> Wording:
        """What its words say, wherever they stand; clauses of the same words share it."""
        return self.shared or wording_of(self.side, self.start)

    @property
    def compared(self) -> str:
        """The words that are compared (see `Wording.compared`)."""
        return self.wording.compared


@dataclass(frozen=True)
class Understood:
    """A document (公文) as it was understood.

    ``unit`` is empty and ``tier`` None where neither the case nor the issuer's name tells.
    ``text_quality``: share 0–1 of undamaged characters. ``persons``: the fields hold names of
    persons too, as was asked for; by default only the text does.
    """

    id: str
    file: str
    text: str
    envelope: Envelope
    clauses: tuple[Clause, ...]
    lines: tuple[Line, ...]
    unit: str = ""
    tier: int | None = None
    kind: str = "document"
    text_quality: float = 1.0
    notes: tuple[Problem, ...] = ()
    persons: bool = False

    @property
    def title(self) -> str:
        """The title; where the document has none, the name of its file."""
        return self.envelope.title or PurePath(self.file).name


def understand(
    extracted: Extracted, identity: str, file: str = "", *, persons: bool = False
) -> Understood:
    r"""Return what a document says: its envelope, clauses and commitments.

    Parameters
    ----------
    extracted : Extracted
        From `chuandao.sources.documents.read_document`.
    identity : str
        The document's code; clause codes begin with it.
    file : str
        How the file is named to the reader; by default as it was extracted.
    persons : bool
        Keep names of persons (signer, persons who act) in the fields.

    Examples
    --------
    >>> page = "关于发展茶叶的意见\n各镇：\n一、建设茶园3个，2025年底前完成。"
    >>> read = understand(Extracted("a.txt", page, "txt", "utf-8", "", 1.0), "a")
    >>> read.title, [clause.id for clause in read.clauses]
    ('关于发展茶叶的意见', ['a#1'])
    """
    words = plain(extracted.text)
    lines = layout(extracted.text)
    around = envelope(lines, document_kinds(), persons=persons)
    found = clauses(lines, lexicon())
    return Understood(
        id=identity,
        file=file or extracted.file,
        text=extracted.text,
        envelope=around,
        clauses=tuple(
            _clause(identity, extracted.text, words, item, around, persons=persons)
            for item in found
        ),
        lines=lines,
        tier=tier_of_issuer(around.issuer),
        kind=around.kind or _kind_by_rows(words, found),
        text_quality=extracted.quality,
        notes=(*extracted.notes, *_several(lines, extracted.file)),
        persons=persons,
    )


def _several(lines: tuple[Line, ...], file: str) -> tuple[Problem, ...]:
    """Return a note where more than one document stands in a file."""
    if not (further := further_documents(lines)):
        return ()
    told = {
        "count": len(further) + 1,
        "places": further[0][0],
        "names": "、".join(number for _, number in further[:5]),
    }
    return (Problem("several_documents", "warning", Place(file, start=further[0][0]), told),)


def _kind_by_rows(words: str, found: tuple[ClauseText, ...]) -> str:
    """Return ``ledger`` where most rows of a text without a telling title state a status."""
    rows = ledger_rows(words, found, status_words())
    return "ledger" if is_ledger(rows, sum(bool(item.cells) for item in found)) else "document"


def clause_index(documents: Iterable[Understood]) -> dict[str, Clause]:
    """Return every clause of some documents by its code."""
    return {clause.id: clause for document in documents for clause in document.clauses}


def _clause(
    identity: str, text: str, words: str, item: ClauseText, around: Envelope, *, persons: bool
) -> Clause:
    found = wording(words, item, around.dated, persons=persons)
    held = tuple(moved(one, item.start) for one in found.side.commitments)
    return Clause(
        id=f"{identity}#{item.path}",
        document=identity,
        path=item.path,
        start=item.start,
        end=item.end,
        kind=item.kind,
        heading=item.heading,
        text=text[item.start : item.end],
        side=Side(words[item.words_start : item.end], item.words_start, held),
        commitments=held,
        cells=item.cells,
        shared=found,
    )
