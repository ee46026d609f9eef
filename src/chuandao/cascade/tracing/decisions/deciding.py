"""Decisions win: what a person decided stands over what the program found, which stays readable."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from chuandao.cascade.tracing.decisions.decision import Decision, document_of, passage_of
from chuandao.cascade.tracing.linking.links import Link, accepted_link
from chuandao.cascade.tracing.statuses import Status
from chuandao.cascade.tracing.understanding.understood import Clause, Understood, clause_index
from chuandao.catalog.thresholds import threshold
from chuandao.text.copying.carrying import Carried, Passage, carry

_DROPS = {"accept": "dropped", "reject": "covered"}


@dataclass(frozen=True)
class Placed:
    """A decision and where its clauses are now; ``reason`` says why it has no place.

    ``how``: applied, carried (its words moved or were edited), relabelled (carried, but the
    numbers changed: the link stands, the label is the program's again), set_aside.
    ``likeness``: of the less alike clause to what it was.
    """

    decision: Decision
    upper: str = ""
    lower: str = ""
    how: str = "applied"
    reason: str = ""
    likeness: float = 1.0

    @property
    def stands(self) -> bool:
        """Whether it has a place, and wins."""
        return self.how != "set_aside"

    @property
    def key(self) -> tuple[str, str, str]:
        """The link or drop that it is about now."""
        return self.upper, self.lower, self.decision.document

    @property
    def label(self) -> str:
        """The label that holds by the person's word; empty where none does."""
        return "" if self.how == "relabelled" else self.decision.label


@dataclass(frozen=True)
class Decided:
    """A decision with what the program says of the same link or drop without it.

    ``machine_rank`` 0: the program does not have the link. ``machine_status``: of the upper
    clause in the document, where the decision is about a drop.
    """

    placed: Placed
    machine_rank: int = 0
    machine_probability: float | None = None
    machine_labels: tuple[str, ...] = ()
    machine_status: str = ""


def place_decisions(
    decisions: Iterable[Decision], documents: Sequence[Understood]
) -> tuple[Placed, ...]:
    """Return every decision with its present place, in the order of the keys.

    Notes
    -----
    A clause is known by the hash of its canonical words, whatever its number now is; an edited
    one by likeness of at least ``decision_carried``. Where decisions made of several editions
    come to one link, the latest stands, then the one that had to be carried least far.
    """
    ordered = sorted(decisions, key=lambda decision: decision.key)
    known = {document.id: document for document in documents}
    carried = _carried(ordered, known)
    return _without_rivals([_placed(decision, known, carried) for decision in ordered])


def decided_links(
    links: Sequence[Link],
    placed: Iterable[Placed],
    lower: Understood,
    uppers: Iterable[Understood],
    parents: Collection[str] = (),
) -> tuple[Link, ...]:
    """Return the links of a lower document as the person decided them.

    Accepted, corrected and added ones have rank 1, probability 1 and source ``person``;
    rejected ones are left out. The rest stays as the program found it.

    Parameters
    ----------
    links : sequence of Link
        What the program found for the document.
    placed : iterable of Placed
    lower : Understood
    uppers : iterable of Understood
        The documents that added links may lead to.
    parents : collection of str
        Those of them that the lower document answers.
    """
    own = {p.key[:2]: p for p in placed if p.stands and p.lower and _is_of(p, lower)}
    if not own:
        return tuple(links)
    accepted = {(link.upper, link.lower) for link in links if link.rank == 1}
    kept = [_won(link, own.get((link.upper, link.lower))) for link in links]
    clauses = clause_index([*uppers, lower])
    relations = {document_of(link.upper): link.relation for link in links}
    relations |= dict.fromkeys(parents, "parent")
    fresh = [_fresh(p, relations, clauses) for key, p in own.items() if key not in accepted]
    return (*(link for link in kept if link), *(link for link in fresh if link))


def decided_statuses(statuses: Iterable[Status], placed: Iterable[Placed]) -> tuple[Status, ...]:
    """Return the statuses with those that a person decided: dropped, deployed, not required."""
    own = {(p.upper, p.decision.document): p for p in placed if p.stands and not p.lower}
    return tuple(
        replace(status, status=_status(p), probability=1.0, reason="decided", doubtful=False)
        if (p := own.get((status.upper, status.document)))
        else status
        for status in statuses
    )


def decided(
    placed: Iterable[Placed], links: Iterable[Link], statuses: Iterable[Status]
) -> tuple[Decided, ...]:
    """Return every decision beside what the program found by itself."""
    found = {(link.upper, link.lower): link for link in links}
    told = {(status.upper, status.document): status for status in statuses}
    return tuple(_beside(p, found, told) for p in placed)


def decided_drops(placed: Iterable[Placed]) -> frozenset[tuple[str, str]]:
    """Return (upper clause, document) of the statuses that a person decided."""
    return frozenset((p.upper, p.decision.document) for p in placed if p.stands and not p.lower)


def _carried(
    decisions: Sequence[Decision], known: Mapping[str, Understood]
) -> dict[tuple[str, Passage], Carried]:
    marks: defaultdict[str, set[Passage]] = defaultdict(set)
    for decision in decisions:
        marks[document_of(decision.upper)].add(decision.upper_passage)
        if decision.lower:
            marks[document_of(decision.lower)].add(decision.lower_passage)
    least, slight = threshold("decision_carried"), threshold("decision_alike")
    return {
        (code, passage): place
        for code, passages in marks.items()
        if code in known
        for passage, place in carry(
            passages, [passage_of(c) for c in known[code].clauses], least, slight
        ).items()
    }


def _placed(
    decision: Decision,
    known: Mapping[str, Understood],
    carried: Mapping[tuple[str, Passage], Carried],
) -> Placed:
    ends = [(decision.upper, decision.upper_passage)]
    ends += [(decision.lower, decision.lower_passage)] if decision.lower else []
    codes = {document_of(code) for code, _ in ends} | {decision.document}
    if codes - known.keys():
        return Placed(decision, how="set_aside", reason="absent", likeness=0.0)
    places = [(code, carried[document_of(code), passage]) for code, passage in ends]
    likeness = min(place.likeness for _, place in places)
    for at, (_, place) in enumerate(places):
        if place.at is None:
            side = ("upper", "lower")[at]
            return Placed(decision, "", "", "set_aside", f"{side}_{place.how}", likeness)
    now = [_clause(known[document_of(code)], place).id for code, place in places]
    reason = _moved([place for _, place in places])
    return Placed(decision, now[0], now[1] if decision.lower else "", *reason, likeness)


def _clause(document: Understood, place: Carried) -> Clause:
    return document.clauses[place.at or 0]


def _moved(places: Sequence[Carried]) -> tuple[str, str]:
    """Return how a decision came to its place, and by what."""
    hows = {place.how for place in places}
    if not all(place.figures for place in places):
        return "relabelled", "figures"
    for how in ("edited", "moved"):
        if how in hows:
            return "carried", how
    return "applied", "unverified" if "unverified" in hows else ""


def _without_rivals(placed: Sequence[Placed]) -> tuple[Placed, ...]:
    """Let one decision stand for each link; the others are set aside as superseded."""
    first: dict[tuple[str, str, str], Placed] = {}
    for one in placed:
        if one.stands and (one.key not in first or _goes_before(one, first[one.key])):
            first[one.key] = one
    return tuple(
        one
        if not one.stands or first[one.key] is one
        else Placed(one.decision, "", "", "set_aside", "superseded", one.likeness)
        for one in placed
    )


def _goes_before(one: Placed, other: Placed) -> bool:
    def rank(placed: Placed) -> tuple[date, float]:
        return placed.decision.day or date.min, placed.likeness

    return rank(one) > rank(other)


def _is_of(placed: Placed, lower: Understood) -> bool:
    return document_of(placed.lower) == lower.id


def _won(link: Link, placed: Placed | None) -> Link | None:
    if placed is None:
        return link
    if placed.decision.decision == "reject" or link.rank > 1:
        return None  # an alternative that was accepted comes back with labels of its own
    return replace(link, rank=1, probability=1.0, source="person", labels=_labels(link, placed))


def _labels(link: Link, placed: Placed) -> tuple[str, ...]:
    return (placed.label,) if placed.label else link.labels


def _fresh(
    placed: Placed, relations: Mapping[str, str], clauses: Mapping[str, Clause]
) -> Link | None:
    """Return a link that the program does not have, None where it was rejected anyway."""
    if placed.decision.decision == "reject":
        return None
    relation = relations.get(document_of(placed.upper), "other")
    link = accepted_link(clauses[placed.upper], clauses[placed.lower], relation)
    return replace(link, source="person", labels=_labels(link, placed))


def _status(placed: Placed) -> str:
    return placed.label or _DROPS.get(placed.decision.decision, "dropped")


def _beside(
    placed: Placed,
    links: Mapping[tuple[str, str], Link],
    statuses: Mapping[tuple[str, str], Status],
) -> Decided:
    status = statuses.get((placed.upper, placed.decision.document))
    told = status.status if status else ""
    if not placed.lower:
        return Decided(placed, 0, status.probability if status else None, (), told)
    link = links.get((placed.upper, placed.lower))
    if link is None:
        return Decided(placed)
    return Decided(placed, link.rank, link.probability, link.labels)
