"""Draw the transfers of funds tier by tier, and the adjustments to them.

What a unit passes on is part of what it receives; the days of notice and payment are within one
month but where the money is planted to be late.
"""
# ruff: noqa: PLR2004

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING

from tables.money import (
    AMPLE,
    CLEAN_UP,
    DIFFERENCES,
    ENOUGH,
    FUNDED,
    GENERAL,
    NUMBER,
    PREFIX,
    SHORT,
    SLOW,
    SLOW_ANNOUNCED,
    Payment,
    need_amounts,
    need_rows,
    own_part,
    own_rows,
    payments,
    transferred,
)
from tables.world import (
    CITY,
    COUNTIES,
    COUNTY,
    TOWNSHIP,
    VILLAGE,
    Row,
    World,
    rng_of,
    working_day,
)

if TYPE_CHECKING:
    import numpy as np


def transfer_rows(world: World, paid: list[Payment]) -> list[Row]:
    """Return the transfers of funds, each tier a row, what is passed on included."""
    flows: dict[tuple[str, str, str], int] = defaultdict(int)
    more: dict[tuple[str, str, str], int] = {}
    for unit, task, month, amount in paid:
        if not transferred(world, unit, task):
            continue
        sent = amount - own_part(world, unit, task, month, amount)
        share = DIFFERENCES.get((unit, task, month), 0.0)
        extra = round(sent * share / 100) * 100
        if extra:
            more[unit, task, month] = extra
        receiver = unit
        while sent and receiver != CITY:
            flows[receiver, task, month] += sent + extra
            receiver = world.units[receiver]["parent"]
    rng = rng_of(2)
    rows = [
        arrival(world, rng, *key, amount, amount - more.get(key, 0))
        for key, amount in sorted(flows.items())
    ]
    rows += under_way(world) + land_rows(world) + general_rows(world, paid)
    rows.sort(
        key=lambda row: (
            row["announced"],
            row["from_unit"] or "",
            row["to_unit"],
            row["task"] or "",
        )
    )
    for number, row in enumerate(rows, start=1):
        row["transfer"] = number_of(world, row, number)
    return rows


def arrival(
    world: World,
    rng: np.random.Generator,
    unit: str,
    task: str,
    month: str,
    amount: int,
    received: int,
) -> Row:
    """Return one transfer with the days of notice and payment."""
    first, last = {COUNTY: (3, 9), TOWNSHIP: (10, 17), VILLAGE: (18, 26)}[world.tier(unit)]
    arrived = last_working_day(
        dt.date.fromisoformat(f"{month}-{int(rng.integers(first, last + 1)):02d}")
    )
    notice = working_day(arrived - dt.timedelta(days=int(rng.integers(5, 19))))
    parent = world.units[unit]["parent"]
    if task in CLEAN_UP:
        notice = max(notice, dt.date(2025, 4, 22))
    slow = (parent, task) in SLOW or (parent + unit, task) in SLOW
    announced = SLOW_ANNOUNCED if slow and month > "2025-06" else notice
    if late_by_the_city(unit, task, month):
        announced = dt.date(2025, 7, 21)
        arrived = working_day(dt.date(2025, 7, int(rng.integers(24, 29))))
    elif late_by_the_city(parent, task, month):
        announced, arrived = dt.date(2025, 7, 29), dt.date(2025, 7, int(rng.integers(30, 32)))
    return {
        "transfer": "", "from_unit": parent, "to_unit": unit, "task": task, "resource": "funds",
        "amount": amount, "restriction": "earmarked", "origin_tier": 0,
        "announced": min(announced, arrived), "arrived": arrived, "amount_arrived": received,
    }  # fmt: skip


def late_by_the_city(unit: str, task: str, month: str) -> bool:
    """Tell whether a county's money is of the fund that the city sent two months late (E8)."""
    return unit in COUNTIES and FUNDED[task] == "政务服务改革资金" and month == "2025-07"


def last_working_day(day: dt.date) -> dt.date:
    """Return the day itself, or the last working day before it in the month, else the next."""
    back = day
    while back.month == day.month and working_day(back) != back:
        back -= dt.timedelta(days=1)
    return back if back.month == day.month else working_day(day)


def general_rows(world: World, paid: list[Payment]) -> list[Row]:
    """Return general transfers, city to county to township, for what is not earmarked there."""
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for unit, task, month, amount in paid:
        if unit in GENERAL and not transferred(world, unit, task):
            sums[unit, month] += amount
    rows: list[Row] = []
    for (unit, month), amount in sorted(sums.items()):
        sent = round(amount * AMPLE / 1_000) * 1_000
        county = world.units[unit]["parent"]
        for giver, taker, day in ((CITY, county, 6), (county, unit, 14)):
            arrived = last_working_day(dt.date.fromisoformat(f"{month}-{day:02d}"))
            rows.append({
                "transfer": "", "from_unit": giver, "to_unit": taker, "task": None,
                "resource": "funds", "amount": sent, "restriction": "general", "origin_tier": None,
                "announced": working_day(arrived - dt.timedelta(days=11)), "arrived": arrived,
                "amount_arrived": sent,
            })  # fmt: skip
    return rows


