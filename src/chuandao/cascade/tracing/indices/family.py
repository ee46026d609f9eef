"""Which documents stand above a document, and which beside it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from chuandao.cascade.tracing.documents import Traced
from chuandao.cascade.tracing.parentage.parents import nearest
from chuandao.cascade.tracing.understanding.understood import Understood


@dataclass(frozen=True)
class Family:
    """The documents of a trace by their place.

    ``answered``: the parents that a document must answer; ``above``: all documents over it;
    ``beside``: documents of other units, of the same tier, that answer one of the same
    parents.
    """

    documents: Mapping[str, Understood]
    answered: Mapping[str, tuple[str, ...]]
    above: Mapping[str, tuple[str, ...]]
    beside: Mapping[str, tuple[str, ...]]


def family(traced: Traced) -> Family:
    """Return who stands above and beside whom among the documents of a trace."""
    documents = {document.id: document for document in traced.documents}
    tiers = {code: document.tier for code, document in documents.items()}
    answered = {
        code: nearest([p for p in traced.parents.get(code, ()) if p.document in documents], tiers)
        for code in documents
    }
    return Family(
        documents=documents,
        answered=answered,
        above={code: _above(code, answered) for code in documents},
        beside=_beside(documents, answered),
    )


def _above(code: str, answered: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    waiting = list(answered[code])
    while waiting:
        one = waiting.pop(0)
        if one not in found and one != code:
            found[one] = None
            waiting += answered[one]
    return tuple(found)


def _beside(
    documents: Mapping[str, Understood], answered: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    below: defaultdict[str, list[str]] = defaultdict(list)
    for code, parents in answered.items():
        for parent in parents:
            below[parent].append(code)
    return {
        code: tuple(
            other
            for other in dict.fromkeys(c for p in answered[code] for c in below[p])
            if _is_beside(document, documents[other])
        )
        for code, document in documents.items()
    }


def _is_beside(one: Understood, other: Understood) -> bool:
    """Documents of one unit are no siblings; where units are not known, any other document is."""
    apart = one.unit != other.unit or not one.unit
    return one.id != other.id and one.tier == other.tier and apart
