"""Drawing treatment against severity: a dot a tenth and action, as large as it has subjects."""

import math

from chuandao.report.mechanisms.treatments import Panel
from chuandao.report.mechanisms.words import MechanismWords
from chuandao.report.whole.svg import Drawing, Frame, label, line, node, picture, words

_TENTHS = 10
_LARGEST = 13.0


def draw_treatment(panel: Panel, said: MechanismWords, *, narrow: bool = False) -> Drawing:
    """Return the plot of a panel: severity to the right, strictness of the action upward."""
    size = (340.0, 240.0) if narrow else (420.0, 250.0)
    levels = sorted({dot.level for dot in panel.dots}) or [0.0]
    most = max(levels[-1], 1.0)
    frame = Frame(*size, 34, 14, 14, 34, most * 1.08, min(levels[0], 0.0) - most * 0.08)
    right = frame.width - frame.right
    parts: list[Drawing] = [line(frame.left, frame.floor, right, frame.floor, "base")]
    for level in levels:
        y = frame.y(level)
        parts.append(line(frame.left, y, right, y, "grid"))
        parts.append(label(f"{level:g}", frame.left - 6, y + 4, "tick", "end"))
    largest = max((dot.subjects for dot in panel.dots), default=1)
    for dot in panel.dots:
        x = frame.left + (dot.tenth - 0.5) / _TENTHS * frame.inner
        radius = max(2.2, _LARGEST * math.sqrt(dot.subjects / largest))
        told = said.say("treatments.told", n=dot.subjects, tenth=dot.tenth, level=f"{dot.level:g}")
        title = node("title", words(told))
        kind = f"subjects {panel.verdict}"
        parts.append(node("circle", title, cx=x, cy=frame.y(dot.level), r=radius, class_=kind))
    parts += [
        label(said.say("treatments.mild"), frame.left, frame.floor + 16, "tick", "start"),
        label(said.say("treatments.grave"), right, frame.floor + 16, "tick", "end"),
        label(said.say("treatments.x"), (frame.left + right) / 2, frame.floor + 30, "tick"),
    ]
    name = said.say("treatments.drawn", campaign=panel.campaign)
    return picture(*size, parts, name, "narrow" if narrow else "wide")
