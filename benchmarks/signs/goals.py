"""Appraisal schemes, priorities, indicators, evidence of a made city: A1 to A5."""

from collections.abc import Sequence

import numpy as np

from signs.city import QUARTERS, ROOT, STRENGTHS, TYPES, City, Task, graded

_INDICATORS = {
    "T01": ("新增特色种植面积", 1.0),
    "T02": ("规模以上工业增加值增速", 1.0),
    "T03": ("单位能耗降低率", 1.0),
    "T04": ("网格事项办结率", 1.0),
    "T05": ("景观节点完成数", 1.0),
    "T06": ("自来水普及率", 1.0),
    "T07": ("营商环境评价", 1.0),
    "T08": ("断面水质达标率", 1.0),
}
_DIMENSIONS = {
    "growth": "增长",
    "green": "绿色",
    "safety": "安全",
    "quality": "质量",
    "livelihood": "民生",
    "innovation": "创新",
}
SIGNS = ("A1", "A2", "A3", "A4")


def make_goals(city: City) -> None:
    """Write priorities and schemes: one a type for counties, one a county for its townships."""
    rng = city.chance("goals")
    for task in city.tasks:
        city.add("priorities", task=task.code, weight=task.weight)
    plan = _plan(city)
    for kind in TYPES:
        reached = [u.code for u in city.of_tier(1) if u.type == kind]
        if reached:
            to = [{"type": kind, "tier": 1}]
            _scheme(city, (f"2025年{kind}县区综合考核", kind), (to, [ROOT, *reached]), plan, rng)
    for county in city.of_tier(1):
        towns = [u.code for u in city.below(county.code)]
        name = f"{county.name}2025年乡镇综合考核"
        _scheme(
            city,
            (name, county.code),
            ([{"unit": t} for t in towns], [ROOT, county.code, *towns]),
            plan,
            rng,
        )
    _indicators(city)
    _evidence(city)


def _plan(city: City) -> dict[str, tuple[str, str]]:
    """Return which scheme has which sign: two of the counties', four of the townships'."""
    if not city.planting:
        return {}
    rng = city.chance("plan appraisal")
    kinds = sorted({u.type for u in city.of_tier(1)})
    signs = [str(sign) for sign in rng.permutation(SIGNS)]
    plan = {str(k): (signs.pop(), str(rng.choice(STRENGTHS))) for k in rng.permutation(kinds)[:2]}
    counties = rng.permutation([u.code for u in city.of_tier(1)])
    for sign, county in zip(rng.permutation(SIGNS), counties, strict=False):
        plan[str(county)] = (str(sign), str(rng.choice(STRENGTHS)))
    return plan


def _scheme(
    city: City,
    named: tuple[str, str],
    reach: tuple[list[dict[str, object]], Sequence[str]],
    plan: dict[str, tuple[str, str]],
    rng: np.random.Generator,
) -> None:
    """Write one scheme, with the sign planted in it if any."""
    scheme, key = named
    sign, strength = plan.get(key, ("", ""))
    weights = _weights(city.tasks, sign, strength, rng)
    faster = graded(strength, 1, (0.6, 0.4, 0.2)) if sign == "A4" else 1.0
    scale = 10 if rng.random() < 0.15 else 1
    for task in city.tasks:
        if sign == "A3" and weights[task.code] == 0:
            continue
        horizon = task.horizon * faster * rng.uniform(0.9, 1.1)
        points = weights[task.code]
        for to in reach[0]:
            city.add(
                "appraisals",
                scheme=scheme,
                **to,
                indicator=_INDICATORS[task.code][0],
                dimension=_DIMENSIONS[task.dimension],
                task=task.code,
                weight=None if points is None else points * scale,
                kind={"hard": "硬任务", "soft": "软任务"}[task.kind],
                horizon_years=round(float(horizon), 2),
                veto="否",
            )
    if sign:
        _scheme_truth(city, (scheme, sign, strength), (list(reach[1]), weights, faster))


