"""What a document shows for each index: shares of weighted observations, counts, days."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from chuandao.cascade.tracing.documents import Traced
from chuandao.cascade.tracing.indices.copies import Copies
from chuandao.cascade.tracing.indices.family import Family
from chuandao.cascade.tracing.linking.links import Link
from chuandao.cascade.tracing.statuses import Status
from chuandao.cascade.tracing.understanding.understood import Clause, Understood
from chuandao.catalog.thresholds import threshold

Pair = tuple[float, float]
"""A value from 0 to 1 and what it weighs."""

LABELLED = {"localisation": "localised", "slogan": "sloganised", "substitution": "substituted"}
_JUDGED = frozenset({"covered", "partial", "dropped"})
_PURPOSE = frozenset({"goal", "principle"})
_BURDENS = frozenset({"reporting", "inspection"})
_SPECIFIC = ("targets", "deadline", "instruments")


@dataclass(frozen=True)
class Observed:
    """The observations of one document.

    ``shares``: index to its observations, pooled over the documents of a unit; ``counts``:
    index to a count; ``lag_days`` since the parent; ``homogeneity``: mean likeness to siblings.
    """

    shares: Mapping[str, tuple[Pair, ...]]
    counts: Mapping[str, float] = field(default_factory=dict)
    lag_days: int | None = None
    homogeneity: float | None = None


def observed(traced: Traced, found: Family, copied: Mapping[str, Copies]) -> dict[str, Observed]:
    """Return the observations of every document that answers another."""
    clauses = {clause.id: clause for document in traced.documents for clause in document.clauses}
    statuses: defaultdict[str, list[Status]] = defaultdict(list)
    for status in traced.statuses:
        if status.document and status.status in _JUDGED and status.upper in clauses:
            statuses[status.document].append(status)
    links: defaultdict[str, list[Link]] = defaultdict(list)
    for link in traced.links:
        if link.rank == 1 and link.relation == "parent":
            links[link.lower.partition("#")[0]].append(link)
    burdens = Counter(a.lower.partition("#")[0] for a in traced.added if a.kind in _BURDENS)
    return {
        code: Observed(
            shares={
                **_deployed(statuses[code], links[code], clauses),
                **_labelled(links[code]),
                **_copied(copied[code]),
            },
            counts={
                "undigested_markers": len(copied[code].markers),
                "burden_added": burdens[code],
            },
            lag_days=_lag(found.documents[code], [found.documents[c] for c in parents]),
            homogeneity=copied[code].homogeneity,
        )
        for code, parents in found.answered.items()
        if parents
    }


def observed_tasks(traced: Traced) -> dict[str, Observed]:
    """Return the observations of every clause of a root, over all documents below it.

    An upper clause that serves several tasks is observed for each of them.
    """
    clauses = {clause.id: clause for document in traced.documents for clause in document.clauses}
    statuses: defaultdict[str, list[Status]] = defaultdict(list)
    for status in traced.statuses:
        if status.document and status.status in _JUDGED and status.upper in clauses:
            for task in traced.tasks.get(status.upper, ()):
                statuses[task].append(status)
    links: defaultdict[str, list[Link]] = defaultdict(list)
    for link in traced.links:
        if link.rank == 1 and link.relation == "parent":
            for task in traced.tasks.get(link.upper, ()):
                links[task].append(link)
    return {
        task: Observed({**_deployed(held, links[task], clauses), **_labelled(links[task])})
        for task, held in sorted(statuses.items())
    }


def _deployed(
    statuses: Iterable[Status], links: Iterable[Link], clauses: Mapping[str, Clause]
) -> dict[str, tuple[Pair, ...]]:
    """Return coverage by length of the clause, specifics kept by their number, purpose carried."""
    worth = {"covered": 1.0, "partial": threshold("partial_coverage"), "dropped": 0.0}
    answers: defaultdict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in links:
        answers[link.upper, link.lower.partition("#")[0]].append(link)
    coverage, specifics, purpose = [], [], []
    for status in statuses:
        upper = clauses[status.upper]
        coverage.append((worth[status.status], float(len(upper.compared))))
        held = answers[upper.id, status.document]
        kept = [link.kept for link in held]
        specifics.append((max(kept, default=0.0), float(_asked(upper))))
        if upper.kind in _PURPOSE:
            purpose.append((worth[status.status], 1.0))
    return {
        "coverage": tuple(coverage),
        "specifics_kept": tuple(specifics),
        "purpose_carried": tuple(purpose),
    }


def _asked(upper: Clause) -> int:
    """Return how many numbers, dates and instruments a clause states."""
    return sum(len(set(upper.side.found(name))) for name in _SPECIFIC)


def _labelled(links: Sequence[Link]) -> dict[str, tuple[Pair, ...]]:
    """Return, for each label, whether a clause that is linked bears it; a clause counts once."""
    borne: defaultdict[str, set[str]] = defaultdict(set)
    for link in links:
        borne[link.lower].update(link.labels)
    return {
        index: tuple((float(label in borne[lower]), 1.0) for lower in sorted(borne))
        for index, label in LABELLED.items()
    }


def _copied(copied: Copies) -> dict[str, tuple[Pair, ...]]:
    free = [(part, float(part.free)) for _, part in copied.clauses if part.free]
    return {
        "copy_vertical": tuple((part.above / weight, weight) for part, weight in free),
        "copy_horizontal": tuple((part.beside / weight, weight) for part, weight in free)
        if copied.homogeneity is not None
        else (),
    }


def _lag(document: Understood, parents: Iterable[Understood]) -> int | None:
    """Return the days since the last of the parents; None where a date is missing or odd."""
    dated = document.envelope.dated
    days = [parent.envelope.dated for parent in parents if parent.envelope.dated]
    if not dated or not days or dated < max(days):
        return None
    return (dated - max(days)).days
