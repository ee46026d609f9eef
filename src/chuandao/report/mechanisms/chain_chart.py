"""Drawing an appropriation: a band a tier, what was sent and of it what arrived."""

from collections.abc import Callable

from chuandao.report.mechanisms.chain import Appropriation
from chuandao.report.mechanisms.words import MechanismWords
from chuandao.report.whole.svg import Drawing, box, label, picture

_ROW, _LEFT, _RIGHT, _BAR = 44.0, 150.0, 190.0, 18.0
_WIDTH, _NARROW = 760.0, 380.0


def draw_appropriation(
    one: Appropriation,
    words: MechanismWords,
    tier_name: Callable[[int], str],
    *,
    narrow: bool = False,
) -> Drawing:
    """Return one appropriation as bars, a tier below the other; the hollow part has not arrived."""
    width = _NARROW if narrow else _WIDTH
    left = 84.0 if narrow else _LEFT
    right = 120.0 if narrow else _RIGHT
    most = max([one.amount, *(level.sent for level in one.levels)]) or 1.0
    scale = (width - left - right) / most
    parts: list[Drawing] = []
    for at, level in enumerate(one.levels):
        y = 8 + at * _ROW
        told = words.say(
            "chain.told", sent=words.money(level.sent), arrived=words.money(level.arrived)
        )
        parts += [
            label(tier_name(level.tier), left - 8, y + 14, "axis", "end"),
            box(left, y, max(level.sent * scale, 1), _BAR, "sent", told),
            box(left, y, max(min(level.arrived, level.sent) * scale, 0), _BAR, "arrived", told),
            label(
                words.money(level.arrived), left + level.sent * scale + 6, y + 14, "tick", "start"
            ),
            label(words.say("chain.units", n=level.units), left, y + 33, "tick", "start"),
        ]
    height = 8 + len(one.levels) * _ROW
    name = words.say("chain.drawn", code=one.code)
    return picture(width, height, parts, name, "narrow" if narrow else "wide")
