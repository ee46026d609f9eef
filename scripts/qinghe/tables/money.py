"""Draw needs, own means and what is to be paid, so that coverage leaves the planted deficits.

Funds are paid in quarterly batches, city to county to township to village within one month. The
cumulative supply of a unit in a quarter is chosen so that the coverage of the quarter, by month
ends and weighted by need, is one less the planted deficit; where a task falls due within a
quarter, a settlement brings the supply to that share of the whole need in the month of the due
date.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import NamedTuple

from tables.world import (
    BAIZHU,
    CITY,
    COUNTY,
    DONGPING,
    LINHU,
    QINGLAN,
    QUARTERS,
    TOWNSHIP,
    VILLAGE,
    YONGNING,
    YUNSHAN,
    Pair,
    Row,
    World,
    month_end,
    rng_of,
    working_day,
)

WAN = 10_000
BASE: dict[int, dict[str, float]] = {
    COUNTY: {
        "T01": 20, "T02": 420, "T03": 80, "T04": 300, "T05": 120, "T06": 90, "T07": 40, "T08": 160,
        "T09": 60, "T10": 50, "T11": 190, "T12": 170, "T13": 40, "T14": 260, "T15": 300,
        "T16": 1800, "T17": 320, "T18": 150, "T19": 30,
    },
    TOWNSHIP: {
        "T01": 2, "T02": 42, "T03": 5, "T04": 28, "T05": 6, "T06": 6, "T07": 3, "T08": 6,
        "T09": 3, "T12": 9, "T13": 2, "T14": 12, "T15": 30, "T17": 36, "T18": 10, "T19": 2,
    },
    VILLAGE: {
        "T02": 2.4, "T03": 0.4, "T05": 0.5, "T06": 0.6, "T08": 0.4, "T12": 0.6, "T15": 2.4,
        "T17": 5, "T19": 0.2,
    },
}  # fmt: skip
# Which need runs until when; T04 runs on beyond the year of the case.
UNTIL = {
    "T01": "2025-06-30", "T02": "2025-12-31", "T03": "2025-12-31", "T04": "2026-06-30",
    "T05": "2025-12-31", "T08": "2025-09-30", "T10": "2025-12-31", "T11": "2025-10-31",
    "T12": "2025-12-31", "T13": "2025-12-31", "T14": "2025-12-31", "T15": "2025-12-31",
    "T16": "2025-12-31", "T17": "2025-12-31", "T18": "2025-09-30",
}  # fmt: skip
CLEAN_UP = {"T14", "T15", "T16", "T17", "T18", "T19"}
SERVICE = {"T08", "T09", "T10", "T11", "T12", "T13"}
# Tasks of the three city funds, with the fund's size, and what each tier takes from it.
FUNDS: dict[str, tuple[int, tuple[str, ...]]] = {
    "特色产业发展专项资金": (60_000_000, ("T02", "T04")),
    "政务服务改革资金": (32_000_000, ("T11", "T12")),
    "生态环境整改资金": (95_000_000, ("T15", "T16", "T17", "T18")),
}
FUNDED = {task: fund for fund, (_, tasks) in FUNDS.items() for task in tasks}
VILLAGE_FUNDED = {"T02", "T15", "T17"}
OWN_SHARE = {"T11": 0.5, "T12": 0.5, "T16": 0.6}
NUMBER = {"特色产业发展专项资金": "农", "政务服务改革资金": "行", "生态环境整改资金": "资环"}
PREFIX = {CITY: "清财", LINHU: "临财", DONGPING: "东财", YUNSHAN: "云财", QINGLAN: "青财", BAIZHU: "白财", YONGNING: "永财"}  # fmt: skip

# Planted shortages (R1: nothing at all; R2: a kind that is short).
UNFUNDED = {("990221202000", "T04"): 1.0, ("990222203000", "T18"): 1.0}
SHORT = {
    ("990222104000", "T04", "land"): (40, 24),
    ("990221000000", "T04", "energy"): (900, 480),
    ("990202002000", "T12", "headcount"): (6, 3),
    ("990223108000", "T04", "land"): (30, 21),
}
PLANTED = {
    **UNFUNDED,
    **{(unit, task): round(1 - have / need, 6) for (unit, task, _), (need, have) in SHORT.items()},
}
ENOUGH = {
    ("990202100000", "T04", "land"): (25, 25), ("990202101000", "T04", "land"): (18, 20),
    ("990221100000", "T04", "land"): (30, 32), ("990221101000", "T04", "land"): (22, 22),
    ("990223100000", "T04", "land"): (36, 40), ("990223107000", "T04", "land"): (28, 28),
    ("990281100000", "T04", "land"): (45, 45), ("990281101000", "T04", "land"): (24, 26),
    ("990202000000", "T04", "energy"): (1200, 1260), ("990203000000", "T04", "energy"): (2600, 2600),
    ("990223000000", "T04", "energy"): (1500, 1500), ("990281000000", "T04", "energy"): (1100, 1150),
    ("990202004000", "T12", "headcount"): (5, 5), ("990202001000", "T12", "headcount"): (4, 4),
    ("990203006000", "T12", "headcount"): (6, 7), ("990281001000", "T12", "headcount"): (5, 5),
    ("990223001000", "T12", "headcount"): (4, 4),
}  # fmt: skip
# R4: announced long before the money came. County to its townships; city to county.
SLOW = {(QINGLAN, "T17"), (CITY + DONGPING, "T16")}
SLOW_ANNOUNCED = dt.date(2025, 5, 22)
# R7: what the payer booked beyond what the payee booked, in the share of one batch.
DIFFERENCES = {
    ("990221100000", "T02", "2025-07"): 0.12,
    ("990223103000", "T17", "2025-10"): 0.15,
    (BAIZHU, "T15", "2025-10"): 0.06,
}
# R6: the three neediest townships of a county, covered worse than the rest.
WEAK_LEFT = {"990223101000", "990223108000", "990223201000"}
LEAST_SHORT, NEEDIER = 0.4, 2.4
# 松岭镇 says what it got for its bases and its cold store, and that the money came.
SONGLING = {("990221101000", "T02"): 180_000, ("990221101000", "T04"): 680_000}


# Units whose budget is not bound to tasks: what is not earmarked comes as general money, amply.
GENERAL = ("990223106000", "990203001000")
AMPLE = 1.3


class Payment(NamedTuple):
    """What a unit itself gets for a task in a month."""

    unit: str
    task: str
    month: str
    amount: int


def window(task: str) -> tuple[dt.date, dt.date]:
    """Return the first and last day of the need of a task."""
    first = dt.date(2025, 5, 1) if task in CLEAN_UP | SERVICE else dt.date(2025, 4, 1)
    return first, dt.date.fromisoformat(UNTIL.get(task, "2026-03-31"))


def needed_by(task: str, day: dt.date) -> float:
    """Return the share of the whole need of a task that is due by a day."""
    first, last = window(task)
    days = (last - first).days + 1
    return min(max((day - first).days + 1, 0), days) / days


def level_for(needs: list[float], wanted: float, least: float) -> float:
    """Return the constant supply under which the sum of min(supply, need) is as wanted."""
    low, high = 0.0, max(needs)
    for _ in range(60):
        middle = (low + high) / 2
        if sum(min(middle, need) for need in needs) < wanted:
            low = middle
        else:
            high = middle
    return max(high, least)


def schedule(task: str, deficit: float) -> list[tuple[str, float]]:
    """Return the months of payment with the cumulative share of the whole need then there."""
    due = window(task)[1].strftime("%Y-%m")
    paid: list[tuple[str, float]] = []
    for months in QUARTERS.values():
        open_months = [month for month in months if needed_by(task, month_end(month)) > 0]
        needs = [needed_by(task, month_end(month)) for month in open_months]
        wanted = (1 - deficit) * sum(needs)
        before = paid[-1][1] if paid else 0.0
        if due in open_months[1:]:
            place = open_months.index(due)
            final = (1 - deficit) * needs[-1]
            rest = wanted - final * len(needs[place:])
            level = level_for(needs[:place], rest, before)
            paid += [(open_months[0], level), (due, max(final, level))]
        else:
            paid.append((open_months[0], level_for(needs, wanted, before)))
    return paid


def need_amounts(world: World) -> dict[Pair, int]:
    """Draw the whole need of funds of every unit and task, in yuan."""
    rng = rng_of(1)
    amounts: dict[Pair, int] = {}
    for unit, tasks in world.asked.items():
        tier = world.tier(unit)
        size = float(rng.lognormal(0, 0.22))
        for task in tasks:
            factor = size * float(rng.lognormal(0, 0.12)) * (NEEDIER if unit in WEAK_LEFT else 1.0)
            step = {COUNTY: 10_000, TOWNSHIP: 1_000, VILLAGE: 100}[tier]
            amounts[unit, task] = max(1, round(BASE[tier][task] * WAN * factor / step)) * step
    scale_to_funds(world, amounts)
    for pair, supply in SONGLING.items():
        paid = schedule(pair[1], funds_deficit(world, *pair))[-1][1]
        amounts[pair] = round(supply / paid / 100) * 100
    return amounts


def planted(unit: str, task: str, drawn: float) -> float:
    """Return the deficit of resources: the one drawn but where a shortage is planted."""
    if unit in GENERAL:
        return 0.0
    if (unit, task) in PLANTED:
        return PLANTED[unit, task]
    if unit in WEAK_LEFT and task in FUNDED:
        return max(drawn, LEAST_SHORT)
    if unit in {pair[0] for pair in SONGLING} and task in FUNDED:
        return min(drawn, 0.08)
    return drawn


def scale_to_funds(world: World, amounts: dict[Pair, int]) -> None:
    """Scale the needs of the funded tasks so that what is sent adds up to the city's funds."""
    for _ in range(3):
        sent: dict[str, int] = defaultdict(int)
        for unit, task, month, amount in payments(world, amounts):
            if transferred(world, unit, task):
                sent[FUNDED[task]] += amount - own_part(world, unit, task, month, amount)
        for unit, task in list(amounts):
            if task in FUNDED:
                step = {COUNTY: 10_000, TOWNSHIP: 1_000, VILLAGE: 100}[world.tier(unit)]
                scaled = amounts[unit, task] * FUNDS[FUNDED[task]][0] / sent[FUNDED[task]] / step
                amounts[unit, task] = max(1, round(scaled)) * step


