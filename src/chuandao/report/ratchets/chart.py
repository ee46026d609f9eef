"""Drawing one metric as steps down the tiers: a line a chain, the first value as base line."""

from collections.abc import Sequence
from itertools import pairwise

from chuandao.report.ratchets.view import ChainView, Statement
from chuandao.report.ratchets.words import RatchetWords
from chuandao.report.whole.svg import Drawing, Frame, label, line, node, picture, words

_WIDTH, _HEIGHT = 420.0, 210.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 58.0, 30.0, 18.0, 30.0
_ROOM = 0.18  # share of the range left free above and below
_APART = 13.0  # least distance of two figures at one tier


def draw_ratchet(chain: ChainView, tell: RatchetWords) -> Drawing:
    """Return the plot of one chain; a dot names its document when it is pointed at."""
    frame = _frame(chain)
    depths = sorted({row.depth for row in chain.rows})
    step = frame.inner / max(len(depths) - 1, 1)
    x = {depth: frame.left + at * step for at, depth in enumerate(depths)}
    base = frame.y(chain.rows[0].value)
    right = frame.width - frame.right
    parts = [line(at, frame.top, at, frame.floor, "grid") for at in x.values()]
    parts += [line(frame.left, base, right, base, "base-line")]
    parts += [_steps(chain, way, x, frame) for way in chain.lines]
    parts += [_dot(row, x[row.depth], frame, chain, tell) for row in chain.rows]
    parts += _figures(chain, x, frame, tell)
    parts += [
        label(tell.tier(depth), at, frame.height - 8, "tick", _anchor(depth, depths))
        for depth, at in x.items()
    ]
    return picture(_WIDTH, _HEIGHT, parts, tell.told(chain), "ratchet")


def _anchor(depth: int, depths: Sequence[int]) -> str:
    return "start" if depth == depths[0] else "end" if depth == depths[-1] else "middle"


def _frame(chain: ChainView) -> Frame:
    values = [row.value for row in chain.rows]
    low, high = min(values), max(values)
    room = (high - low) * _ROOM or abs(high) * _ROOM or 1.0
    return Frame(_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM, high + room, low - room)


def _steps(chain: ChainView, way: Sequence[int], x: dict[int, float], frame: Frame) -> Drawing:
    """Return a way down as steps: level to the middle between two tiers, then up or down."""
    rows = [chain.rows[at] for at in way]
    points = [(x[rows[0].depth], frame.y(rows[0].value))]
    for above, here in pairwise(rows):
        middle = (x[above.depth] + x[here.depth]) / 2
        points += [(middle, frame.y(above.value)), (middle, frame.y(here.value))]
        points += [(x[here.depth], frame.y(here.value))]
    told = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
    directions = {row.direction for row in rows}
    kind = next((d for d in ("reversed", "stricter", "laxer") if d in directions), "same")
    return node("polyline", points=told, class_=f"way {kind}")


def _dot(row: Statement, x: float, frame: Frame, chain: ChainView, tell: RatchetWords) -> Drawing:
    said = node("title", words(f"{row.name} {row.path}: {tell.value(row, chain.measure)}"))
    return node("circle", said, cx=x, cy=frame.y(row.value), r=4, class_=f"dot {row.direction}")


def _figures(
    chain: ChainView, x: dict[int, float], frame: Frame, tell: RatchetWords
) -> list[Drawing]:
    """Return the figures beside the dots, each once a tier, where there is room."""
    parts = []
    for depth, at in x.items():
        last = frame.height * 2
        for value in sorted({row.value for row in chain.rows if row.depth == depth}):
            y = frame.y(value)
            if last - y >= _APART:
                first = at == frame.left
                place = (at - 8, "end") if first else (at + 8, "start")
                parts.append(label(tell.number(value), place[0], y + 4, "figure", place[1]))
                last = y
    return parts
