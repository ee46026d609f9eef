"""Drawing weights beside priorities: two bars a dimension."""

from collections.abc import Callable

from chuandao.report.mechanisms.weights import Group
from chuandao.report.mechanisms.words import MechanismWords
from chuandao.report.whole.svg import Drawing, box, label, picture

_ROW, _BAR = 40.0, 13.0


def draw_weights(
    group: Group, words: MechanismWords, name_of: Callable[[str], str], *, narrow: bool = False
) -> Drawing:
    """Return the bars of a group: points above, priority below."""
    width, left = (380.0, 96.0) if narrow else (640.0, 150.0)
    shares = [max(bar.weight, bar.priority or 0.0) for bar in group.bars]
    scale = (width - left - 62) / max([*shares, 0.01])
    parts: list[Drawing] = []
    for at, bar in enumerate(group.bars):
        y = 6 + at * _ROW
        parts.append(label(name_of(bar.subject), left - 8, y + 18, "tick", "end"))
        pairs = (("weight", bar.weight, 0.0), ("priority", bar.priority, _BAR + 2))
        for kind, share, down in pairs:
            shown = words.say("unstated") if share is None else words.percent(share)
            long = (share or 0.0) * scale
            parts.append(box(left, y + down, max(long, 0.5), _BAR, kind, shown))
            parts.append(label(shown, left + long + 5, y + down + 11, "tick", "start"))
    height = 6 + len(group.bars) * _ROW
    told = words.say("weights.drawn", scheme=group.schemes)
    return picture(width, height, parts, told, "narrow" if narrow else "wide")
