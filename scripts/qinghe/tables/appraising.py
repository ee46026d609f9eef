"""Draw the appraisal schemes and the stated priorities; deficits of appraisal follow from them.

The city appraises its counties, each county its townships by groups of a type. Points of task
indicators follow the stated priorities, soft tasks a little short of them; in the schemes named
here they are far short, and growth takes the points.
"""
# ruff: noqa: PLR2004

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tables.world import (
    BAIZHU,
    CITY,
    COUNTIES,
    DONGPING,
    LINHU,
    QINGLAN,
    YUNSHAN,
    Row,
    World,
    rng_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np

# Indicators by task: name, dimension, years to effect.
INDICATORS = {
    "T01": ("产业目录编制和动态调整", "quality", 1), "T02": ("新增特色种养面积", "growth", 1.5),
    "T03": ("新增特色产业经营主体", "growth", 1), "T04": ("农产品加工转化率", "benefit", 2),
    "T05": ("农产品例行监测合格率", "quality", 1), "T06": ("带动小农户增收", "livelihood", 3),
    "T07": ("设施农业用地备案时效", "quality", 1), "T08": ("全程网办率", "innovation", 1.5),
    "T09": ("企业开办时效", "quality", 1), "T10": ("准入许可时限压减", "quality", 1),
    "T11": ("电子证照归集和共享", "innovation", 1.5), "T12": ("综合窗口事项占比", "livelihood", 1),
    "T13": ("涉企检查规范化", "quality", 1), "T14": ("散乱污企业分类处置", "green", 1),
    "T15": ("养殖尾水和粪污治理", "green", 1.5), "T16": ("城镇污水集中收集率", "green", 2),
    "T17": ("污水设施正常运行率", "green", 2), "T18": ("入河排污口整治", "green", 1),
    "T19": ("分类整改落实情况", "green", 1),
}  # fmt: skip
OTHERS = (
    ("地区生产总值增速", "growth", "hard", 1, 4),
    ("固定资产投资增速", "growth", "hard", 1, 4),
    ("基层党建", "party_building", "soft", 2, 9),
    ("安全生产", "safety", "hard", 1, 6),
    ("民生实事", "livelihood", "soft", 1.5, 6),
)
SOFT = {"T01", "T05", "T06", "T07", "T08", "T09", "T10", "T11", "T12", "T13", "T19"}
NOT_SHARED = {"T10", "T11", "T16"}
# A1, A3: growth takes the points. Points of output, investment and attracted investment.
GROWTH_FIRST = {(DONGPING, "近郊"): (16, 15, 12), (DONGPING, "城区"): (15, 14, 13), (QINGLAN, "山区"): (15, 14, 13), (CITY, "工业区"): (13, 12, 9)}  # fmt: skip
# A4: indicators that answer within months.
SHORT_SIGHTED = {(YUNSHAN, "山区"), (YUNSHAN, "城区")}
VETOES = {QINGLAN: {"T14", "T15", "T17", "T18", "T02"}}
NO_POINTS = {(BAIZHU, "水网"): "T06"}
SECOND_SCHEME = (LINHU, "T12", 10.0)
# How far soft tasks fall short of their priority.
USUAL, CROWDED = 0.05, 0.42


def type_tasks(world: World) -> dict[str, list[str]]:
    """Return the tasks that count as priorities of every type of unit."""
    result: dict[str, list[str]] = {}
    for unit in world.asked:
        kind = world.units[unit]["type"]
        if world.tier(unit) > 2 or kind == "村":
            continue
        asked = [task for task in world.asked[unit] if kind == "工业区" or task not in NOT_SHARED]
        if kind == "城区":
            asked = [task for task in asked if task != "T02"]
        if kind in {"近郊", "工业区"}:
            asked = [task for task in asked if task != "T02"]
        if kind not in result or len(asked) < len(result[kind]):
            result[kind] = asked
    return result


def priority_rows(world: World) -> list[Row]:
    """Return the stated priorities: the weights of the tasks, by type of unit."""
    return [
        {"type": kind, "task": task, "dimension": None, "weight": int(world.tasks[task]["weight"])}
        for kind, tasks in sorted(type_tasks(world).items())
        for task in tasks
    ]


def task_points(world: World, rng: np.random.Generator, tasks: Sequence[str], total: float, *, crowded: bool) -> dict[str, float]:  # fmt: skip
    """Return the points of the task indicators, to the tenth, adding up to the total."""
    wish = {task: float(world.tasks[task]["weight"]) for task in tasks}
    mean = CROWDED if crowded else USUAL
    short = {
        task: min(0.8, mean * float(rng.lognormal(-0.1, 0.45))) if task in SOFT else 0.0
        for task in tasks
    }
    left = {task: wish[task] * (1 - short[task]) for task in tasks}
    spare = sum(wish.values()) - sum(left.values())
    hard = [task for task in tasks if task not in SOFT]
    of_hard = sum(wish[task] for task in hard)
    for task in hard:
        left[task] += spare * wish[task] / of_hard
    points = {task: round(left[task] * total / sum(left.values()), 1) for task in tasks}
    last = max(hard, key=lambda task: points[task])
    points[last] = round(points[last] + total - sum(points.values()), 1)
    return points


def scheme_rows(
    world: World, units: Sequence[str], scheme: str, owner: str, number: int
) -> list[Row]:
    """Return the scheme of a group of units, a row a unit and indicator."""
    rng = rng_of(2000 + number)
    kind = world.units[units[0]]["type"]
    tasks = type_tasks(world)[kind]
    group = (owner, kind)
    growth = GROWTH_FIRST.get(group)
    others: list[list[Any]] = [list(other) for other in OTHERS]
    if growth:
        others[0][4], others[1][4] = growth[:2]
        others.append(["招商引资到位资金", "growth", "hard", 1, growth[2]])
    total = 100 - sum(other[4] for other in others)
    points = task_points(world, rng, tasks, total, crowded=bool(growth))
    rows = [task_row(world, scheme, owner, task, points[task]) for task in tasks]
    for name, dimension, hardness, years, weight in others:
        rows.append({
            "scheme": scheme, "indicator": name, "dimension": dimension, "task": None,
            "weight": weight, "task_share": None, "kind": hardness, "horizon_years": float(years),
            "veto": "yes" if name == "安全生产" else "no", "noise": None,
        })  # fmt: skip
    if group in NO_POINTS:
        for row in rows:
            if row["task"] == NO_POINTS[group]:
                row["weight"] = None
    if group in SHORT_SIGHTED:
        for row in rows:
            row["horizon_years"] = 0.25 if row["horizon_years"] <= 1 else 0.5
    return [{**row, "unit": unit, "type": None, "tier": None} for unit in units for row in rows]


def task_row(world: World, scheme: str, owner: str, task: str, points: float) -> Row:
    """Return the indicator of a task."""
    name, dimension, years = INDICATORS[task]
    return {
        "scheme": scheme, "indicator": name, "dimension": dimension, "task": task,
        "weight": points, "task_share": None, "kind": world.tasks[task]["kind"],
        "horizon_years": float(years), "veto": "yes" if task in VETOES.get(owner, ()) else "no",
        "noise": None,
    }  # fmt: skip


def second_scheme(world: World) -> list[Row]:
    """Return the scheme in which the streets of one district are scored again for a goal (A2)."""
    county, task, points = SECOND_SCHEME
    scheme = f"{world.name(county)}2025年街道文明窗口专项考评"
    first = task_row(world, scheme, county, task, points)
    rows = [first]
    for name, weight in (("文明单位创建", 40.0), ("窗口礼仪规范", 30.0), ("环境卫生", 20.0)):
        rows.append({**first, "indicator": name, "dimension": "livelihood", "task": None, "kind": "soft", "weight": weight, "horizon_years": 1.0})  # fmt: skip
    streets = [unit for unit in world.townships(county) if world.units[unit]["type"] == "城区"]
    return [{**row, "unit": unit, "type": None, "tier": None} for unit in streets for row in rows]


def draw(world: World) -> dict[str, list[Row]]:
    """Return the appraisal schemes and the stated priorities."""
    rows: list[Row] = []
    for number, county in enumerate(COUNTIES):
        rows += scheme_rows(
            world, [county], "清河市2025年县（市、区）高质量发展综合考核", CITY, number
        )
    for number, county in enumerate(COUNTIES):
        kinds: dict[str, list[str]] = {}
        for unit in world.townships(county):
            kinds.setdefault(world.units[unit]["type"], []).append(unit)
        for place, (kind, units) in enumerate(sorted(kinds.items())):
            scheme = f"{world.name(county)}2025年{'街道' if kind == '城区' else '乡镇'}综合考核"
            rows += scheme_rows(world, units, scheme, county, 100 + 10 * number + place)
    rows += second_scheme(world)
    rows.sort(key=lambda row: (row["scheme"], row["unit"], row["indicator"], row["task"] or ""))
    return {"appraisals": rows, "priorities": priority_rows(world)}


def types(world: World, units: Iterable[str]) -> dict[str, str]:
    """Return the type of every unit."""
    return {unit: world.units[unit]["type"] for unit in units}
