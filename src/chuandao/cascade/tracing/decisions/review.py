"""What a person is asked to look at (複核): links, sure and not, and clauses not seen below."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from chuandao.cascade.tracing.decisions.deciding import Decided
from chuandao.cascade.tracing.decisions.decision import document_of
from chuandao.cascade.tracing.documents import Traced
from chuandao.cascade.tracing.linking.links import Link
from chuandao.catalog.thresholds import threshold
from chuandao.text.difference.change import Change

About = Literal["accepted", "uncertain", "alternative", "rejected", "not_seen"]


@dataclass(frozen=True)
class ReviewRow:
    """One row of the sheet for review.

    ``about``: an accepted link, an uncertain one, an alternative of a clause that has no
    accepted link, one that a person rejected, an upper clause not seen in the document
    (``lower`` empty). ``labels``, ``probability``, ``rank``, ``status`` are the program's own.
    ``alternatives``: other upper clauses of the same lower one, with probabilities.
    """

    about: About
    upper: str
    lower: str
    document: str
    relation: str = ""
    probability: float | None = None
    rank: int = 0
    labels: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    alternatives: tuple[tuple[str, float], ...] = ()
    status: str = ""
    decided: Decided | None = None


def review_rows(traced: Traced) -> tuple[ReviewRow, ...]:
    """Return the rows for review: documents in order, their clauses in order of the text.

    Every accepted link is there, whatever its probability; it is *uncertain* below
    ``link_sure``. Decisions made before stand beside what the program says by itself.
    """
    decided = {_key(one): one for one in traced.decided if one.placed.stands}
    by_lower: defaultdict[str, list[Link]] = defaultdict(list)
    for link in traced.links:
        by_lower[link.lower].append(link)
    rows = [row for links in by_lower.values() for row in _of_links(links, decided)]
    rows += _rejected(traced, decided)
    rows += _not_seen(traced, decided)
    places = _places(traced)
    last = len(places)
    return tuple(
        sorted(
            rows,
            key=lambda row: (
                places.get(row.document, (last,)),
                places.get(row.lower, (last, last)),
                places.get(row.upper, (last, last)),
                row.about,
            ),
        )
    )


def set_aside(traced: Traced) -> tuple[Decided, ...]:
    """Return the decisions that no longer have a place."""
    return tuple(one for one in traced.decided if not one.placed.stands)


def _key(one: Decided) -> tuple[str, str, str]:
    return one.placed.key


def _of_links(
    links: Iterable[Link], decided: Mapping[tuple[str, str, str], Decided]
) -> Iterable[ReviewRow]:
    found = list(links)
    accepted = [link for link in found if link.rank == 1]
    for link in accepted or found:
        others = tuple(
            (other.upper, other.probability)
            for other in found
            if other is not link and other.rank > 1
        )
        yield _of_link(link, others if accepted else (), decided)


def _of_link(
    link: Link,
    others: tuple[tuple[str, float], ...],
    decided: Mapping[tuple[str, str, str], Decided],
) -> ReviewRow:
    document = document_of(link.lower)
    one = decided.get((link.upper, link.lower, document))
    person = one is not None and link.source == "person"
    sure = link.source == "person" or link.probability >= threshold("link_sure")
    sure = sure and not (one and one.placed.how == "relabelled")
    about: About = "alternative" if link.rank > 1 else "accepted" if sure else "uncertain"
    return ReviewRow(
        about,
        link.upper,
        link.lower,
        document,
        link.relation,
        one.machine_probability if one and person else link.probability,
        one.machine_rank if one and person else link.rank,
        one.machine_labels if one and person else link.labels,
        link.changes,
        others,
        decided=one,
    )


def _rejected(
    traced: Traced, decided: Mapping[tuple[str, str, str], Decided]
) -> Iterable[ReviewRow]:
    there = {(link.upper, link.lower) for link in traced.links}
    for (upper, lower, document), one in decided.items():
        if lower and (upper, lower) not in there:
            yield ReviewRow(
                "rejected",
                upper,
                lower,
                document,
                probability=one.machine_probability,
                rank=one.machine_rank,
                labels=one.machine_labels,
                decided=one,
            )


def _not_seen(
    traced: Traced, decided: Mapping[tuple[str, str, str], Decided]
) -> Iterable[ReviewRow]:
    for status in traced.statuses:
        one = decided.get((status.upper, "", status.document))
        if status.document and (one or status.status == "dropped"):
            yield ReviewRow(
                "not_seen",
                status.upper,
                "",
                status.document,
                probability=one.machine_probability if one else status.probability,
                status=one.machine_status if one else status.status,
                decided=one,
            )


def _places(traced: Traced) -> dict[str, tuple[int, ...]]:
    """Return where documents and clauses come in the order of the trace."""
    places: dict[str, tuple[int, ...]] = {}
    for at, document in enumerate(traced.documents):
        places[document.id] = (at,)
        for number, clause in enumerate(document.clauses):
            places[clause.id] = (at, number)
    return places
