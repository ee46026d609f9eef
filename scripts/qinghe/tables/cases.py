"""Draw the movements of cases between departments, so that their waits leave the planted deficits.

The cases of a county and task that are closed in a quarter lose, by waits of more than one working
day between departments, the planted share of the time allowed them. Most of that stands between
one pair of departments. Within steps the clock may stand still by rule; nights count, weekends and
holidays do not.
"""
# ruff: noqa: PLR2004

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from tables.world import (
    BAIZHU,
    COUNTIES,
    DONGPING,
    LINHU,
    QINGLAN,
    QUARTERS,
    YONGNING,
    YUNSHAN,
    Row,
    World,
    day_number,
    moment_at,
    position,
    rng_of,
    working_day,
    working_days,
)

if TYPE_CHECKING:
    import numpy as np

CASES = 8
OPENS, CLOSES = 8.5, 17.4
# A wait beyond the usual of less than this (in working days) is put off to the next one.
LEAST_WAIT = 0.3
LETTERS = {LINHU: "LH", DONGPING: "DP", YUNSHAN: "YS", QINGLAN: "QL", BAIZHU: "BZ", YONGNING: "YN"}
SHORT_NAME = {LINHU: "临湖区", DONGPING: "东屏区", YUNSHAN: "云山县", QINGLAN: "青岚县", BAIZHU: "白渚县", YONGNING: "永宁市"}  # fmt: skip


class Route(NamedTuple):
    """A standard route: steps with activity, department (the county goes before) and days."""

    name: str
    steps: tuple[tuple[str, str, int], ...]
    slow: int


# ``slow``: the step that is waited for where waits are planted.
ROUTES = {
    "T07": Route("设施农业用地备案", (("受理", "行政审批服务局", 1), ("地类核查", "自然资源局", 2), ("环保意见", "生态环境分局", 2), ("备案发证", "行政审批服务局", 1)), 1),
    "T08": Route("事项进平台上线", (("提出", "行政审批服务局", 1), ("接口配置", "大数据中心", 4), ("部门确认", "业务主管部门", 3), ("联调上线", "大数据中心", 3), ("发布", "行政审批服务局", 1)), 2),
    "T09": Route("企业开办", (("设立登记", "市场监管局", 1), ("公章刻制备案", "公安局", 1), ("税务登记", "税务局", 1), ("社保开户", "人社局", 1)), 2),
    "T10": Route("行业准入许可", (("受理", "行政审批服务局", 1), ("现场核查", "市场监管局", 3), ("卫生审查", "卫生健康局", 2), ("决定", "行政审批服务局", 1)), 2),
    "T11": Route("电子证照归集", (("目录编制", "大数据中心", 2), ("数据提供", "人社局", 4), ("核验", "司法局", 2), ("入库", "大数据中心", 2)), 1),
    "T13": Route("综合查一次计划", (("计划申报", "市场监管局", 2), ("合并统筹", "司法局", 3), ("环保会签", "生态环境分局", 2), ("下达", "司法局", 1)), 2),
    "T14": Route("散乱污企业处置", (("排查建档", "科工局", 4), ("环保认定", "生态环境分局", 4), ("规划意见", "自然资源局", 3), ("集体审议", "县政府办", 3), ("书面告知", "科工局", 1)), 2),
}  # fmt: skip
# D3: cases go back and forth at one step, in this share of the cases.
RETURNS = {(DONGPING, "T10"): (2, 0.5), (QINGLAN, "T14"): (1, 0.45), (LINHU, "T08"): (3, 0.4)}
USUAL_RETURNS = 0.03
# A pair of waits so long that they look like a blockage and are two cases only.
FEW_EXTREME = (YONGNING, "T13")
PAUSED = 0.15


def kept(unit: str, task: str) -> bool:
    """Tell whether the movements of a unit's cases for a task are logged at all."""
    return unit in COUNTIES and task in ROUTES


def department_of(county: str, name: str) -> str:
    """Return the name of a county's department as the log writes it."""
    if name == "县政府办":
        return f"{SHORT_NAME[county]}政府办"
    return SHORT_NAME[county] + name


