"""Case movements, data requests and interests of a made city: D2, D3, D4, D6."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from signs.city import ROOT, STRENGTHS, City, Unit, day, graded
from signs.workdays import instant, working_days

_STEPS = (
    ("受理", 5, 2),
    ("规划审查", 0, 4),
    ("环评审查", 3, 4),
    ("立项审核", 1, 3),
    ("批复", 5, 2),
)
_TASKS = {1: "T02", 2: "T01"}


@dataclass(frozen=True)
class Blocked:
    """A place between two steps of the route where cases wait, or from which they are returned."""

    sign: str
    step: int
    strength: str


def make_between(city: City) -> None:
    """Write routes and case movements; requests for data; interests."""
    rng = city.chance("events")
    offices = {ROOT: city.bureaus(ROOT)} | {c.code: city.bureaus(c.code) for c in city.of_tier(1)}
    blocked = _blocked(city)
    for office, bureaus in offices.items():
        for number, (activity, who, days) in enumerate(_STEPS, 1):
            row = {
                "route": f"{city.units[office].name}用地审批",
                "step": number,
                "activity": activity,
            }
            city.add("routes", **row, department=bureaus[who].name, days=days)
        units = city.below(office)
        for unit in units:
            many = int(rng.integers(30, 51) if unit.tier == 1 else rng.integers(8, 15))
            for number in range(many):
                _case(city, (office, unit, number), blocked.get(office, []), rng)
    for office, held in blocked.items():
        for one in held:
            _blocked_truth(city, office, one)
    _requests(city)
    _interests(city)


def _blocked(city: City) -> dict[str, list[Blocked]]:
    """Plant D2 and D3: one of them in the city's own offices, each in two counties."""
    if not city.planting:
        return {}
    rng = city.chance("plan events")
    counties = [str(c) for c in rng.permutation([u.code for u in city.of_tier(1)])]
    where = {"D2": counties[:2], "D3": counties[2:4]}
    where[str(rng.choice(("D2", "D3")))].append(ROOT)
    found: dict[str, list[Blocked]] = {}
    for sign, offices in where.items():
        for office in offices:
            found.setdefault(office, []).append(
                Blocked(sign, int(rng.integers(0, 4)), str(rng.choice(STRENGTHS)))
            )
    return found


def _case(
    city: City,
    what: tuple[str, Unit, int],
    blocked: list[Blocked],
    rng: np.random.Generator,
) -> None:
    """Write the steps of a case; what begins late in the year may still be open."""
    office, unit, number = what
    at = start = float(rng.uniform(2, 225))
    code = f"{'SJ' if office == ROOT else 'XJ'}{unit.code[4:9]}-{number + 1:03d}"
    due = working_days()[int(start) + 20]
    waits = {b.step: graded(b.strength, 0, (3.0, 6.0, 12.0)) for b in blocked if b.sign == "D2"}
    again = {b.step: graded(b.strength, 0, (0.25, 0.45, 0.7)) for b in blocked if b.sign == "D3"}
    beside = rng.random() < 0.3
    for step in range(len(_STEPS)):
        if step == 2 and beside and not blocked:
            _step(city, (office, unit, code), (step, at - 0.6, due), rng)
            continue
        at = _step(city, (office, unit, code), (step, at, due), rng) + _wait(waits.get(step), rng)
        if step < 4 and rng.random() < again.get(step, 0.03):
            at = _step(city, (office, unit, code), (step + 1, at, due), rng) + _wait(None, rng)
            at = _step(city, (office, unit, code), (step, at, due), rng) + _wait(
                waits.get(step), rng
            )


def _wait(slow: float | None, rng: np.random.Generator) -> float:
    """Return the days between two steps: half a day, seldom many; slow where planted."""
    if slow and rng.random() < 0.9:
        return float(slow * np.exp(rng.normal(0, 0.3)))
    return float(rng.exponential(0.4) if rng.random() < 0.97 else rng.uniform(4, 10))


