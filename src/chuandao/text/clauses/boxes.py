"""Boxes (專欄) inside plans: a title of their own, and a numbering that begins anew."""

import re

from chuandao.text.clauses.levels import Level, above
from chuandao.text.clauses.numbering import Marker

_BOX = re.compile(
    r"(?:专栏|[Bb]ox|BOX)\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})?(?:\s|[:：.、])\s*(?P<title>[^。；，\t]{2,60})$"
)


def box_title(words: str) -> str:
    """Return the title of a box that a line opens; empty where it opens none.

    Examples
    --------
    >>> box_title("专栏1 基础理论"), box_title("专栏建设情况较好")
    ('基础理论', '')
    """
    found = _BOX.match(words.strip())
    return found["title"].strip() if found else ""


def over(levels: list[Level], found: Marker) -> list[Level]:
    """Return the open levels under which a new number stands, inside a box or after it.

    No line says where a box ends. A number that counts on, or begins at 1, stands in it; any
    other that the numbering outside the box can take ends it.
    """
    outside = [level for level in levels if not level.in_box]
    if len(outside) == len(levels):
        return above(levels, found)
    inside = levels[len(outside) :]
    last = next((level.number for level in inside if level.style == found.style), "0")
    counts_on = found.style == "dotted" or found.numbers[-1] == int(last.split(".")[-1]) + 1
    return outside + inside[:1] + above(inside[1:], found) if counts_on else above(outside, found)
