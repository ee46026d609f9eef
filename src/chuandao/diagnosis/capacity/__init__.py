"""The cause capacity (執行能力): people against work, and how the people there act.

Signs: C1 overloaded (`load`), C2 many policies at once (`policies`), C3 time taken by inspections,
forms and meetings (`burden`) and fields asked twice (`fields`), C4 copying (`copying`), C5 one size
fits all (`treatments`), C6 discretion unused (`discretion`). The deficit (`deficits`) is the share
of the work left undone.
"""

from collections.abc import Iterable
from datetime import date

import polars as pl

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.trace import Trace
from chuandao.diagnosis.capacity import (
    burden,
    copying,
    discretion,
    fields,
    load,
    policies,
    treatments,
)
from chuandao.diagnosis.capacity.calendar import Books, books
from chuandao.diagnosis.capacity.deficits import deficits
from chuandao.diagnosis.capacity.tables import workload_calendar
from chuandao.diagnosis.capacity.undone import undone
from chuandao.diagnosis.examination import Coverage, Deficit, Examination, together
from chuandao.diagnosis.periods import periods_of

CAUSE = "capacity"
_NEEDED = ("staff", "workload")


def examine(case: Case, trace: Trace, as_of: date | None) -> Examination:
    """Return what people and work show of the units' capacity.

    The deficit of a unit, task and period is the share of its work left undone. The signs are
    findings and enter no deficit.
    """
    return together(
        _workload(case, as_of),
        fields.examine(case, as_of),
        Examination(findings=copying.findings(trace)),
        treatments.examine(case, trace, as_of),
        discretion.examine(case, trace, as_of),
    )


def _workload(case: Case, as_of: date | None) -> Examination:
    held = books(case, as_of)
    periods = periods_of(case, as_of)
    left = undone(held, periods)
    found = deficits(held, left.shares, periods)
    recorded = any(name in case.tables for name in _NEEDED)
    at_once = _at_once(case, held, as_of)
    calendar = {"workload_calendar": workload_calendar(held, left.backlog, at_once)}
    return Examination(
        findings=(
            *load.findings(held),
            *policies.findings(case, held, as_of),
            *burden.findings(held),
        ),
        deficits=found,
        coverage=tuple(_coverage(case, held, found)),
        tables=calendar if recorded else {},
    )


def _at_once(case: Case, held: Books, as_of: date | None) -> pl.DataFrame:
    """Return the tasks at once of each unit and month: the most that either table shows."""
    parts = policies.tasks_at_once(case, held, as_of).values()
    whole = pl.concat(parts).group_by("unit", "month").agg(active_tasks=pl.col("value").max())
    return whole.with_columns(pl.col("active_tasks").cast(pl.Int64))


def _coverage(case: Case, held: Books, found: Iterable[Deficit]) -> Iterable[Coverage]:
    """Say which units and tasks were examined, and which tables the others would need rows in."""
    examined = sorted({(deficit.unit, deficit.task) for deficit in found})
    with_tasks = {unit for unit, _ in examined}
    for unit, task in examined:
        yield Coverage(unit, task, CAUSE, examined=True)
    rows = {"staff": set(held.people["unit"]), "workload": set(held.work["unit"])}
    for unit in case.units:
        if unit not in with_tasks:
            lacking = tuple(name for name in _NEEDED if unit not in rows[name])
            yield Coverage(unit, "", CAUSE, examined=False, needed=lacking or ("workload",))
