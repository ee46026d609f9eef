"""Which document a document answers to: declared, named in its text, or inferred."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chuandao.cascade.tracing.understood import Understood
from chuandao.catalog.thresholds import threshold
from chuandao.text.envelope import Citation, numbers_equal
from chuandao.text.similarity import common, likeness

_SHORTEST_TITLE = 6  # shorter ones, such as 若干政策, name too many documents
_REPEALED = re.compile(r"[^。；\n]{0,20}(?:[废廢]止|停止[执執]行)")
_QUOTES = re.compile(r"[《》〈〉“”「」\s]")


@dataclass(frozen=True)
class Parent:
    """A document that another answers to; ``basis``: declared, named, inferred."""

    document: str
    basis: str
    probability: float


def find_parents(
    documents: Sequence[Understood], declared: Mapping[str, Sequence[str]]
) -> dict[str, tuple[Parent, ...]]:
    """Return the parents of every document among the others.

    Parameters
    ----------
    documents : sequence of Understood
        The first is the root where nothing else tells; it has no parent.
    declared : mapping
        Document code to the codes of its parents, as the user gave them. They count as they
        are; named ones are added; inference is for documents with neither.

    Returns
    -------
    dict
        Document code to its parents; none later than the document itself.
    """
    return {
        document.id: _parents(document, documents, declared.get(document.id, ()))
        for document in documents
    }


def nearest(parents: Sequence[Parent], tiers: Mapping[str, int | None]) -> tuple[str, ...]:
    """Return the parents of the nearest tier: those whose clauses the document must answer.

    Examples
    --------
    >>> nearest((Parent("city", "named", 1.0), Parent("county", "named", 1.0)),
    ...         {"city": 0, "county": 1})
    ('county',)
    """
    known = [tier for p in parents if (tier := tiers.get(p.document)) is not None]
    deepest = max(known, default=None)
    return tuple(p.document for p in parents if tiers.get(p.document) in {None, deepest})


def _parents(
    document: Understood, documents: Sequence[Understood], declared: Sequence[str]
) -> tuple[Parent, ...]:
    found = {code: Parent(code, "declared", 1.0) for code in declared}
    for other in documents:
        if _may_be(other, document) and _is_named(other, document):
            found.setdefault(other.id, Parent(other.id, "named", 1.0))
    if found or document.id == documents[0].id:
        return tuple(found.values())
    return _inferred(document, [d for d in documents if d.id != document.id])


def _is_named(parent: Understood, child: Understood) -> bool:
    cited = (c for c in child.envelope.citations if not _REPEALED.match(child.text, c.end))
    return parent.id != child.id and any(_names(citation, parent) for citation in cited)


def _may_be(parent: Understood, child: Understood) -> bool:
    later = (
        parent.envelope.dated is not None
        and child.envelope.dated is not None
        and parent.envelope.dated > child.envelope.dated
    )
    lower = parent.tier is not None and child.tier is not None and parent.tier > child.tier
    return not later and not lower


def _names(citation: Citation, document: Understood) -> bool:
    if not (citation.title or citation.answered):
        return False
    if citation.number and document.envelope.number:
        return numbers_equal(citation.number, document.envelope.number)
    cited, title = _bare(citation.title), _bare(document.envelope.title)
    told = citation.answered and len(cited) >= _SHORTEST_TITLE and bool(title)
    return told and (cited in title or title in cited)


def _bare(title: str) -> str:
    return _QUOTES.sub("", title)


def _inferred(document: Understood, others: Sequence[Understood]) -> tuple[Parent, ...]:
    rated = [
        (_mean_likeness(other, document), -index, other)
        for index, other in enumerate(others)
        if _may_be(other, document) and (_above(other, document) or _is_root_by_name(index, other))
    ]
    likely = [item for item in rated if item[0] >= threshold("parent_inferred")]
    if not likely:
        return ()
    share, _, best = max(likely)
    return (Parent(best.id, "inferred", round(share, 4)),)


def _is_root_by_name(index: int, first: Understood) -> bool:
    """Allow a root above a county-level city: both are 市 by name, and no case tells the tiers."""
    return not index and not first.unit


def _above(parent: Understood, child: Understood) -> bool:
    if parent.tier is None or child.tier is None:
        return True
    return parent.tier < child.tier


def _mean_likeness(upper: Understood, lower: Understood) -> float:
    """Return the mean over lower clauses of the share of each found in its best upper clause."""
    uppers = [clause.compared for clause in upper.clauses if common(clause.compared)]
    lowers = [clause.compared for clause in lower.clauses if common(clause.compared)]
    if not uppers or not lowers:
        return 0.0
    return float(likeness(uppers, lowers).in_upper.max(axis=0).mean())
