"""The cause coordination (協同壁壘): leads, data, rivalry, interests; a module a sign."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import polars as pl

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.trace import Trace
from chuandao.catalog.knowledge import signs
from chuandao.catalog.tables import input_tables
from chuandao.diagnosis.coordination import handovers
from chuandao.diagnosis.coordination.interests import examine_interests
from chuandao.diagnosis.coordination.leads import examine_leads
from chuandao.diagnosis.coordination.requests import examine_requests
from chuandao.diagnosis.coordination.rivalry import examine_rivalry
from chuandao.diagnosis.examination import Coverage, Examination, together

CAUSE = "coordination"


def examine(case: Case, trace: Trace, as_of: date | None) -> Examination:
    """Return what is unclear or stands in the way between units (協同壁壘), sign by sign.

    ``leads`` (D1), ``handovers`` (D2, D3 and the deficits), ``requests`` (D4), ``rivalry`` (D5)
    and ``interests`` (D6). A unit counts as examined where any of them was looked at.
    """
    moved = handovers.examine(case, trace, as_of)
    found = together(
        examine_leads(case, trace, as_of),
        replace(moved, coverage=()),
        examine_requests(case, as_of),
        examine_rivalry(case, trace, as_of),
        examine_interests(case, as_of),
    )
    own = coverage(case, looked_at(found))
    rows = [*own, *moved.coverage, *without_events(case, moved.coverage)]
    return together(found, Examination(coverage=tuple(_one_each(rows))))


def without_events(case: Case, logged: Iterable[Coverage]) -> Iterable[Coverage]:
    """Yield the tasks without any case of a unit that has cases of others: not examined.

    That a unit without any case was not examined for waiting stands in its own row.
    """
    tasks = case.tables["tasks"]["task"].unique().sort().to_list() if "tasks" in case.tables else []
    held: dict[str, set[str]] = {}
    for row in logged:
        if row.task:
            held.setdefault(row.unit, set()).add(row.task)
    for unit, known in sorted(held.items()):
        for task in tasks:
            if task not in known:
                yield Coverage(unit, task, CAUSE, examined=False, needed=("events",))


def _one_each(given: Iterable[Coverage]) -> Iterable[Coverage]:
    """Return one row a unit and task: examined where any says so, all that would be needed."""
    rows: dict[tuple[str, str], Coverage] = {}
    for row in given:
        held = rows.get((row.unit, row.task), row)
        needed = tuple(dict.fromkeys([*held.needed, *row.needed]))
        examined = held.examined or row.examined
        rows[row.unit, row.task] = replace(row, examined=examined, needed=needed)
    return rows.values()


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
