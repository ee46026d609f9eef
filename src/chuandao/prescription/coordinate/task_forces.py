"""Joint task forces (聯合攻堅專班): where one blockage crosses three departments or more.

The ways beyond what is usual of one unit and task that meet in a department are one blockage. If
it touches as many departments as the catalogue asks, a task force is proposed: lead, members, a
goal that can be measured (median wait down to the reference), and a day on which it ends.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from chuandao.cascade.units import UnitTree
from chuandao.catalog.thresholds import threshold
from chuandao.catalog.usual_duties import usual_duty_of
from chuandao.prescription.coordinate.blocked import Way
from chuandao.prescription.coordinate.offices import kind_of_office, written


def task_forces(
    found: Sequence[Way],
    leads: Mapping[tuple[str, str], Sequence[str]],
    units: UnitTree,
    as_of: date,
) -> Iterable[dict[str, object]]:
    """Yield the rows of the result table ``task_forces``.

    Parameters
    ----------
    found : sequence of Way
    leads : mapping of (unit, task) to the units that lead there
    units : UnitTree
    as_of : date
    """
    by_task: dict[tuple[str, str], list[Way]] = {}
    for way in found:
        if way.task:
            by_task.setdefault((way.unit, way.task), []).append(way)
    for (unit, task), held in sorted(by_task.items()):
        large = [part for part in joined(held) if len(_offices(part)) >= _least()]
        for number, part in enumerate(large, 1):
            lead = _lead(part, leads.get((unit, task)) or leads.get((units.root, task), ()), units)
            yield {
                "unit": unit, "task": task, "force": number, "lead": lead or None,
                **_figures(part), "until": as_of + timedelta(days=threshold("task_force_days")),
            }  # fmt: skip


def joined(ways: Sequence[Way]) -> list[list[Way]]:
    """Return the ways in groups that hang together by a department.

    Examples
    --------
    >>> def way(a, b):
    ...     return Way("wait", "11", "T1", a, b, 1, 1.0, 1.0)
    >>> [len(part) for part in joined([way("a", "b"), way("c", "d"), way("b", "e")])]
    [2, 1]
    """
    groups: list[list[Way]] = []
    for way in ways:
        near = [part for part in groups if {way.before, way.after} & set(_offices(part))]
        merged = [one for part in near for one in part] + [way]
        groups = [part for part in groups if part not in near]
        groups.append(merged)
    return sorted(groups, key=lambda part: -sum(way.lost for way in part))


def _offices(part: Sequence[Way]) -> list[str]:
    return list(dict.fromkeys(name for way in part for name in (way.before, way.after)))


def _least() -> int:
    return int(threshold("task_force_departments"))


def _lead(part: Sequence[Way], leads: Sequence[str], units: UnitTree) -> str:
    """Return the department of the blockage that leads the task, or is of the lead's kind.

    The same unit, else the office of the same name in its place, else the only one of the same
    usual duty; empty where none is, or where several lead.
    """
    if len(leads) != 1:
        return ""
    names = _offices(part)
    kind, usual = kind_of_office(leads[0], units), usual_duty_of(written(leads[0], units))
    alike = [name for name in names if name == leads[0]]
    alike += [name for name in names if kind_of_office(name, units) == kind]
    near = [name for name in names if usual and usual_duty_of(written(name, units)) == usual]
    return (alike or (near if len(near) == 1 else [""]))[0]


def _figures(part: Sequence[Way]) -> dict[str, object]:
    medians = [way.median for way in part if way.median is not None]
    returned = [way.share for way in part if way.kind == "return"]
    return {
        "members": _offices(part),
        "cases": max(way.cases for way in part),
        "days_lost": round(sum(way.lost for way in part), 1),
        "median_days": max(medians) if medians else None,
        "goal_days": threshold("handover_days"),
        "returned_share": max(returned) if returned else None,
    }
