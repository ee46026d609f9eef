"""Drawing what became of a policy's tasks: columns of tiers, bands between them."""

from dataclasses import dataclass

from chuandao.report.whole.sankey import ISSUED, STATES, Flow, Sankey
from chuandao.report.whole.svg import Drawing, box, label, node, picture
from chuandao.report.whole.svg import words as written
from chuandao.report.whole.words import CheckupWords

_WIDTH, _HEIGHT, _TOP, _LEFT, _RIGHT = 960.0, 440.0, 34.0, 8.0, 176.0
_NODE, _GAP, _LEAST = 14.0, 7.0, 0.012


@dataclass
class _Place:
    """Where a state stands in its column, and how much of it was joined from either side."""

    x: float
    y: float
    height: float
    came: float = 0.0
    went: float = 0.0


def draw_sankey(view: Sankey, words: CheckupWords, name: str) -> Drawing:
    """Return the picture of one policy; states too narrow for words keep their place."""
    places, scale = _places(view)
    bands = [_band(view, flow, places, scale, words) for flow in view.flows]
    nodes = [part for key in places for part in _node(view, key, places[key], words)]
    heads = [
        label(words.tier_heading(tier), _x(view, tier), 18, "axis", "start") for tier in view.tiers
    ]
    return picture(_WIDTH, _HEIGHT, [*bands, *nodes, *heads], name, "sankey")


def _x(view: Sankey, tier: int) -> float:
    room = (_WIDTH - _LEFT - _RIGHT - _NODE) / max(len(view.tiers) - 1, 1)
    return _LEFT + view.tiers.index(tier) * room


def _places(view: Sankey) -> tuple[dict[tuple[int, str], _Place], float]:
    """Return where every state stands, and the height of all chains together."""
    columns = {
        tier: [(s, view.share(tier, s)) for s in (ISSUED, *STATES) if view.share(tier, s) > 0]
        for tier in view.tiers
    }
    most = max(len(column) for column in columns.values())
    scale = _HEIGHT - _TOP - 8 - _GAP * (most - 1)
    places: dict[tuple[int, str], _Place] = {}
    for tier, column in columns.items():
        y = _TOP
        for state, share in column:
            places[tier, state] = _Place(_x(view, tier), y, share * scale)
            y += share * scale + _GAP
    return places, scale


def _band(
    view: Sankey,
    flow: Flow,
    places: dict[tuple[int, str], _Place],
    scale: float,
    words: CheckupWords,
) -> Drawing:
    above = view.tiers[view.tiers.index(flow.tier) - 1]
    begin, end = places[above, flow.source], places[flow.tier, flow.target]
    wide = flow.share * scale
    path = _ribbon((begin.x + _NODE, begin.y + begin.went), (end.x, end.y + end.came), wide)
    begin.went += wide
    end.came += wide
    ends = f"{words.state(flow.source)} → {words.state(flow.target)}"
    told = f"{words.step(flow.tier)} {ends} {words.percent(flow.share)}"
    return node("path", node("title", written(told)), d=path, class_=f"flow {flow.target}")


def _ribbon(begin: tuple[float, float], end: tuple[float, float], wide: float) -> str:
    (x1, y1), (x2, y2) = begin, end
    bend = (x1 + x2) / 2
    there = f"M{x1:.1f} {y1:.1f}C{bend:.1f} {y1:.1f} {bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
    y1, y2 = y1 + wide, y2 + wide
    return f"{there}V{y2:.1f}C{bend:.1f} {y2:.1f} {bend:.1f} {y1:.1f} {x1:.1f} {y1:.1f}Z"


def _node(view: Sankey, key: tuple[int, str], place: _Place, words: CheckupWords) -> list[Drawing]:
    tier, state = key
    share = view.share(tier, state)
    told = f"{words.tier(tier)} · {words.state(state)} {words.percent(share)}"
    drawn = [box(place.x, place.y, _NODE, max(place.height, 1), f"state {state}", told)]
    if share < _LEAST:
        return drawn
    name = words.say("issued_tasks", n=view.tasks) if state == ISSUED else words.state(state)
    text = name if state == ISSUED else f"{name} {words.percent(share)}"
    y = place.y + place.height / 2 + 4
    return [*drawn, label(text, place.x + _NODE + 5, y, "node", "start")]
