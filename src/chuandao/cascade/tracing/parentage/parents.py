"""Which document a document answers to: declared, named in its text, or inferred."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chuandao.cascade.tracing.parentage.editions import Edition, find_editions, successors
from chuandao.cascade.tracing.parentage.naming import names
from chuandao.cascade.tracing.parentage.parent_scorer import (
    Grams,
    features,
    likely_parents,
    probability,
)
from chuandao.cascade.tracing.parentage.shelf import Shelf
from chuandao.cascade.tracing.understanding.understood import Understood
from chuandao.catalog.thresholds import threshold
from chuandao.text.envelope.citations import Citation
from chuandao.text.envelope.number import numbers_equal

_MOST_INFERRED = 2


@dataclass(frozen=True)
class Parent:
    """A document that another answers to; ``basis``: declared, named, inferred."""

    document: str
    basis: str
    probability: float


def find_parents(
    documents: Sequence[Understood],
    declared: Mapping[str, Sequence[str]],
    *,
    editions: Sequence[Edition] | None = None,
    all_below: bool = False,
) -> dict[str, tuple[Parent, ...]]:
    """Return the parents of every document among the others.

    Parameters
    ----------
    documents : sequence of Understood
        The first is the root where nothing else tells; it has no parent.
    declared : mapping
        Document code to the codes of its parents, as the user gave them. They count as they
        are; named ones are added; inference is for documents with neither.
    editions : sequence of Edition, optional
        Which documents replace which; by default what the texts say. A document that is
        replaced is no parent of one that is later than its successor: the successor is,
        unless it is declared.
    all_below : bool
        Give a document without any parent the first one, if it is not later, with the
        probability that inference gives.

    Returns
    -------
    dict
        Document code to its parents; none later than the document itself.
    """
    told = find_editions(documents) if editions is None else editions
    shelf, grams = Shelf(documents), Grams(documents)
    found = {
        document.id: _parents(document, shelf, grams, declared.get(document.id, ()), told)
        for document in documents
    }
    if all_below:
        first = documents[0]
        orphans = [document for document in documents[1:] if not found[document.id]]
        found |= {one.id: _below(one, first, grams) for one in orphans}
    return found


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
    document: Understood,
    shelf: Shelf,
    grams: Grams,
    declared: Sequence[str],
    editions: Sequence[Edition],
) -> tuple[Parent, ...]:
    found = {code: Parent(code, "declared", 1.0) for code in declared}
    for _, now in named_in_force(document, shelf, editions):
        found.setdefault(now, Parent(now, "named", 1.0))
    if found or document.id == shelf.documents[0].id:
        return tuple(found.values())
    old = _in_force(document, shelf, editions)
    others = [other for other in shelf.may_be_above(document) if other.id not in old]
    return _inferred(document, others, grams)


def named_in_force(
    document: Understood, shelf: Shelf, editions: Sequence[Edition]
) -> list[tuple[str, str]]:
    """Return what a document names as its basis, each with the edition in force on its day."""
    in_force = _in_force(document, shelf, editions)
    pairs = [
        (other.id, in_force.get(other.id, other.id))
        for other in shelf.cited_by(document)
        if may_be(other, document) and _is_named(other, document)
    ]
    return [(named, now) for named, now in pairs if now != document.id]


def _in_force(child: Understood, shelf: Shelf, editions: Sequence[Edition]) -> dict[str, str]:
    """Return what is superseded for a child, with the newest edition that may be its parent.

    An edition of which the child itself is a later one leads to the child, and so to nothing.
    """
    later = {edition.later for edition in editions if edition.later in shelf.place}
    known = {one for one in later if one == child.id or may_be(shelf.at(one), child)}
    found = successors(editions, known)
    return {earlier: now for earlier, now in found.items() if now != earlier}


def _is_named(parent: Understood, child: Understood) -> bool:
    gone = set(child.envelope.repeals)
    cited = (c for c in child.envelope.citations if c not in gone)
    return parent.id != child.id and any(_answers(citation, parent) for citation in cited)


def _answers(citation: Citation, document: Understood) -> bool:
    """Whether a citation names a document as one that is carried out, or by its very number."""
    numbered = citation.number and document.envelope.number
    if numbered and numbers_equal(citation.number, document.envelope.number):
        return bool(citation.title or citation.answered)
    return citation.answered and names(citation, document)


def may_be(parent: Understood, child: Understood) -> bool:
    """Return whether a document may be another's parent: another one, not later, not lower."""
    later = (
        parent.envelope.dated is not None
        and child.envelope.dated is not None
        and parent.envelope.dated > child.envelope.dated
    )
    lower = parent.tier is not None and child.tier is not None and parent.tier > child.tier
    return not later and not lower and not _is_copy(parent, child)


def may_be_source(source: Understood, document: Understood) -> bool:
    """Return whether a document may be drawn on: of a tier above where known, not later."""
    return may_be(source, document) and _above(source, document)


def _above(parent: Understood, child: Understood) -> bool:
    if parent.tier is None or child.tier is None:
        return True
    return parent.tier < child.tier


def _is_copy(one: Understood, other: Understood) -> bool:
    """Tell a second copy of the same document: the same number, or the same text."""
    number = one.envelope.number
    return one.text == other.text or bool(number and numbers_equal(number, other.envelope.number))


def _inferred(
    document: Understood, candidates: Sequence[Understood], grams: Grams
) -> tuple[Parent, ...]:
    """Return the likeliest parents of a document that names none, the likeliest first."""
    least = threshold("parent_inferred")
    rated = likely_parents(document, candidates, grams)
    likely = [(round(share, 4), other) for other, share in rated if share >= least]
    likely.sort(key=lambda item: -item[0])
    return tuple(Parent(o.id, "inferred", share) for share, o in likely[:_MOST_INFERRED])


def _below(document: Understood, first: Understood, grams: Grams) -> tuple[Parent, ...]:
    """Return the document given as the upper one, with how probable it is by the words alone."""
    if not may_be(first, document):
        return ()
    share = probability(features(document, [first], grams))[0]
    return (Parent(first.id, "inferred", round(share, 4)),)
