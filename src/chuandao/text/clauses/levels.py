"""The levels of numbering that are open, and which of them a new number stands under."""

from dataclasses import dataclass

from chuandao.text.clauses.numbering import Marker

_TOP_STYLES = frozenset({"part", "chapter", "section", "han"})


@dataclass(frozen=True)
class Level:
    """An open level: its style and rank (see `numbering`), number and heading."""

    style: str
    rank: int
    number: str
    heading: str
    in_box: bool = False


def above(levels: list[Level], found: Marker) -> list[Level]:
    """Return the open levels under which a new number stands."""
    if found.style == "dotted":
        return _coarser(levels, found)
    for index, level in enumerate(levels):
        if level.style == found.style:
            return levels[:index]
    coarser = found.style in _TOP_STYLES and any(level.rank > found.rank for level in levels)
    if found.numbers[-1] == 1 and not coarser:
        return list(levels)
    return _coarser(levels, found)


def _coarser(levels: list[Level], found: Marker) -> list[Level]:
    return [level for level in levels if level.rank < found.rank]
