"""Sources outside the documents that one answers: lower documents are often mosaics.

A clause that answers neither a parent's nor the root's may still come from a document of the
case, one that is never cited. All such clauses are looked up at once in one index of words, and
a document is laid beside at most three others in full, so that the cost grows with the number of
documents, not with that of their pairs.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from chuandao.cascade.tracing.linking.likeness import Compared
from chuandao.cascade.tracing.linking.links import (
    Link,
    accepted_link,
    decided,
    probability_by_words,
)
from chuandao.cascade.tracing.statuses import FORMAL
from chuandao.cascade.tracing.understanding.understood import Understood
from chuandao.catalog.thresholds import threshold
from chuandao.text.likeness.compare import containment, here
from chuandao.text.likeness.row_sets import joined, picked

_MOST_DOCUMENTS = 3  # that a document is laid beside in full
_AT_ONCE = 1024  # clauses looked up together
_PROMISING = 0.2  # least share of a clause's words, by rarity, that its source has

MayBe = Callable[[Understood, Understood], bool]


@dataclass(frozen=True)
class Unsourced:
    """A document with the places of its clauses that have no source yet."""

    document: Understood
    places: tuple[int, ...]
    laid_beside: frozenset[str]


def unsourced(
    document: Understood, links: Sequence[Link], laid_beside: Collection[str]
) -> Unsourced:
    """Return which clauses of a document no accepted link leads to, formalities aside."""
    linked = {link.lower for link in links if link.rank == 1}
    places = tuple(
        at
        for at, clause in enumerate(document.clauses)
        if clause.id not in linked and clause.kind not in FORMAL
    )
    return Unsourced(document, places, frozenset(laid_beside))


def links_elsewhere(
    wanting: Sequence[Unsourced],
    documents: Sequence[Understood],
    compared: Mapping[str, Compared],
    may_be: MayBe,
) -> dict[str, tuple[Link, ...]]:
    """Return links of clauses without a source to other documents, by lower document.

    Parameters
    ----------
    wanting : sequence of Unsourced
    documents : sequence of Understood
        Where to look.
    compared : mapping
        Document code to its clauses counted.
    may_be : callable
        Whether a document may be the source of another: (source, document).

    Returns
    -------
    dict
        At most one link a clause, the likeliest, of probability at least ``link_elsewhere``;
        relation ``other``.
    """
    held = [one for one in documents if one.clauses]
    asked = [one for one in wanting if one.places and any(_open(one, d, may_be) for d in held)]
    if not asked:
        return {}
    promise = _promises(asked, held, compared)
    return {
        one.document.id: tuple(
            _links(one, [held[at] for at in _likeliest(one, held, found, may_be)], compared)
        )
        for one, found in zip(asked, promise, strict=True)
    }


def _open(one: Unsourced, source: Understood, may_be: MayBe) -> bool:
    own = source.id == one.document.id or source.id in one.laid_beside
    return not own and may_be(source, one.document)


def _promises(
    asked: Sequence[Unsourced], held: Sequence[Understood], compared: Mapping[str, Compared]
) -> list[NDArray[np.float64]]:
    """Return for each one (its clauses, documents): the greatest share of words that one has."""
    shelf = joined([compared[one.id].profile.words for one in held])
    starts = np.cumsum([0, *(len(one.clauses) for one in held)])[:-1]
    wanted = joined([picked(compared[a.document.id].profile.words, a.places) for a in asked])
    rows, shelf = here(wanted, shelf)
    found = []
    for first in range(0, rows.shape[0], _AT_ONCE):
        some = picked(rows, range(first, min(first + _AT_ONCE, rows.shape[0])))
        found.append(np.maximum.reduceat(containment(some, shelf), starts, axis=1))
    bounds = np.cumsum([len(one.places) for one in asked])[:-1]
    return np.split(np.concatenate(found), bounds)


def _likeliest(
    one: Unsourced,
    held: Sequence[Understood],
    promise: NDArray[np.float64],
    may_be: MayBe,
) -> list[int]:
    """Return the places of the documents that promise most to the clauses of one."""
    hopes = np.where(promise >= _PROMISING, promise, 0.0).sum(axis=0)
    order = np.argsort(-hopes, kind="stable").tolist()
    found = (at for at in order if hopes[at] > 0 and _open(one, held[at], may_be))
    return [at for at, _ in zip(found, range(_MOST_DOCUMENTS), strict=False)]


def _links(
    one: Unsourced, sources: Sequence[Understood], compared: Mapping[str, Compared]
) -> Iterator[Link]:
    best: dict[int, tuple[float, Link]] = {}
    for source in sources:
        for at, row, probability in _found(one, source, compared):
            if probability > best.get(at, (0.0,))[0]:
                link = accepted_link(source.clauses[row], one.document.clauses[at], "other")
                best[at] = probability, replace(link, probability=round(probability, 4))
    return (link for _, (_, link) in sorted(best.items()))


def _found(
    one: Unsourced, source: Understood, compared: Mapping[str, Compared]
) -> Iterator[tuple[int, int, float]]:
    """Yield (place, source's clause, probability) of what is accepted and sure enough."""
    lowers = one.document.clauses
    probability = probability_by_words(compared[source.id], compared[one.document.id])
    taken = decided(probability, source.clauses, lowers)
    judged = np.where(taken, probability, 0.0)
    for at in one.places:
        row = int(judged[:, at].argmax())
        if judged[row, at] >= threshold("link_elsewhere"):
            yield at, row, float(judged[row, at])
