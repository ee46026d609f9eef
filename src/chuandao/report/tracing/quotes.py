"""What a reader is shown of a change: the words of the documents, not their common form."""

from dataclasses import replace

from chuandao.report.tracing.records import Change, Link, Quote, Trace


def quoted(trace: Trace) -> Trace:
    """Return a trace whose changes quote the documents wherever they have a place there.

    The common form of a value (``≥ 98 %``, ``by 2025-12-31``) is for machines; between
    quotation marks stand words of the document. A value without a place stays as it is.
    """
    texts = {
        clause.id: document.text for document in trace.documents for clause in document.clauses
    }
    return replace(trace, links=tuple(_link(link, texts) for link in trace.links))


def _link(link: Link, texts: dict[str, str]) -> Link:
    upper, lower = texts.get(link.upper, ""), texts.get(link.lower, "")
    return replace(link, changes=tuple(_change(c, upper, lower) for c in link.changes))


def _change(change: Change, upper: str, lower: str) -> Change:
    return replace(change, upper=_quote(change.upper, upper), lower=_quote(change.lower, lower))


def _quote(quote: Quote, text: str) -> Quote:
    words = text[quote.start : quote.end]
    return replace(quote, value=" ".join(words.split())) if words.strip() else quote