def _weights(
    tasks: Sequence[Task], sign: str, strength: str, rng: np.random.Generator
) -> dict[str, float | None]:
    """Return points that add up to 100 and follow the priorities within two, or do not."""
    points = {t.code: float(t.weight) for t in tasks}
    for _ in range(3):
        a, b = (str(c) for c in rng.choice(list(points), 2, replace=False))
        points[a], points[b] = points[a] + 1, points[b] - 1
    if sign == "A1":
        more = graded(strength, 0, (12, 22, 36))
        rest = sum(points[c] for c in points if c not in ("T01", "T02"))
        points = {
            c: p + more / 2 if c in ("T01", "T02") else p * (1 - more / rest)
            for c, p in points.items()
        }
    if sign == "A3":
        keep = graded(strength, 0, (0.4, 0.15, 0.0))
        freed = sum(points[c] * (1 - keep) for c in ("T07", "T08"))
        hard = [t.code for t in tasks if t.kind == "hard"]
        points = {
            c: p * keep if c in ("T07", "T08") else p + freed / 4 * (c in hard)
            for c, p in points.items()
        }
    whole = _whole(points)
    return _unclear(whole, strength, rng) if sign == "A2" else dict(whole)


def _whole(points: dict[str, float]) -> dict[str, float]:
    """Return points in halves that still add up to 100."""
    halves = {c: round(2 * p) / 2 for c, p in points.items()}
    most = max(halves, key=lambda c: halves[c])
    halves[most] += 100 - sum(halves.values())
    return halves


def _unclear(
    whole: dict[str, float], strength: str, rng: np.random.Generator
) -> dict[str, float | None]:
    """Take weights away (one, two, four) so that the rest no longer adds up."""
    gone = {str(c) for c in rng.permutation(list(whole))[: int(graded(strength, 0, (1, 2, 4)))]}
    return {c: None if c in gone else p for c, p in whole.items()}


def _scheme_truth(
    city: City,
    what: tuple[str, str, str],
    how: tuple[list[str], dict[str, float | None], float],
) -> None:
    scheme, sign, strength = what
    units, weights, faster = how
    held = {c: p or 0.0 for c, p in weights.items()}
    size = "county" if "县区" in scheme else "township"
    measured: dict[str, tuple[str, float]] = {
        "A1": ("points on growth beyond priority", held["T01"] + held["T02"] - 24),
        "A2": ("points missing of 100", 100 - sum(held.values())),
        "A3": ("points left on T07 and T08 of 32", held["T07"] + held["T08"]),
        "A4": ("horizon of the indicators / of the priorities", faster),
    }
    measure, statistic = measured[sign]
    more = {"measure": measure, "statistic": round(statistic, 4)}
    city.plant(sign, units, strength, size=size, about=((scheme, *units[1:]),), **more)
    others = {"A1": "A3 A4", "A2": "A1 A3 A4", "A3": "A1 A2 A4", "A4": ""}
    city.side(others[sign], units)


_SHAPES = {
    "新增特色种植面积": (3200.0, 0.35, 50),
    "规模以上工业增加值增速": (6.0, 0.4, 0.1),
    "单位能耗降低率": (3.0, 0.3, 0.1),
    "网格事项办结率": (95.0, 0.03, 1),
    "自来水普及率": (90.0, 0.05, 0.1),
    "断面水质达标率": (85.0, 0.1, 5),
}


