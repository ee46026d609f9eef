"""Which documents are laid side by side, what links them, and how much of each kind."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from chuandao.report.tracing.model import (
    LABELS,
    RELATIONS,
    STATUSES,
    DocumentView,
    Pair,
    Status,
)
from chuandao.report.tracing.records import Link, Trace

_Key = tuple[str, str]
_QUOTED = 40


def pairs_of(
    trace: Trace, documents: Sequence[DocumentView], owner: Mapping[str, str]
) -> tuple[Pair, ...]:
    """Return every pair with a link, a status or a declared parent, in the order of the tree.

    Parameters
    ----------
    trace, documents
        The records and the documents in their order.
    owner : mapping
        The document of each clause; what it does not hold is left out here.
    """
    links, statuses = _links(trace, owner), _statuses(trace, owner)
    named = {(parent.document, child.id) for child in documents for parent in child.parents}
    by_id = {document.id: document for document in documents}
    place = {document.id: at for at, document in enumerate(documents)}
    pairs = (
        _pair((by_id[upper], by_id[lower]), links, statuses, named)
        for upper, lower in {*links, *statuses, *named}
        if upper in by_id and lower in by_id and upper != lower
    )
    order = sorted(pairs, key=lambda p: (place[p.lower], _rank(p.relation), place[p.upper]))
    return tuple(order)


def _pair(
    ends: tuple[DocumentView, DocumentView],
    all_links: Mapping[_Key, Sequence[Link]],
    all_statuses: Mapping[_Key, Mapping[str, Status]],
    named: set[_Key],
) -> Pair:
    upper, lower = ends
    key = (upper.id, lower.id)
    links = sorted(all_links.get(key, ()), key=_position(upper, lower))
    statuses = all_statuses.get(key, {})
    return Pair(
        *key,
        relation=_relation(links, declared=key in named, root=upper.depth == 0),
        links=tuple(links),
        statuses=statuses,
        labels=_counts((link.primary for link in links if link.rank == 1), LABELS),
        counts=_counts((status.status for status in statuses.values()), STATUSES),
        added=sum(block.added is not None for block in lower.clauses),
    )


def _links(trace: Trace, owner: Mapping[str, str]) -> dict[_Key, list[Link]]:
    found: dict[_Key, list[Link]] = {}
    for link in trace.links:
        if link.upper in owner and link.lower in owner:
            found.setdefault((owner[link.upper], owner[link.lower]), []).append(link)
    return found


def _statuses(trace: Trace, owner: Mapping[str, str]) -> dict[_Key, dict[str, Status]]:
    found: dict[_Key, dict[str, Status]] = {}
    texts = {document.id: document.text for document in trace.documents}
    for drop in sorted(trace.drops, key=lambda drop: (drop.upper, drop.document, drop.status)):
        if drop.upper in owner:
            said = texts.get(owner[drop.upper], "")[drop.start : drop.end]
            status = Status(
                drop.status, drop.probability, drop.reason, _short(said), doubtful=drop.doubtful
            )
            found.setdefault((owner[drop.upper], drop.document), {})[drop.upper] = status
    return found


def _short(words: str) -> str:
    """Return words on one line, cut where they are too long to be quoted in passing."""
    plain = " ".join(words.split())
    return plain if len(plain) <= _QUOTED else f"{plain[: _QUOTED - 1]}…"


def _position(
    upper: DocumentView, lower: DocumentView
) -> Callable[[Link], tuple[int, int, int, tuple[str, ...]]]:
    """Return the key that puts links in the order of the texts."""
    above = {block.clause: at for at, block in enumerate(upper.clauses)}
    below = {block.clause: at for at, block in enumerate(lower.clauses)}
    return lambda link: (above[link.upper], link.rank, below[link.lower], link.labels)


def _counts(values: Iterable[str], known: Iterable[str]) -> dict[str, int]:
    """Return how often each value occurs: the known ones in their order, then the rest."""
    counts = Counter(values)
    rest = sorted(set(counts).difference(known))
    return {value: counts[value] for value in (*known, *rest)}


def _relation(links: Sequence[Link], *, declared: bool, root: bool) -> str:
    if links:
        return min((link.relation for link in links), key=_rank)
    if declared:
        return "parent"
    return "root" if root else "other"


def _rank(relation: str) -> int:
    return RELATIONS.index(relation) if relation in RELATIONS else len(RELATIONS)
