"""Tracing (條目對照) over documents alone: parents, links, changes, statuses, additions, tasks."""

from collections import ChainMap, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from chuandao.cascade.tracing.applicability import NOTHING_LISTED, Listed
from chuandao.cascade.tracing.decisions.deciding import (
    Decided,
    Placed,
    decided,
    decided_links,
    decided_statuses,
    place_decisions,
)
from chuandao.cascade.tracing.decisions.decision import Decision, document_of
from chuandao.cascade.tracing.duty.judging import Duties, duties_of
from chuandao.cascade.tracing.duty.surroundings import Answers
from chuandao.cascade.tracing.linking.elsewhere import links_elsewhere, unsourced
from chuandao.cascade.tracing.linking.likeness import Compared
from chuandao.cascade.tracing.linking.links import (
    Link,
    Nearer,
    find_links,
    likeliest,
    probability_by_words,
)
from chuandao.cascade.tracing.linking.meaning import Meaning, meaning_of
from chuandao.cascade.tracing.parentage.editions import Edition, find_editions
from chuandao.cascade.tracing.parentage.parents import Parent, find_parents, may_be_source, nearest
from chuandao.cascade.tracing.parentage.shelf import Shelf
from chuandao.cascade.tracing.statuses import FORMAL, Added, Status, added, statuses
from chuandao.cascade.tracing.understanding.understood import Understood
from chuandao.cascade.units import UnitTree
from chuandao.errors import Problem
from chuandao.sources.models import SentenceModel


@dataclass(frozen=True)
class Traced:
    """Documents and what became of each commitment between them.

    ``parents``: document to its parents; ``tasks``: clause to the root's clauses it serves,
    inherited along accepted links; ``editions``: which documents replace which; ``decided``: what
    a person decided, beside what the program found by itself; ``remarks``: what was asked for and
    could not be done.
    """

    documents: tuple[Understood, ...]
    parents: Mapping[str, tuple[Parent, ...]]
    links: tuple[Link, ...]
    statuses: tuple[Status, ...]
    added: tuple[Added, ...]
    tasks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    editions: tuple[Edition, ...] = ()
    decided: tuple[Decided, ...] = ()
    remarks: tuple[Problem, ...] = ()
    likeliest: Mapping[tuple[str, str], float] = field(default_factory=dict, repr=False)

    @cached_property
    def shelf(self) -> Shelf:
        """The documents, to be looked up by number and title."""
        return Shelf(self.documents)


def trace_documents(
    documents: Sequence[Understood],
    declared: Mapping[str, Sequence[str]] | None = None,
    listed: Listed = NOTHING_LISTED,
    *,
    supersedes: Mapping[str, Sequence[str]] | None = None,
    all_below: bool = False,
    decisions: Iterable[Decision] = (),
    model: SentenceModel | None = None,
    units: UnitTree | None = None,
) -> Traced:
    """Return the trace of some documents, the first of which is the root.

    Parameters
    ----------
    documents : sequence of Understood
        Every file given counts as an implementing document and is judged clause by clause.
    declared : mapping, optional
        Document code to the codes of its parents.
    listed : Listed, optional
        What duty lists say of the clauses: which are a unit's duty, which are not.
    supersedes : mapping, optional
        Document code to the codes of the documents that it replaces, as the user gave them.
    all_below : bool
        The first is above all others by the user's word: a document with no other parent is
        laid beside it, with the probability that inference gives, however small.
    decisions : iterable of Decision
        What a person decided before; it wins over what is found.
    model : SentenceModel, optional
        A sentence model that re-scores what the words leave uncertain.
    units : UnitTree, optional
        The units of the case: their names tell whose row or task a clause is.

    Notes
    -----
    Statuses are told against the parents of the nearest tier. A clause is also linked to the
    root, past its parent (relation ``root``): where its words come from there, and, by rule,
    where it answers a clause that answers the root's, since a faithful copy of a distorted
    parent is distorted. A clause without a source in either is looked up in the other documents
    (relation ``other``; `links_elsewhere`).
    """
    editions = find_editions(documents, supersedes)
    parents = find_parents(documents, declared or {}, editions=editions, all_below=all_below)
    by_code = {document.id: document for document in documents}
    roots = _roots(documents, parents)
    compared = {document.id: Compared(document.clauses) for document in documents}
    meaning, remarks = _meaning(model, parents, roots, compared)
    near = [_near(document, parents, by_code, roots, compared, meaning) for document in documents]
    unsure = {pair: share for one in near for pair, share in one.likeliest.items()}
    answers = _answers(link for one in near for link in one.links)
    found = [_with_root(one, roots, compared, answers, meaning) for one in near]
    found = _with_others(found, documents, parents, roots, compared)
    placed = place_decisions(decisions, documents)
    pairs = [one.decided(placed, documents) for one in found]
    links = [link for one in pairs for link in one.links]
    told = _duties(found, documents, compared, unsure, listed, units)
    return Traced(
        documents=tuple(documents),
        parents=parents,
        links=tuple(links),
        statuses=decided_statuses((s for one in pairs for s in one.statuses(told)), placed),
        added=tuple(a for one in pairs for a in one.added()),
        tasks=_tasks(documents, roots, links),
        editions=editions,
        decided=_beside(placed, found, told),
        remarks=remarks,
        likeliest=unsure,
    )


