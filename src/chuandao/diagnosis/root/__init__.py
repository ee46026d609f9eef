"""The issuing unit itself: commitments of its own documents without lead, date or measure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.task_table.tasks import TaskRow, task_rows
from chuandao.cascade.tracing.trace import Trace
from chuandao.cascade.tracing.understanding.understood import Understood
from chuandao.diagnosis.examination import Coverage, Examination, Finding, Words

CAUSE = "root"
_SHOWN = 8
_MEASURED = frozenset({"goal", "task"})


def examine(case: Case, trace: Trace, as_of: date | None) -> Examination:  # noqa: ARG001
    """Return what the root's own documents leave open: who leads (E1), by when (E3), how much (E4).

    Only commitments of the body are judged; the annexed task table completes them: a
    commitment whose words it takes up counts with the units, date and measure given there.
    The other signs of the issuing unit need tables that this version does not examine.
    """
    root = case.units.root
    own = [document for document in trace.documents if document.unit == root]
    findings = tuple(finding for document in own for finding in _findings(root, document))
    needed = ("needs", "duty_lists") if own else ("documents",)
    return Examination(findings, coverage=(Coverage(root, "", CAUSE, bool(own), needed),))


def _findings(root: str, document: Understood) -> Iterable[Finding]:
    rows = task_rows(document)
    body = [row for row in rows if not row.path.startswith("annex") and row.kind in _MEASURED]
    annexed = [row for row in rows if row.path.startswith("annex")]
    open_: defaultdict[str, list[TaskRow]] = defaultdict(list)
    for row in body:
        for sign in _missing([row, *(other for other in annexed if _takes_up(row, other))]):
            open_[sign].append(row)
    for sign, bearing in sorted(open_.items()):
        yield _finding(root, document, sign, bearing, len(body))


def _takes_up(row: TaskRow, annexed: TaskRow) -> bool:
    """Return whether a row of the annex restates a commitment: a lead word of it stands there."""
    from chuandao.text.similarity import covered

    return covered(annexed.name.value, [row.text.value]) >= 0.5  # noqa: PLR2004


def _missing(rows: Iterable[TaskRow]) -> Iterable[str]:
    held = list(rows)
    checks: Mapping[str, bool] = {
        "E1": any(row.lead or row.responsible for row in held),
        "E3": any(row.deadline for row in held),
        "E4": any(row.target for row in held),
    }
    return (sign for sign, there in checks.items() if not there)


def _finding(
    root: str, document: Understood, sign: str, bearing: list[TaskRow], judged: int
) -> Finding:
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
