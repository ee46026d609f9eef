"""The queries over an event log, one SQL file each, run by the engine of the store."""

from functools import cache
from importlib import resources

import polars as pl

from chuandao.diagnosis.coordination.events.log import EventLog
from chuandao.store.engine import query


def steps(log: EventLog) -> pl.DataFrame:
    """Return the steps of each case in order, with what each waited for (``steps.sql``)."""
    return query(_sql("steps"), {"steps": log.steps})


def handovers(log: EventLog, ordered: pl.DataFrame, reference: int) -> pl.DataFrame:
    """Return the hand-overs between departments (``handovers.sql``).

    Parameters
    ----------
    log : EventLog
    ordered : table
        Of ``steps``.
    reference : int
        What a hand-over may take where beginnings are logged, in microseconds.
    """
    tables = {"ordered": ordered, "routes": log.routes}
    return query(_sql("handovers"), tables, reference=reference)


def pairs(handed: pl.DataFrame) -> pl.DataFrame:
    """Return the hand-overs by unit, task and pair of departments (``pairs.sql``)."""
    return query(_sql("pairs"), {"handovers": handed})


def case_excess(handed: pl.DataFrame) -> pl.DataFrame:
    """Return what the cases of each pair waited beyond the reference (``case_excess.sql``)."""
    return query(_sql("case_excess"), {"handovers": handed})


def returns(ordered: pl.DataFrame) -> pl.DataFrame:
    """Return each return X to Y to X with a step repeated (``returns.sql``)."""
    return query(_sql("returns"), {"ordered": ordered})


def passages(handed: pl.DataFrame, returned: pl.DataFrame) -> pl.DataFrame:
    """Return the cases that passed between two departments and came back (``passages.sql``)."""
    return query(_sql("passages"), {"handovers": handed, "returned": returned})


def rework(ordered: pl.DataFrame) -> pl.DataFrame:
    """Return the activities done more than once in a case (``rework.sql``)."""
    return query(_sql("rework"), {"ordered": ordered})


def conformance(log: EventLog, ordered: pl.DataFrame) -> pl.DataFrame:
    """Return how cases keep to their routes (``conformance.sql``)."""
    return query(_sql("conformance"), {"ordered": ordered, "routes": log.routes})


def cases(log: EventLog, handed: pl.DataFrame) -> pl.DataFrame:
    """Return each case with what it lost, was allotted and is late (``cases.sql``)."""
    tables = {"steps": log.steps, "handovers": handed, "routes": log.routes}
    return query(_sql("cases"), tables, now=log.now)


def deadlines(found: pl.DataFrame) -> pl.DataFrame:
    """Return how many cases are open, and past the day they were due (``deadlines.sql``)."""
    return query(_sql("deadlines"), {"cases": found})


@cache
def _sql(name: str) -> str:
    folder = resources.files("chuandao.diagnosis.coordination.events") / "sql"
    return (folder / f"{name}.sql").read_text("utf-8")
