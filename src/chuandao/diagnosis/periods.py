"""The periods of a case: those its evidence speaks of, by which deficits are worked out."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from chuandao.cascade.case import Case


@dataclass(frozen=True)
class Period:
    """A period by its label, first and last day; label empty: the whole time of the case."""

    label: str
    start: date
    end: date


def periods_of(case: Case, as_of: date | None) -> tuple[Period, ...]:
    """Return the periods of the evidence that begin by the day of the checkup, in order.

    A case without evidence has no periods of its own: its deficits hold for all of its time,
    and their period stays empty.
    """
    evidence = case.tables.get("evidence")
    if evidence is None or as_of is None:
        return ()
    rows = evidence.select("period", "period_start", "period_end").drop_nulls().unique()
    begun = rows.filter(pl.col("period_start") <= as_of).sort("period_start", "period_end")
    return tuple(Period(label, start, min(end, as_of)) for label, start, end in begun.iter_rows())
