"""A plain computation of the deficits that the tables leave, apart from the product."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from tables.world import QUARTER_OF, QUARTERS, Row, month_end, position

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Key = tuple[str, str, str]
FIRST = dt.date(2025, 4, 1)
LAST = dt.date(2026, 3, 31)


def accrued(row: Row, day: dt.date) -> float:
    """Return what of a need is due by a day."""
    first: dt.date = row["from"] or FIRST
    last: dt.date | None = row["until"]
    if row["resource"] in {"funds", "energy"}:
        if last is None:
            return float(row["amount"]) if day >= first else 0.0
        days = (last - first).days + 1
        return float(row["amount"]) * min(max((day - first).days + 1, 0), days) / days
    return float(row["amount"]) if first <= day <= (last or LAST) else 0.0


def supplies(
    tables: Mapping[str, list[Row]],
) -> dict[tuple[str, str, str], list[tuple[dt.date, float]]]:
    """Return what came and went, with its day, by unit, task and kind."""
    result: dict[tuple[str, str, str], list[tuple[dt.date, float]]] = defaultdict(list)
    for row in tables["means"]:
        result[row["unit"], row["task"], row["resource"]].append(
            (row["from"], float(row["amount"]))
        )
    moved = {row["transfer"]: row for row in tables["transfers"]}
    for row in moved.values():
        if row["arrived"]:
            kind = row["resource"]
            result[row["to_unit"], row["task"], kind].append(
                (row["arrived"], float(row["amount_arrived"]))
            )
            if kind == "funds":
                result[row["from_unit"], row["task"], kind].append(
                    (row["arrived"], -float(row["amount"]))
                )
    for row in tables["adjustments"]:
        of = moved[row["transfer"]]
        if row["book"] in {None, "payee"}:
            result[of["to_unit"], of["task"], of["resource"]].append(
                (row["adjusted"], float(row["amount"]))
            )
        if row["book"] in {None, "payer"}:
            result[of["from_unit"], of["task"], of["resource"]].append(
                (row["adjusted"], -float(row["amount"]))
            )
    return result


def resources(tables: Mapping[str, list[Row]]) -> dict[Key, float]:
    """Return one less coverage by unit, task and quarter."""
    needs: dict[tuple[str, str], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in tables["needs"]:
        needs[row["unit"], row["task"]][row["resource"]].append(row)
    there = supplies(tables)
    result: dict[Key, float] = {}
    for (unit, task), kinds in needs.items():
        for quarter, months in QUARTERS.items():
            days = [month_end(month) for month in months]
            need = {
                k: [sum(accrued(r, d) for r in rows) for d in days] for k, rows in kinds.items()
            }
            have = {
                k: [sum(v for when, v in there.get((unit, task, k), ()) if when <= d) for d in days]
                for k in kinds
            }
            weighted = covered = 0.0
            for at in range(len(days)):
                live = [k for k in kinds if need[k][at] > 0]
                if live:
                    weight = sum(need[k][at] / sum(need[k]) for k in live) / len(live)
                    weighted += weight
                    covered += weight * min(
                        min(1.0, max(0.0, have[k][at]) / need[k][at]) for k in live
                    )
            if weighted:
                result[unit, task, quarter] = 1 - covered / weighted
    return result


def capacity(staff: Iterable[Row], workload: Iterable[Row]) -> dict[Key, float]:
    """Return one less the share of hours done, priority after priority, backlog carried over."""
    hours = {
        (row["unit"], row["month"]): (row["in_post"] - (row["seconded_out"] or 0))
        * row["hours_per_person"]
        - (row["leave_hours"] or 0)
        for row in staff
    }
    work: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in workload:
        work[row["unit"]][row["month"]].append(row)
    result: dict[Key, float] = {}
    for unit, months in work.items():
        result |= done_shares(unit, months, hours)
    return result


def done_shares(
    unit: str, months: Mapping[str, list[Row]], hours: Mapping[tuple[str, str], float]
) -> dict[Key, float]:
    """Return the undone shares of one unit's tasks by quarter."""
    backlog: dict[tuple[int, str, str], float] = defaultdict(float)
    asked: dict[tuple[str, str], float] = defaultdict(float)
    done: dict[tuple[str, str], float] = defaultdict(float)
    for quarter, names in QUARTERS.items():
        for (_, _, task), left in backlog.items():
            asked[task, quarter] += left
        for month in names:
            if (unit, month) not in hours:
                continue
            for row in months.get(month, ()):
                key = (row["priority"] or 99, row["item"], row["task"] or "")
                backlog[key] += row["count"] * row["standard_hours"]
                asked[key[2], quarter] += row["count"] * row["standard_hours"]
            left = hours[unit, month]
            for level in sorted({key[0] for key in backlog}):
                keys = [key for key in backlog if key[0] == level]
                total = sum(backlog[key] for key in keys)
                share = min(1.0, left / total) if total else 0.0
                left -= share * total
                for key in keys:
                    done[key[2], quarter] += share * backlog[key]
                    backlog[key] *= 1 - share
    return {
        (unit, task, quarter): max(0.0, 1 - done[task, quarter] / total)
        for (task, quarter), total in asked.items()
        if task and total > 0
    }


def appraisal(
    appraisals: Iterable[Row], priorities: Iterable[Row], types: Mapping[str, str]
) -> dict[tuple[str, str], float]:
    """Return one less the effort that the schemes draw over what the priorities ask (C = I)."""
    goals: dict[str, dict[str, float]] = defaultdict(dict)
    for row in priorities:
        goals[row["type"]][row["task"]] = float(row["weight"])
    effort: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for row in appraisals:
        if row["task"] and row["weight"]:
            share = 1.0 if row["task_share"] is None else row["task_share"]
            effort[row["unit"]][row["task"]] += row["weight"] * share
    result: dict[tuple[str, str], float] = {}
    for unit, given in effort.items():
        wanted = goals[types[unit]]
        scale = sum(given.values()) / sum(wanted.values())
        for task, weight in wanted.items():
            result[unit, task] = 1 - min(1.0, given[task] / (weight * scale))
    return result


def coordination(events: Iterable[Row]) -> dict[Key, float]:
    """Return the share of the time allowed that is lost to waits of more than a working day."""
    cases: dict[str, list[Row]] = defaultdict(list)
    for row in events:
        cases[row["case"]].append(row)
    lost: dict[Key, float] = defaultdict(float)
    allowed: dict[Key, float] = defaultdict(float)
    for rows in cases.values():
        if any(row["complete"] is None for row in rows):
            continue
        rows.sort(key=lambda row: row["start"])
        last = max(row["complete"] for row in rows)
        key = (rows[0]["unit"], rows[0]["task"], QUARTER_OF[last.strftime("%Y-%m")])
        due = dt.datetime.combine(rows[0]["due"], dt.time()) + dt.timedelta(days=1)
        allowed[key] += position(due) - position(rows[0]["start"])
        for before, after in pairwise(rows):
            if before["department"] != after["department"]:
                wait = position(after["start"]) - position(before["complete"])
                lost[key] += max(0.0, wait - 1)
    return {key: min(1.0, lost[key] / total) for key, total in allowed.items()}
