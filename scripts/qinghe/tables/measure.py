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
DUST = 1e-9


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
        result[row["unit"], row["task"] or "", row["resource"]].append(
            (row["from"], float(row["amount"]))
        )
    moved = {row["transfer"]: row for row in tables["transfers"]}
    for row in moved.values():
        if row["arrived"]:
            kind = row["resource"]
            result[row["to_unit"], row["task"] or "", kind].append(
                (row["arrived"], float(row["amount_arrived"]))
            )
            if kind == "funds":
                result[row["from_unit"], row["task"] or "", kind].append(
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


def shared(
    lacking: Mapping[str, float], weights: Mapping[str, float], money: float
) -> dict[str, float]:
    """Return general money shared by weight times what is lacking, never beyond what is lacking."""
    given = dict.fromkeys(lacking, 0.0)
    while money > DUST:
        open_tasks = {
            task: lacking[task] - given[task]
            for task in lacking
            if lacking[task] - given[task] > DUST
        }
        total = sum(weights[task] * rest for task, rest in open_tasks.items())
        if not total:
            break
        part = {
            task: min(rest, money * weights[task] * rest / total)
            for task, rest in open_tasks.items()
        }
        for task, amount in part.items():
            given[task] += amount
        money -= sum(part.values())
    return given


def general(
    needs: Mapping[tuple[str, str], Mapping[str, list[Row]]],
    there: Mapping[tuple[str, str, str], list[tuple[dt.date, float]]],
    weights: Mapping[str, float],
) -> dict[tuple[str, str, dt.date], float]:
    """Return what general funds give to every task of a unit by the end of every month."""
    result: dict[tuple[str, str, dt.date], float] = {}
    units = {unit for unit, task, kind in there if task == "" and kind == "funds"}
    for unit in sorted(units & {unit for unit, _ in needs}):
        tasks = [task for other, task in needs if other == unit]
        for month in QUARTER_OF:
            day = month_end(month)
            lacking = {
                task: max(0.0, sum(accrued(row, day) for row in needs[unit, task]["funds"]) - by(there, (unit, task, "funds"), day))
                for task in tasks
            }  # fmt: skip
            for task, amount in shared(
                lacking, weights, max(0.0, by(there, (unit, "", "funds"), day))
            ).items():
                result[unit, task, day] = amount
    return result


def by(
    there: Mapping[tuple[str, str, str], list[tuple[dt.date, float]]],
    key: tuple[str, str, str],
    day: dt.date,
) -> float:
    """Return what is there by a day."""
    return sum(value for when, value in there.get(key, ()) if when <= day)


def resources(tables: Mapping[str, list[Row]], weights: Mapping[str, float]) -> dict[Key, float]:
    """Return one less coverage by unit, task and quarter."""
    needs: dict[tuple[str, str], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in tables["needs"]:
        needs[row["unit"], row["task"]][row["resource"]].append(row)
    there = supplies(tables)
    more = general(needs, there, weights)
    result: dict[Key, float] = {}
    for (unit, task), kinds in needs.items():
        for quarter, months in QUARTERS.items():
            days = [month_end(month) for month in months]
            need = {
                k: [sum(accrued(r, d) for r in rows) for d in days] for k, rows in kinds.items()
            }
            have = {
                k: [by(there, (unit, task, k), d) + (more.get((unit, task, d), 0.0) if k == "funds" else 0.0) for d in days]
                for k in kinds
            }  # fmt: skip
            uncovered = one_less_coverage(need, have)
            if uncovered is not None:
                result[unit, task, quarter] = uncovered
    return result


def one_less_coverage(
    need: Mapping[str, list[float]], have: Mapping[str, list[float]]
) -> float | None:
    """Return one less the coverage of a quarter; none where nothing is needed in it."""
    weighted = covered = 0.0
    for at in range(3):
        live = [k for k in need if need[k][at] > 0]
        if live:
            weight = sum(need[k][at] / sum(need[k]) for k in live) / len(live)
            weighted += weight
            covered += weight * min(min(1.0, max(0.0, have[k][at]) / need[k][at]) for k in live)
    return 1 - covered / weighted if weighted else None


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
