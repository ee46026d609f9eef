"""Drawing the loss as a fall from 100 %: each bar hangs where the one before ends."""

from dataclasses import dataclass

from chuandao.report.whole.axes import share_axis, width_kind
from chuandao.report.whole.causes_view import CausesView, Share
from chuandao.report.whole.svg import Drawing, Frame, box, label, line, node, picture
from chuandao.report.whole.words import CheckupWords

_GAP = 0.5


@dataclass(frozen=True)
class Bar:
    """A share of the loss hung in its place: from the level before to the level after."""

    share: Share
    before: float
    after: float


def hung(view: CausesView) -> tuple[Bar, ...]:
    """Return the bars in order; each begins at the level at which the one before ends.

    Examples
    --------
    >>> view = CausesView("", 1, (1,), ("tier",), (Share(1, "tier", 0.2, None, None),))
    >>> hung(view)[0].after
    0.8
    """
    bars: list[Bar] = []
    level = 1.0
    for share in view.shares:
        bars.append(Bar(share, level, level - share.loss))
        level -= share.loss
    return tuple(bars)


def draw_causes(view: CausesView, words: CheckupWords, *, narrow: bool = False) -> Drawing:
    """Return the fall from the root to the leaves."""
    bars = hung(view)
    most = max(1.0, *(max(bar.before, bar.after) for bar in bars)) + 0.06
    slots = len(bars) + _GAP * (len(view.steps) - 1) + 1.2
    width = max(360.0, 44 + 38 * slots) if narrow else max(860.0, 60 + 54 * slots)
    frame = Frame(width, 330 if narrow else 380, 38 if narrow else 44, 6, 12, 64, most)
    room = frame.inner / slots
    named = words.step_short if narrow else words.step
    parts = share_axis(frame, words)
    x, step = frame.left, bars[0].share.step
    begun = x
    for bar in bars:
        if bar.share.step != step:
            parts += _foot(frame, named(step), begun, x)
            x, step = x + room * _GAP, bar.share.step
            begun = x
        parts += _bar(frame, words, bar, x, room)
        x += room
    parts += _foot(frame, named(step), begun, x)
    parts += _rest(frame, words, bars[-1].after, x + room * 0.1, room)
    name = words.say("causes_told", loss=words.points(view.loss))
    return picture(width, frame.height, parts, name, width_kind(narrow=narrow))


def _bar(frame: Frame, words: CheckupWords, bar: Bar, x: float, room: float) -> list[Drawing]:
    share, inset = bar.share, room * 0.1
    top, end = sorted((frame.y(bar.before), frame.y(bar.after)))
    lost = words.points_within(share.loss, share.low, share.high)
    told = f"{words.step(share.step)} · {words.cause(share.cause)} {lost}"
    middle = x + room / 2
    return [
        box(x + inset, top, room - 2 * inset, max(end - top, 1.5), f"cause {share.cause}", told),
        line(x + inset, frame.y(bar.after), x + room + inset, frame.y(bar.after), "joint"),
        *_whisker(frame, bar, middle),
        label(words.change(-share.loss), middle, _below(frame, bar, end), "value small"),
        label(words.cause_short(share.cause), middle, frame.floor + 18, "tick"),
    ]


def _whisker(frame: Frame, bar: Bar, x: float) -> list[Drawing]:
    if bar.share.low is None or bar.share.high is None:
        return []
    top, end = frame.y(bar.before - bar.share.low), frame.y(bar.before - bar.share.high)
    path = f"M{x - 4:.1f} {top:.1f}h8M{x:.1f} {top:.1f}V{end:.1f}M{x - 4:.1f} {end:.1f}h8"
    return [node("path", d=path, class_="whisker")]


def _below(frame: Frame, bar: Bar, end: float) -> float:
    """Return where the figure stands: under the bar and its interval."""
    high = bar.share.high
    reach = end if high is None else max(end, frame.y(bar.before - high))
    return min(reach + 15, frame.floor - 4)


def _foot(frame: Frame, name: str, begun: float, end: float) -> list[Drawing]:
    return [
        line(begun + 3, frame.floor + 28, end - 3, frame.floor + 28, "brace"),
        label(name, (begun + end) / 2, frame.floor + 46, "axis"),
    ]


def _rest(frame: Frame, words: CheckupWords, level: float, x: float, room: float) -> list[Drawing]:
    """Return what is left at the leaves."""
    return [
        box(x, frame.y(level), room * 0.9, frame.floor - frame.y(level), "tread"),
        line(x, frame.y(level), x + room * 0.9, frame.y(level), "level"),
        label(words.percent(level), x + room * 0.45, frame.y(level) + 18, "value small"),
        label(words.say("left"), x + room * 0.45, frame.floor + 18, "tick"),
    ]