def under_way(world: World) -> list[Row]:
    """Return notices of March 2026 whose money had not come by the end of the month."""
    rng = rng_of(3)
    rows: list[Row] = []
    for county in COUNTIES:
        for unit in world.townships(county)[:3]:
            day = working_day(dt.date(2026, 3, int(rng.integers(9, 25))))
            rows.append({
                "transfer": "", "from_unit": county, "to_unit": unit, "task": "T04",
                "resource": "funds", "amount": int(rng.integers(4, 15)) * 10_000,
                "restriction": "earmarked", "origin_tier": 0, "announced": day, "arrived": None,
                "amount_arrived": None,
            })  # fmt: skip
    return rows


def land_rows(world: World) -> list[Row]:
    """Return the land quotas, given by the city through no county: whole levels from April on."""
    rows: list[Row] = []
    for (unit, task, kind), (_, have) in {**SHORT, **ENOUGH}.items():
        if kind == "land":
            rows.append({
                "transfer": "", "from_unit": world.units[unit]["parent"], "to_unit": unit,
                "task": task, "resource": "land", "amount": have, "restriction": "earmarked",
                "origin_tier": 0, "announced": dt.date(2025, 3, 17), "arrived": dt.date(2025, 4, 1),
                "amount_arrived": have,
            })  # fmt: skip
    return rows


def number_of(world: World, row: Row, number: int) -> str:
    """Return the number of the quota notice."""
    giver = row["from_unit"]
    issuer = PREFIX[giver] if giver in PREFIX else PREFIX[world.county(giver)] + "乡"
    if row["resource"] == "land":
        return f"用地{row['announced'].year}-{number:04d}"
    mark = NUMBER[FUNDED[row["task"]]] if row["task"] else "预"
    return f"{issuer}{mark}{row['announced'].year}-{number:04d}"


def adjust(world: World, rows: list[Row]) -> list[Row]:
    """Return documented adjustments; the transfers concerned are changed to go with them.

    Most are settled in the payer's book only (it sent more on paper than was paid); some are
    clawed back at the year's end from units that had got more than their need.
    """
    rng = rng_of(4)
    result: list[Row] = []
    planted = {(unit, task) for unit, task, _ in DIFFERENCES}
    settled = [
        row for row in rows
        if row["resource"] == "funds" and row["arrived"] and row["amount"] > 30_000
        and world.tier(row["to_unit"]) == TOWNSHIP and (row["to_unit"], row["task"]) not in planted
        and row["arrived"].strftime("%Y-%m") in {"2025-07", "2025-10"}
    ]  # fmt: skip
    for index in sorted(rng.choice(len(settled), 26, replace=False).tolist()):
        row = settled[index]
        more = max(1, round(row["amount"] * float(rng.uniform(0.04, 0.15)) / 1000)) * 1000
        row["amount"] += more
        result.append({
            "transfer": row["transfer"], "amount": -more, "adjusted": working_day(row["arrived"] + dt.timedelta(days=int(rng.integers(9, 40)))),
            "reason": f"上年结余抵扣（{PREFIX[world.county(row['to_unit'])]}预〔2025〕{int(rng.integers(40, 160))}号）",
            "book": "payer",
        })  # fmt: skip
    last = [
        row for row in rows
        if row["arrived"] and row["arrived"].strftime("%Y-%m") == "2025-12" and row["arrived"].day < 20
        and world.tier(row["to_unit"]) == TOWNSHIP
    ]  # fmt: skip
    for index in sorted(rng.choice(len(last), 8, replace=False).tolist()):
        row = last[index]
        more = max(1, round(row["amount"] * 0.2 / 1000)) * 1000
        row["amount"] += more
        row["amount_arrived"] += more
        result.append({
            "transfer": row["transfer"], "amount": -more, "adjusted": dt.date(2025, 12, 24),
            "reason": "年终结余资金收回（清财预〔2025〕212号）", "book": None,
        })  # fmt: skip
    return sorted(result, key=lambda row: (row["adjusted"], row["transfer"]))


def draw(world: World) -> dict[str, list[Row]]:
    """Return needs, means, transfers and adjustments."""
    amounts = need_amounts(world)
    paid = payments(world, amounts)
    transfers = transfer_rows(world, paid)
    return {
        "needs": need_rows(amounts),
        "means": own_rows(world, paid),
        "adjustments": adjust(world, transfers),
        "transfers": transfers,
    }
