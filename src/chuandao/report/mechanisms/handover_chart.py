"""Drawing a map of hand-overs: departments on a circle, arrows as broad as the days lost."""

import math

from chuandao.report.mechanisms.handovers import HandoverMap, Pair
from chuandao.report.mechanisms.words import MechanismWords
from chuandao.report.whole.svg import Drawing, label, node, picture, words

_WIDE, _NARROW = (760.0, 420.0), (380.0, 400.0)
_THIN, _BROAD = 1.5, 13.0
_BEND = 0.22

Point = tuple[float, float]


def draw_handovers(
    one: HandoverMap, said: MechanismWords, unit: str, *, narrow: bool = False
) -> Drawing:
    """Return the map of a unit; arrows go clockwise from who hands over to who takes."""
    width, height = _NARROW if narrow else _WIDE
    radius = 118.0 if narrow else 150.0
    places = _places(one.departments, (width / 2, height / 2), radius)
    most = max((pair.lost for pair in one.pairs), default=1.0) or 1.0
    parts = [_arrow(pair, places, most, said) for pair in one.pairs]
    for name, (x, y) in places.items():
        parts += _department(name, (x, y), width / 2, narrow=narrow)
    title = said.say("handovers.drawn", unit=unit)
    return picture(width, height, parts, title, "narrow" if narrow else "wide")


def _places(names: tuple[str, ...], centre: Point, radius: float) -> dict[str, Point]:
    turn = 2 * math.pi / max(len(names), 1)
    return {
        name: (
            centre[0] + radius * math.sin(at * turn),
            centre[1] - radius * math.cos(at * turn),
        )
        for at, name in enumerate(names)
    }


def _arrow(pair: Pair, places: dict[str, Point], most: float, said: MechanismWords) -> Drawing:
    """Return a bent arrow; one that is to be verified is red."""
    (x1, y1), (x2, y2) = places[pair.giver], places[pair.taker]
    bend = ((x1 + x2) / 2 + _BEND * (y2 - y1), (y1 + y2) / 2 - _BEND * (x2 - x1))
    broad = _THIN + (_BROAD - _THIN) * pair.lost / most
    told = said.say(
        "handovers.told",
        giver=pair.giver,
        taker=pair.taker,
        cases=pair.cases,
        median=said.days(pair.median),
        lost=said.days(pair.lost),
    )
    end = _short(bend, (x2, y2), 9 + broad / 2)
    path = f"M{x1:.1f} {y1:.1f}Q{bend[0]:.1f} {bend[1]:.1f} {end[0]:.1f} {end[1]:.1f}"
    kind = "handover flagged" if pair.flagged else "handover"
    line = node("path", node("title", words(told)), d=path, class_=kind, **{"stroke-width": broad})
    return Drawing(line + _head(bend, end, 5 + broad, kind))


def _short(bend: Point, end: Point, by: float) -> Point:
    """Return a point before the end, so that the head of the arrow reaches the department."""
    dx, dy = end[0] - bend[0], end[1] - bend[1]
    length = math.hypot(dx, dy) or 1.0
    return end[0] - dx / length * by, end[1] - dy / length * by


def _head(bend: Point, end: Point, size: float, kind: str) -> Drawing:
    dx, dy = end[0] - bend[0], end[1] - bend[1]
    length = math.hypot(dx, dy) or 1.0
    ux, uy = dx / length, dy / length
    tip = (end[0] + ux * size, end[1] + uy * size)
    left = (end[0] - uy * size * 0.6, end[1] + ux * size * 0.6)
    right = (end[0] + uy * size * 0.6, end[1] - ux * size * 0.6)
    corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in (tip, left, right))
    return node("polygon", points=corners, class_=f"head {kind}")


def _department(name: str, at: Point, middle: float, *, narrow: bool) -> list[Drawing]:
    x, y = at
    anchor = "middle" if abs(x - middle) < 1 else "start" if x > middle else "end"
    shift = 0 if anchor == "middle" else 10 if anchor == "start" else -10
    lift = -10 if anchor == "middle" and y < 200 else 20 if anchor == "middle" else 4  # noqa: PLR2004
    shown = name if not narrow or len(name) < 9 else f"{name[:8]}…"  # noqa: PLR2004
    return [
        node("circle", node("title", words(name)), cx=x, cy=y, r=5, class_="department"),
        label(shown, x + shift, y + lift, "name", anchor),
    ]
