"""Staff, workload, forms, treatments, pilots of a made city: C1, C2, C3, C5, C6."""

from datetime import date

import numpy as np

from signs.city import BUREAUS, MONTHS, ROOT, STRENGTHS, City, Unit, chosen, day, graded

SIGNS = ("C1", "C2", "C3", "C5", "C6")
Plan = dict[tuple[str, str], str]
TASK_HOURS = 40.0
BURDENS = (0.35, 0.5, 0.65)
_HOURS = {"检查": 12.0, "报表": 3.0, "会议": 4.0, "办件": 1.2, "来文": 1.5}
_PRIORITY = {"检查": 1, "会议": 1, "报表": 2, "办件": 3, "来文": None}
_TASK_PRIORITY = {"T01": 2, "T02": 2, "T03": 4, "T04": 4, "T05": 2, "T06": 3, "T07": 5, "T08": 5}
_TASK_SHARE = dict(
    zip(_TASK_PRIORITY, (0.15, 0.15, 0.1, 0.12, 0.08, 0.14, 0.13, 0.13), strict=True)
)
_WORKDAYS = (18, 18, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23)


def by_counts_only(city: City) -> bool:
    """Return whether the city's offices keep no standard hours: one city in five."""
    return city.seed % 5 == 4


def make_people(city: City) -> Plan:
    """Write the tables of people; return which unit has which sign of capacity."""
    plan = chosen(city, "capacity", SIGNS)
    rng = city.chance("people")
    for unit in [*city.of_tier(1), *city.of_tier(2)]:
        _months(city, unit, plan, rng)
    _load_truth(city, plan)
    _forms(city)
    _treatments(city, plan)
    _pilots(city, plan)
    return plan


def _months(city: City, unit: Unit, plan: Plan, rng: np.random.Generator) -> None:
    """Write twelve months of staff and work; a month in thirty is missing."""
    usual = (30 if unit.tier == 2 else 260) * unit.size**0.9 * float(np.exp(rng.normal(0, 0.08)))
    people = max(8, round(usual))
    posts = round(people * rng.uniform(1.0, 1.2))
    base = float(rng.uniform(0.62, 0.85))
    burden = float(rng.uniform(0.12, 0.28))
    bad = int(rng.integers(0, 12))
    bad_months = {bad, bad + 1} if rng.random() < 0.15 else {bad}
    for m, month in enumerate(MONTHS):
        lent = int(rng.binomial(people, 0.06))
        people = max(8, people + int(rng.choice((-1, 0, 0, 0, 0, 1))))
        per_head = _WORKDAYS[m] * 8 * 0.85
        leave = round(people * float(rng.uniform(2, 6)), 0)
        load = (
            base
            * (1 + 0.08 * np.sin(m))
            * (1.1 if m in (5, 11) else 1)
            * (1.45 if m in bad_months else 1)
        )
        if rng.random() < 0.03:
            continue
        city.add(
            "staff",
            unit=unit.code,
            month=month,
            posts=posts,
            in_post=people,
            seconded_out=lent,
            hours_per_person=None if by_counts_only(city) else round(per_head, 1),
            leave_hours=None if by_counts_only(city) else leave,
        )
        hours = (people - lent) * per_head - leave
        over = plan.get(("C1", unit.code))
        if over and m >= 3:
            load = graded(over, 0, (1.18, 1.4, 1.9)) * float(rng.uniform(0.96, 1.06))
        eaten = plan.get(("C3", unit.code))
        if eaten:
            load = graded(eaten, 0, BURDENS) + 0.3
        share = graded(eaten, burden, BURDENS) / float(load if eaten else 1)
        more = graded(plan.get(("C2", unit.code)), 1.0, (1.6, 2.2, 2.8))
        _work(city, (unit.code, month), hours * float(load), (share, more), rng)


