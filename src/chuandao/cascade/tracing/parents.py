"""Which document a document answers to: declared, named in its text, or inferred."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chuandao.cascade.tracing.editions import Edition, find_editions
from chuandao.cascade.tracing.naming import names
from chuandao.cascade.tracing.parent_scorer import features, probability
from chuandao.cascade.tracing.understood import Understood
from chuandao.catalog.thresholds import threshold
from chuandao.text.citations import Citation
from chuandao.text.document_number import numbers_equal

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
    all_below : bool
        Give a document without any parent the first one, if it is not later, with the
        probability that inference gives.

    Returns
    -------
    dict
        Document code to its parents; none later than the document itself.
    """
    editions = find_editions(documents)
    found = {
        document.id: _parents(document, documents, declared.get(document.id, ()), editions)
        for document in documents
    }
    if all_below:
        first = documents[0]
        orphans = [document for document in documents[1:] if not found[document.id]]
        found |= {one.id: _below(one, first) for one in orphans}
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
    documents: Sequence[Understood],
    declared: Sequence[str],
    editions: Sequence[Edition],
) -> tuple[Parent, ...]:
    found = {code: Parent(code, "declared", 1.0) for code in declared}
    named = [other for other in documents if may_be(other, document) and _is_named(other, document)]
    for other in _in_force(named, document, editions):
        found.setdefault(other.id, Parent(other.id, "named", 1.0))
    if found or document.id == documents[0].id:
        return tuple(found.values())
    return _inferred(document, [d for d in documents if d.id != document.id], documents[0])


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


def _in_force(
    named: Sequence[Understood], child: Understood, editions: Sequence[Edition]
) -> list[Understood]:
    """Leave out editions superseded by another that is named too, unless their number stands."""
    codes = {document.id for document in named}
    old = {edition.earlier for edition in editions if edition.later in codes}
    numbers = [cited.number for cited in child.envelope.citations if cited.number]
    return [
        document
        for document in named
        if document.id not in old
        or any(numbers_equal(number, document.envelope.number) for number in numbers)
    ]


def may_be(parent: Understood, child: Understood) -> bool:
    """Return whether a document may be another's parent: another one, not later, not lower."""
    later = (
        parent.envelope.dated is not None
        and child.envelope.dated is not None
        and parent.envelope.dated > child.envelope.dated
    )
    lower = parent.tier is not None and child.tier is not None and parent.tier > child.tier
    return not later and not lower and not _is_copy(parent, child)


def _is_copy(one: Understood, other: Understood) -> bool:
    """Tell a second copy of the same document: the same number, or the same text."""
    number = one.envelope.number
    return one.text == other.text or bool(number and numbers_equal(number, other.envelope.number))


def _inferred(
    document: Understood, others: Sequence[Understood], first: Understood
) -> tuple[Parent, ...]:
    """Return the likeliest parents of a document that names none, the likeliest first."""
    candidates = candidates_of(document, others, first)
    rated = zip(candidates, probability(features(document, candidates)), strict=True)
    least = threshold("parent_inferred")
    likely = [(round(share, 4), other) for other, share in rated if share >= least]
    likely.sort(key=lambda item: -item[0])
    return tuple(Parent(o.id, "inferred", share) for share, o in likely[:_MOST_INFERRED])


def _below(document: Understood, first: Understood) -> tuple[Parent, ...]:
    """Return the document given as the upper one, with how probable it is by the words alone."""
    if not may_be(first, document):
        return ()
    share = probability(features(document, [first]))[0]
    return (Parent(first.id, "inferred", round(share, 4)),)


def candidates_of(
    document: Understood, others: Sequence[Understood], first: Understood
) -> list[Understood]:
    """Return the documents of a tier above that are not later than a document."""
    return [
        other
        for other in others
        if may_be(other, document) and (_above(other, document) or _is_root_by_name(other, first))
    ]


def _is_root_by_name(other: Understood, first: Understood) -> bool:
    """Allow a root above a county-level city: both are 市 by name, and no case tells the tiers."""
    return other.id == first.id and not first.unit


def _above(parent: Understood, child: Understood) -> bool:
    if parent.tier is None or child.tier is None:
        return True
    return parent.tier < child.tier
