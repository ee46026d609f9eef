"""Projects, spending, applications of a made city: R3, R5, R6 (foreign industries), D5."""

from datetime import date, timedelta

import numpy as np

from signs.city import HOT, INDUSTRIES, ROOT, STRENGTHS, City, Unit, day, graded
from signs.money import Ledger

_WORKS = ("T01", "T02", "T03", "T05", "T06")


def make_projects(ledger: Ledger) -> None:
    """Write projects and spending of every county and township, and plant R5, R6, D5."""
    city, rng = ledger.city, ledger.city.chance("projects")
    rival = _rivals(city)
    for unit in [*city.of_tier(1), *city.of_tier(2)]:
        sign, strength = ledger.sign(unit.code) or ("", "")
        showy = graded(strength, 0, (0.4, 0.6, 0.8)) if sign == "R5" else 0.0
        foreign = graded(strength, 0, (0.45, 0.65, 0.9)) if sign == "R6" else rng.uniform(0, 0.2)
        sums = _sums(ledger, unit, showy, rng)
        same = rival.get(unit.code) if sign != "R6" else None
        _projects(city, unit, sums, (same, sign), rng)
        if not same:
            _make_foreign(city, unit, float(foreign), rng)
        _spending(ledger, unit, sums, rng)
        if showy:
            measure = {
                "measure": "share of money on visible projects",
                "statistic": _visible(city, unit),
            }
            city.plant("R5", [unit.code], strength, **measure)
        if sign == "R6" and _foreign(city, unit) > 0.2:
            measure = {"measure": "share in foreign industries", "statistic": _foreign(city, unit)}
            city.plant("R6", [unit.code], strength, **measure)


def _sums(ledger: Ledger, unit: Unit, showy: float, rng: np.random.Generator) -> dict[str, float]:
    """Return what goes into projects of each task: its need, or a showy share into T05."""
    held = {
        t: ledger.need[unit.code, t, "资金"] * rng.uniform(0.75, 1.3)
        for t in _WORKS
        if (unit.code, t, "资金") in ledger.need
    }
    if showy:
        others = sum(amount for task, amount in held.items() if task != "T05")
        need = others + held.get("T05", 0)
        held = {t: a * (1 - showy) * need / others for t, a in held.items() if t != "T05"}
        held["T05"] = showy * need
    return held


def _projects(
    city: City,
    unit: Unit,
    sums: dict[str, float],
    how: tuple[tuple[tuple[str, ...], float] | None, str],
    rng: np.random.Generator,
) -> None:
    rival, sign = how
    number = 0
    for task, total in sums.items():
        many = int(rng.integers(4, 8) if unit.tier == 1 else rng.integers(2, 5))
        many += 3 * (task in {"R5": ("T05",), "R6": ("T01", "T02")}.get(sign, ()))
        for part in rng.dirichlet(np.full(many, 3.0)):
            number += 1
            visible = task == "T05"
            city.add(
                "projects",
                unit=unit.code,
                project=f"{unit.name}{task}-{number:02d}",
                task=task,
                industry=_industry(unit, task, rival, rng),
                amount=round(total * part, -2),
                visibility=round(
                    float(rng.uniform(0.7, 0.95) if visible else rng.uniform(0.05, 0.4)), 2
                ),
                period="2025",
            )


def _industry(
    unit: Unit,
    task: str,
    rival: tuple[tuple[str, ...], float] | None,
    rng: np.random.Generator,
) -> str:
    if task not in ("T01", "T02"):
        return ""
    if rival and rng.random() < rival[1]:
        return str(rng.choice(rival[0]))
    return str(rng.choice(unit.industries))


def _make_foreign(city: City, unit: Unit, share: float, rng: np.random.Generator) -> None:
    """Turn projects to industries foreign to the place, up to a share of the money."""
    held = [r for r in city.tables["projects"] if r["unit"] == unit.code and r["industry"]]
    amounts = [float(str(row["amount"])) for row in held]
    left = share * sum(amounts)
    for at in rng.permutation(len(held)):
        if amounts[at] <= left:
            left -= amounts[at]
            strange = [i for i in INDUSTRIES if i not in unit.industries]
            held[at]["industry"] = str(rng.choice(strange))


def _rivals(city: City) -> dict[str, tuple[tuple[str, ...], float]]:
    """Plant D5: most siblings put much into the same two hot industries, foreign to all."""
    rng = city.chance("rivals")
    found: dict[str, tuple[tuple[str, ...], float]] = {}
    if not city.planting:
        return found
    groups = [(ROOT, city.of_tier(1))] if rng.random() < 0.5 else []
    large = [c for c in city.of_tier(1) if len(city.below(c.code)) >= 6]
    first = rng.permutation([c.code for c in large])[:1]
    groups += [(str(county), city.below(str(county))) for county in first]
    for parent, siblings in groups:
        strength = str(rng.choice(STRENGTHS))
        hot = tuple(str(h) for h in rng.choice(HOT, 2, replace=False))
        share = graded(strength, 0, (0.35, 0.55, 0.8))
        most = [u.code for u in siblings][: max(4, round(0.8 * len(siblings)))]
        below = [u.code for c in most for u in city.below(c) if u.tier == 2]
        found |= dict.fromkeys((*most, *below), (hot, share))
        city.side("D5 R6", [*most, *below] if below else [])
        more = {"measure": "share of industrial projects in the same two", "statistic": share}
        size = "county" if parent == ROOT else "township"
        city.plant("D5", [parent, *most], strength, size=size, about=(hot,), **more)
        city.side("R6", most)
    return found