def own_share(world: World, unit: str, task: str) -> float:
    """Return the share of a funded task that the unit pays itself."""
    return OWN_SHARE.get(task, 0.0) if world.tier(unit) < VILLAGE else 0.0


def transferred(world: World, unit: str, task: str) -> bool:
    """Tell whether the money of a task comes by transfers at all."""
    return task in FUNDED and (world.tier(unit) < VILLAGE or task in VILLAGE_FUNDED)


def funds_deficit(world: World, unit: str, task: str) -> float:
    """Return the deficit to be left by funds; where another kind is short, funds suffice."""
    if (unit, task) in PLANTED and (unit, task) not in UNFUNDED:
        return 0.0
    return world.deficits.get((unit, task, "resources"), 0.0)


def payments(world: World, amounts: dict[Pair, int]) -> list[Payment]:
    """Return what every unit gets for every task, by month, rounded as offices round."""
    result: list[Payment] = []
    for (unit, task), amount in amounts.items():
        step = {COUNTY: 1_000, TOWNSHIP: 100, VILLAGE: 10}[world.tier(unit)]
        before = 0
        for month, share in schedule(task, funds_deficit(world, unit, task)):
            total = round(share * amount / step) * step
            if total > before:
                result.append(Payment(unit, task, month, total - before))
                before = total
    return result