def route_rows() -> list[Row]:
    """Return the standard routes of every county."""
    rows: list[Row] = []
    for county in COUNTIES:
        for task, route in ROUTES.items():
            for number, (activity, name, days) in enumerate(route.steps, start=1):
                rows.append({
                    "route": f"{LETTERS[county]}-{task}", "step": number, "activity": activity,
                    "department": department_of(county, name), "days": float(days),
                })  # fmt: skip
    return rows


def step_list(rng: np.random.Generator, county: str, task: str) -> list[int]:
    """Return the numbers of the steps a case takes, returns to an earlier one among them."""
    steps = list(range(len(ROUTES[task].steps)))
    place, share = RETURNS.get((county, task), (1, USUAL_RETURNS))
    if rng.random() < share:
        at = steps.index(place)
        steps[at + 1 : at + 1] = [place - 1, place]
    return steps


class Plan(NamedTuple):
    """A case before its times are known.

    ``work``: working days of every step; ``beyond``: what the wait after every step but the last
    takes beyond one working day (0: an ordinary wait); ``paused``: hours without a clock.
    """

    steps: list[int]
    work: list[float]
    beyond: list[float]
    paused: list[int]
    allowed: int


def plan_case(rng: np.random.Generator, county: str, task: str) -> Plan:
    """Draw the steps of a case with ordinary waits."""
    route = ROUTES[task]
    steps = step_list(rng, county, task)
    work, paused = [], []
    for step in steps:
        days = route.steps[step][2]
        spent = float(rng.uniform(0.03, 0.25)) + int(0.45 * days * float(rng.uniform(0.2, 1.2))) * (
            days > 1
        )
        stop = 24 * int(rng.integers(2, 6)) if days > 1 and rng.random() < PAUSED / 2 else 0
        paused.append(stop)
        work.append(spent + stop / 24)
    allowed = sum(days for _, _, days in route.steps) + (len(route.steps) > 4)
    return Plan(steps, work, [0.0 for _ in steps[1:]], paused, allowed)


def crossings(plan: Plan, task: str) -> list[int]:
    """Return the places of the hand-overs to another department."""
    names = [ROUTES[task].steps[step][1] for step in plan.steps]
    return [at for at in range(len(names) - 1) if names[at] != names[at + 1]]