@dataclass(frozen=True)
class _Pairs:
    """A lower document with the links to its parents and its root.

    ``likeliest``: (upper clause, document) to the highest probability of a link to its parents'.
    """

    lower: Understood
    answered: tuple[Understood, ...]
    links: tuple[Link, ...]
    likeliest: Mapping[tuple[str, str], float] = field(default_factory=dict)

    def statuses(self, duties: Mapping[tuple[str, str], Duties]) -> Iterable[Status]:
        for upper in self.answered:
            links = [link for link in self.links if document_of(link.upper) == upper.id]
            yield from statuses(duties[upper.id, self.lower.id], links)

    def decided(self, placed: Sequence[Placed], uppers: Sequence[Understood]) -> "_Pairs":
        parents = [document.id for document in self.answered]
        links = decided_links(self.links, placed, self.lower, uppers, parents)
        return replace(self, links=links)

    def added(self) -> tuple[Added, ...]:
        return added(self.lower, self.links) if self.answered else ()


def _duties(
    pairs: Sequence[_Pairs],
    documents: Sequence[Understood],
    compared: Mapping[str, Compared],
    likeliest: Mapping[tuple[str, str], float],
    listed: Listed,
    units: UnitTree | None,
) -> dict[tuple[str, str], Duties]:
    """Return whose duty the clauses of every parent are, by what all documents answer."""
    answers = Answers.by_links((link for one in pairs for link in one.links), likeliest)
    related = [(upper.id, one.lower.id) for one in pairs for upper in one.answered]
    return duties_of(compared, documents, related, answers, listed, units)


def _beside(
    placed: Sequence[Placed], found: Sequence[_Pairs], duties: Mapping[tuple[str, str], Duties]
) -> tuple[Decided, ...]:
    """Return the decisions beside what the program found without them."""
    if not placed:
        return ()
    links = [link for one in found for link in one.links]
    return decided(placed, links, [s for one in found for s in one.statuses(duties)])


def _near(
    lower: Understood,
    parents: Mapping[str, tuple[Parent, ...]],
    by_code: Mapping[str, Understood],
    roots: Mapping[str, str],
    compared: Mapping[str, Compared],
    meaning: Meaning | None,
) -> _Pairs:
    """Return a document with the links to its parents."""
    own = [parent for parent in parents[lower.id] if parent.document in by_code]
    answered = nearest(own, {p.document: by_code[p.document].tier for p in own})
    related = dict.fromkeys(answered, "parent")
    for parent in own:
        related.setdefault(parent.document, _relation(parent.document, roots, lower))
    beside = {code: relation for code, relation in related.items() if relation != "root"}
    below = compared[lower.id]
    found = [
        link
        for code, relation in beside.items()
        for link in find_links(compared[code], below, relation, meaning=meaning)
    ]
    likely = [likeliest(compared[code], below, meaning) for code in beside]
    answers = tuple(by_code[code] for code in answered)
    return _Pairs(lower, answers, tuple(found), dict(ChainMap(*likely)))