def _work(
    city: City,
    at: tuple[str, str],
    hours: float,
    how: tuple[float, float],
    rng: np.random.Generator,
) -> None:
    """Write a month's work of a unit: burdens, cases, documents, tasks."""
    burden, more = how
    parts = rng.dirichlet((12.0, 9.0, 9.0)) * burden
    shares = dict(zip(("检查", "报表", "会议"), parts, strict=True))
    left = 1 - burden
    shares |= {"办件": left * 0.32, "来文": left * 0.06}
    for item, share in shares.items():
        count = int(rng.poisson(hours * share / _HOURS[item]))
        _row(city, at, (item, ""), (count, _HOURS[item], _PRIORITY[item]))
    for task, share in _TASK_SHARE.items():
        wanted = hours * left * 0.62 * share * more / TASK_HOURS
        count = int(wanted) + int(rng.random() < wanted % 1)
        each = round(TASK_HOURS / more, 1)
        _row(city, at, ("任务", task), (count, each, _TASK_PRIORITY[task]))


def _row(
    city: City,
    at: tuple[str, str],
    what: tuple[str, str],
    how: tuple[int, float, int | None],
) -> None:
    count, hours, priority = how
    city.add(
        "workload",
        unit=at[0],
        month=at[1],
        item=what[0],
        task=what[1],
        count=count,
        standard_hours=None if by_counts_only(city) else hours,
        priority=priority,
    )


def _load_truth(city: City, plan: Plan) -> None:
    for (sign, unit), strength in plan.items():
        if sign == "C1":
            load = graded(strength, 0, (1.18, 1.4, 1.9))
            city.plant(
                "C1", [unit], strength, measure="work / hours, months 4 to 12", statistic=load
            )
            city.side("C2 C3", [unit])
        if sign == "C3":
            share = graded(strength, 0, BURDENS)
            city.plant("C3", [unit], strength, measure="share of the hours", statistic=share)
            city.side("C1", [unit])
        if sign == "C2":
            more = graded(strength, 0, (1.6, 2.2, 2.8))
            city.plant("C2", [unit], strength, measure="tasks at a time / usual", statistic=more)
            city.side("C1", [unit])


_FIELDS = [
    "农户数",
    "种植面积",
    "养殖存栏",
    "企业数",
    "用工人数",
    "用电量",
    "投资完成额",
    "项目开工数",
    "供水户数",
    "危房户数",
    "培训人次",
    "巡查次数",
    "隐患数",
    "整改数",
    "信访件数",
    "办件量",
    "办结率",
    "污水处理量",
    "造林面积",
    "秸秆利用量",
    "减排量",
    "网格员数",
    "活动场次",
    "志愿者数",
]
_EVERYWHERE = ("单位名称", "填报日期", "联系电话")


def _forms(city: City) -> None:
    """Write the forms of three months for counties and some townships; plant C3 by fields."""
    rng = city.chance("forms")
    towns = city.of_tier(2)
    asked = [
        *city.of_tier(1),
        *(towns[i] for i in sorted(rng.choice(len(towns), 12, replace=False))),
    ]
    planned = {}
    if city.planting:
        for tier in (1, 2):
            code = str(rng.choice([u.code for u in asked if u.tier == tier]))
            planned[code] = str(rng.choice(STRENGTHS))
    fields = [str(f) for f in rng.permutation(_FIELDS)]
    for unit in asked:
        again = graded(planned.get(unit.code), 0, (0.35, 0.6, 0.9))
        for month in ("2025-04", "2025-07", "2025-10"):
            _asked(city, (unit.code, month), fields, again, rng)
    for code, strength in planned.items():
        share = graded(strength, 0, (0.35, 0.6, 0.9))
        more = {"measure": "share of fields that several offices ask for", "statistic": share}
        city.plant(
            "C3",
            [code, ROOT],
            strength,
            size={1: "county", 2: "township"}[city.units[code].tier],
            about=(("报表清单", "forms", "fields"),),
            **more,
        )


def _asked(
    city: City, at: tuple[str, str], fields: list[str], again: float, rng: np.random.Generator
) -> None:
    """Write six forms of six offices: fields of their own, and the first office's again."""
    for f, office in enumerate(BUREAUS):
        own = fields[4 * f : 4 * f + 4]
        if f:
            own = [fields[i] if rng.random() < again else name for i, name in enumerate(own)]
        for name in (*_EVERYWHERE, *own):
            city.add(
                "forms",
                form=f"{office}{'月报' if f % 2 else '统计台账'}",
                field=name,
                office=f"清川市{office}",
                unit=at[0],
                month=at[1],
            )


