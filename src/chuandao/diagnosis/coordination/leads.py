"""D1: nobody leads a task, or several do, or a lead without the means, or roles without content.

Definition, for one task within one place (the unit whose departments or subordinates have the
roles), from the assignments in force, else from the words of the root's documents:

- none: two units or more have a role and none leads, or one that is to help and nobody leads;
- unassigned: no assignment is in force at all although most tasks have some;
- several: more than one leads; governments that all lead are each in charge of their own
  territory and are not several;
- without means: the lead has nobody in post in the latest month, no longer exists, is a
  self-governing organisation, or its duty list says that the duty was taken back;
- unnamed: a unit works on the cases of the task and has no role in it (`named_nowhere`);
- no content: a cooperating unit whose content is not stated. Where content is usual in the
  table it is told task by task, where it is not, once for the issuing unit; where it is stated
  nowhere, the table does not record it and nothing is said.

Severity: by the ranges ``lead_units``, ``units_without_lead``, ``unnamed_case_share``,
``roles_without_content`` of the catalogue. Source: design page; 國務院工作規則 asks that each
matter have one department in the lead.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import polars as pl

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.trace import Trace
from chuandao.catalog.ranges import reference_range
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.coordination.assigned import Roles, in_force, roles_in_table, roles_in_words
from chuandao.diagnosis.coordination.lead_means import lacking
from chuandao.diagnosis.coordination.named_nowhere import at_work, unnamed
from chuandao.diagnosis.examination import Examination, Finding, TableRow, Words, rows_behind
from chuandao.diagnosis.result_rows import result_rows

CAUSE, SIGN = "coordination", "D1"
_SHOWN = 30


@dataclass(frozen=True)
class Known:
    """What is looked at: roles by place and task, the table in force, who works on cases."""

    case: Case
    roles: tuple[Roles, ...]
    table: pl.DataFrame | None
    nowhere: pl.DataFrame
    as_of: date | None

    @cached_property
    def top(self) -> Mapping[str, int]:
        """The highest tier of the places in which each task has roles."""
        found: dict[str, int] = {}
        for roles in self.roles:
            tier = self.case.units.tier(roles.place)
            found[roles.task] = min(tier, found.get(roles.task, tier))
        return found

    def is_top(self, roles: Roles) -> bool:
        """Whether a place is the highest, or one of the highest, with roles in its task."""
        return self.case.units.tier(roles.place) == self.top[roles.task]


def examine_leads(case: Case, trace: Trace, as_of: date | None) -> Examination:
    """Return what is unclear about who leads and who does what, and the table ``leads``."""
    known = _known(case, trace, as_of)
    findings = [finding for roles in known.roles for finding in _of_task(known, roles)]
    findings += _unassigned(known)
    findings += _content(known)
    problems: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for finding in findings:
        problems[finding.unit, finding.task].append(finding.code.rpartition(".")[2])
    return Examination(tuple(findings), tables={"leads": _table(known, problems)})


def _known(case: Case, trace: Trace, as_of: date | None) -> Known:
    said = roles_in_words(case, trace)
    held = case.tables.get("assignments")
    table = None if held is None or held.is_empty() else in_force(held, as_of)
    listed = [] if table is None or table.is_empty() else roles_in_table(table, case.units)
    with_rows = {roles.task for roles in listed}
    spoken = [roles for task, roles in sorted(said.items()) if task not in with_rows]
    named = [roles for roles in spoken if roles.units]
    acquitted = [_acquitted(roles, said.get(roles.task)) for roles in listed]
    return Known(case, (*acquitted, *named), table, _nowhere(case, listed, as_of), as_of)


def _acquitted(roles: Roles, said: Roles | None) -> Roles:
    """Return roles with the lead that the document names where the table has none."""
    if roles.leads or said is None or said.place != roles.place or not said.leads:
        return roles
    return replace(roles, leads=said.leads)


def _nowhere(case: Case, listed: Iterable[Roles], as_of: date | None) -> pl.DataFrame:
    events = case.tables.get("events")
    by_task: defaultdict[str, set[str]] = defaultdict(set)
    for roles in listed:
        by_task[roles.task].update(roles.units)
    if events is None or not by_task:
        return pl.DataFrame(schema={"task": pl.String, "unit": pl.String})
    held = {task: frozenset(codes) for task, codes in by_task.items()}
    return unnamed(at_work(events, case.units, as_of), held, case.units)


def _of_task(known: Known, roles: Roles) -> Iterable[Finding]:
    top = known.is_top(roles)
    if top and not roles.leads and (left := _left_alone(roles)):
        severity = reference_range("units_without_lead").severity(left)
        yield _finding(roles, "none", severity, {"units": str(len(roles.units))})
    many = reference_range("lead_units")
    if many.calls(len(roles.leads)):
        told = {"count": str(len(roles.leads)), "leads": _names(known.case, roles.leads)}
        yield _finding(roles, "several", many.severity(len(roles.leads)), told)
    elif roles.leads:
        yield from _without_means(known, roles)
    if top:
        yield from _unnamed(known, roles)


def _left_alone(roles: Roles) -> float:
    """Return how many units nobody leads: 0 for one that answers alone, more for a mere helper."""
    missing = reference_range("units_without_lead")
    alone = not roles.cooperating and not missing.calls(len(roles.units))
    return 0 if alone else max(float(len(roles.units)), missing.attention)


def _without_means(known: Known, roles: Roles) -> Iterable[Finding]:
    lead = roles.leads[0]
    if lead not in known.case.units:
        return
    found = lacking(known.case, lead, roles.task, known.as_of)
    if found:
        reason, rows = found
        told = {"lead": known.case.units.name(lead), "reason": reason}
        severe = reference_range("lead_units").severity(reference_range("lead_units").severe)
        code = f"without_means_{reason}"
        yield _finding(roles, code, severe, {"lead": told["lead"]}, lead, rows)


def _unnamed(known: Known, roles: Roles) -> Iterable[Finding]:
    limit = reference_range("unnamed_case_share")
    for row in known.nowhere.filter(pl.col("task") == roles.task).iter_rows(named=True):
        share = row["cases"] / row["of_cases"]
        told = {
            "worker": known.case.units.name(row["unit"]),
            "cases": str(row["cases"]),
            "of_cases": str(row["of_cases"]),
            "percent": f"{100 * share:.0f}",
        }
        place = TableRow(row["origin_file"], row["origin_sheet"] or "", row["origin_row"])
        severity = limit.severity(share)
        yield _finding(roles, "unnamed", severity, told, row["unit"], (place,), "strong")


def _finding(
    roles: Roles,
    variant: str,
    severity: float,
    told: Mapping[str, str],
    about: str = "",
    rows: tuple[TableRow, ...] = (),
    strength: str = "moderate",
) -> Finding:
    own = rows_behind(roles.rows)[:_SHOWN] if roles.rows is not None else ()
    return Finding(
        roles.place,
        CAUSE,
        SIGN,
        severity,
        f"finding.D1.{variant}",
        task=roles.task,
        about=".".join(part for part in (variant, about) if part),
        strength="weak" if roles.source == "document" else strength,
        parameters={"task": roles.task, **told},
        words=tuple(Words(*place) for place in roles.words),
        rows=(*rows, *own)[:_SHOWN],
    )


def _unassigned(known: Known) -> Iterable[Finding]:
    """Yield the tasks of which no assignment is in force while most tasks have one."""
    tasks = known.case.tables.get("tasks")
    if tasks is None or known.table is None:
        return
    assigned = {roles.task for roles in known.roles}
    rest = tasks.filter(~pl.col("task").is_in(list(assigned)))
    if 2 * rest.height >= tasks.height:
        return
    missing = reference_range("units_without_lead")
    for row in rest.sort("task").iter_slices(1):
        yield Finding(
            known.case.units.root,
            CAUSE,
            SIGN,
            missing.severity(missing.severe),
            "finding.D1.unassigned",
            task=row["task"][0],
            about="unassigned",
            strength="moderate",
            parameters={"task": row["task"][0]},
            rows=rows_behind(row),
        )


def _content(known: Known) -> Iterable[Finding]:
    """Yield roles without content: by task where content is usual, else once for the root."""
    limit = reference_range("roles_without_content")
    from_table = [roles for roles in known.roles if roles.source == "assignments"]
    total = sum(len(roles.cooperating) for roles in from_table)
    empty = sum(len(roles.without_content) for roles in from_table)
    if total < limit.least or not empty or empty == total:
        return
    if 1 - empty / total >= threshold("content_usual"):
        bare = [r for r in from_table if len(r.without_content) == len(r.cooperating) > 0]
        for roles in bare:
            told = {"count": str(len(roles.without_content))}
            share = len(roles.without_content) / max(len(roles.cooperating), 1)
            yield _finding(roles, "no_content", limit.severity(limit.attention) * share, told)
    elif limit.calls(empty / total):
        yield _content_of_all(known, limit.severity(empty / total), f"{empty}/{total}")


def _content_of_all(known: Known, severity: float, told: str) -> Finding:
    held = pl.DataFrame() if known.table is None else known.table
    bare = held.filter(
        (pl.col("role") == "cooperate") & (pl.col("duty").fill_null("").str.strip_chars() == "")
    )
    count, total = told.split("/")
    return Finding(
        known.case.units.root,
        CAUSE,
        SIGN,
        severity,
        "finding.D1.no_content_usual",
        about="no_content",
        strength="moderate",
        parameters={"count": count, "total": total},
        rows=rows_behind(bare)[:_SHOWN],
    )


def _names(case: Case, codes: Iterable[str]) -> str:
    return "、".join(case.units.name(code) if code in case.units else code for code in codes)


def _table(known: Known, problems: Mapping[tuple[str, str], list[str]]) -> pl.DataFrame:
    nowhere: defaultdict[str, list[str]] = defaultdict(list)
    for task, unit in known.nowhere.select("task", "unit").iter_rows():
        nowhere[task].append(unit)
    rows = [
        {
            "unit": roles.place,
            "task": roles.task,
            "leads": list(roles.leads),
            "lead_count": len(roles.leads),
            "responsible": len(roles.responsible),
            "cooperating": len(roles.cooperating),
            "without_content": len(roles.without_content),
            "unnamed": nowhere[roles.task] if known.is_top(roles) else [],
            "source": roles.source,
            "problems": [_problem(p) for p in problems.get((roles.place, roles.task), [])],
        }
        for roles in known.roles
        if roles.leads or known.is_top(roles)
    ]
    rows += [
        {
            "unit": place, "task": task, "leads": [], "lead_count": 0, "responsible": 0,
            "cooperating": 0, "without_content": 0, "unnamed": [], "source": "assignments",
            "problems": ["unassigned"],
        }
        for (place, task), found in problems.items()
        if "unassigned" in found
    ]  # fmt: skip
    return result_rows("leads", rows)


def _problem(variant: str) -> str:
    return "without_means" if variant.startswith("without_means") else variant
