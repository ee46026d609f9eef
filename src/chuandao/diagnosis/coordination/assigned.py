"""The roles of units in the tasks: from the assignments in force, else from the documents' words.

A place (範圍) is the unit within which roles are given: the superior of those that have them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import polars as pl

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.task_table.tasks import TaskRow, task_rows
from chuandao.cascade.tracing.trace import Trace
from chuandao.cascade.units import UnitTree
from chuandao.diagnosis.coordination.departments import known_departments, place_of
from chuandao.text.commitment.commitment import Found

_OFFICES = frozenset({"department", "party", "vertical"})
_EACH_ITS_OWN = 3  # governments that all lead: each leads on its own territory


@dataclass(frozen=True)
class Roles:
    """Who has which role in one task within one place.

    ``leads``: those that lead it there (governments that all lead their own territory are none).
    ``without_content``: cooperating units whose content is not stated. ``rows``: positions in
    the table of assignments; ``words``: (document, start, end) where the document tells.
    """

    place: str
    task: str
    leads: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    cooperating: tuple[str, ...] = ()
    without_content: tuple[str, ...] = ()
    source: str = "assignments"
    rows: pl.DataFrame | None = field(default=None, compare=False, repr=False)
    words: tuple[tuple[str, int, int], ...] = ()

    @property
    def units(self) -> tuple[str, ...]:
        """Everybody with a role."""
        return tuple(dict.fromkeys((*self.leads, *self.responsible, *self.cooperating)))


def in_force(assignments: pl.DataFrame, as_of: date | None) -> pl.DataFrame:
    """Return the assignments that hold on a day (all, without a day)."""
    if as_of is None:
        return assignments
    begun = pl.col("valid_from").is_null() | (pl.col("valid_from") <= as_of)
    ended = pl.col("valid_to").is_not_null() & (pl.col("valid_to") < as_of)
    return assignments.filter(begun & ~ended)


def roles_in_table(held: pl.DataFrame, units: UnitTree) -> list[Roles]:
    """Return the roles of every task in every place of a table of assignments in force."""
    places = {code: place_of(code, units) for code in held["unit"].unique().sort().to_list()}
    placed = held.with_columns(pl.col("unit").replace_strict(places).alias("place"))
    parts = placed.sort("task", "place", "unit").partition_by("task", "place", as_dict=True)
    return [_roles(str(task), str(place), rows, units) for (task, place), rows in parts.items()]


def _roles(task: str, place: str, rows: pl.DataFrame, units: UnitTree) -> Roles:
    by_role: defaultdict[str, list[str]] = defaultdict(list)
    empty = []
    for unit, role, duty in rows.select("unit", "role", "duty").iter_rows():
        by_role[role].append(unit)
        if role == "cooperate" and not (duty or "").strip():
            empty.append(unit)
    leads, own = _leads(by_role["lead"], by_role, units)
    return Roles(
        place, task, leads, (*own, *by_role["responsible"]), tuple(by_role["cooperate"]),
        tuple(empty), rows=rows,
    )  # fmt: skip


def _leads(
    named: list[str], by_role: Mapping[str, list[str]], units: UnitTree
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return those that lead a task, and the governments that lead on their own territory only."""
    offices = [unit for unit in named if units.kind(unit) in _OFFICES]
    governments = [unit for unit in named if unit not in offices]
    others = [u for u in by_role.get("responsible", ()) if units.kind(u) not in _OFFICES]
    each_its_own = not others and (offices or len(governments) >= _EACH_ITS_OWN)
    if each_its_own and len(governments) > 1:
        return tuple(offices), tuple(governments)
    return tuple(named), ()


def roles_in_words(case: Case, trace: Trace) -> dict[str, Roles]:
    """Return the roles that the root's documents name, by task of the case or clause.

    A task of the case is looked up at its document and clause; a case without tasks has the
    clauses themselves for tasks, those of annexed tables left out. Names that are no unit of
    the case stay as they stand.
    """
    rows = {
        (document.id, row.path): row
        for document in trace.documents
        if document.unit == case.units.root
        for row in _completed(task_rows(document))
    }
    if "tasks" in case.tables:
        given = case.tables["tasks"].select("task", "document", "clause").iter_rows()
        wanted = {task: (document, clause) for task, document, clause in given}
    else:
        body = [place for place in rows if not place[1].startswith("annex")]
        wanted = {f"{document}#{path}": (document, path) for document, path in body}
    held = {task: rows[place] for task, place in wanted.items() if place in rows}
    named = (one.value for row in held.values() for one in _all(row))
    codes = known_departments(named, case.units)
    root = case.units.root
    return {task: _said(root, task, wanted[task][0], row, codes) for task, row in held.items()}


def _completed(rows: Sequence[TaskRow]) -> Iterable[TaskRow]:
    """Yield the rows, those of the body with the lead that the annex names where they name none."""
    for row in rows:
        annexed = (other for other in rows if row.number in other.restates and other.lead)
        above = next(annexed, None) if not row.lead else None
        yield replace(row, lead=above.lead) if above else row


def _all(row: TaskRow) -> tuple[Found, ...]:
    return (*row.lead, *row.responsible, *row.cooperate)


def _said(root: str, task: str, document: str, row: TaskRow, codes: Mapping[str, str]) -> Roles:
    def of(found: Iterable[Found]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(codes.get(one.value, one.value) for one in found))

    places = tuple((document, one.start, one.end) for one in (_all(row) or (row.text,)))
    return Roles(
        root, task, of(row.lead), of(row.responsible), of(row.cooperate), source="document",
        words=places,
    )  # fmt: skip
