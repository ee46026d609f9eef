"""What a unit made of each upper clause: the loss, the label it rests on, and the words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import polars as pl

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.linking.links import Link
from chuandao.cascade.tracing.trace import Trace
from chuandao.cascade.tracing.understanding.understood import Clause, Understood, clause_index
from chuandao.catalog.rows import rows_of

_JUDGED = frozenset({"covered", "partial", "dropped"})


@dataclass(frozen=True)
class Answer:
    """What one document made of one upper clause that is its unit's duty.

    ``loss``: expected true loss 0–1 given what the tracer called it; ``labels``: of the link
    it rests on, or ``dropped`` or ``partial`` where there is none; ``link`` is then None.
    ``tasks``: what the clause serves.
    """

    unit: str
    document: Understood
    upper: Clause
    loss: float
    labels: tuple[str, ...]
    tasks: tuple[str, ...]
    link: Link | None = None
    lower: Clause | None = None


def answers(case: Case, trace: Trace) -> tuple[Answer, ...]:
    """Return every answer of the units' documents to the clauses of their parents.

    Only clauses that are the unit's duty, in documents that were read, are judged; a clause
    answered by several clauses or documents counts with the answer that loses least.
    """
    links = _accepted(trace.traced.links)
    clauses = clause_index(trace.documents)
    documents = {document.id: document for document in trace.documents}
    tasks = tasks_of_clauses(case, trace)
    found = (
        _answer(documents[status.document], clauses, status.upper, links, tasks, status.status)
        for status in trace.traced.statuses
        if status.document and status.status in _JUDGED
    )
    return _best(found)


def tasks_of_clauses(case: Case, trace: Trace) -> dict[str, tuple[str, ...]]:
    """Return the tasks that each clause serves, by the case's own table or, without one, its roots.

    Without a table ``tasks`` every clause of a root document is a task of its own.
    """
    own = _named(case.tables.get("tasks"))
    served = trace.traced.tasks
    if own is None:
        return {clause: roots for clause, roots in served.items() if roots}
    return {
        clause: tuple(sorted({task for root in roots for task in own.get(root, ())}))
        for clause, roots in served.items()
    }


@cache
def loss_weights() -> Mapping[str, float]:
    """Return the loss weight (0–1) of every label; design assumptions of the catalogue."""
    return {row["label"]: float(row["loss"]) for row in rows_of("label_weights.csv")}


@cache
def loss_bounds() -> Mapping[str, tuple[float, float]]:
    """Return how low and how high the loss weight of every label may reasonably be set."""
    rows = rows_of("label_weights.csv")
    return {row["label"]: (float(row["low"]), float(row["high"])) for row in rows}


@cache
def true_labels() -> Mapping[str, Mapping[str, float]]:
    """Return, for each label that the tracer gives, how likely each label is the true one.

    The confusion matrix of the labeller, used directly: measured on the planted truth of the
    example case, shrunk towards the common mixture where a label is rare
    (``scripts/fit_label_losses.py``).
    """
    found: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for row in rows_of("label_confusion.csv"):
        found[row["said"]][row["true"]] = float(row["share"])
    return found


def expected_losses(weights: Mapping[str, float] | None = None) -> Mapping[str, float]:
    """Return the expected true loss (0–1) given the primary label that the tracer gave.

    Parameters
    ----------
    weights : mapping of label to loss, optional
        What each true label counts for; by default the weights of the catalogue.

    Examples
    --------
    >>> harsh = expected_losses({**loss_weights(), "weakened": 0.9})
    >>> harsh["weakened"] > expected_losses()["weakened"]
    True
    """
    counts = loss_weights() if weights is None else weights
    return {
        said: sum(share * counts[true] for true, share in mixture.items())
        for said, mixture in true_labels().items()
    }


def _named(tasks: pl.DataFrame | None) -> dict[str, list[str]] | None:
    if tasks is None or not {"document", "clause"} <= set(tasks.columns):
        return None
    named: defaultdict[str, list[str]] = defaultdict(list)
    for task, document, path in tasks.select("task", "document", "clause").iter_rows():
        named[f"{document}#{path}"].append(task)
    return named


def _accepted(links: Iterable[Link]) -> dict[tuple[str, str], list[Link]]:
    found: defaultdict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in links:
        if link.rank == 1 and link.relation == "parent":
            found[link.upper, link.lower.partition("#")[0]].append(link)
    return found


def _answer(
    document: Understood,
    clauses: Mapping[str, Clause],
    upper: str,
    links: Mapping[tuple[str, str], list[Link]],
    tasks: Mapping[str, tuple[str, ...]],
    status: str,
) -> Answer:
    losses, served = expected_losses(), tasks.get(upper, ())
    held = links.get((upper, document.id), [])
    if not held:
        loss = losses[status]
        return Answer(document.unit, document, clauses[upper], loss, (status,), served)
    link = min(held, key=lambda one: (_loss(one.labels), -one.probability, one.lower))
    return Answer(
        unit=document.unit,
        document=document,
        upper=clauses[upper],
        loss=losses[link.labels[0]],
        labels=link.labels,
        tasks=served,
        link=link,
        lower=clauses[link.lower],
    )


def _loss(labels: Sequence[str]) -> float:
    """Return the design weight of a link: several labels, the largest."""
    return max((loss_weights()[label] for label in labels), default=0.0)


def _best(found: Iterable[Answer]) -> tuple[Answer, ...]:
    best: dict[tuple[str, str], Answer] = {}
    for answer in found:
        key = (answer.unit, answer.upper.id)
        if key not in best or answer.loss < best[key].loss:
            best[key] = answer
    return tuple(best[key] for key in sorted(best))
