"""The cause coordination (協同壁壘): leads, data, rivalry, interests; a module a sign."""

from datetime import date

import polars as pl

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.trace import Trace
from chuandao.catalog.knowledge import signs
from chuandao.catalog.tables import input_tables
from chuandao.diagnosis.coordination.interests import examine_interests
from chuandao.diagnosis.coordination.leads import examine_leads
from chuandao.diagnosis.coordination.requests import examine_requests
from chuandao.diagnosis.coordination.rivalry import examine_rivalry
from chuandao.diagnosis.examination import Coverage, Examination, together

CAUSE = "coordination"


def examine(case: Case, trace: Trace, as_of: date | None) -> Examination:
    """Return what is unclear or stands in the way between units (協同壁壘), sign by sign.

    ``leads`` (D1), ``requests`` (D4), ``rivalry`` (D5) and ``interests`` (D6).
    """
    found = together(
        examine_leads(case, trace, as_of),
        # waiting and returns between departments (D2, D3): coordination/handovers.py
        examine_requests(case, as_of),
        examine_rivalry(case, trace, as_of),
        examine_interests(case, as_of),
    )
    return together(found, Examination(coverage=coverage(case, looked_at(found))))


def looked_at(found: Examination) -> frozenset[str]:
    """Return the units of which a sign of the cause was looked at, by its result tables."""
    leads, overlap = found.tables["leads"], found.tables["industry_overlap"]
    told = overlap.filter(pl.col("verdict") != "cannot_tell")
    judged = found.tables["data_requests_summary"].filter(pl.col("verdict") != "cannot_tell")
    balance = found.tables["interest_balance"]
    known = [*leads["unit"], *told["unit"], *judged["owner"], *balance["unit"].drop_nulls()]
    return frozenset(known)


def coverage(case: Case, examined: frozenset[str]) -> tuple[Coverage, ...]:
    """Return the coverage of every unit: looked at or not, and the tables that are missing."""
    wanted = {table for sign in signs().values() if sign.cause == CAUSE for table in sign.tables}
    missing = tuple(sorted(wanted & input_tables().keys() - case.tables.keys()))
    return tuple(Coverage(unit, "", CAUSE, unit in examined, missing) for unit in case.units)