def spread(
    rng: np.random.Generator, county: str, task: str, plans: list[Plan], lost: float
) -> None:
    """Put waits beyond one working day into the cases, most of them before the slow step."""
    slow = ROUTES[task].slow
    places = [
        (case, at) for case, plan in enumerate(plans) for at in crossings(plan, task)
    ]  # fmt: skip
    before = [(case, at) for case, at in places if plans[case].steps[at + 1] == slow]
    if (county, task) == FEW_EXTREME:
        before, places = before[:1], before[:1]
    shares = dict.fromkeys(before, 0.0)
    drawn = rng.gamma(4.0, 1.0, len(before))
    for key, value in zip(before, drawn, strict=True):
        shares[key] += 0.85 * float(value) / float(drawn.sum())
    others = [
        places[index] for index in rng.choice(len(places), max(1, len(places) // 3), replace=False)
    ]
    for key in others:
        shares[key] = shares.get(key, 0.0) + 0.15 / len(others)
    for (case, at), share in shares.items():
        plans[case].beyond[at] = share * lost / sum(shares.values())


class Clock:
    """Times of the steps of cases in office hours; what a wait misses of its length is made up."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.owed = 0.0

    def worked(self, start: float, days: float) -> float:
        """Return the end of a step: in office hours, after its start."""
        end = in_office(start + days)
        if end <= start:
            end = int(start) + 1 + (OPENS + float(self.rng.uniform(0, 1.5))) / 24
        return end

    def waited(self, end: float, beyond: float) -> float:
        """Return when the next department begins: by the same hour of the next day, or later."""
        day, hour = int(end), (end - int(end)) * 24
        self.owed += beyond
        if beyond and self.owed > LEAST_WAIT:
            start = in_office(end + 1 + self.owed)
            self.owed -= max(0.0, start - end - 1)
            return start
        if hour < 15 and self.rng.random() < 0.35:
            return end + float(self.rng.uniform(0.5, 2.0)) / 24
        latest = min(hour, 11.5)
        return day + 1 + float(self.rng.uniform(OPENS, max(latest, OPENS + 0.01))) / 24

    def timed(self, plan: Plan, begin: float) -> list[tuple[float, float]]:
        """Return begin and end of every step in working days."""
        result: list[tuple[float, float]] = []
        start = begin
        for number, days in enumerate(plan.work):
            end = self.worked(start, days)
            result.append((start, end))
            if number < len(plan.beyond):
                start = self.waited(end, plan.beyond[number])
        return result


def in_office(place: float) -> float:
    """Return the place moved into the office hours of its day."""
    day = int(place)
    return day + min(max((place - day) * 24, OPENS + 0.1), CLOSES) / 24


def rows_of_case(
    county: str, task: str, plan: Plan, code: str, times: list[tuple[float, float]]
) -> list[Row]:
    """Return the rows of a case."""
    route = ROUTES[task]
    due = working_days()[int(times[0][0]) + plan.allowed]
    rows: list[Row] = []
    for step, paused, (start, end) in zip(plan.steps, plan.paused, times, strict=True):
        activity, name, _ = route.steps[step]
        rows.append({
            "case": code, "unit": county, "activity": activity,
            "department": department_of(county, name), "start": moment_at(start),
            "complete": moment_at(end), "due": due, "paused_hours": float(paused) if paused else None,
            "task": task, "route": f"{LETTERS[county]}-{task}",
        })  # fmt: skip
    return rows


def allowed_time(begin: float, allowed: int) -> float:
    """Return the time from the first start to the end of the due day."""
    return int(begin) + allowed + 1 - begin


def cell(
    world: World, rng: np.random.Generator, county: str, task: str, quarter: str, first: int
) -> list[Row]:
    """Return the cases of a county and task that are closed in a quarter."""
    deficit = world.deficits.get((county, task, "coordination"), 0.0)
    plans = [plan_case(rng, county, task) for _ in range(CASES)]
    begins = [float(rng.uniform(8.6, 11)) / 24 for _ in plans]
    lost = deficit * sum(allowed_time(b, p.allowed) for b, p in zip(begins, plans, strict=True))
    spread(rng, county, task, plans, lost)
    open_days = [day for day in working_days() if day.strftime("%Y-%m") in QUARTERS[quarter]]
    low, high = day_number()[open_days[0]], day_number()[open_days[-1]]
    clock = Clock(rng)
    rows: list[Row] = []
    for number, (plan, begin) in enumerate(zip(plans, begins, strict=True)):
        times = clock.timed(plan, begin)
        last = int(rng.integers(low + min(5, high - low), high + 1))
        shift = max(last - int(times[-1][1]), 0)
        code = f"{LETTERS[county]}{task[1:]}-{first + number:03d}"
        moved = [(start + shift, end + shift) for start, end in times]
        rows += rows_of_case(county, task, plan, code, moved)
    return rows


def open_cases(rng: np.random.Generator) -> list[Row]:
    """Return cases that had just begun when the tables were drawn up."""
    rows: list[Row] = []
    for county in COUNTIES:
        for task in ("T07", "T10", "T14"):
            day = working_day(dt.date(2026, 3, int(rng.integers(24, 31))))
            begin = position(dt.datetime.combine(day, dt.time(9, int(rng.integers(0, 60)))))
            plan = plan_case(rng, county, task)._replace(steps=[0], paused=[0])
            first = rows_of_case(
                county, task, plan, f"{LETTERS[county]}{task[1:]}-900", [(begin, begin)]
            )[0]
            rows.append({**first, "complete": None, "paused_hours": None})
    return rows


def draw(world: World) -> dict[str, list[Row]]:
    """Return the movements of cases and the standard routes."""
    rows: list[Row] = []
    for place, county in enumerate(COUNTIES):
        for task in ROUTES:
            rng = rng_of(3000 + 100 * place + int(task[1:]))
            for number, quarter in enumerate(QUARTERS):
                rows += cell(world, rng, county, task, quarter, 1 + number * CASES)
    rows += open_cases(rng_of(3999))
    rows.sort(key=lambda row: (row["case"], row["start"]))
    return {"events": rows, "routes": route_rows()}