def _visible(city: City, unit: Unit) -> float:
    held = [r for r in city.tables["projects"] if r["unit"] == unit.code]
    showy = sum(float(str(r["amount"])) for r in held if r["task"] == "T05")
    return round(showy / sum(float(str(r["amount"])) for r in held), 4)


def _foreign(city: City, unit: Unit) -> float:
    held = [r for r in city.tables["projects"] if r["unit"] == unit.code and r["industry"]]
    strange = sum(float(str(r["amount"])) for r in held if r["industry"] not in unit.industries)
    return round(strange / max(1.0, sum(float(str(r["amount"])) for r in held)), 4)


def _spending(ledger: Ledger, unit: Unit, sums: dict[str, float], rng: np.random.Generator) -> None:
    """Spend on each task: more towards the end of the year, a refund now and then."""
    for task, total in sums.items():
        if ledger.ratio.get((unit.code, task, "资金"), 1) == 0:
            continue
        many = int(rng.integers(2, 6))
        for part in rng.dirichlet(np.full(many, 2.0)):
            spent = day(date(2025, 3, 10), 290 * float(rng.beta(2.5, 1.2)))
            amount = round(total * 0.92 * part, -2)
            city = ledger.city
            city.add("spending", unit=unit.code, task=task, spent=spent, amount=amount, source="")
            if rng.random() < 0.02:
                back = -round(amount * 0.1, -2)
                city.add(
                    "spending", unit=unit.code, task=task, spent=spent, amount=back, source="退款"
                )


_LIGHT = {"steps": 3.5, "papers": 6.0, "days": 30.0, "applied": 0.85, "refused": 0.1}
_HEAVY = {
    "weak": {"steps": 6.0, "papers": 14.0, "days": 75.0, "applied": 0.6, "refused": 0.25},
    "middle": {"steps": 8.0, "papers": 22.0, "days": 120.0, "applied": 0.4, "refused": 0.4},
    "strong": {"steps": 11.0, "papers": 36.0, "days": 180.0, "applied": 0.2, "refused": 0.55},
}


def make_applications(city: City) -> None:
    """Write programmes one may apply to: two for counties, three for townships; plant R3."""
    rng = city.chance("applications")
    made = (
        ("工业技改补助", 1),
        ("文旅提升奖补", 1),
        ("特色产业发展专项资金", 2),
        ("人居环境奖补", 2),
        ("农产品仓储补助", 2),
    )
    for tier in (1, 2):
        held = [p for p, t in made if t == tier]
        burdened = str(rng.choice(held)) if city.planting and rng.random() < 0.7 else ""
        for programme in held:
            strength = str(rng.choice(STRENGTHS)) if programme == burdened else ""
            _programme(city, programme, tier, strength, rng)


def _programme(
    city: City, programme: str, tier: int, strength: str, rng: np.random.Generator
) -> None:
    light = {name: value * rng.uniform(0.75, 1.3) for name, value in _LIGHT.items()}
    how = _HEAVY.get(strength, light | {"applied": float(rng.uniform(0.72, 0.95))})
    eligible = []
    for unit in city.of_tier(tier):
        fit = rng.random() < 0.8
        threshold = "地方配套不低于30%" if strength and rng.random() < 0.7 else ""
        city.add(
            "eligibility",
            programme=programme,
            unit=unit.code,
            eligible="是" if fit else "否",
            threshold=threshold,
        )
        eligible += [unit.code] if fit else []
    applied = [u for u in eligible if rng.random() < how["applied"]] or eligible[:1]
    for code in applied:
        for _ in range(3 if tier == 1 else 1):
            _application(city, code, programme, how, rng)
    if strength:
        city.plant(
            "R3",
            [ROOT, *eligible],
            strength,
            size={1: "county", 2: "township"}[tier],
            about=((programme,),),
            measure="share of eligible units that applied",
            statistic=round(len(applied) / len(eligible), 4),
        )
        city.side("R4", [ROOT, *applied])


def _application(
    city: City, unit: str, programme: str, how: dict[str, float], rng: np.random.Generator
) -> None:
    number = len(city.tables.get("applications", [])) + 1
    code = f"SB2025-{number:04d}"
    start = day(date(2025, 2, 10), float(rng.uniform(0, 90)))
    steps = max(2, round(rng.normal(how["steps"], 0.6)))
    spans = rng.dirichlet(np.full(steps, 4.0)) * how["days"] * float(np.exp(rng.normal(0, 0.25)))
    refused = rng.random() < how["refused"]
    end = start + timedelta(days=round(float(spans.sum())))
    city.add(
        "applications",
        application=code,
        unit=unit,
        programme=programme,
        amount=round(200_000 * float(np.exp(rng.normal(0, 0.5))), -3),
        submitted=start,
        decided=end,
        result="不同意" if refused else "同意",
    )
    at = float(0)
    papers = rng.multinomial(
        max(1, round(rng.normal(how["papers"], 1.5))), np.full(steps, 1 / steps)
    )
    for s in range(steps):
        entered, left = day(start, at), day(start, at + spans[s])
        at += spans[s]
        last = "不同意" if refused else "同意"
        returned = "退回" if refused and s == 0 and rng.random() < 0.3 else "环节通过"
        city.add(
            "application_steps",
            application=code,
            step=f"第{s + 1}环节审核",
            entered=entered,
            left=left,
            documents_required=int(papers[s]),
            outcome=last if s == steps - 1 else returned,
        )
