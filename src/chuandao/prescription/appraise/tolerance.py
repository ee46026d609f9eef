"""The tolerance register (容錯糾錯備案): what the competent authority decided, and the correction.

The register decides nothing. By rule, a matter the authority tolerated is left out of the score of
the unit (in the task it concerns), one tolerated in part is left out as far as the authority says,
one not tolerated counts. What is missing in a record is named, never filled in.
"""

from collections.abc import Iterable, Mapping
from datetime import date

import polars as pl

from chuandao.cascade.case import Case

_COUNTED = {
    "tolerated": "left_out",
    "partly_tolerated": "left_out_in_part",
    "not_tolerated": "counted",
}
_ASKED = ("task", "correction", "corrected")


def register(case: Case, as_of: date | None) -> Iterable[dict[str, object]]:
    """Yield the rows of the result table ``tolerance_register``, decisions until a day."""
    held = case.tables.get("tolerance")
    if held is None:
        return
    if as_of is not None:
        held = held.filter(pl.col("date") <= as_of)
    for row in held.sort("date", "matter").iter_rows(named=True):
        yield {
            **{name: row.get(name) for name in ("matter", "unit", "decided_by", "decision")},
            "date": row["date"],
            **{name: row.get(name) for name in _ASKED},
            "score": _COUNTED.get(row["decision"], "counted"),
            "missing": [name for name in _missing(row["decision"]) if row.get(name) is None],
        }


def _missing(decision: str) -> tuple[str, ...]:
    """Return what a record must say: a matter that counts needs no task to be left out of."""
    return _ASKED if _COUNTED.get(decision) != "counted" else _ASKED[1:]


def left_out(rows: Iterable[Mapping[str, object]]) -> frozenset[tuple[str, str]]:
    """Return the (unit, task) that are left out of scores, of the rows of the register.

    Only matters tolerated in whole whose task is recorded: what is not recorded is not guessed.

    Examples
    --------
    >>> row = {"unit": "11", "task": "T1", "score": "left_out"}
    >>> left_out([row, row | {"task": None}, row | {"score": "counted"}])
    frozenset({('11', 'T1')})
    """
    return frozenset(
        (str(row["unit"]), str(row["task"]))
        for row in rows
        if row["score"] == "left_out" and row["task"]
    )


def score(
    points: Mapping[str, float], results: Mapping[str, float], without: frozenset[str]
) -> float | None:
    """Return a score of 0 to 1: results weighed by points, some tasks left out by rule.

    The points of what is left out are not given away and not taken off: the others count for
    the whole. None where nothing is left to count.

    Parameters
    ----------
    points : mapping of task to points
    results : mapping of task to result (0-1)
        A task without a result is no zero: it is left out too.
    without : frozenset of str
        The tasks left out.

    Examples
    --------
    >>> score({"T1": 60.0, "T2": 40.0}, {"T1": 0.5, "T2": 1.0}, frozenset({"T1"}))
    1.0
    """
    counted = {t: p for t, p in points.items() if t not in without and t in results}
    total = sum(counted.values())
    return sum(p * results[t] for t, p in counted.items()) / total if total else None
