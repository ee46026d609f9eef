"""The signs that were planted in tables and documents, and what looks alike and is none.

Everything that is not named here was drawn to be ordinary. The shortfalls of R2, the waits of D2
and the crowding out of A3 follow the deficits wherever they are large: ``dense`` writes them out
from the deficits that the tables leave.
"""
# fmt: off

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from tables import appraising, campaigns, cases, money, paperwork, people, projects, sharing
from tables.world import (
    BAIZHU,
    CITY,
    COUNTIES,
    DONGPING,
    LINHU,
    QINGLAN,
    TOWNSHIP,
    YONGNING,
    YUNSHAN,
    Row,
    World,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

HEAD = ("sign", "unit", "task", "about", "period", "why", "where")
Line = tuple[str, str, str, str, str, str, str]
# From which mean deficit of a unit and task on the sign is certainly there; below the second, not.
CERTAIN = {"resources": ("R2", 0.3, 0.05), "coordination": ("D2", 0.25, 0.05), "appraisal": ("A3", 0.25, 0.1)}


def of_resources(world: World) -> list[Line]:
    """Return what was planted in money, land, energy and posts."""
    lines: list[Line] = [("R1", unit, task, "", "", "a need of funds and not one transfer or budget line", "needs.csv; nothing in means.csv, transfers.csv") for unit, task in money.UNFUNDED]
    lines += [("R2", unit, task, kind, "", f"needs {need}, has {have} all year; funds suffice", "needs.csv; " + ("transfers.csv" if kind == "land" else "means.csv")) for (unit, task, kind), (need, have) in money.SHORT.items()]
    lines += [
        ("R3", QINGLAN, "T04", "青岚县产地初加工点补助", "", "ten steps, some forty papers, half of those who may apply never do, half of the others are refused", "applications.csv, application_steps.csv, eligibility.csv"),
        ("R3", DONGPING, "T12", "东屏区综合窗口能力建设补助", "", "the same for the streets of a district", "applications.csv, application_steps.csv, eligibility.csv"),
        ("R4", QINGLAN, "T17", "to its townships", "2025-07/2025-12", "announced on 22 May 2025, paid in July, October and December", "transfers.csv, from_unit 990222000000"),
        ("R4", DONGPING, "T16", "from the city", "2025-07/2025-12", "announced on 22 May 2025, paid in July, October and December", "transfers.csv, to_unit 990203000000"),
        ("R5", DONGPING, "", "", "", "a hall, a show street, a promenade take most of the projects' money", "projects.csv, spending.csv"),
        ("R5", QINGLAN, "", "", "", "a refurbished service hall (named in qinglan-18), show rooms and signs", "projects.csv, spending.csv"),
        ("R6", BAIZHU, "", "neediest", "", "the three neediest townships (渔圩镇, 高墩镇, 草庙乡) are covered two thirds, the others seven eighths", "needs.csv, transfers.csv"),
    ]
    lines += [("R6", unit, "T02", industry, "", "a project in an industry foreign to the place", "projects.csv") for unit, (_, _, industry, _, _) in projects.FOREIGN.items()]
    lines += [("R7", unit, task, world.units[unit]["parent"], month, "the payee booked less than the payer sent; no adjustment explains it", "transfers.csv") for unit, task, month in money.DIFFERENCES]
    return lines


def of_capacity() -> list[Line]:
    """Return what was planted in people, work, forms, campaigns and pilots."""
    lines: list[Line] = [("C1", unit, "", "", f"{first}/{last}", f"load some {load:.2f} of capacity month after month" + ("; a quarter of the staff lent out (matou-mt2)" if unit in people.LENT_OUT else ""), "staff.csv, workload.csv") for unit, (load, first, last) in people.OVERLOADED.items()]
    lines += [("C2", unit, "", "", "", "all tasks in hand in every month; elsewhere two thirds of them", "workload.csv, item 任务") for unit in sorted(people.ALL_AT_ONCE)]
    lines += [("C3", unit, "", "", "", "half of the hours go to inspections, forms and meetings; five offices ask for the same fields", "workload.csv, forms.csv") for unit in sorted(people.EATEN_UP)]
    lines += [
        ("C5", QINGLAN, "T14", campaigns.FIRMS, "", "118 firms closed whatever their papers (qinglan-20)", "treatments.csv"),
        ("C5", QINGLAN, "T15", campaigns.FARMS, "", "150 farms cleared or cut down by chance, not by what they discharge", "treatments.csv"),
        ("C6", YUNSHAN, "", "点状供地自主审批试点", "2025-04-20/2026-03-31", "allowed by the city and never begun", "pilots.csv"),
        ("C6", QINGLAN, "", "乡镇赋权事项自选试点", "2025-04-20/2026-03-31", "allowed by the city and never begun", "pilots.csv"),
    ]
    return lines


def groups(world: World, marked: Iterable[tuple[str, str]]) -> list[str]:
    """Return the units appraised by the schemes of an owner for a type."""
    return [
        unit for owner, kind in sorted(marked) for unit in world.asked
        if world.units[unit]["type"] == kind and world.units[unit]["parent"] == owner and world.tier(unit) <= TOWNSHIP
    ]  # fmt: skip


def of_appraisal(world: World) -> list[Line]:
    """Return what was planted in appraisal schemes and indicators."""
    lines: list[Line] = [("A1", unit, "", "", "", "growth and investment take the points of soft priorities", "appraisals.csv, priorities.csv") for unit in groups(world, appraising.GROWTH_FIRST)]
    lines += [("A4", unit, "", "", "", "all indicators answer within half a year; the tasks take 1.4 years on average", "appraisals.csv") for unit in groups(world, appraising.SHORT_SIGHTED)]
    lines += [("A2", unit, "T06", "no points", "", "the indicator of T06 has no points and the rest do not add up to 100", "appraisals.csv") for unit in groups(world, appraising.NO_POINTS)]
    county, task, _ = appraising.SECOND_SCHEME
    lines += [
        ("A2", unit, task, "several schemes", "", "the same goal is scored in two schemes", "appraisals.csv")
        for unit in world.townships(county) if world.units[unit]["type"] == "城区"
    ]  # fmt: skip
    lines += [("A2", unit, "", "veto", "", "six one-vote vetoes (qinglan-20); elsewhere one, on work safety", "appraisals.csv") for unit in world.townships(QINGLAN)]
    lines += [("A5", county, "T17", paperwork.RATE, "", "three quarters of the values from 86.5 to 90 stand just above the pass mark of 90", "indicators.csv") for county in sorted(paperwork.BUNCHED)]
    lines += [("A5", unit, "", "self_report", "", "own reports .2 to .24 above all other sources", "evidence.csv") for unit in ("990222102000", "990203101000", "990223104000")]
    return lines


def of_coordination() -> list[Line]:
    """Return what was planted in roles, cases, data, projects and interests."""
    lines: list[Line] = [
        ("D1", CITY, "T06", "several", "", "several departments on equal terms, none in the lead", "assignments.csv, city-18"),
        ("D1", CITY, "T19", "none", "", "no department is named", "assignments.csv, city-27"),
        ("D2", YONGNING, "T07", "行政审批服务局→自然资源局", "", "cases wait four working days before the land check", "events.csv"),
        ("D2", QINGLAN, "T08", "大数据中心→业务主管部门", "", "cases wait six working days for the department to confirm", "events.csv"),
    ]
    lines += [("D3", county, task, cases.ROUTES[task].steps[place][1], "", f"{share:.0%} of the cases go back before step {place + 1}; elsewhere 3 %", "events.csv") for (county, task), (place, share) in cases.RETURNS.items()]
    lines += [("D4", DONGPING, "", sharing.SILO[1], "", "nine lawful requests answered after a month, refused or not answered (dongping-mt8)", "data_requests.csv")]
    lines += [("D5", county, "", projects.RIVAL, "", "six of eight industrial projects in the one industry that three counties plan", "projects.csv") for county in projects.RIVALRY]
    lines += [("D6", BAIZHU, "T15", LINHU, "", "bears cost and complaints, the benefit falls to 临湖区", "interests.csv"), ("D6", DONGPING, "T14", YONGNING, "", "bears cost and complaints, revenue and benefit fall to 永宁市", "interests.csv")]
    return lines


def of_root() -> list[Line]:
    """Return what was planted at the city itself."""
    return [
        ("E2", CITY, "T14", "", "", "no fund of city-27 pays for firms that convert or move, and no transfer does", "city-27 2.1 and 3.1, needs.csv, transfers.csv"),
        ("E7", CITY, "", "city-18", "", "an interpretation is promised with the document; the case holds none", "documents.csv"),
        ("E7", CITY, "", "city-21", "", "an interpretation is promised with the document; the case holds none", "documents.csv"),
        ("E7", CITY, "", "city-27", "", "no interpretation at all", "documents.csv"),
        ("E8", CITY, "T11", "city-21", "", "document of 31 March, money promised by the end of May, announced on 21 July", "transfers.csv"),
        ("E8", CITY, "T12", "city-21", "", "document of 31 March, money promised by the end of May, announced on 21 July", "transfers.csv"),
        ("E9", CITY, "", paperwork.CITY_FORM[0], "", "the city's own task force asks every township for a report that city-21 4.2 forbids", "forms.csv"),
    ]


def look_alike(world: World) -> list[Line]:
    """Return what looks like a sign and is none."""
    lines: list[Line] = [
        ("R7", unit, "T04", "", "2026-03", "announced in March 2026 and still under way", "transfers.csv")
        for county in COUNTIES for unit in world.townships(county)[:3]
    ]  # fmt: skip
    lines += [
        ("R7", "", "", "", "2025-07/2025-12", "26 transfers settled with last year's balance in the payer's book, 8 clawed back at the year's end, all documented", "adjustments.csv"),
        ("R4", "", "T11;T12", "", "2025-05/2025-06", "counties and townships advanced the money that the city sent late: the city's matter (E8)", "means.csv"),
        *(("R1", unit, "", "", "", "no money bound to most tasks, but general money that covers them all", "transfers.csv, 一般性") for unit in money.GENERAL),
        ("R1", "", "T08", "", "", "no transfer at all, but budgets of their own", "means.csv"),
        ("R2", "", "T02;T15;T17", "", "", "what townships pass on to villages is not their supply: sums of inflow are too good", "transfers.csv"),
        ("R3", "", "", "未列入年度计划", "", "those who did not apply were not eligible", "eligibility.csv"),
        ("R6", "990202101000", "", "", "", "great need, covered like the others", "needs.csv, transfers.csv"),
    ]
    lines += [("R5", county, "", "", "", "two projects that catch the eye, small against the need of their tasks", "projects.csv") for county in (LINHU, YUNSHAN, BAIZHU, YONGNING)]
    lines += [("C1", unit, "", "", month, "one bad month, caught up afterwards", "staff.csv, workload.csv") for unit, (month, _) in people.BAD_MONTH.items()]
    lines += [("C1", unit, "", "", "", "a third of the posts vacant, but the load is that of the people there", "staff.csv") for unit in sorted(people.VACANT)]
    lines += [("C1", unit, "", "", month, "a month not recorded, which is no zero", "staff.csv, workload.csv") for unit, month in sorted(people.MISSING)]
    lines += [
        ("C5", QINGLAN, "T14", campaigns.CORRECTED, "", "the same firms after the minutes of August: tailored", "treatments.csv"),
        ("C5", "990202100000", "T14", campaigns.FIRMS, "", "14 firms, all closed (liuhe-18): too few; cannot be told by the test", "treatments.csv"),
        ("C5", DONGPING, "", campaigns.DUMPS, "", "16 dumps alike in seriousness and treated alike: cannot be told", "treatments.csv"),
        ("C6", "990281001000", "", "综合窗口轮岗试点", "2026-02/2026-03", "allowed five weeks before the tables end", "pilots.csv"),
        ("A5", YONGNING, "", paperwork.TRAINED, "", "all values are round, the pass mark too", "indicators.csv"),
        ("A5", "", "T08", paperwork.ONLINE, "", "the usual level lies near the pass mark; no jump there", "indicators.csv"),
        ("A5", "", "T17", paperwork.RATE, "", "the usual level lies near the pass mark in the other counties too; no jump there", "indicators.csv"),
        ("A2", "", "", "安全生产", "", "one veto, on work safety, in every scheme", "appraisals.csv"),
        ("D2", *cases.FEW_EXTREME, "", "", "one extreme case a quarter, all others usual", "events.csv"),
        ("D2", "", "", "", "2026-02", "cases that lie over the Spring Festival (15 to 23 February) lose no working day by it", "events.csv"),
        ("D2", "", "", "", "", "long steps with the clock stopped by rule (暂停时长) are no waits", "events.csv"),
        ("D4", "", "", "", "", "requests without a lawful basis were refused, and rightly", "data_requests.csv"),
        ("D6", "", "T02;T04;T17", "", "", "cost and benefit fall on the same county", "interests.csv"),
        ("E9", CITY, "", "特色产业调度表;环境整改调度表", "", "forms of the counties' own bureaus, twice a year", "forms.csv"),
    ]
    return lines


def dense(world: World, deficits: Mapping[tuple[str, str, str, str], float]) -> list[Row]:
    """Return where R2, D2 and A3 are certainly there and where certainly not, by mean deficit."""
    means: dict[tuple[str, str, str], list[float]] = {}
    for (unit, task, _, cause), value in deficits.items():
        if cause in CERTAIN and world.tier(unit) <= TOWNSHIP:
            means.setdefault((unit, task, cause), []).append(value)
    rows: list[Row] = []
    for (unit, task, cause), values in sorted(means.items()):
        sign, certain, none = CERTAIN[cause]
        mean = sum(values) / len(values)
        verdict = "yes" if mean >= certain else "no" if mean < none else "either"
        if verdict != "either":
            rows.append({"sign": sign, "unit": unit, "task": task, "deficit": f"{mean:.4f}", "there": verdict})
    return rows


def write(world: World, truth: Path, deficits: Mapping[tuple[str, str, str, str], float]) -> None:
    """Write signs.csv, signs_not.csv and signs_dense.csv into the truth."""
    planted = of_resources(world) + of_capacity() + of_appraisal(world) + of_coordination() + of_root()
    for name, lines in (("signs", planted), ("signs_not", look_alike(world))):
        with (truth / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(HEAD)
            writer.writerows(lines)
    rows = dense(world, deficits)
    with (truth / "signs_dense.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