def _treatments(city: City, plan: Plan) -> None:
    """Write a campaign in every county and some townships: tailored; uniform where planted."""
    rng = city.chance("treatments")
    towns = [u.code for u in city.of_tier(2)]
    picked = [u.code for u in city.of_tier(1)] + [
        str(u) for u in rng.choice(towns, 25, replace=False)
    ]
    planted = {unit: how for (sign, unit), how in plan.items() if sign == "C5"}
    for code in [*picked, *(u for u in planted if u not in picked)]:
        strength = planted.get(code)
        many = round(graded(strength, int(rng.integers(15, 61)), (30, 70, 150)))
        spread = 0.15 if strength is None and rng.random() < 0.1 else 1.0
        for s in range(many):
            _subject(city, (code, s), (strength is not None, spread), rng)
        if strength:
            city.plant(
                "C5", [code], strength, measure="subjects, all treated alike", statistic=many
            )


def _subject(
    city: City, at: tuple[str, int], how: tuple[bool, float], rng: np.random.Generator
) -> None:
    """Write one subject: the harsher the worse it is, or closed whatever it is."""
    uniform, spread = how
    z = float(rng.normal() * spread)
    level = 4 if uniform else int(np.clip(round(1.8 + 1.3 * z + rng.normal() * 0.5), 0, 4))
    if uniform and rng.random() < 0.05:
        level = int(rng.integers(1, 5))
    words = ("未采取措施", "提醒", "限期整改", "限产", "关停")
    city.add(
        "treatments",
        unit=at[0],
        subject=f"E{at[1] + 1:04d}",
        campaign="2025年小散乱企业专项整治",
        severity_so2_mg=round(60 * float(np.exp(0.6 * z)), 1),
        severity_noise_db=round(58 + 5 * z + float(rng.normal() * 3), 1),
        action=words[level],
        action_level=level,
        jobs=int(rng.poisson(12)) if rng.random() < 0.8 else None,
        output=round(3_000_000 * float(np.exp(rng.normal(0, 1))), -4),
    )


def _pilots(city: City, plan: Plan) -> None:
    """Write pilots: begun one to three months after they were allowed, or never where planted."""
    rng = city.chance("pilots")
    planted = {unit: how for (sign, unit), how in plan.items() if sign == "C6"}
    for unit in [*city.of_tier(1), *city.of_tier(2)]:
        strength = planted.get(unit.code)
        if strength is None and rng.random() < 0.6:
            continue
        many = graded(strength, int(rng.integers(1, 4)), (2, 3, 5))
        for p in range(int(many)):
            recent = strength is None and rng.random() < 0.15
            allowed = day(
                date(2025, 11, 25) if recent else date(2025, 1, 10),
                float(rng.uniform(0, 60 if not recent else 25)),
            )
            begins = strength is None and not recent
            _stages(city, (unit.code, f"改革试点{p + 1}"), allowed, rng, begins=begins)
        if strength:
            more = {"measure": "pilots allowed and never begun", "statistic": many}
            city.plant("C6", [unit.code], strength, **more)
    for n in range(int(rng.integers(3, 12))):
        town = str(rng.choice([u.code for u in city.of_tier(2)]))
        city.add(
            "tolerance",
            matter=f"RC-{n + 1:02d}",
            unit=town,
            decided_by="清川市纪委监委",
            decision=str(rng.choice(("予以容错", "部分容错", "不予容错"))),
            date=day(date(2025, 3, 1), float(rng.uniform(0, 280))),
        )


def _stages(
    city: City,
    at: tuple[str, str],
    allowed: date,
    rng: np.random.Generator,
    *,
    begins: bool,
) -> None:
    row = {
        "pilot": at[1],
        "unit": at[0],
        "authorised_by": "清川市人民政府",
        "until": date(2026, 12, 31),
    }
    city.add("pilots", **row, **{"stage": "授权", "from": allowed})
    if begins:
        start = day(allowed, float(rng.uniform(30, 90)))
        city.add("pilots", **row, **{"stage": "试点", "from": start})
        if rng.random() < 0.3:
            end = min(date(2025, 12, 20), day(start, 150))
            last = str(rng.choice(("评估", "终止")))
            city.add("pilots", **row, **{"stage": last, "from": max(end, start)})
