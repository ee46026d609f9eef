"""Upper clauses of known status in documents below, with what the product sees of each.

Two views of each: with the true links, so that the decision whose duty a clause is stands alone,
and with the links as traced. Statuses: linked, dropped, not_applicable, not_required.
"""

import csv
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

import chuandao as cd
from bench_trace import traced
from cascade_truth import ROOT, Cascade, cascades
from chuandao.cascade.tracing.applicability import NOTHING_LISTED, Listed, listed_clauses
from chuandao.cascade.tracing.documents import Traced
from chuandao.cascade.tracing.duty.judging import Duties, duties_of
from chuandao.cascade.tracing.duty.surroundings import Answers
from chuandao.cascade.tracing.linking.likeness import Compared
from chuandao.cascade.units import UnitTree

CITY = ROOT / "tests" / "truth" / "qinghe"
VIEWS = ("true", "traced")
Truth = dict[tuple[str, str], str]


@dataclass(frozen=True)
class Case:
    """An upper clause for a lower document: its true status, and whether it seems answered."""

    group: str
    kind: str
    upper: str
    lower: str
    status: str
    answered: bool
    duties: Duties


@dataclass(frozen=True)
class Told:
    """A traced cascade with the true status of every clause and the documents that answer it."""

    group: str
    kind: str
    trace: Traced
    status: Truth
    answers: Answers
    listed: Listed = NOTHING_LISTED
    units: UnitTree | None = None


@cache
def told() -> tuple[Told, ...]:
    """Return every cascade of known truth, the example city's policies among them."""
    return (*(_cascade(one) for one in cascades()), *_city())


def cases(view: str) -> list[Case]:
    """Return all cases as one of `VIEWS` shows them."""
    return [case for one in told() for case in _cases(one, view)]


def _cases(one: Told, view: str) -> Iterable[Case]:
    found = [link for link in one.trace.links if link.source != "rule"]
    likeliest = one.trace.likeliest
    answers = (
        Answers(one.answers.of, likeliest) if view == "true" else Answers.by_links(found, likeliest)
    )
    documents = one.trace.documents
    compared = {document.id: Compared(document.clauses) for document in documents}
    judged = duties_of(compared, documents, _parents(one), answers, one.listed, one.units)
    for (upper, lower), status in sorted(one.status.items()):
        duties = judged[upper.partition("#")[0], lower]
        answered = upper in answers.by(lower)
        yield Case(one.group, one.kind, upper, lower, status, answered, duties)


def _parents(one: Told) -> list[tuple[str, str]]:
    return sorted({(upper.partition("#")[0], lower) for upper, lower in one.status})


def _cascade(cascade: Cascade) -> Told:
    trace, named = traced(cascade)
    documents = {document.id: document for document in trace.documents}
    status: Truth = {}
    answering: dict[str, set[str]] = {}
    linked = {key[:3] for key in cascade.links}
    for lower in cascade.documents:
        for parent in lower.parents:
            for clause in documents[parent].clauses:
                names = named.get(clause.id, [])
                keys = {(*name, lower.id) for name in names}
                if keys & linked:
                    answering.setdefault(clause.id, set()).add(lower.id)
                if told := _status(keys, linked, cascade):
                    status[clause.id, lower.id] = told
    answers = Answers({upper: frozenset(lowers) for upper, lowers in answering.items()})
    return Told(cascade.name, cascade.kind, trace, status, answers)


def _status(keys: set[tuple[str, str, str]], linked: Collection, cascade: Cascade) -> str:
    if keys & linked:
        return "linked"
    stated = {cascade.drops.get(key) for key in keys}
    wanted = ("dropped", "not_applicable", "not_required")
    return next((status for status in wanted if status in stated), "")


def _city() -> Iterable[Told]:
    case = cd.read(cd.examples.qinghe)
    trace = cd.trace(case).traced
    listed = listed_clauses(trace.documents, case.tables.get("duty_lists"))
    linked: dict[str, set[str]] = {}
    above: dict[str, list[str]] = {}
    for row in _rows("links.csv"):
        linked.setdefault(f"{row['upper_document']}#{row['upper_path']}", set()).add(
            row["lower_document"]
        )
        above.setdefault(row["lower_document"], []).append(row["upper_document"])
    stated = {
        (f"{row['upper_document']}#{row['upper_path']}", row["lower_document"]): row["status"]
        for row in _rows("drops.csv")
    }
    pairs = {(upper.partition("#")[0], lower) for upper, lower in stated}
    status: Truth = {
        (clause.id, lower): "linked"
        for document in trace.documents
        for clause in document.clauses
        for lower in linked.get(clause.id, ())
        if (document.id, lower) in pairs
    }
    status = stated | status
    answers = Answers({upper: frozenset(lowers) for upper, lowers in linked.items()})
    for root in sorted({_root(lower, above) for _, lower in status}):
        part = {key: told for key, told in status.items() if _root(key[1], above) == root}
        yield Told(f"city: {root}", "city", trace, part, answers, listed, case.units)


def _root(document: str, above: dict[str, list[str]]) -> str:
    while above.get(document):
        document = min(above[document], key=lambda code: code.startswith("city"))
    return document


def _rows(name: str) -> list[dict[str, str]]:
    with (CITY / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
