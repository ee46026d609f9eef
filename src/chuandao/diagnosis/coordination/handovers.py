"""Waiting (D2) and returns (D3) between departments, from event logs (辦件流轉記錄).

Definitions, all by the working clock (24 hours of a working day are a day; weekends and holidays
of the catalogue do not count; what was paused by rule is deducted):

- hand-over: a step whose department is not that of the step before it in the case;
- wait: from the last completion of any earlier step to the beginning of the next; where no
  beginning is logged, the gap between completions, called so;
- days lost: what a wait exceeds its reference by (one working day; for gaps the days the route
  allows the step, else the median gap before that activity over the whole log);
- deficit: days lost over the time allotted to the cases (``events/deficits.py``).

Sources: van der Aalst, W. M. P. (2016). Process Mining, 2nd ed. Springer, chapter 9 (hand-over
of work, waiting time); 優化營商環境條例 (國務院令第722號) on terms of handling.
"""

from datetime import date

import polars as pl

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.trace import Trace
from chuandao.cascade.tracing.understanding.working_calendar import working_calendar
from chuandao.catalog.tables import result_tables
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.coordination.events import queries
from chuandao.diagnosis.coordination.events.deficits import (
    CAUSE,
    coverage,
    deficits,
    lost_shares,
)
from chuandao.diagnosis.coordination.events.log import EventLog, event_log
from chuandao.diagnosis.coordination.events.naming import in_days, named
from chuandao.diagnosis.coordination.events.returned import (
    judged_returns,
    return_findings,
    returns_table,
)
from chuandao.diagnosis.coordination.events.waits import judged, wait_findings, waits_table
from chuandao.diagnosis.coordination.events.working_time import DAY
from chuandao.diagnosis.examination import Coverage, Examination
from chuandao.diagnosis.periods import periods_of
from chuandao.sources.tables.columns import DTYPES

TABLES = ("handovers", "returns", "rework", "conformance", "deadlines")


def examine(case: Case, trace: Trace, as_of: date | None) -> Examination:  # noqa: ARG001
    """Return waiting and returns between departments as the event log of a case shows them.

    Result tables: ``handovers``, ``returns``, ``rework``, ``conformance``, ``deadlines``, without
    rows where there is no log.
    """
    events = case.tables.get("events")
    if events is None:
        needed = (Coverage(unit, "", CAUSE, False, ("events",)) for unit in case.units)  # noqa: FBT003
        tables = {name: _without_rows(name) for name in TABLES}
        return Examination(coverage=tuple(needed), tables=tables)
    log = event_log(
        events,
        case.tables.get("routes"),
        case.units,
        working_calendar(),
        time_zone=case.settings.time_zone,
        as_of=as_of,
    )
    ordered = queries.steps(log)
    handed = queries.handovers(log, ordered, round(threshold("handover_days") * DAY))
    returned = queries.returns(ordered)
    waits, back = judged(handed), judged_returns(handed, returned)
    cases = named(queries.cases(log, handed), log)
    shares = lost_shares(cases, periods_of(case, as_of))
    tested = named(waits.filter(pl.col("q_value").is_not_null()).select("unit"), log)
    return Examination(
        findings=(
            *wait_findings(waits, handed, log, case.units, events),
            *return_findings(back, returned, log, case.units, events),
        ),
        deficits=deficits(shares, case.units),
        coverage=coverage(shares, cases, set(tested["unit"].to_list()), case.units),
        tables={"handovers": waits_table(waits, log), "returns": returns_table(back, log)}
        | _counted(log, ordered, cases),
    )


def _without_rows(name: str) -> pl.DataFrame:
    columns = result_tables()[name].columns
    return pl.DataFrame(schema={c.name: DTYPES.get(c.type, pl.String()) for c in columns})


def _counted(log: EventLog, ordered: pl.DataFrame, cases: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return the tables of rework, conformance and deadlines."""
    again = named(queries.rework(ordered), log)
    kept = named(queries.conformance(log, ordered), log)
    late = queries.deadlines(cases)
    return {
        "rework": again.with_columns(days=in_days("days").fill_null(0.0)).sort(
            "unit", "task", "activity", nulls_last=False
        ),
        "conformance": kept.with_columns(
            share=(pl.col("cases") / pl.col("examined")).round(4)
        ).sort("unit", "task", "route", "deviation", "activity", nulls_last=False),
        "deadlines": late.select(
            *("unit", "task", "closed", "closed_due", "closed_late"),
            late_days=in_days("late"),
            late_median_days=in_days("late_median"),
            open="open",
            open_late="open_late",
        ).sort("unit", "task", nulls_last=False),
    }
