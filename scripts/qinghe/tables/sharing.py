"""Draw requests for data, interests, pilots and decisions on tolerance.

Lawful requests are mostly granted within their days; those without a basis are rightly refused.
One bureau answers late or not at all (D4). Cost and benefit of a task mostly fall on the same unit;
in two places they fall apart (D6). Two pilots were allowed and never begun (C6).
"""
# ruff: noqa: PLR2004

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tables.world import (
    BAIZHU,
    COUNTIES,
    DONGPING,
    LINHU,
    QINGLAN,
    YONGNING,
    YUNSHAN,
    Row,
    World,
    day_number,
    rng_of,
    working_day,
    working_days,
)

if TYPE_CHECKING:
    import numpy as np

DATASETS = (
    ("不动产登记信息", "自然资源局", "市场监管局"), ("婚姻登记信息", "民政局", "行政审批服务局"),
    ("企业登记信息", "市场监管局", "税务局"), ("户籍信息", "公安局", "行政审批服务局"),
    ("社保参保信息", "人社局", "市场监管局"), ("排污许可信息", "生态环境分局", "科工局"),
    ("设施农业用地信息", "自然资源局", "农业农村局"),
)  # fmt: skip
BASIS = "《政务数据共享条例》第二十条"
# D4: the owner that answers late, refuses or does not answer.
SILO = (DONGPING, "人社局")
SILO_DATASETS = (
    ("社保参保信息", "市场监管局"), ("就业登记信息", "行政审批服务局"), ("技能证书信息", "行政审批服务局"),
    ("社保缴费信息", "税务局"), ("失业登记信息", "大数据中心"), ("工伤认定信息", "司法局"),
    ("劳动用工备案", "科工局"), ("退休人员信息", "民政局"), ("人才补贴名单", "科技局"),
)  # fmt: skip


def request_rows(world: World) -> list[Row]:
    """Return the requests for data of all counties."""
    rng = rng_of(8000)
    rows: list[Row] = []
    for county in COUNTIES:
        short = world.name(county)
        for number in range(11):
            dataset, owner, requester = DATASETS[(number + int(county[5])) % len(DATASETS)]
            if (county, owner) == SILO:
                continue
            unlawful = number in {3, 8}
            rows.append(request(rng, short, dataset, owner, requester, unlawful=unlawful))
    short = world.name(DONGPING)
    for number, (dataset, requester) in enumerate(SILO_DATASETS):
        row = request(rng, short, dataset, SILO[1], requester, unlawful=False)
        late = day_number()[row["requested"]] + 24 + 3 * number
        row["answered"] = working_days()[late] if number % 3 else None
        row["outcome"] = None if not number % 3 else ("refused" if number % 2 else "granted")
        rows.append(row)
    rows.sort(key=lambda row: (row["requested"], row["dataset"]))
    for number, row in enumerate(rows, start=1):
        row["request"] = f"SJ-{number:03d}"
    return rows


def request(rng: np.random.Generator, county: str, dataset: str, owner: str, requester: str, *, unlawful: bool) -> Row:  # fmt: skip
    """Return one request, answered within five working days or a little later."""
    day = working_day(dt.date(2025, 4, 7) + dt.timedelta(days=int(rng.integers(0, 250))))
    answered = working_days()[day_number()[day] + int(rng.integers(2, 6))]
    refused = unlawful or rng.random() < 0.04
    return {
        "request": "", "dataset": dataset, "owner": county + owner, "requester": county + requester,
        "requested": day, "due_days": 5, "lawful_basis": None if unlawful else BASIS,
        "answered": answered, "outcome": "refused" if refused else "granted",
    }  # fmt: skip


