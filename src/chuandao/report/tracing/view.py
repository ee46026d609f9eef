"""What the page of a trace shows, from its records, without a word of markup."""

from collections.abc import Iterable, Mapping, Sequence

from chuandao.report.ratchets.view import ratchets_view
from chuandao.report.tracing.model import (
    Block,
    DocumentView,
    Pair,
    TraceView,
    Undocumented,
    Unplaced,
)
from chuandao.report.tracing.names import shown_names
from chuandao.report.tracing.pairs import pairs_of
from chuandao.report.tracing.records import Document, Drop, Trace


def trace_view(trace: Trace) -> TraceView:
    """Return what the page of a trace shows.

    Documents stand in the order of the tree, siblings as the trace has them (the producer's
    administrative order); the order of links, statuses and additions does not matter.

    Examples
    --------
    >>> trace_view(Trace((), (), (), (), (("扫描件.pdf", "scan"),))).unread
    (('扫描件.pdf', 'scan'),)
    """
    owner = {clause.id: document.id for document in trace.documents for clause in document.clauses}
    known = {document.id for document in trace.documents}
    documents = _documents(trace)
    pairs = pairs_of(trace, documents, owner)
    return TraceView(
        documents,
        pairs,
        _first(pairs, documents),
        tuple(sorted(trace.unread)),
        tuple(_undocumented(trace, known, owner)),
        tuple(_unplaced(trace, known, owner)),
        ratchets_view(
            trace.ratchets, {document.id: document.name for document in documents}, tiers_of(trace)
        ),
    )


def tiers_of(trace: Trace) -> dict[str, int]:
    """Return the tier of each document; nothing where one of them is not known."""
    tiers = {d.id: int(d.tier) for d in trace.documents if d.tier.isdecimal()}
    return tiers if len(tiers) == len(trace.documents) else {}


def _documents(trace: Trace) -> tuple[DocumentView, ...]:
    added = dict(sorted(trace.added))
    names = shown_names((d.title, d.file, d.id) for d in trace.documents)
    named = dict(zip((d.id for d in trace.documents), names, strict=True))
    return tuple(
        DocumentView(
            id=document.id,
            name=named[document.id],
            file=document.file,
            number=document.number,
            date=document.date,
            tier=document.tier,
            depth=depth,
            parents=document.parents,
            blocks=tuple(_blocks(document, added)),
        )
        for document, depth in _in_order(trace.documents)
    )


def _in_order(documents: Sequence[Document]) -> list[tuple[Document, int]]:
    """Return the documents in the order of the tree with their depths, each one once."""
    known = {document.id for document in documents}
    children: dict[str, list[Document]] = {}
    for document in documents:
        children.setdefault(_main_parent(document, known), []).append(document)
    order: dict[str, tuple[Document, int]] = {}
    # The roots come off the stack first; a circle of parents has none and follows.
    waiting = [(document, 0) for document in (*children.get("", []), *documents)][::-1]
    while waiting:
        document, depth = waiting.pop()
        if document.id not in order:
            order[document.id] = (document, depth)
            below = children.get(document.id, [])
            waiting += [(child, depth + 1) for child in reversed(below)]
    return list(order.values())


def _main_parent(document: Document, known: set[str]) -> str:
    parents = [p for p in document.parents if p.document in known and p.document != document.id]
    if not parents:
        return ""
    return max(parents, key=lambda p: 1 if p.probability is None else p.probability).document


def _blocks(document: Document, added: Mapping[str, str]) -> Iterable[Block]:
    at = 0
    for clause in sorted(document.clauses, key=lambda clause: (clause.start, clause.end)):
        if between := document.text[at : clause.start].strip():
            yield Block(between, at)
        text = document.text[clause.start : clause.end]
        yield Block(text, clause.start, clause.id, clause.path, added.get(clause.id))
        at = max(at, clause.end)
    if after := document.text[at:].strip():
        yield Block(after, at)


def _first(pairs: Sequence[Pair], documents: Sequence[DocumentView]) -> int:
    """Return the place of the root with its first child, or else of the first pair."""
    return next((at for at, pair in enumerate(pairs) if pair.upper == documents[0].id), 0)


def _undocumented(trace: Trace, known: set[str], owner: Mapping[str, str]) -> list[Undocumented]:
    """Return what became of clauses for which no document stands in the trace."""
    return sorted(
        Undocumented(drop.upper, drop.document, drop.status)
        for drop in trace.drops
        if drop.upper in owner and _without_document(drop, known)
    )


def _without_document(drop: Drop, known: set[str]) -> bool:
    return not drop.document or (
        drop.document not in known and drop.status in {"no_document", "unread"}
    )


def _unplaced(trace: Trace, known: set[str], owner: Mapping[str, str]) -> list[Unplaced]:
    found = [
        Unplaced("link", link.upper, link.lower)
        for link in trace.links
        if link.upper not in owner or link.lower not in owner
    ]
    found += [
        Unplaced("drop", drop.upper, drop.document)
        for drop in trace.drops
        if drop.upper not in owner
        or (drop.document not in known and not _without_document(drop, known))
    ]
    found += [Unplaced("added", "", lower) for lower, _ in trace.added if lower not in owner]
    return sorted(found)
