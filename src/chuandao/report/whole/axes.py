"""The axis that drawings of shares have in common."""

from chuandao.report.whole.svg import Drawing, Frame, label, line
from chuandao.report.whole.words import CheckupWords

_QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)


def share_axis(frame: Frame, words: CheckupWords) -> list[Drawing]:
    """Return the lines of the quarters from 0 to 100 % and their figures."""
    right = frame.width - frame.right
    heights = [(value, frame.y(value)) for value in _QUARTERS]
    lines = [line(frame.left, y, right, y, "grid") for _, y in heights]
    ticks = [label(words.percent(v), frame.left - 6, y + 4, "tick", "end") for v, y in heights]
    return [*lines, *ticks]


def width_kind(*, narrow: bool) -> str:
    """Return the kind of a drawing made for a page or for a telephone."""
    return "narrow" if narrow else "wide"
