"""Whose duty a clause is: duty lists decide which clauses of a parent apply to a unit."""

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from chuandao.cascade.tracing.understood import Clause, Understood
from chuandao.catalog.thresholds import threshold
from chuandao.text.similarity import covered

_NOT_OURS = "taken_back"


def spared_clauses(
    documents: Iterable[Understood], duty_lists: pl.DataFrame | None
) -> dict[str, frozenset[str]]:
    """Return for each document the upper clauses that its unit's duty list takes off it.

    Parameters
    ----------
    documents : iterable of Understood
    duty_lists : table (unit, tier, duty, kind) or None
        A row without unit holds for its tier; only duties *taken back* spare a unit. Without
        duty lists nothing is spared: every clause applies.

    Notes
    -----
    A duty concerns a clause where the share ``duty_match`` of its wording stands in the clause.
    """
    known = list(documents)
    clauses = [clause for document in known for clause in document.clauses]
    taken = _taken_back(duty_lists)
    concerned = {duty: _concerned(duty, clauses) for duty in {row["duty"] for row in taken}}
    return {
        document.id: frozenset().union(
            *(concerned[row["duty"]] for row in taken if _holds(row, document))
        )
        for document in known
    }


def _taken_back(duty_lists: pl.DataFrame | None) -> Sequence[Mapping[str, object]]:
    if duty_lists is None or "kind" not in duty_lists.columns:
        return ()
    return duty_lists.filter(pl.col("kind") == _NOT_OURS).to_dicts()


def _holds(row: Mapping[str, object], document: Understood) -> bool:
    if row.get("unit"):
        return row["unit"] == document.unit
    return row.get("tier") is not None and row["tier"] == document.tier


def _concerned(duty: object, clauses: Sequence[Clause]) -> frozenset[str]:
    return frozenset(
        clause.id
        for clause in clauses
        if covered(str(duty), [clause.compared]) >= threshold("duty_match")
    )