def _with_root(
    pairs: _Pairs,
    roots: Mapping[str, str],
    compared: Mapping[str, Compared],
    answers: Mapping[str, frozenset[str]],
    meaning: Meaning | None,
) -> _Pairs:
    """Return a document with the links to its parents and, past them, to its root."""
    code, root = pairs.lower.id, roots[pairs.lower.id]
    if root == code or root in {document.id for document in pairs.answered}:
        return pairs
    inherited = {
        (above, link.lower)
        for link in pairs.links
        if link.rank == 1
        for above in answers.get(link.upper, ())
    }
    nearer = Nearer(pairs.links, inherited)
    past = find_links(compared[root], compared[code], "root", nearer, meaning)
    return replace(pairs, links=pairs.links + past)


def _with_others(
    found: Sequence[_Pairs],
    documents: Sequence[Understood],
    parents: Mapping[str, tuple[Parent, ...]],
    roots: Mapping[str, str],
    compared: Mapping[str, Compared],
) -> list[_Pairs]:
    """Return documents with links of what has no source yet to any other document of the case."""
    wanting = [
        unsourced(
            one.lower,
            one.links,
            {roots[one.lower.id], *(parent.document for parent in parents[one.lower.id])},
        )
        for one in found
        if one.answered
    ]
    more = links_elsewhere(wanting, documents, compared, may_be_source)
    return [replace(one, links=one.links + more.get(one.lower.id, ())) for one in found]


def _meaning(
    model: SentenceModel | None,
    parents: Mapping[str, tuple[Parent, ...]],
    roots: Mapping[str, str],
    compared: Mapping[str, Compared],
) -> tuple[Meaning | None, tuple[Problem, ...]]:
    """Return what the model says of these documents, or why it is not used."""
    if model is None:
        return None, ()
    above = {
        code: dict.fromkeys([*(p.document for p in parents[code]), root])
        for code, root in roots.items()
    }
    blocks = [
        (compared[upper], compared[lower])
        for lower, uppers in above.items()
        for upper in uppers
        if upper != lower and upper in compared and compared[upper].clauses
        if compared[lower].clauses
    ]
    found = meaning_of(model, [(block, probability_by_words(*block)) for block in blocks])
    return (None, (found,)) if isinstance(found, Problem) else (found, ())


def _answers(links: Iterable[Link]) -> dict[str, frozenset[str]]:
    """Return for every clause the upper clauses that it answers."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for link in links:
        if link.rank == 1:
            found[link.lower].add(link.upper)
    return {lower: frozenset(uppers) for lower, uppers in found.items()}


def _relation(parent: str, roots: Mapping[str, str], lower: Understood) -> str:
    return "root" if roots.get(lower.id) == parent else "other"


def _roots(
    documents: Sequence[Understood], parents: Mapping[str, tuple[Parent, ...]]
) -> dict[str, str]:
    """Return the root document of each: follow the first parents upward; cycles end where met."""
    roots = {}
    for document in documents:
        code, seen = document.id, {document.id}
        while (above := parents.get(code)) and above[0].document not in seen:
            code = above[0].document
            seen.add(code)
        roots[document.id] = code
    return roots


def _tasks(
    documents: Sequence[Understood], roots: Mapping[str, str], links: Sequence[Link]
) -> dict[str, tuple[str, ...]]:
    served: dict[str, set[str]] = {}
    for document in documents:
        if roots[document.id] == document.id:
            served |= {c.id: {c.id} for c in document.clauses if c.kind not in FORMAL}
    accepted = [link for link in links if link.rank == 1]
    for _ in range(len(documents)):
        if not _inherit(served, accepted):
            break
    return {clause: tuple(sorted(tasks)) for clause, tasks in served.items()}


def _inherit(served: dict[str, set[str]], accepted: Sequence[Link]) -> bool:
    """Pass tasks one step down; return whether anything was new."""
    new = False
    for link in accepted:
        tasks = served.get(link.upper, set()) - served.get(link.lower, set())
        if tasks:
            served.setdefault(link.lower, set()).update(tasks)
            new = True
    return new
