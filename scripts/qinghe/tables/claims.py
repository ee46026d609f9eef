"""Draw applications for money with their steps, and who might have applied.

Applications take four steps, some eight papers and about six weeks; in two places they take many
more, and many who might have applied did not or were turned down (R3).
"""
# ruff: noqa: PLR2004

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from tables.world import (
    COUNTIES,
    DONGPING,
    QINGLAN,
    Row,
    World,
    day_number,
    rng_of,
    working_day,
    working_days,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np

ORDINARY_STEPS = (
    "乡镇（街道）受理",
    "县（区）主管部门初审",
    "县（区）财政局复核",
    "县（区）政府审定",
)
LONG_STEPS = (
    "村级申请", "乡镇（街道）受理", "乡镇（街道）公示", "县（区）主管部门初审", "第三方评审", "县（区）财政局复核",
    "现场踏勘", "部门联审", "县（区）政府审定", "资金申请再审核",
)  # fmt: skip


class Programme(NamedTuple):
    """A programme: its name, task, and the counties in which applying is burdensome."""

    name: str
    task: str
    street: bool
    burdensome: str
    amount: int


PROGRAMMES = (
    Programme("产地初加工点补助", "T04", street=False, burdensome=QINGLAN, amount=24),
    Programme("综合窗口能力建设补助", "T12", street=True, burdensome=DONGPING, amount=8),
    Programme("规模以下养殖户治理补助", "T15", street=False, burdensome="", amount=16),
)


def applicants(world: World, programme: Programme, county: str) -> list[str]:
    """Return the townships of a county that might apply."""
    return [
        unit for unit in world.townships(county)
        if world.name(unit).endswith("街道") == programme.street and programme.task in world.asked[unit]
    ]  # fmt: skip


def applies(rng: np.random.Generator, place: int, *, burdensome: bool) -> bool:
    """Tell whether a township applied."""
    return place % 2 == 0 if burdensome else rng.random() < 0.9


def step_rows(
    rng: np.random.Generator, code: str, start: dt.date, *, burdensome: bool, refused: bool
) -> tuple[list[Row], dt.date]:
    """Return the steps of an application and the day of the decision."""
    rows: list[Row] = []
    place = day_number()[start]
    steps = LONG_STEPS if burdensome else ORDINARY_STEPS
    for number, step in enumerate(steps):
        days = int(rng.integers(8, 16)) if burdensome else int(rng.integers(4, 10))
        last = number == len(steps) - 1
        papers = int(rng.integers(3, 6)) if burdensome else int(rng.integers(1, 4))
        entered, left = working_days()[place], working_days()[place + days]
        rows.append({
            "application": code, "step": step, "entered": entered, "left": left,
            "documents_required": papers, "outcome": ("refused" if refused else "granted") if last else "passed",
        })  # fmt: skip
        if burdensome and number in {3, 5} and rng.random() < 0.5:
            rows[-1]["outcome"] = "returned"
            place += int(rng.integers(4, 9))
        place += days
    return rows, working_days()[place]


def county_rows(
    world: World,
    rng: np.random.Generator,
    programme: Programme,
    county: str,
    transfers: Sequence[Row],
) -> tuple[list[Row], list[Row], list[Row]]:
    """Return applications, steps and eligibility of one county and programme."""
    applications: list[Row] = []
    steps: list[Row] = []
    eligibility: list[Row] = []
    burdensome = programme.burdensome == county
    name = f"{world.name(county)}{programme.name}"
    listed = applicants(world, programme, county)
    for place, unit in enumerate(listed):
        fit = burdensome or len(listed) < 4 or rng.random() < 0.85
        eligibility.append({
            "programme": name, "unit": unit, "eligible": "yes" if fit else "no",
            "threshold": "地方配套不低于30%且近三年获市级表彰" if burdensome else ("未列入年度计划" if not fit else None),
        })  # fmt: skip
        if not fit or not applies(rng, place, burdensome=burdensome):
            continue
        code = f"SB{programme.task[1:]}-{unit[4:9]}"
        start = working_day(dt.date(2025, 5, int(rng.integers(6, 27))))
        refused = place % 4 == 2 if burdensome else rng.random() < 0.06
        own, decided = step_rows(rng, code, start, burdensome=burdensome, refused=refused)
        steps += own
        paid = next(
            (row["transfer"] for row in transfers if row["to_unit"] == unit and row["task"] == programme.task and row["arrived"] and row["arrived"] > decided),
            None,
        )  # fmt: skip
        applications.append({
            "application": code, "unit": unit, "task": programme.task, "programme": name,
            "amount": programme.amount * 10_000, "submitted": start, "decided": decided,
            "result": "refused" if refused else "granted", "transfer": None if refused else paid,
        })  # fmt: skip
    return applications, steps, eligibility


def draw(world: World, tables: Mapping[str, list[Row]]) -> dict[str, list[Row]]:
    """Return applications, their steps and who was eligible."""
    rng = rng_of(5000)
    result: dict[str, list[Row]] = {"applications": [], "application_steps": [], "eligibility": []}
    for programme in PROGRAMMES:
        for county in COUNTIES:
            parts = county_rows(world, rng, programme, county, tables["transfers"])
            for name, rows in zip(result, parts, strict=True):
                result[name] += rows
    return result
