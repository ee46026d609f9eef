"""The cause resources (資源匹配): whether money, land, energy and posts follow the tasks."""

from datetime import date

import polars as pl

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.trace import Trace
from chuandao.diagnosis.examination import Examination, together
from chuandao.diagnosis.periods import periods_of
from chuandao.diagnosis.resources import (
    applications,
    arrival,
    books_differ,
    deficits,
    showy,
    unfunded,
    weak_links,
)
from chuandao.diagnosis.resources.arrival_lags import lags
from chuandao.diagnosis.resources.chain import fund_chain
from chuandao.diagnosis.resources.coverage.measured import Measured, measured
from chuandao.diagnosis.resources.duty_means import inequality, means_against_duty
from chuandao.diagnosis.resources.ledger.books import Ledger, ledger_of, table_of

CAUSE = "resources"


def examine(case: Case, trace: Trace, as_of: date | None) -> Examination:  # noqa: ARG001
    """Return what 資源匹配 shows: signs R1 to R7, the deficit, the chain of funds.

    Everything rests on the tables of the case; documents are not looked at.
    """
    ledger = ledger_of(case, as_of)
    found = measured(ledger, _weights(case), periods_of(case, as_of))
    return together(
        _covered(case, ledger, found),
        _arrived(case, ledger),
        _applied(case, ledger),
        _spent(case, ledger),
        _needy(case, ledger, found),
        _followed(case, ledger, found),
    )


def _covered(case: Case, ledger: Ledger, found: Measured) -> Examination:
    told = unfunded.verdicts(found)
    return Examination(
        findings=tuple(unfunded.findings(ledger, told, case.units)),
        deficits=deficits.deficits(found, case.units),
        coverage=tuple(deficits.examined(ledger, found, case.units)),
        tables={
            "resource_coverage": told.drop("days", "promised", "kept", "unbalanced", "sent_on")
        },
    )


def _arrived(case: Case, ledger: Ledger) -> Examination:
    handed = table_of(case, "applications").select("transfer", "submitted")
    timed = lags(ledger, _due(case), handed.filter(pl.col("transfer").is_not_null()))
    table = arrival.arrivals(timed)
    return Examination(findings=tuple(arrival.findings(timed, table)), tables={"arrivals": table})


def _applied(case: Case, ledger: Ledger) -> Examination:
    rows = applications.applied(case, ledger)
    table, reach = applications.burdens(rows), applications.programmes(case, rows)
    return Examination(
        findings=tuple(applications.findings(case, rows, table, reach)),
        tables={"application_burdens": table, "programme_reach": reach},
    )


def _spent(case: Case, ledger: Ledger) -> Examination:
    rows = showy.marked_projects(case, ledger)
    table = showy.skews(rows)
    return Examination(findings=tuple(showy.findings(rows, table)), tables={"project_skews": table})


def _needy(case: Case, ledger: Ledger, found: Measured) -> Examination:
    rows = weak_links.members(found, case.units)
    table = weak_links.gaps(rows)
    whole = pl.when(pl.col("task") != "").then("task").alias("task")
    return Examination(
        findings=tuple(weak_links.findings(ledger, rows, table)),
        tables={"weak_links": table.with_columns(whole).sort(weak_links.KEY)},
    )


def _followed(case: Case, ledger: Ledger, found: Measured) -> Examination:
    chain = fund_chain(ledger, case.units)
    books = books_differ.differences(ledger)
    duties = table_of(case, "duties")
    return Examination(
        findings=tuple(books_differ.findings(ledger, books)),
        tables={
            "book_differences": books,
            "fund_chain": chain,
            "means_against_duty": means_against_duty(ledger, chain, duties, case.units),
            "resource_inequality": inequality(found, case.units),
        },
    )


def _weights(case: Case) -> dict[str, float]:
    """Return the weight of each task; those without one count 1."""
    rows = table_of(case, "tasks").select("task", "weight").drop_nulls()
    return {task: weight for task, weight in rows.iter_rows() if weight > 0}


def _due(case: Case) -> pl.DataFrame:
    """Return when tasks are due: for units that have a date of their own, and for all."""
    dated = table_of(case, "assignments").filter(pl.col("due").is_not_null())
    own = dated.group_by("unit", "task").agg(pl.col("due").max())
    all_ = dated.group_by("task").agg(pl.col("due").max())
    none = all_.select(pl.lit(None, dtype=pl.String).alias("unit"), "task", "due")
    return pl.concat([own, none])
