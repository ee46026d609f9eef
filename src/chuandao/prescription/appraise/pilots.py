"""Pilots with a life (限期試點): authorise, pilot, evaluate, then extend or end.

Each pilot of the case has one next step, told from its latest stage and its dates:

- begin: authorised, not begun within the days of the catalogue, or begun too late to end in time;
- set an end: it runs and no end is set;
- evaluate: its end is near or past and no evaluation is recorded;
- decide: it was evaluated and neither extended nor ended;
- none: it runs within its time, or was extended or ended.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import polars as pl

from chuandao.cascade.case import Case
from chuandao.catalog.thresholds import threshold

_STAGES = ("authorised", "piloting", "evaluated", "extended", "ended")


def pilot_steps(case: Case, as_of: date | None) -> Iterable[dict[str, object]]:
    """Yield the rows of the result table ``pilot_steps``, one a pilot and unit."""
    held = case.tables.get("pilots")
    if held is None or as_of is None:
        return
    known = held.filter(pl.col("from") <= as_of)
    for (pilot, unit), rows in known.partition_by(
        "pilot", "unit", as_dict=True, maintain_order=True
    ).items():
        latest = max(rows.iter_rows(named=True), key=lambda row: _STAGES.index(row["stage"]))
        step, due = _next(latest, as_of)
        yield {
            "pilot": pilot,
            "unit": unit,
            "stage": latest["stage"],
            "authorised_by": next(iter(rows["authorised_by"].drop_nulls()), None),
            "from": latest["from"],
            "until": latest["until"],
            "step": step,
            "due": due,
            "overdue": due is not None and due < as_of,
        }


def _next(latest: Mapping[str, object], as_of: date) -> tuple[str, date | None]:
    """Return the next step of a pilot and the day by which it is due."""
    stage, begun, until = latest["stage"], latest["from"], latest["until"]
    if not isinstance(begun, date):
        raise TypeError(begun)
    if stage == "authorised":
        limit = begun + timedelta(days=threshold("pilot_idle_days"))
        return "begin", min(limit, until) if isinstance(until, date) else limit
    if stage == "evaluated":
        return "decide", until if isinstance(until, date) else None
    if stage != "piloting":
        return "none", None
    if not isinstance(until, date):
        return "set_end", None
    near = until - timedelta(days=threshold("pilot_evaluation_days")) <= as_of
    return ("evaluate", until) if near else ("none", until)
