"""Drawing a funnel: each unit by how sure its figure is and how far it lies from the usual."""

import math
from collections.abc import Iterable

from chuandao.report.whole.axes import width_kind
from chuandao.report.whole.funnel_view import Edge, Panel, Point
from chuandao.report.whole.svg import Drawing, Frame, label, line, node, picture
from chuandao.report.whole.svg import words as written
from chuandao.report.whole.words import CheckupWords

_TICKS = (0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1.0)
_MARKS = 3
_NAMED = 12
_ROOM = (64.0, 14.0)
"""How much room a name takes."""


def draw_funnel(panel: Panel, words: CheckupWords, *, narrow: bool = False) -> Drawing:
    """Return the funnel of one step; units outside it bear their names."""
    least, most = _span(panel)
    size = (360.0, 340.0) if narrow else (640.0, 400.0)
    frame = Frame(*size, 44, 8, 10, 44, most, least)
    ends = _precisions(panel)
    parts = [
        *_funnel(frame, panel.edges, ends),
        *_axes(frame, panel, words),
        *(_mark(frame, point, ends, words) for point in panel.points),
        *(_names(frame, panel.points, ends) if panel.named else ()),
    ]
    name = words.say("funnel_told", step=words.step(panel.tier), n=len(panel.points))
    return picture(*size, parts, name, width_kind(narrow=narrow))


def _span(panel: Panel) -> tuple[float, float]:
    values = [point.value for point in panel.points] + [panel.target]
    inner = [limit for edge in panel.edges[:-6] for limit in edge.limits[1:3]]
    least, most = min(values + inner), max(values + inner)
    margin = max(0.05, (most - least) * 0.12)
    return least - margin, most + margin


def _precisions(panel: Panel) -> tuple[float, float]:
    """Return the least and greatest precision (1 over the standard error) on the axis."""
    errors = [point.se for point in panel.points] + [edge.se for edge in panel.edges]
    return 1 / max(errors), 1 / min(errors)


def _x(frame: Frame, se: float, ends: tuple[float, float]) -> float:
    low, high = ends
    share = (1 / se - low) / (high - low) if high > low else 0.5
    return frame.left + (0.03 + 0.94 * share) * frame.inner


def _funnel(frame: Frame, edges: tuple[Edge, ...], ends: tuple[float, float]) -> list[Drawing]:
    if not edges:
        return []
    drawn = []
    for lower, upper, kind in ((0, 3, "funnel outer"), (1, 2, "funnel inner")):
        there = [(_x(frame, e.se, ends), _y(frame, e.limits[upper])) for e in edges]
        back = [(_x(frame, e.se, ends), _y(frame, e.limits[lower])) for e in reversed(edges)]
        drawn.append(node("path", d=_polygon([*there, *back]), class_=kind))
    return drawn


def _y(frame: Frame, value: float) -> float:
    return min(max(frame.y(value), frame.top), frame.floor)


def _polygon(points: Iterable[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


def _axes(frame: Frame, panel: Panel, words: CheckupWords) -> list[Drawing]:
    right, centre = frame.width - frame.right, _y(frame, panel.target)
    drawn = [line(frame.left, centre, right, centre, "centre")]
    for value in _values(frame):
        y = frame.y(value)
        if frame.top <= y <= frame.floor:
            drawn.append(line(frame.left, y, right, y, "grid"))
            drawn.append(label(words.excess(value), frame.left - 6, y + 4, "tick", "end"))
    return [
        *drawn,
        line(frame.left, frame.floor, right, frame.floor, "base"),
        label(words.say("less_sure"), frame.left, frame.floor + 18, "tick", "start"),
        label(words.say("more_sure"), right, frame.floor + 18, "tick", "end"),
        label(words.say("precision"), (frame.left + right) / 2, frame.floor + 36, "tick"),
    ]


def _values(frame: Frame) -> list[float]:
    """Return the logs at which the axis is marked: a round step, few enough to be read."""
    reach = max(abs(math.expm1(frame.least)), abs(math.expm1(frame.most)))
    step = next((step for step in _TICKS if reach / step <= _MARKS), 1.0)
    return [math.log1p(n * step) for n in range(-_MARKS, _MARKS + 1) if n * step > -1]


def _mark(frame: Frame, point: Point, ends: tuple[float, float], words: CheckupWords) -> Drawing:
    x, y = _x(frame, point.se, ends), _y(frame, point.value)
    told = words.say(
        "point",
        name=point.name,
        value=words.excess(point.value),
        low=words.excess(point.low),
        high=words.excess(point.high),
    )
    title = node("title", written(told))
    if point.outside:
        shape = _polygon([(x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y)])
        return node("path", title, d=shape, class_=f"unit out{point.outside}")
    return node("circle", title, cx=x, cy=y, r=3.6, class_="unit")


def _names(frame: Frame, points: tuple[Point, ...], ends: tuple[float, float]) -> list[Drawing]:
    """Return the names of units outside, as far as they do not stand on one another."""
    drawn: list[Drawing] = []
    taken: list[tuple[float, float]] = []
    outside = [point for point in points if point.outside]
    for point in outside[:_NAMED]:
        x, y = _x(frame, point.se, ends), _y(frame, point.value)
        if any(abs(x - a) < _ROOM[0] and abs(y - b) < _ROOM[1] for a, b in taken):
            continue
        taken.append((x, y))
        is_right = x < frame.left + frame.inner * 0.75
        at, anchor = (x + 9, "start") if is_right else (x - 9, "end")
        drawn.append(label(point.name, at, y + 4, "name", anchor))
    return drawn
