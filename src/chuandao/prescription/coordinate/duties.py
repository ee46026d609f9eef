"""Lead and cooperating units, and the content of their duty, where it is missing.

For each place and task in which the sign D1 leaves something open (table ``leads``) a row says who
would have which role, and what the text would rest on: the steps the office takes in the cases of
the task, else what such offices usually do (catalogue), else a blank. Nothing is assigned: whoever
has the power to assign fills in and signs.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from chuandao.cascade.case import Case
from chuandao.catalog.usual_duties import usual_duty_of
from chuandao.diagnosis.coordination.assigned import in_force
from chuandao.prescription.coordinate.offices import kind_of_office, written

_NO_LEAD = ("none", "several", "without_means", "unassigned")


@dataclass(frozen=True)
class Known:
    """What proposals rest on: who has which role, and who does which step."""

    case: Case
    leads: pl.DataFrame
    as_of: date | None

    @cached_property
    def roles(self) -> pl.DataFrame:
        """The assignments in force; empty where the case has none."""
        held = self.case.tables.get("assignments")
        if held is None:
            names = ("task", "unit", "role", "duty")
            return pl.DataFrame(schema=dict.fromkeys(names, pl.String) | {"due": pl.Date})
        return in_force(held, self.as_of)

    @cached_property
    def leading(self) -> Mapping[str, Counter[str]]:
        """By document, how many of its tasks each unit leads."""
        tasks = self.case.tables.get("tasks")
        if tasks is None:
            return {}
        of = dict(tasks.select("task", "document").rows())
        found: dict[str, Counter[str]] = {}
        for task, unit in self.roles.filter(pl.col("role") == "lead").select("task", "unit").rows():
            if of.get(task):
                found.setdefault(of[task], Counter())[unit] += 1
        return found

    def document(self, task: str) -> str:
        """Return the document of a task; empty where nothing tells."""
        tasks = self.case.tables.get("tasks")
        held = [] if tasks is None else tasks.filter(pl.col("task") == task)["document"].to_list()
        return str(held[0] or "") if held else ""

    @cached_property
    def steps(self) -> Mapping[tuple[str, str], tuple[tuple[str, ...], float | None]]:
        """By task and kind of office: its steps in the cases, and the days the routes allow."""
        events = self.case.tables.get("events")
        if events is None:
            return {}
        rows = events.filter(pl.col("task").is_not_null())
        if self.as_of is not None:
            day = pl.coalesce("start", "complete").dt.date()
            rows = rows.filter(day <= self.as_of)
        pairs = rows.select("task", "department", "activity").unique().sort(pl.all())
        found: dict[tuple[str, str], set[str]] = {}
        for task, department, activity in pairs.rows():
            office = kind_of_office(department, self.case.units)
            found.setdefault((task, office), set()).add(activity)
        return {key: (tuple(sorted(held)), self._allowed(held)) for key, held in found.items()}

    def _allowed(self, activities: set[str]) -> float | None:
        routes = self.case.tables.get("routes")
        if routes is None:
            return None
        held = routes.filter(pl.col("activity").is_in(list(activities)))["days"].drop_nulls()
        return float(held.max()) if len(held) and len(activities) == 1 else None  # type: ignore[arg-type]


def duties(known: Known) -> Iterable[dict[str, object]]:
    """Yield the rows of the result table ``duties_proposed``."""
    for row in known.leads.iter_rows(named=True):
        if set(row["problems"]) & set(_NO_LEAD):
            yield from _lead(known, row)
        for unit in row["unnamed"]:
            yield _content(known, row, unit, "unnamed", None)
    yield from _without_content(known)


def _lead(known: Known, row: Mapping[str, object]) -> Iterable[dict[str, object]]:
    """Yield the lead proposed for a task, and where several led, what the others would be."""
    task, place = str(row["task"]), str(row["unit"])
    problem = next(p for p in _NO_LEAD if p in row["problems"])  # type: ignore[operator]
    given = known.roles.filter(pl.col("task") == task)
    offices = [u for u in given["unit"].unique(maintain_order=True) if _office(known.case, u)]
    held = dict(given.select("unit", "role").rows())
    candidate = _candidate(known, task, _named(row["leads"]) or offices)
    if problem == "without_means":
        candidate = ""
    yield {
        "unit": place, "task": task, "department": candidate, "problem": problem,
        "role_now": held.get(candidate), "role": "lead",
        "basis": "leads_alike" if candidate else "blank", "due": _due(given, candidate),
    }  # fmt: skip
    if problem == "several" and candidate:
        for other in _named(row["leads"]):
            if other != candidate:
                yield _content(known, row, other, problem, "lead")


def _candidate(known: Known, task: str, among: Sequence[str]) -> str:
    """Return the one of several that leads most tasks of the same document; empty for a tie."""
    counts = known.leading.get(known.document(task), Counter())
    ranked = sorted(among, key=lambda unit: -counts[unit])
    if not ranked or counts[ranked[0]] == 0:
        return ""
    tie = len(ranked) > 1 and counts[ranked[0]] == counts[ranked[1]]
    return "" if tie else ranked[0]


def _without_content(known: Known) -> Iterable[dict[str, object]]:
    """Yield the cooperating offices of the table whose content is not stated."""
    bare = known.roles.filter(
        (pl.col("role") == "cooperate") & (pl.col("duty").fill_null("").str.strip_chars() == "")
    )
    for row in bare.sort("task", "unit").iter_rows(named=True):
        place = known.case.units.parent(row["unit"]) or row["unit"]
        told = {"unit": place, "task": row["task"]}
        yield _content(known, told, row["unit"], "no_content", "cooperate", row["due"])


def _content(
    known: Known,
    row: Mapping[str, object],
    department: str,
    problem: str,
    role_now: str | None,
    due: date | None = None,
) -> dict[str, object]:
    units = known.case.units
    key = (str(row["task"]), kind_of_office(department, units))
    activities, days = known.steps.get(key, ((), None))
    usual = usual_duty_of(written(department, units))
    basis = "activities" if activities else "usual" if usual else "blank"
    return {
        "unit": row["unit"], "task": row["task"], "department": department, "problem": problem,
        "role_now": role_now, "role": "cooperate", "basis": basis,
        "activities": list(activities), "days": days, "usual": usual or None, "due": due,
    }  # fmt: skip


def _office(case: Case, unit: str) -> bool:
    return unit in case.units and case.units.kind(unit) in {"department", "party", "vertical"}


def _named(value: object) -> list[str]:
    return list(value) if isinstance(value, list) else []


def _due(given: pl.DataFrame, unit: str) -> date | None:
    held = given.filter(pl.col("unit") == unit)["due"].drop_nulls() if unit else given["due"]
    days = held.drop_nulls()
    found = days.max() if len(days) else None
    return found if isinstance(found, date) else None
