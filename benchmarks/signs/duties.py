"""Assignments, duty lists, powers and duties of a made city: D1 and C2."""

from datetime import date

import numpy as np

from signs.city import ROOT, SIDE_TASKS, City, Unit, day, graded

_LEADS = {"T01": 2, "T02": 1, "T03": 3, "T04": 5, "T05": 0, "T06": 2, "T07": 5, "T08": 3}
_DUE = date(2025, 12, 31)
_START = date(2025, 1, 10)


def make_duties(city: City, plan: dict[tuple[str, str], str]) -> None:
    """Write who leads, answers for and helps with each task, and the lists of duties."""
    rng = city.chance("duties")
    unclear = _unclear(city)
    for task in [t.code for t in city.tasks] + list(SIDE_TASKS):
        _departments(city, task, unclear.get(task), rng)
    for unit in [*city.of_tier(1), *city.of_tier(2)]:
        more = graded(plan.get(("C2", unit.code)), 1.0, (1.6, 2.2, 2.8))
        _own(city, unit, more, rng)
    _lists(city)


def _unclear(city: City) -> dict[str, tuple[str, str]]:
    """Plant D1: none in the lead, two at once, or helpers without content."""
    if not city.planting:
        return {}
    rng = city.chance("plan leads")
    tasks = [str(t) for t in rng.choice(["T04", "T05", "T08", *SIDE_TASKS[:20]], 3, replace=False)]
    kinds = (("none", "strong"), ("two", "middle"), ("helpers", "weak"))
    units = [ROOT, *(u.code for u in city.bureaus(ROOT))]
    for task, (kind, strength) in zip(tasks, kinds, strict=True):
        leads = {"none": 0, "two": 2, "helpers": 1}[kind]
        more = {"measure": f"leads in force ({kind})", "statistic": leads}
        city.plant("D1", units, strength, size="city", task=task, **more)
    return dict(zip(tasks, kinds, strict=True))


def _departments(
    city: City, task: str, unclear: tuple[str, str] | None, rng: np.random.Generator
) -> None:
    """Give a task its lead and helpers; a lead is handed over on 1 July now and then."""
    bureaus = city.bureaus(ROOT)
    lead = _LEADS.get(task, int(rng.integers(0, len(bureaus))))
    second = (lead + 1) % len(bureaus)
    kind = unclear[0] if unclear else ""
    row = {"task": task, "due": _DUE}
    handed = not unclear and task not in _LEADS and rng.random() < 0.15
    if kind != "none":
        until = date(2025, 6, 30) if handed else None
        city.add(
            "assignments",
            **row,
            unit=bureaus[lead].code,
            role="牵头",
            duty="统筹推进，按季调度",
            valid_from=_START,
            valid_to=until,
        )
    if handed or kind == "two":
        start = date(2025, 7, 1) if handed else _START
        city.add(
            "assignments",
            **row,
            unit=bureaus[second].code,
            role="牵头",
            duty="统筹推进，按季调度",
            valid_from=start,
        )
    for d, bureau in enumerate(bureaus):
        if (
            d == lead
            or (d == second and (handed or kind == "two"))
            or (task not in _LEADS and kind != "helpers" and rng.random() < 0.6)
        ):
            continue
        duty = None if kind == "helpers" else "按职责提供数据、审核要件并在5个工作日内答复"
        city.add("assignments", **row, unit=bureau.code, role="配合", duty=duty, valid_from=_START)
    if task in _LEADS:
        for county in city.of_tier(1):
            for bureau in city.bureaus(county.code):
                city.add(
                    "assignments",
                    **row,
                    unit=bureau.code,
                    role="责任",
                    duty="本县范围内的审核与服务",
                    valid_from=_START,
                )


def _own(city: City, unit: Unit, more: float, rng: np.random.Generator) -> None:
    """Give a unit the main tasks and some fourteen others, spread over the year."""
    for task in city.tasks:
        row = {"unit": unit.code, "role": "责任", "duty": "完成本地年度任务", "due": _DUE}
        city.add("assignments", task=task.code, **row, valid_from=_START)
    usual = 8 + max(8, int(rng.normal(14, 2.5)))
    many = min(len(SIDE_TASKS), round(usual * more) - 8)
    for code in rng.choice(SIDE_TASKS, many, replace=False):
        start = day(_START, float(rng.uniform(0, 180)))
        due = day(start, float(rng.uniform(90, 170)))
        row = {"unit": unit.code, "role": "责任", "duty": "完成本地部分", "due": due}
        city.add("assignments", task=str(code), **row, valid_from=start, valid_to=due)


def _lists(city: City) -> None:
    for task in city.tasks:
        city.add("duty_lists", tier=2, duty=f"组织实施{task.name}", kind="基本履职")
        city.add("duties", task=task.code, tier=0, basis="清政发〔2025〕3号", share=0.4)
        city.add("duties", task=task.code, tier=1, basis="清政发〔2025〕3号", share=0.4)
        city.add("duties", task=task.code, tier=2, basis="清政发〔2025〕3号", share=0.2)
    city.add("duty_lists", tier=2, duty="规模以下企业统计调查", kind="上级收回")
