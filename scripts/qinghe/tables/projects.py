"""Draw projects with their industries, spending, and who bears the cost of each task.

A county's projects take about the share of spending that their tasks have in need, whether they
catch the eye or not; in two counties halls and show streets take far more (R5). Projects develop
the leading industries of the place, but for two (R6); three counties plan the same industry that
is new to all of them (D5).
"""
# ruff: noqa: PLR2004

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING

from tables.world import (
    BAIZHU,
    COUNTIES,
    COUNTY,
    DONGPING,
    LINHU,
    QINGLAN,
    QUARTER_OF,
    QUARTERS,
    TOWNSHIP,
    YONGNING,
    YUNSHAN,
    Row,
    World,
    rng_of,
    working_day,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import numpy as np

INDUSTRIES = {
    LINHU: ("水生蔬菜", "休闲渔业", "荷文化旅游"), DONGPING: ("智能装备", "预制菜", "都市农业"),
    YUNSHAN: ("茶叶", "段木耳", "中药材"), QINGLAN: ("高山蔬菜", "竹木加工", "预制菜"),
    BAIZHU: ("河蟹", "小龙虾", "芡实"), YONGNING: ("沙地西瓜", "早酥桃", "预制菜"),
}  # fmt: skip
# D5: how many of a county's industrial projects are in the one industry that all three plan.
RIVALRY = {DONGPING: 6, QINGLAN: 6, YONGNING: 6}
RIVAL = "预制菜"
INDUSTRIAL = 8
KINDS = {
    "T02": "种养基地", "T04": "初加工点", "T05": "质量检测室", "T08": "平台对接", "T11": "证照库",
    "T12": "综合窗口改造", "T15": "尾水生态沟", "T16": "污水管网", "T17": "农村污水设施", "T18": "排污口整治",
}  # fmt: skip
# R5: halls, show streets and avenues: task, name, amount in 10,000 yuan, visibility.
SHOWY = {
    DONGPING: (
        ("T05", "特色产业展示馆", 1680, 0.95), ("T05", "网红打卡街", 1150, 0.9),
        ("T12", "政务大厅形象提升", 860, 0.85), ("T02", "都市农业观光长廊", 980, 0.9),
        ("T17", "示范村景观墙", 720, 0.85),
    ),
    QINGLAN: (
        ("T12", "政务服务中心升级改造（咖啡吧、会客厅）", 260, 0.95), ("T05", "品牌形象展示中心", 940, 0.9),
        ("T17", "沿路景观污水站", 780, 0.85), ("T02", "产业大道标识牌", 620, 0.9),
        ("T14", "整治成果展馆", 560, 0.95),
    ),
}  # fmt: skip
# R6: an industry foreign to the place.
FOREIGN = {
    "990202100000": ("T02", "柳河镇鲜切花智能温室项目", "花卉", 2860, 0.6),
    "990222106000": ("T02", "花桥镇影视文旅小镇一期", "影视文旅", 3420, 0.6),
}
BASES = {
    "特色产业": "清政发〔2025〕18号三（一）", "营商环境": "清政发〔2025〕21号三（三）",
    "生态环境保护督察整改": "清政办发〔2025〕27号三（一）",
}  # fmt: skip


def write_industries(world: World, package: Path) -> None:
    """Write the leading industries of counties and townships into the table of units."""
    with (package / "units.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        head = list(reader.fieldnames or ())
        rows = list(reader)
    if "industries" not in head:
        head.insert(head.index("population"), "industries")
    for row in rows:
        row["industries"] = ";".join(industries(world, row["unit"]))
    with (package / "units.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, head, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def industries(world: World, unit: str) -> tuple[str, ...]:
    """Return the leading industries of a county or township, none of others."""
    if unit in INDUSTRIES:
        return INDUSTRIES[unit]
    if unit not in world.asked or world.tier(unit) != TOWNSHIP or "T02" not in world.asked[unit]:
        return ()
    own = INDUSTRIES[world.county(unit)]
    place = int(unit[6:9])
    return (own[place % 2], own[2]) if place % 3 == 0 else (own[place % 2],)


def project_rows(world: World, needs: list[Row]) -> list[Row]:
    """Return the projects of counties and townships."""
    rng = rng_of(4000)
    need = {(r["unit"], r["task"]): r["amount"] for r in needs if r["resource"] == "funds"}
    rows: list[Row] = []
    for county in COUNTIES:
        rows += task_projects(world, rng, county, need)
        rows += industrial_projects(world, rng, county)
        for task, name, amount, visibility in SHOWY.get(county, ()):
            title = world.name(county) + name
            rows.append(project(county, title, task, None, amount * 10_000.0, visibility))
        if county not in SHOWY:
            rows += ordinary_eye_catchers(world, county, need)
        for unit in world.townships(county):
            rows += township_projects(world, rng, unit, need)
    return rows


def task_projects(
    world: World, rng: np.random.Generator, county: str, need: Mapping[tuple[str, str], int]
) -> list[Row]:
    """Return two projects a task, together some four fifths of its need."""
    rows: list[Row] = []
    for task, kind in KINDS.items():
        if (county, task) not in need:
            continue
        parts = rng.dirichlet((5.0, 5.0))
        total = need[county, task] * float(rng.uniform(0.72, 0.85))
        for number, part in zip("一二", parts, strict=True):
            name = f"{world.name(county)}{kind}{number}期"
            seen = float(rng.uniform(0.05, 0.6))
            rows.append(project(county, name, task, None, total * float(part), seen))
    return rows


def industrial_projects(world: World, rng: np.random.Generator, county: str) -> list[Row]:
    """Return the projects of a county in its leading industries."""
    own = [name for name in INDUSTRIES[county] if name != RIVAL or county == DONGPING]
    rows: list[Row] = []
    for number in range(INDUSTRIAL):
        name = RIVAL if number < RIVALRY.get(county, 0) else own[number % len(own)]
        title = f"{world.name(county)}{name}产业园{number + 1}号项目"
        money = float(rng.uniform(6, 16)) * 1_000_000
        rows.append(project(county, title, None, name, money, float(rng.uniform(0.1, 0.6))))
    return rows


def township_projects(
    world: World, rng: np.random.Generator, unit: str, need: Mapping[tuple[str, str], int]
) -> list[Row]:
    """Return the one or two projects of a township, and the foreign one where it is planted."""
    rows: list[Row] = []
    for name in industries(world, unit)[: 1 + int(rng.random() < 0.4)]:
        money = float(rng.uniform(0.4, 3.2)) * 1_000_000
        task = "T02" if (unit, "T02") in need else None
        title = f"{world.name(unit)}{name}提升项目"
        rows.append(project(unit, title, task, name, money, float(rng.uniform(0.05, 0.55))))
    if unit in FOREIGN:
        of, title, industry, amount, visibility = FOREIGN[unit]
        rows.append(project(unit, title, of, industry, amount * 10_000.0, visibility))
    return rows


def ordinary_eye_catchers(
    world: World, county: str, need: Mapping[tuple[str, str], int]
) -> list[Row]:
    """Return projects that catch the eye and take no more than their task's part of the need."""
    rng = rng_of(4100 + int(county[4:6]))
    return [
        project(county, f"{world.name(county)}{name}", task, None, need[county, task] * float(rng.uniform(0.03, 0.06)), float(rng.uniform(0.75, 0.9)))
        for task, name in (("T12", "便民大厅导视"), ("T05", "产品展示角"))
    ]  # fmt: skip


def project(
    unit: str, name: str, task: str | None, industry: str | None, money: float, visibility: float
) -> Row:
    """Return one project, its amount in round figures."""
    return {
        "unit": unit, "project": name, "task": task, "industry": industry,
        "amount": round(money / 10_000) * 10_000, "visibility": round(visibility, 2), "period": None,
    }  # fmt: skip


def reached(
    world: World, tables: Mapping[str, list[Row]]
) -> tuple[dict[tuple[str, str, str], int], dict[tuple[str, str, str], str]]:
    """Return what stayed with counties and townships by task and quarter, and its source."""
    left: dict[tuple[str, str, str], int] = defaultdict(int)
    source: dict[tuple[str, str, str], str] = {}
    for row in tables["means"]:
        if row["resource"] == "funds" and world.tier(row["unit"]) == COUNTY:
            quarter = QUARTER_OF[row["from"].strftime("%Y-%m")]
            left[row["unit"], row["task"], quarter] += row["amount"]
    for row in tables["transfers"]:
        if row["resource"] != "funds" or not row["arrived"] or not row["task"]:
            continue
        quarter = QUARTER_OF[row["arrived"].strftime("%Y-%m")]
        key = (row["to_unit"], row["task"], quarter)
        if world.tier(row["to_unit"]) <= TOWNSHIP:
            left[key] += row["amount_arrived"]
            source[key] = row["transfer"]
        left[row["from_unit"], row["task"], quarter] -= row["amount"]
    return dict(sorted(left.items())), source


def spending_rows(world: World, tables: Mapping[str, list[Row]]) -> list[Row]:
    """Return what counties and townships spent, from what had reached them."""
    rng = rng_of(4200)
    rows: list[Row] = []
    left, source = reached(world, tables)
    for (unit, task, quarter), amount in left.items():
        if amount < 20_000 or (world.tier(unit) == TOWNSHIP and task == "T04"):
            continue
        month = QUARTERS[quarter][int(rng.integers(1, 3))]
        day = working_day(dt.date.fromisoformat(f"{month}-{int(rng.integers(3, 26)):02d}"))
        spent = round(amount * float(rng.uniform(0.86, 0.97)) / 100) * 100
        of = source.get((unit, task, quarter), "本级预算")
        rows.append({"unit": unit, "task": task, "spent": day, "source": of, "amount": spent})
    for county, showy in SHOWY.items():
        rows += [
            {"unit": county, "task": task, "spent": working_day(dt.date.fromisoformat(f"{month}-18")),
             "source": f"其他资金（{name}）", "amount": round(amount * share) * 10_000}
            for task, name, amount, _ in showy for month, share in (("2025-08", 0.4), ("2025-11", 0.5))
        ]  # fmt: skip
    return sorted(rows, key=lambda row: (row["spent"], row["unit"], row["task"]))


def duty_rows(world: World) -> list[Row]:
    """Return the tiers' shares of the cost of every task."""
    rows: list[Row] = []
    for task, entry in world.tasks.items():
        city = 0.5 if task in {"T02", "T04", "T15", "T17"} else 0.4 if task in {"T16", "T18", "T08", "T11", "T12"} else 0.2  # fmt: skip
        for tier, share in ((0, city), (1, round(1 - city, 2))):
            rows.append({"task": task, "tier": tier, "basis": None if task == "T14" else BASES[entry["topic"]], "share": share})  # fmt: skip
    return rows


def draw(world: World, tables: Mapping[str, list[Row]]) -> dict[str, list[Row]]:
    """Return projects, spending and spending duties."""
    return {
        "projects": project_rows(world, tables["needs"]),
        "spending": spending_rows(world, tables),
        "duties": duty_rows(world),
    }
