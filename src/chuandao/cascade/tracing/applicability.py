"""Whose duty a clause is: duty lists decide which clauses of a parent apply to a unit."""

import re
from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from chuandao.cascade.tracing.understood import Clause, Understood
from chuandao.cascade.units import UnitTree
from chuandao.catalog.thresholds import threshold
from chuandao.text.similarity import covered

_NOT_OURS = "taken_back"
_WITHOUT_DEPARTMENTS = 2  # townships and villages have no bureaus of their own
_DEPARTMENT = re.compile(r"^[市县区][^镇乡村]{1,14}(?:局|委|办|办公室|中心|队|大队|支队|院|社)$")
_SPEAKS_TO_TOWNSHIPS = re.compile(r"各?(?:镇|乡|街道|村|社区)|基层|属地|各地|各级|农户")


def spared_clauses(
    documents: Iterable[Understood],
    duty_lists: pl.DataFrame | None,
    units: UnitTree | None = None,
) -> dict[str, frozenset[str]]:
    """Return for each document the upper clauses that its unit's duty list takes off it.

    Parameters
    ----------
    documents : iterable of Understood
    duty_lists : table (unit, tier, duty, kind) or None
        A row without unit holds for its tier; only duties *taken back* spare a unit. Without
        duty lists nothing is spared by them.
    units : UnitTree, optional
        With it, a row of a table that names other units of the same superior and not this
        one is not this unit's.

    Notes
    -----
    A clause that names only departments of the city or county, and speaks to no township or
    village, is not a township's duty. A duty of the list concerns a clause where the share
    ``duty_match`` of its wording stands in the clause.
    """
    known = list(documents)
    clauses = [clause for document in known for clause in document.clauses]
    taken = _taken_back(duty_lists)
    concerned = {duty: _concerned(duty, clauses) for duty in {row["duty"] for row in taken}}
    own = frozenset(clause.id for clause in clauses if _is_departments_own(clause))
    return {
        document.id: frozenset().union(
            *(concerned[row["duty"]] for row in taken if _holds(row, document)),
            own if document.tier is not None and document.tier >= _WITHOUT_DEPARTMENTS else (),
            _of_siblings(document.unit, units, clauses),
        )
        for document in known
    }


def _of_siblings(unit: str, units: UnitTree | None, clauses: Iterable[Clause]) -> frozenset[str]:
    """Return the table rows that are about siblings of a unit and not about the unit itself."""
    if units is None or unit not in units or (above := units.parent(unit)) is None:
        return frozenset()
    siblings = [units.name(child) for child in units.children(above) if child != unit]
    own = units.name(unit)
    return frozenset(
        clause.id
        for clause in clauses
        if clause.cells and own not in clause.text and any(s in clause.text for s in siblings)
    )


def _is_departments_own(clause: Clause) -> bool:
    """Return whether a clause names only departments and speaks to no township."""
    named = [
        unit.value
        for role in ("lead", "responsible", "cooperate", "actor")
        for unit in clause.side.found(role)
    ]
    return (
        bool(named)
        and all(_DEPARTMENT.match(name) for name in named)
        and not _SPEAKS_TO_TOWNSHIPS.search(clause.side.words)
    )


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