def need_rows(amounts: dict[Pair, int]) -> list[Row]:
    """Return the rows of needs, the other kinds after the funds."""
    rows: list[Row] = []
    for (unit, task), amount in amounts.items():
        first, last = window(task)
        rows.append({"unit": unit, "task": task, "resource": "funds", "amount": amount, "from": first, "until": last})  # fmt: skip
    for (unit, task, kind), (need, _) in {**SHORT, **ENOUGH}.items():
        rows.append({"unit": unit, "task": task, "resource": kind, "amount": need, "from": dt.date(2025, 4, 1), "until": None})  # fmt: skip
    return sorted(rows, key=lambda row: (row["unit"], row["task"], row["resource"]))


def own_rows(world: World, paid: list[Payment]) -> list[Row]:
    """Return the rows of own means: budgets by quarter, and land, energy and posts at hand."""
    rows: list[Row] = []
    for unit, task, month, amount in paid:
        own = 0 if unit in GENERAL else amount
        if transferred(world, unit, task):
            own = own_part(world, unit, task, month, amount)
        if own:
            day = working_day(dt.date.fromisoformat(f"{month}-01"))
            rows.append({"unit": unit, "task": task, "resource": "funds", "amount": own, "from": day, "until": None})  # fmt: skip
    for (unit, task, kind), (_, have) in {**SHORT, **ENOUGH}.items():
        if kind != "land":
            rows.append({"unit": unit, "task": task, "resource": kind, "amount": have, "from": dt.date(2025, 4, 1), "until": None})  # fmt: skip
    return sorted(rows, key=lambda row: (row["unit"], row["task"], row["resource"], row["from"]))


def own_part(world: World, unit: str, task: str, month: str, amount: int) -> int:
    """Return the part of a payment that the unit's own budget bears.

    The city's money for the service windows came in August only: units advanced it till then.
    """
    share = own_share(world, unit, task)
    if FUNDED[task] == "政务服务改革资金":
        return amount if month < "2025-07" else round(amount * max(0.0, share - 0.4) / 100) * 100
    return round(amount * share / 1_000) * 1_000
