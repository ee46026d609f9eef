"""The levels of numbering that are open, and which of them a new number stands under."""

from dataclasses import dataclass, replace

from chuandao.text.clauses.numbering import Marker

_TOP_STYLES = frozenset({"part", "chapter", "section", "han"})


@dataclass(frozen=True)
class Level:
    """An open level: its style and rank (see `numbering`), number and heading.

    ``counted``: its whole number (3.1 is (3, 1)); ``number`` is empty where a dotted number
    below says it too.
    """

    style: str
    rank: int
    number: str
    heading: str
    in_box: bool = False
    counted: tuple[int, ...] = ()


def above(levels: list[Level], found: Marker) -> list[Level]:
    """Return the open levels under which a new number stands."""
    if found.style == "dotted":
        return [level for level in levels if level.rank < found.rank or _begins(level, found)]
    for index, level in enumerate(levels):
        if level.style == found.style:
            return levels[:index]
    coarser = found.style in _TOP_STYLES and any(level.rank > found.rank for level in levels)
    if found.numbers[-1] == 1 and not coarser:
        return list(levels)
    return _coarser(levels, found)


def _coarser(levels: list[Level], found: Marker) -> list[Level]:
    return [level for level in levels if level.rank < found.rank]


def told_below(levels: list[Level], found: Marker) -> list[Level]:
    """Return levels without the numbers that a dotted number repeats: 3. above 3.1."""
    if found.style != "dotted":
        return levels
    return [replace(one, number="") if _begins(one, found) else one for one in levels]


def _begins(level: Level, found: Marker) -> bool:
    """Tell whether a dotted number begins with that of a level: 3.1 stands under 3."""
    size = len(level.counted)
    one_kind = level.style in {"arabic", "dotted"}
    return one_kind and 0 < size < len(found.numbers) and found.numbers[:size] == level.counted
