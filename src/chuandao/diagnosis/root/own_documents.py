"""The root's own documents: those at hand by the day of the checkup, and which ask something."""

from datetime import date

import polars as pl

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.task_table.tasks import TaskRow, task_rows
from chuandao.cascade.tracing.trace import Trace
from chuandao.cascade.tracing.understanding.understood import Understood

CAUSE = "root"
_MEASURED = frozenset({"goal", "task"})
_NOT_BINDING = frozenset(
    {"minutes", "report", "speech", "interpretation", "bulletin", "ledger", "request", "letter"}
)


def own_documents(case: Case, trace: Trace, as_of: date | None) -> list[Understood]:
    """Return the documents of the root that were read, later ones left out."""
    dated = dates_of(case, trace)
    own = [document for document in trace.documents if document.unit == case.units.root]
    return [d for d in own if not (as_of and dated.get(d.id) and dated[d.id] > as_of)]


def binding(documents: list[Understood]) -> list[Understood]:
    """Return those that bind: no minutes, reports, speeches, interpretations, letters."""
    return [document for document in documents if document.kind not in _NOT_BINDING]


def dates_of(case: Case, trace: Trace) -> dict[str, date]:
    """Return the date of every document: as the table gives it, else as it is printed."""
    printed = {d.id: d.envelope.dated for d in trace.documents if d.envelope.dated}
    table = case.tables.get("documents")
    if table is None:
        return printed
    given = table.filter(pl.col("date").is_not_null()).select("document", "date").iter_rows()
    return printed | dict(given)


def body_rows(rows: tuple[TaskRow, ...]) -> list[TaskRow]:
    """Return the goals and tasks of the body of a document."""
    return [row for row in rows if not row.path.startswith("annex") and row.kind in _MEASURED]


def annexed_rows(rows: tuple[TaskRow, ...]) -> list[TaskRow]:
    """Return the rows of the annexes."""
    return [row for row in rows if row.path.startswith("annex")]


def takes_up(row: TaskRow, annexed: TaskRow) -> bool:
    """Return whether a row of the annex restates a commitment: a lead word of it stands there."""
    from chuandao.text.similarity import covered

    return covered(annexed.name.value, [row.text.value]) >= 0.5  # noqa: PLR2004


def rows_of_document(document: Understood) -> tuple[TaskRow, ...]:
    """Return the task table of a document."""
    return task_rows(document)
