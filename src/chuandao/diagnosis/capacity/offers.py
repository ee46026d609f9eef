"""Discretion (授權空間), pilots and tolerance: who offers them, and who takes them up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from chuandao.cascade.tracing.linking.links import Link
from chuandao.cascade.tracing.trace import Trace
from chuandao.cascade.tracing.understanding.understood import Clause, Understood
from chuandao.catalog.rows import rows_of
from chuandao.text.canonical import plain

KINDS = ("discretion", "pilot", "tolerance")
_ADAPTED = frozenset({"localised", "strengthened", "substituted"})
_PREAMBLE = "0."
_SPARED = frozenset({"not_required", "not_applicable"})
_BEFORE = 6  # characters before a word in which another takes its sense away


@dataclass(frozen=True)
class Offers:
    """What the documents above a unit's own leave to it, by kind, and what it made of it.

    ``words``: kind (discretion, pilot, tolerance) to the clauses that offer; ``taken``: the clauses
    of the unit's documents that take something up.
    """

    words: Mapping[str, tuple[Clause, ...]]
    taken: tuple[Clause, ...]
    documents: int

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses that offer anything, each once."""
        by_id = {clause.id: clause for held in self.words.values() for clause in held}
        return tuple(by_id[code] for code in sorted(by_id))


def offers(trace: Trace) -> dict[str, Offers]:
    """Return the offers of each unit that has documents which answer to others.

    Something is taken up where a clause of the unit's own documents, other than one copied word
    for word or its preamble, was adapted to the place, names places, offices or numbers of the
    unit's own, or speaks of discretion, pilots or tolerance itself. A clause that is not the unit's
    duty offers it nothing.
    """
    documents = {document.id: document for document in trace.documents}
    spared = {(s.upper, s.unit) for s in trace.traced.statuses if s.status in _SPARED}
    below: dict[str, list[Understood]] = {}
    for document in trace.documents:
        if document.unit and trace.traced.parents.get(document.id):
            below.setdefault(document.unit, []).append(document)
    labels = _labels(trace.traced.links)
    found = {}
    for unit, own in sorted(below.items()):
        above = {parent.document for one in own for parent in trace.traced.parents[one.id]}
        given = [
            clause
            for code in sorted(above & documents.keys())
            if documents[code].unit != unit
            for clause in documents[code].clauses
            if (clause.id, unit) not in spared
        ]
        words = {kind: tuple(c for c in given if kind in _kinds(c.text)) for kind in KINDS}
        found[unit] = Offers(words, _taken(own, labels), len(own))
    return found


def _taken(own: Iterable[Understood], labels: Mapping[str, frozenset[str]]) -> tuple[Clause, ...]:
    """Return the clauses of a unit that make use of what was left to it."""
    clauses = [clause for document in own for clause in document.clauses]
    return tuple(
        clause
        for clause in clauses
        if not clause.path.startswith(_PREAMBLE)
        and "verbatim" not in labels.get(clause.id, frozenset())
        and (
            labels.get(clause.id, frozenset()) & _ADAPTED
            or _is_local(clause)
            or _kinds(clause.text)
        )
    )


def _labels(links: Iterable[Link]) -> dict[str, frozenset[str]]:
    """Return what the accepted links say of each lower clause."""
    held: dict[str, frozenset[str]] = {}
    for link in links:
        if link.rank == 1:
            held[link.lower] = held.get(link.lower, frozenset()) | frozenset(link.labels)
    return held


def _is_local(clause: Clause) -> bool:
    return any(commitment.local for commitment in clause.commitments)


def _kinds(text: str) -> frozenset[str]:
    """Return the kinds of offer that the words of a clause make."""
    words = plain(text).casefold()
    return frozenset(
        kind for word, kind, taken_away in _lexicon() if _offered(words, word, taken_away)
    )


def _offered(words: str, word: str, taken_away: tuple[str, ...]) -> bool:
    at = words.find(word)
    while at >= 0:
        before = words[max(0, at - _BEFORE) : at]
        if not any(other in before for other in taken_away):
            return True
        at = words.find(word, at + 1)
    return False


@cache
def _lexicon() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    return tuple(
        (row["word"], row["kind"], tuple(filter(None, row["not_after"].split("|"))))
        for row in rows_of("lexicon/discretion.csv")
    )
