"""E1, E3, E4: commitments of the root's documents without a lead, a date or a measure.

Definition: the share of the goals and tasks of the body of a document in which no lead or
responsible unit (E1), no time limit (E3), no target (E4) is found. The annexed task table
completes them: a commitment whose words it takes up counts with what is given there.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from chuandao.cascade.tracing.task_table.tasks import TaskRow
from chuandao.cascade.tracing.understanding.understood import Understood
from chuandao.diagnosis.examination import Finding, Words
from chuandao.diagnosis.root.own_documents import (
    CAUSE,
    annexed_rows,
    body_rows,
    rows_of_document,
    takes_up,
)
from chuandao.diagnosis.root.part import Part, counted_row

_SHOWN = 8
_OPEN = {
    "E1": "commitments_without_lead",
    "E3": "commitments_without_date",
    "E4": "commitments_without_measure",
}


def examine_open_points(root: str, own: Iterable[Understood]) -> tuple[Part, ...]:
    """Return what the root's own documents leave open: who leads, by when, how much."""
    found = [one for document in own for one in _of_document(root, document)]
    return tuple(
        Part(
            sign,
            tuple(finding for finding, _ in found if finding.sign == sign),
            tuple(row for _, row in found if row["sign"] == sign),
        )
        for sign in _OPEN
    )


def _of_document(root: str, document: Understood) -> Iterable[tuple[Finding, Mapping[str, object]]]:
    rows = rows_of_document(document)
    body, annexed = body_rows(rows), annexed_rows(rows)
    open_: defaultdict[str, list[TaskRow]] = defaultdict(list)
    for row in body:
        for sign in _missing([row, *(other for other in annexed if takes_up(row, other))]):
            open_[sign].append(row)
    for sign, bearing in sorted(open_.items()):
        told = counted_row(
            sign, _OPEN[sign], len(bearing) / len(body), "share", document=document.id
        )
        yield finding_of_rows(root, document, sign, bearing, len(body)), told


def _missing(rows: Iterable[TaskRow]) -> Iterable[str]:
    held = list(rows)
    checks: Mapping[str, bool] = {
        "E1": any(row.lead or row.responsible for row in held),
        "E3": any(row.deadline for row in held),
        "E4": any(row.target for row in held),
    }
    return (sign for sign, there in checks.items() if not there)


def finding_of_rows(
    root: str, document: Understood, sign: str, bearing: list[TaskRow], judged: int
) -> Finding:
    """Return the finding that so many of the commitments of a document leave a point open."""
    paths = [row.path for row in bearing]
    more = "…" if len(paths) > _SHOWN else ""
    return Finding(
        unit=root,
        cause=CAUSE,
        sign=sign,
        severity=len(bearing) / judged,
        code=f"finding.{sign}",
        document=document.id,
        strength="moderate",
        parameters={
            "title": document.title,
            "count": str(len(bearing)),
            "judged": str(judged),
            "clauses": "、".join(paths[:_SHOWN]) + more,
        },
        words=tuple(Words(document.id, row.text.start, row.text.end) for row in bearing),
    )
