"""The cause resources (資源匹配): whether money, land, energy and posts follow the tasks."""

from datetime import date

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.trace import Trace
from chuandao.diagnosis.examination import Examination, together
from chuandao.diagnosis.periods import periods_of
from chuandao.diagnosis.resources import deficits, unfunded
from chuandao.diagnosis.resources.ledger.books import ledger_of, table_of
from chuandao.diagnosis.resources.measured import measured

CAUSE = "resources"


def examine(case: Case, trace: Trace, as_of: date | None) -> Examination:  # noqa: ARG001
    """Return what 資源匹配 shows: signs R1 to R7, the deficit, the chain of funds.

    Everything rests on the tables of the case; documents are not looked at.
    """
    ledger = ledger_of(case, as_of)
    weights = _weights(case)
    found = measured(ledger, weights, periods_of(case, as_of))
    told = unfunded.verdicts(found)
    return together(
        Examination(
            findings=tuple(unfunded.findings(ledger, told)),
            deficits=deficits.deficits(found, case.units),
            coverage=tuple(deficits.examined(ledger, found, case.units)),
        ),
    )


def _weights(case: Case) -> dict[str, float]:
    """Return the weight of each task; those without one count 1."""
    rows = table_of(case, "tasks").select("task", "weight").drop_nulls()
    return {task: weight for task, weight in rows.iter_rows() if weight > 0}
