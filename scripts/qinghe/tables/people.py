"""Draw staff and workload by month; the deficits of capacity follow from them.

Load over capacity is drawn month by month around a level of the unit, with a busy early summer and
year's end. Only the units named here are overloaded for months in a row; others have at most one
bad month, which they catch up. Hours go to tasks, documents, inspections, forms, meetings and
cases; what those above ask is done first, tasks in an order that is each county's own.
"""
# ruff: noqa: PLR2004

from __future__ import annotations

from typing import TYPE_CHECKING

from tables.world import (
    BAIZHU,
    COUNTY,
    DONGPING,
    LINHU,
    MONTHS,
    QINGLAN,
    YONGNING,
    YUNSHAN,
    Row,
    World,
    rng_of,
    working_days_in,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

# C1: load over capacity from a month to a month.
OVERLOADED = {
    "990221000000": (1.08, "2025-06", "2026-01"),
    "990202006000": (1.18, "2025-05", "2026-03"),
    "990221202000": (1.12, "2025-05", "2025-12"),
    "990222103000": (1.14, "2025-06", "2026-02"),
    "990223104000": (1.09, "2025-08", "2026-03"),
    "990203102000": (1.11, "2025-05", "2026-01"),
    "990281102000": (1.09, "2025-09", "2026-03"),
    "990202100000": (1.13, "2025-05", "2025-09"),
}
# One bad month (a flood, an inspection week): no overload.
BAD_MONTH = {
    "990202101000": ("2025-07", 1.19), "990221101000": ("2025-11", 1.17),
    "990222200000": ("2025-10", 1.16), "990223107000": ("2025-07", 1.21),
    "990281100000": ("2025-08", 1.22), "990203006000": ("2025-12", 1.18),
    "990222106000": ("2025-05", 1.16), "990202004000": ("2025-06", 1.15),
    "990223000000": ("2025-12", 1.12), "990203100000": ("2026-03", 1.14),
}  # fmt: skip
MISSING = {("990203103000", "2025-08"), ("990223106000", "2025-11")}
EATEN_UP = {"990221100000", "990222102000"}
ALL_AT_ONCE = {"990221100000", "990222101000"}
LENT_OUT = {"990202006000": 0.24, "990223201000": 0.05}
VACANT = {"990202101000": 0.66, "990222204000": 0.7}
SEASON = {
    "2025-05": 0.03, "2025-06": 0.04, "2025-09": 0.03, "2025-11": 0.04, "2025-12": 0.06,
    "2026-01": -0.03, "2026-02": -0.06,
}  # fmt: skip
HOURS = {
    "T01": 8, "T02": 10, "T03": 5, "T04": 12, "T05": 6, "T06": 6, "T07": 3, "T08": 5, "T09": 2,
    "T10": 4, "T11": 6, "T12": 5, "T13": 6, "T14": 12, "T15": 10, "T16": 16, "T17": 10, "T18": 8,
    "T19": 6,
}  # fmt: skip
HEAVY = {"T02": 1.8, "T14": 1.5, "T15": 1.4, "T17": 1.5, "T12": 1.3, "T05": 1.2, "T08": 1.2}
# Months in which half of the units go over their capacity, and catch up in the next.
PEAKS = {"2025-06", "2025-12"}
ITEM_HOURS = {"document": 1.5, "inspection": 12.0, "form": 3.0, "meeting": 5.0, "case": 0.5}
ORDINARY = {"document": 0.09, "inspection": 0.08, "form": 0.08, "meeting": 0.06, "case": 0.2}
EATEN = {"document": 0.09, "inspection": 0.2, "form": 0.18, "meeting": 0.13, "case": 0.1}
CLEAN = {"T14", "T15", "T16", "T17", "T18"}
FARM = {"T02", "T03", "T04"}
OFFICE = {"T08", "T09", "T10", "T11", "T12"}
# What a county's units do first, second and third; all other tasks come last.
ORDER = {
    LINHU: (OFFICE, CLEAN, FARM), DONGPING: (FARM | {"T13"}, CLEAN, OFFICE),
    YUNSHAN: (FARM | {"T01"}, OFFICE, CLEAN), QINGLAN: (CLEAN, FARM, {"T01", "T12"}),
    BAIZHU: (CLEAN, FARM | {"T05", "T06"}, OFFICE), YONGNING: (FARM | {"T05"}, OFFICE, CLEAN),
}  # fmt: skip


def staff_rows(world: World, rng: np.random.Generator, unit: str) -> list[Row]:
    """Return the staff of a unit month by month."""
    if world.tier(unit) == COUNTY:
        in_post = int(rng.integers(150, 240))
    else:
        people = int(world.units[unit]["population"])
        in_post = round(24 + people / 1600 + float(rng.normal(0, 3)))
    posts = round(in_post / VACANT.get(unit, float(rng.uniform(0.88, 0.99))))
    rows: list[Row] = []
    for month in MONTHS:
        if rng.random() < 0.12:
            in_post += int(rng.choice([-1, 1]))
        days = working_days_in(month)
        usual = round(in_post * float(rng.uniform(0.0, 0.06)))
        lent = round(in_post * LENT_OUT[unit]) if unit in LENT_OUT and month > "2025-04" else usual
        leave = round(in_post * days * 8 * float(rng.uniform(0.015, 0.04)) / 8) * 8
        if (unit, month) not in MISSING:
            rows.append({
                "unit": unit, "month": month, "posts": posts, "in_post": in_post,
                "seconded_out": lent, "hours_per_person": days * 8, "leave_hours": leave,
            })  # fmt: skip
    return rows


def loads(rng: np.random.Generator, unit: str) -> dict[str, float]:
    """Return the load over capacity of a unit in every month."""
    level = float(rng.uniform(0.78, 0.88))
    result: dict[str, float] = {}
    for month in MONTHS:
        load = level + SEASON.get(month, 0.0) + float(rng.normal(0, 0.025))
        load = min(1.06, load + float(rng.gamma(1.5, 0.05))) if month in PEAKS else min(0.97, load)
        if unit in OVERLOADED:
            over, first, last = OVERLOADED[unit]
            if first <= month <= last:
                load = over + float(rng.normal(0, 0.015))
            elif month > last:
                load = 0.82
        if unit in BAD_MONTH and BAD_MONTH[unit][0] == month:
            load = BAD_MONTH[unit][1]
        result[month] = load
    return result


def priorities_of(
    world: World, rng: np.random.Generator, unit: str, tasks: Sequence[str]
) -> dict[str, int | None]:
    """Return the order in which a unit does its tasks (3 to 5); none for a few, done last."""
    order = ORDER[world.county(unit)]
    result: dict[str, int | None] = {}
    for task in tasks:
        place: int | None = next((3 + (n > 0) for n, group in enumerate(order) if task in group), 5)
        if rng.random() < 0.15:
            place = int(rng.integers(3, 6))
        if rng.random() < 0.03:
            place = None
        result[task] = place
    return result


def workload_rows(
    world: World, rng: np.random.Generator, unit: str, staff: Sequence[Row]
) -> list[Row]:
    """Return the work of a unit month by month."""
    tasks = world.asked[unit]
    order = priorities_of(world, rng, unit, tasks)
    weights = {task: HEAVY.get(task, 0.8) * float(rng.lognormal(0, 0.25)) for task in tasks}
    items = {
        item: share * float(rng.lognormal(0, 0.08))
        for item, share in (EATEN if unit in EATEN_UP else ORDINARY).items()
    }
    load = loads(rng, unit)
    shift = int(rng.integers(0, 3))
    rows: list[Row] = []
    for row in staff:
        month = row["month"]
        hours = (row["in_post"] - row["seconded_out"]) * row["hours_per_person"] - row[
            "leave_hours"
        ]
        number = MONTHS.index(month)
        active = [
            task for place, task in enumerate(tasks)
            if unit in ALL_AT_ONCE or (place + number + shift) % 3
        ]  # fmt: skip
        total = load[month] * hours
        for item, share in items.items():
            count = round(total * share * float(rng.lognormal(0, 0.06)) / ITEM_HOURS[item])
            rows.append(
                work(unit, month, item, None, count, ITEM_HOURS[item], 2 if item == "case" else 1)
            )
        spent = sum(r["count"] * r["standard_hours"] for r in rows if r["month"] == month)
        of_all = sum(weights[task] for task in active)
        for task in tasks:
            part = max(0.0, total - spent) * weights[task] / of_all if task in active else 0.0
            rows.append(
                work(unit, month, "task", task, round(part / HOURS[task]), HOURS[task], order[task])
            )
    return rows


def work(
    unit: str,
    month: str,
    item: str,
    task: str | None,
    count: int,
    hours: float,
    priority: int | None,
) -> Row:
    """Return one row of the workload."""
    return {
        "unit": unit, "month": month, "item": item, "task": task, "count": count,
        "standard_hours": hours, "priority": priority,
    }  # fmt: skip


def draw(world: World) -> dict[str, list[Row]]:
    """Return staff and workload of counties and townships."""
    staff: list[Row] = []
    workload: list[Row] = []
    for unit in world.asked:
        if world.tier(unit) > 2:
            continue
        rng = rng_of(1000 + int(unit[4:9]))
        own = staff_rows(world, rng, unit)
        staff += own
        workload += workload_rows(world, rng, unit, own)
    return {"staff": staff, "workload": workload}