def _indicators(city: City) -> None:
    """Write four quarters of values; bunched just above the pass mark where A5 is planted.

    Clean ones have a natural peak at the mark, round numbers, missing quarters.
    """
    rng = city.chance("indicators")
    planned = str(rng.choice(list(_SHAPES)[:3])) if city.planting and rng.random() < 0.7 else ""
    strength = str(rng.choice(STRENGTHS))
    moved = 0
    for indicator, (mark, spread, step) in _SHAPES.items():
        share = graded(strength, 0, (0.35, 0.65, 0.95)) if indicator == planned else 0.0
        for unit in [*city.of_tier(1), *city.of_tier(2)]:
            for period in QUARTERS:
                value = mark * (1 + spread * float(rng.normal() + 0.3))
                low = mark * (1 - 0.4 * spread)
                if unit.tier == 2 and low <= value < mark and rng.random() < share:
                    value, moved = mark * (1 + 0.06 * spread * float(rng.random())), moved + 1
                value = _rounded(value, mark, step, rng)
                if rng.random() < 0.97:
                    row = {"unit": unit.code, "indicator": indicator, "period": period}
                    city.add("indicators", **row, value=value, pass_mark=mark)
    if planned:
        _bunching_truth(city, planned, strength, moved)


def _rounded(value: float, mark: float, step: float, rng: np.random.Generator) -> float:
    """Return a value as reported: to the step, every fifth to a rounder number."""
    coarse = step * 5 if rng.random() < 0.2 else step
    limit = 100.0 if 50 < mark <= 100 else float("inf")
    return round(float(np.clip(round(value / coarse) * coarse, 0, limit)), 2)


def _bunching_truth(city: City, indicator: str, strength: str, moved: int) -> None:
    units = [ROOT, *(u.code for u in city.of_tier(1)), *(u.code for u in city.of_tier(2))]
    more = {"measure": "values moved over the mark", "statistic": moved}
    city.plant("A5", units, strength, size="township", about=((indicator,),), **more)


def _evidence(city: City) -> None:
    """Write what self-reports, inspections and third parties say; some self-reports far above."""
    rng = city.chance("evidence")
    inflated = _inflated(city, rng)
    usual = float(rng.uniform(0.02, 0.08))
    for unit in [*city.of_tier(1), *city.of_tier(2)]:
        more = graded(inflated.get(unit.code), 0, (0.12, 0.22, 0.35))
        level = float(rng.normal(-0.35, 0.12)) - more / 2
        bias = usual + more + float(rng.normal(0, 0.02))
        for task in city.tasks:
            for period in QUARTERS:
                true = float(np.exp(min(-0.05, level + rng.normal() * 0.06)))
                _seen(city, (unit.code, task.code, period), true, bias, rng)


def _seen(
    city: City,
    at: tuple[str, str, str],
    true: float,
    above: float,
    rng: np.random.Generator,
) -> None:
    unit, task, period = at
    row = {"unit": unit, "task": task, "period": period, "scale": "比例"}
    said = min(1.0, true * float(np.exp(above + rng.normal() * 0.03)))
    city.add("evidence", **row, source="自报", value=round(said, 4))
    if rng.random() < 0.9:
        n = int(rng.integers(20, 60))
        value = min(1.0, true * float(np.exp(rng.normal() * 0.05)))
        city.add("evidence", **row, source="督查", value=round(value, 4), n=n)
    if rng.random() < 0.5:
        value = min(1.0, true * float(np.exp(-0.03 + rng.normal() * 0.07)))
        city.add("evidence", **row, source="第三方评估", value=round(value, 4), n=30)


def _inflated(city: City, rng: np.random.Generator) -> dict[str, str]:
    if not city.planting:
        return {}
    units = [str(rng.choice([u.code for u in city.of_tier(1)]))]
    units += [str(u) for u in rng.choice([u.code for u in city.of_tier(2)], 2, replace=False)]
    found = {unit: str(rng.choice(STRENGTHS)) for unit in units}
    for unit, strength in found.items():
        above = graded(strength, 0, (0.12, 0.22, 0.35))
        about = (("自报", "self_report", "佐证材料"),)
        city.plant(
            "A5",
            [unit],
            strength,
            about=about,
            measure="log self-report / others, beyond usual",
            statistic=above,
        )
    return found
