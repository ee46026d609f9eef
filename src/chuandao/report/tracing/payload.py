"""The view of a trace as JSON for the page's script: plain values, words already in place."""

import json

from chuandao.report.tracing.model import LABELS, SIGNS, STATUSES, DocumentView, Pair, TraceView
from chuandao.report.tracing.records import Change, Link
from chuandao.report.tracing.words import Words

_UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def payload(view: TraceView, words: Words) -> str:
    """Return the JSON that stands in the page, safe inside a script tag whatever the texts hold.

    Examples
    --------
    >>> from chuandao.report.tracing.records import Trace
    >>> from chuandao.report.tracing.view import trace_view
    >>> payload(trace_view(Trace((), (), (), (), ())), Words("en"))[:18]
    '{"documents":[],"f'
    """
    place = {document.id: at for at, document in enumerate(view.documents)}
    data = {
        "documents": [_document(document, words) for document in view.documents],
        "families": LABELS,
        "first": view.first,
        "signs": SIGNS,
        "pairs": [_pair(view, pair, place, words) for pair in view.pairs],
        "statuses": STATUSES,
        "words": words.templates(),
    }
    plain = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return plain.translate(_UNSAFE)


def basis(view: TraceView, pair: Pair, words: Words) -> str:
    """Return in words why one document is held to carry out the other; often empty."""
    for parent in view.document(pair.lower).parents:
        if parent.document == pair.upper:
            name = words.name("basis", parent.basis)
            if parent.basis != "inferred" or parent.probability is None:
                return name
            return f"{name} ({words.share(parent.probability)})"
    return ""


def _document(document: DocumentView, words: Words) -> dict[str, object]:
    return {
        "id": document.id,
        "depth": document.depth,
        "name": document.name,
        "note": [
            part
            for part in (words.tier(document.tier), document.number, document.date, document.file)
            if part
        ],
        "blocks": [
            [block.text, block.start, block.clause, block.path, block.added]
            for block in document.blocks
        ],
    }


def _pair(view: TraceView, pair: Pair, place: dict[str, int], words: Words) -> dict[str, object]:
    return {
        "added": pair.added,
        "basis": basis(view, pair, words),
        "counts": list(pair.counts.items()),
        "labels": list(pair.labels.items()),
        "links": [_link(link, words) for link in pair.links],
        "lower": place[pair.lower],
        "relation": words.name("relation", pair.relation),
        "statuses": [
            [
                clause,
                status.status,
                words.share(status.probability),
                status.doubtful,
                words.status_reason(status),
            ]
            for clause, status in sorted(pair.statuses.items())
        ],
        "upper": place[pair.upper],
    }


def _link(link: Link, words: Words) -> dict[str, object]:
    return {
        "changes": [_change(change, words) for change in link.changes],
        "doubtful": link.doubtful,
        "labels": link.labels or (link.primary,),
        "lower": link.lower,
        "probability": words.share(link.probability),
        "rank": link.rank,
        "source": words.source(link),
        "upper": link.upper,
    }


def _change(change: Change, words: Words) -> dict[str, object]:
    return {
        "attribute": change.attribute,
        "direction": change.direction,
        "lower": [change.lower.value, change.lower.start, change.lower.end],
        "place": words.place(change),
        "upper": [change.upper.value, change.upper.start, change.upper.end],
        "why": words.why(change),
    }