def _step(
    city: City,
    who: tuple[str, Unit, str],
    when: tuple[int, float, date],
    rng: np.random.Generator,
) -> float:
    """Write one step and return when it ended; seldom paused for papers to be completed."""
    office, unit, code = who
    step, at, due = when
    activity, bureau, _ = _STEPS[step]
    paused = float(rng.uniform(2, 12)) if rng.random() < 0.06 else 0.0
    end = at + float(rng.uniform(0.3, 2.2)) + paused
    started, ended = instant(at), instant(end)
    if started.date() > date(2025, 12, 31):
        return end
    city.add(
        "events",
        case=code,
        unit=unit.code,
        activity=activity,
        department=city.bureaus(office)[bureau].name,
        start=started,
        complete=ended if ended.date() <= date(2025, 12, 31) else None,
        due=due,
        paused_hours=round(paused * 24, 1) or None,
        task=_TASKS[unit.tier],
        route=f"{city.units[office].name}用地审批",
    )
    return end


def _blocked_truth(city: City, office: str, one: Blocked) -> None:
    bureaus = city.bureaus(office)
    pair = [bureaus[_STEPS[one.step][1]], bureaus[_STEPS[one.step + 1][1]]]
    units = [ROOT, office, *(b.code for b in pair), *(u.code for u in city.below(office))]
    about = tuple((b.code, b.name) for b in pair)
    measured = {
        "D2": ("usual working days between the two", (3.0, 6.0, 12.0)),
        "D3": ("share of cases returned", (0.25, 0.45, 0.7)),
    }
    measure, levels = measured[one.sign]
    more = {"measure": measure, "statistic": graded(one.strength, 0, levels)}
    size = "county" if office == ROOT else "township"
    city.plant(one.sign, list(dict.fromkeys(units)), one.strength, size=size, about=about, **more)
    city.side("D2 D3", list(dict.fromkeys(units)))


def _requests(city: City) -> None:
    """Write requests for data: some owners refuse or let lawful ones lie where D4 is planted."""
    rng = city.chance("requests")
    closed = _closed(city, rng)
    for office in (ROOT, *(c.code for c in city.of_tier(1))):
        bureaus = city.bureaus(office)
        for owner in bureaus:
            bad = graded(
                closed.get(owner.code), min(0.12, float(rng.beta(2, 22))), (0.35, 0.6, 0.85)
            )
            many = int(rng.integers(30, 50) if office == ROOT else rng.integers(12, 24))
            for failing in rng.permutation(many) < round(bad * many):
                asker = bureaus[int(rng.integers(0, len(bureaus)))]
                asker = bureaus[0] if asker == owner and owner != bureaus[0] else asker
                asker = bureaus[1] if asker == owner else asker
                _request(city, (owner, asker), rng, failing=bool(failing))


def _closed(city: City, rng: np.random.Generator) -> dict[str, str]:
    if not city.planting:
        return {}
    owners = [str(rng.choice([b.code for b in city.bureaus(ROOT)]))]
    below = [b.code for c in city.of_tier(1) for b in city.bureaus(c.code)]
    owners += [str(o) for o in rng.choice(below, 3, replace=False)]
    found = {owner: str(rng.choice(STRENGTHS)) for owner in owners}
    for owner, strength in found.items():
        unit = city.units[owner]
        share = graded(strength, 0, (0.35, 0.6, 0.85))
        size = "county" if unit.tier == 1 else "township"
        more = {
            "measure": "share of lawful requests refused, late or unanswered",
            "statistic": share,
        }
        city.plant(
            "D4",
            [owner, unit.parent, ROOT],
            strength,
            size=size,
            about=((owner, unit.name),),
            **more,
        )
    return found


