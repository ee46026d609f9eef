"""Drawing a staircase of efficacy: a tread with its interval at each tier."""

from chuandao.report.whole.axes import share_axis, width_kind
from chuandao.report.whole.stairs import Stairs, Tread
from chuandao.report.whole.svg import Drawing, Frame, box, label, line, picture
from chuandao.report.whole.words import CheckupWords


def draw_stairs(stairs: Stairs, words: CheckupWords, *, narrow: bool = False) -> Drawing:
    """Return the main staircase, for a page or (``narrow``) for a telephone."""
    most = max(1.0, *(tread.high for tread in stairs.treads)) + 0.08
    frame = Frame(360, 300, 34, 4, 8, 40, most) if narrow else Frame(860, 350, 44, 8, 10, 42, most)
    step = frame.inner / len(stairs.treads)
    parts = [*share_axis(frame, words)]
    for at, tread in enumerate(stairs.treads):
        x = frame.left + at * step
        name = (words.tier_short if narrow else words.tier_heading)(tread.tier)
        parts += _tread(frame, words, tread, x, step)
        parts.append(label(name, x + step / 2, frame.floor + 22, "axis"))
        if at and tread.retention is not None:
            parts += _riser(frame, words, stairs.treads[at - 1], tread, x)
    return picture(
        frame.width, frame.height, parts, _told(stairs, words), width_kind(narrow=narrow)
    )


def draw_small_stairs(stairs: Stairs, words: CheckupWords) -> Drawing:
    """Return a staircase small enough to stand beside others of the same scale."""
    frame = Frame(216, 128, 4, 4, 20, 20, max(1.0, *(tread.high for tread in stairs.treads)))
    step = frame.inner / len(stairs.treads)
    right = frame.width - frame.right
    parts = [line(frame.left, frame.y(v), right, frame.y(v), "grid") for v in (0.0, 0.5, 1.0)]
    for at, tread in enumerate(stairs.treads):
        x = frame.left + at * step
        middle, above = x + step / 2, frame.y(tread.high) - 4
        parts += _plain_tread(frame, words, tread, x, step)
        parts.append(label(words.percent(tread.efficacy), middle, above, "value small"))
        parts.append(label(words.tier_short(tread.tier), middle, frame.height - 6, "tick"))
    return picture(frame.width, frame.height, parts, _told(stairs, words), "small")


def _plain_tread(
    frame: Frame, words: CheckupWords, tread: Tread, x: float, step: float
) -> list[Drawing]:
    top, low = frame.y(tread.efficacy), frame.y(tread.low)
    told = f"{words.tier(tread.tier)} {words.within(tread.efficacy, tread.low, tread.high)}"
    return [
        box(x, top, step, frame.floor - top, "tread"),
        box(x, frame.y(tread.high), step, low - frame.y(tread.high), "interval", told),
        line(x, top, x + step, top, "level"),
    ]


def _tread(frame: Frame, words: CheckupWords, tread: Tread, x: float, step: float) -> list[Drawing]:
    middle, below = x + step / 2, frame.y(tread.low)
    bounds = words.bounds(tread.low, tread.high)
    told = words.say("set") if tread.low == tread.high else bounds
    return [
        *_plain_tread(frame, words, tread, x, step),
        label(words.percent(tread.efficacy), middle, below + 30, "value"),
        label(told, middle, below + 47, "range"),
    ]


def _riser(
    frame: Frame, words: CheckupWords, above: Tread, tread: Tread, x: float
) -> list[Drawing]:
    """Return the step between two treads: a line down to what it keeps, near the foot."""
    kept = words.say("kept", share=words.percent(tread.retention or 0.0))
    wide = sum(_WIDE if ord(sign) > _LATIN else _WIDE / 2 for sign in kept) + 12
    at = frame.floor - 40
    return [
        line(x, frame.y(above.efficacy), x, at, "riser"),
        box(x - wide / 2, at, wide, 22, "pill"),
        label(kept, x, at + 15.5, "kept"),
    ]


_LATIN, _WIDE = 0x2E80, 12.0
"""Up to where signs are half as wide as the others, and how wide those are."""


def _told(stairs: Stairs, words: CheckupWords) -> str:
    """Return the figures of a staircase in one sentence, for those who do not see it."""
    parts = [
        f"{words.tier(one.tier)} {words.within(one.efficacy, one.low, one.high)}"
        for one in stairs.treads
    ]
    return words.say("stairs_told", treads=words.listed(parts))
