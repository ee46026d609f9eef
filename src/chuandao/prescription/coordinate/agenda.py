"""The agenda of the next joint meeting (聯席會議議題): what costs most days, with the cases.

Every place has its own meeting on the ways within it. Where offices of the same kind keep cases
waiting in two places or more, the matter also goes to the meeting of the issuing unit, as one item:
what recurs is no fault of one place.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from chuandao.cascade.units import UnitTree
from chuandao.catalog.thresholds import threshold
from chuandao.prescription.coordinate.blocked import Way
from chuandao.prescription.coordinate.offices import kind_of_office


def agenda(found: Sequence[Way], units: UnitTree) -> Iterable[dict[str, object]]:
    """Yield the rows of the result table ``agenda``, a meeting after the other."""
    meetings: defaultdict[str, list[list[Way]]] = defaultdict(list)
    for way in found:
        meetings[way.unit].append([way])
    recurring = [held for held in _alike(found, units) if _places(held) >= _least()]
    told = {way for held in recurring for way in held}
    own = [item for item in meetings.pop(units.root, []) if item[0] not in told]
    meetings[units.root] = [*recurring, *own]
    for meeting in sorted(meetings, key=units.position):
        items = sorted(meetings[meeting], key=lambda item: -sum(way.lost for way in item))
        for at, item in enumerate(items[: int(threshold("agenda_items"))], 1):
            yield {"meeting": meeting, "item": at, **_row(item, units)}


def _alike(found: Sequence[Way], units: UnitTree) -> list[list[Way]]:
    held: defaultdict[tuple[str, ...], list[Way]] = defaultdict(list)
    for way in found:
        offices = (kind_of_office(name, units) for name in (way.before, way.after))
        held[way.kind, way.task, *offices].append(way)
    return list(held.values())


def _places(item: Sequence[Way]) -> int:
    return len({way.unit for way in item})


def _least() -> int:
    return int(threshold("agenda_counties"))


def _row(item: Sequence[Way], units: UnitTree) -> dict[str, object]:
    first = item[0]
    several = _places(item) > 1
    excess = [way.excess for way in item if way.excess is not None]

    def office(name: str) -> str:
        return kind_of_office(name, units) if several else name

    return {
        "kind": first.kind,
        "task": first.task or None,
        "from_department": office(first.before),
        "to_department": office(first.after),
        "units": sorted({way.unit for way in item}, key=units.position),
        "cases": sum(way.cases for way in item),
        "days_lost": round(sum(way.lost for way in item), 1),
        "excess_days": max(excess) if excess else None,
        "share": max(way.share for way in item),
        "examples": _in_turn(item),
        "datasets": sorted({name for way in item for name in way.datasets}),
    }


def _in_turn(item: Sequence[Way]) -> list[str]:
    """Return cases of every way in turn, the worst first, so that each place is heard."""
    most = int(threshold("agenda_cases"))
    longest = max(len(way.examples) for way in item)
    found = [w.examples[at] for at in range(longest) for w in item if at < len(w.examples)]
    return list(dict.fromkeys(found))[:most]