def _request(
    city: City, who: tuple[Unit, Unit], rng: np.random.Generator, *, failing: bool
) -> None:
    owner, asker = who
    asked = day(date(2025, 1, 8), float(rng.uniform(0, 350)))
    lawful = rng.random() < 0.85
    if not lawful:
        outcome, days = (
            ("不同意", rng.uniform(2, 12)) if rng.random() < 0.8 else ("同意", rng.uniform(2, 12))
        )
    elif failing:
        outcome = str(rng.choice(("不同意", "同意", ""), p=(0.4, 0.35, 0.25)))
        days = rng.uniform(4, 14) if outcome == "不同意" else rng.uniform(25, 60)
    else:
        outcome = "部分同意" if rng.random() < 0.06 else "同意"
        days = float(np.clip(6 * np.exp(rng.normal(0, 0.4)), 1, 13))
    answered = day(asked, float(days))
    open_still = outcome == "" or answered > date(2025, 12, 31)
    number = len(city.tables.get("data_requests", [])) + 1
    city.add(
        "data_requests",
        request=f"DR-{number:05d}",
        dataset=f"{owner.name}{'ABCD'[int(rng.integers(0, 4))]}类数据",
        owner=owner.name,
        requester=asker.name,
        requested=asked,
        due_days=10,
        lawful_basis="政务数据共享条例第十六条" if lawful else "",
        answered=None if open_still else answered,
        outcome="" if open_still else outcome,
    )


_INTERESTS = {"成本": 1_200_000.0, "收益": 1_500_000.0, "共享收入": 600_000.0, "信访": 12.0}


def _interests(city: City) -> None:
    """Write costs and benefits of two tasks: as large as the unit, or apart where D6 is planted."""
    rng = city.chance("interests")
    torn = _torn(city, rng)
    for unit in [*city.of_tier(1), *city.of_tier(2)]:
        for task in ("T02", "T06"):
            role, strength = torn.get((unit.code, task), ("", ""))
            for kind, usual in _INTERESTS.items():
                amount = (
                    usual
                    * unit.size
                    * (10 if unit.tier == 1 else 1)
                    * float(np.exp(rng.normal(0, 0.3)))
                )
                amount *= _tilt(role, strength, kind)
                whole = int(rng.poisson(amount)) if kind == "信访" else round(amount, -2)
                city.add(
                    "interests", unit=unit.code, task=task, kind=kind, amount=whole, period="2025"
                )


def _tilt(role: str, strength: str, kind: str) -> float:
    """Return by what a planted unit's share is multiplied: it bears, or it gains."""
    if role == "bears":
        levels = (1.5, 2.5, 4.0) if kind in ("成本", "信访") else (0.7, 0.5, 0.25)
        return graded(strength, 1, levels)
    if role == "gains":
        levels = (0.7, 0.5, 0.25) if kind in ("成本", "信访") else (1.5, 2.5, 4.0)
        return graded(strength, 1, levels)
    return 1.0


def _torn(city: City, rng: np.random.Generator) -> dict[tuple[str, str], tuple[str, str]]:
    """Plant D6: among the counties in half of the cities, among the townships of two counties."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    if not city.planting:
        return found
    groups = [(ROOT, "T02")] if rng.random() < 0.5 else []
    counties = rng.permutation([u.code for u in city.of_tier(1)])[:2]
    groups += [(str(c), str(rng.choice(("T02", "T06")))) for c in counties]
    for parent, task in groups:
        group = [str(u) for u in rng.permutation([u.code for u in city.below(parent)])]
        third = max(1, len(group) // 3)
        bears, gains = group[:third], group[-third:]
        strength = str(rng.choice(STRENGTHS))
        found |= {(unit, task): ("bears", strength) for unit in bears}
        found |= {(unit, task): ("gains", strength) for unit in gains}
        more = {
            "measure": "times its usual cost",
            "statistic": graded(strength, 1, (1.5, 2.5, 4.0)),
        }
        city.plant(
            "D6",
            list(dict.fromkeys((parent, ROOT, *bears, *gains))),
            strength,
            size="county" if parent == ROOT else "township",
            task=task,
            **more,
        )
    return found