def interest_rows() -> list[Row]:
    """Return costs, benefits, shared revenue and complaints of some tasks."""
    rng = rng_of(8100)
    rows: list[Row] = []
    for county in COUNTIES:
        for task, size in (("T02", 420), ("T04", 300), ("T17", 260)):
            cost = round(size * float(rng.uniform(0.8, 1.2)))
            rows.append(interest(county, task, "cost", cost * 10_000))
            rows.append(
                interest(
                    county, task, "benefit", round(cost * float(rng.uniform(0.9, 1.5))) * 10_000
                )
            )
            rows.append(interest(county, task, "complaint", int(rng.integers(1, 6))))
    # D6: water cleaned at the cost of one county for another; plants that pay taxes elsewhere.
    for unit, task, kind, amount in (
        (BAIZHU, "T15", "cost", 9_600_000), (LINHU, "T15", "benefit", 11_800_000), (BAIZHU, "T15", "complaint", 31),
        (DONGPING, "T14", "complaint", 86), (DONGPING, "T14", "cost", 7_400_000),
        (YONGNING, "T14", "shared_revenue", 12_600_000), (YONGNING, "T14", "benefit", 5_200_000),
    ):  # fmt: skip
        rows.append(interest(unit, task, kind, amount))
    return rows


def interest(unit: str, task: str, kind: str, amount: int) -> Row:
    """Return one interest, over the whole time."""
    return {"unit": unit, "task": task, "kind": kind, "amount": amount, "period": None}


def pilot_rows() -> list[Row]:
    """Return the pilots and their stages."""
    city, rows = "清河市人民政府", []
    running = (
        ("茶园托管试点", "990221100000"), ("告知承诺经营试点", "990202004000"), ("尾水循环利用试点", "990223107000"),
        ("跟班培训试点", "990203006000"), ("特产贷整村授信试点", "990281100000"),
    )  # fmt: skip
    for number, (name, unit) in enumerate(running):
        first = dt.date(2025, 4, 15 + number)
        rows += [
            stage(name, unit, "authorised", city, first, dt.date(2025, 5, 31)),
            stage(name, unit, "piloting", city, dt.date(2025, 6, 3 + number), dt.date(2026, 5, 31)),
        ]
    for name, unit in (("点状供地自主审批试点", YUNSHAN), ("乡镇赋权事项自选试点", QINGLAN)):
        rows.append(
            stage(name, unit, "authorised", city, dt.date(2025, 4, 20), dt.date(2026, 3, 31))
        )
    rows.append(stage("综合窗口轮岗试点", "990281001000", "authorised", city, dt.date(2026, 2, 26), dt.date(2026, 12, 31)))  # fmt: skip
    return rows


def stage(name: str, unit: str, kind: str, by: str, first: dt.date, last: dt.date) -> Row:
    """Return one stage of a pilot."""
    return {
        "pilot": name,
        "unit": unit,
        "stage": kind,
        "authorised_by": by,
        "from": first,
        "until": last,
    }


def tolerance_rows() -> list[Row]:
    """Return the decisions on tolerance."""
    listed = (
        ("TC-01", "990221101000", "云山县纪委监委", "tolerated", dt.date(2025, 8, 5)),
        ("TC-02", LINHU, "清河市纪委监委", "partly_tolerated", dt.date(2025, 9, 18)),
        ("TC-03", "990281100000", "永宁市纪委监委", "tolerated", dt.date(2025, 11, 12)),
        ("TC-04", "990223101000", "白渚县纪委监委", "tolerated", dt.date(2025, 12, 9)),
        ("TC-05", "990203006000", "东屏区纪委监委", "not_tolerated", dt.date(2026, 1, 14)),
        ("TC-06", "990222101000", "青岚县纪委监委", "tolerated", dt.date(2026, 3, 6)),
    )
    return [
        {"matter": matter, "unit": unit, "decided_by": by, "decision": decision, "date": day}
        for matter, unit, by, decision, day in listed
    ]


def draw(world: World) -> dict[str, list[Row]]:
    """Return data requests, interests, pilots and tolerance decisions."""
    return {
        "data_requests": request_rows(world), "interests": interest_rows(), "pilots": pilot_rows(),
        "tolerance": tolerance_rows(),
    }  # fmt: skip
