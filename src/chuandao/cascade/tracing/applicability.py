"""What duty lists 履職事項清單 say of clauses: which they give a unit, which they take off it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from chuandao.cascade.tracing.understanding.understood import Clause, Understood
from chuandao.catalog.thresholds import threshold
from chuandao.text.similarity import covered

_NOT_OURS = "taken_back"


@dataclass(frozen=True)
class Listed:
    """Document to the upper clauses that its unit's list takes off it, and that it gives to it."""

    spared: Mapping[str, frozenset[str]] = field(default_factory=dict)
    given: Mapping[str, frozenset[str]] = field(default_factory=dict)


NOTHING_LISTED = Listed()


def listed_clauses(documents: Iterable[Understood], duty_lists: pl.DataFrame | None) -> Listed:
    """Return for each document the upper clauses that its unit's duty list speaks of.

    Parameters
    ----------
    documents : iterable of Understood
    duty_lists : table (unit, tier, duty, kind) or None
        A row without unit holds for its tier. Duties *taken back* spare a unit, the others
        (basic, cooperating) are its own. Without duty lists nothing is told.

    Notes
    -----
    A duty of the list concerns a clause where the share ``duty_match`` of its wording stands in
    the clause. A clause that both kinds of duties concern is left to the other evidence.
    """
    known = list(documents)
    rows = _rows(duty_lists)
    clauses = [clause for document in known for clause in document.clauses]
    concerned = {str(row["duty"]): _concerned(row["duty"], clauses) for row in rows}
    spared, given = {}, {}
    for document in known:
        own = [row for row in rows if _holds(row, document)]
        off = _all(concerned, (r for r in own if r["kind"] == _NOT_OURS))
        on = _all(concerned, (r for r in own if r["kind"] != _NOT_OURS))
        spared[document.id], given[document.id] = off - on, on - off
    return Listed(spared, given)


def _rows(duty_lists: pl.DataFrame | None) -> Sequence[Mapping[str, object]]:
    if duty_lists is None or "kind" not in duty_lists.columns:
        return ()
    return duty_lists.to_dicts()


def _all(
    concerned: Mapping[str, frozenset[str]], rows: Iterable[Mapping[str, object]]
) -> frozenset[str]:
    return frozenset().union(*(concerned[str(row["duty"])] for row in rows))


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
