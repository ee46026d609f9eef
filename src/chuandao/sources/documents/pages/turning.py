"""Characters that stand sideways or upside down, and the page turned so that most are upright."""

from collections import Counter
from collections.abc import Iterable, Sequence

from chuandao.sources.documents.pages.lines import lines_of, runs_of, whole
from chuandao.sources.documents.pages.page import ABOVE, BELOW, Glyph, Rule, Sheet
from chuandao.sources.documents.pages.tables import tables_of

Turned = tuple[int, Glyph]
Corners = tuple[float, float, float, float]
_OUTSIDE = 5.0


def glyph_box(turn: int, origin: tuple[float, float], corners: Corners, size: float) -> Corners:
    """Return the box of a character from its origin on the baseline and where its advance ends.

    Parameters
    ----------
    turn : int
        Quarter turns clockwise in which it stands.
    origin : tuple
        x and y.
    corners : tuple
        Two opposite corners of the place it takes, in any order.
    size : float
        Size of type.
    """
    ox, oy = origin
    ax, ay, bx, by = corners
    up, down, least = ABOVE * size, BELOW * size, 0.2 * size
    if turn == 0:
        return ox, oy - up, max(ax, bx, ox + least), oy + down
    if turn == 1:
        return ox - down, oy, ox + up, max(ay, by, oy + least)
    if turn == 2:  # noqa: PLR2004 - two quarter turns
        return min(ax, bx, ox - least), oy - down, ox, oy + up
    return ox - up, min(ay, by, oy - least), ox + down, oy


def upright(glyph: Glyph, turn: int, width: float, height: float) -> Glyph:
    """Return a character's box on the page turned so that it stands upright.

    Examples
    --------
    >>> upright(Glyph(0, 0, 10, 20, 10, "a"), 1, 100, 200)[:4]
    (0, 90, 20, 100)
    """
    x0, y0, x1, y1, size, text, spaced = glyph
    if turn == 1:
        return Glyph(y0, width - x1, y1, width - x0, size, text, spaced)
    if turn == 2:  # noqa: PLR2004 - two quarter turns
        return Glyph(width - x1, height - y1, width - x0, height - y0, size, text, spaced)
    if turn == 3:  # noqa: PLR2004 - three quarter turns
        return Glyph(height - y1, x0, height - y0, x1, size, text, spaced)
    return glyph


def sheet_of(
    body: Sequence[Turned], rules: Iterable[Rule], number: int, width: float, height: float
) -> Sheet:
    """Return the page turned the way most of its characters stand."""
    turns = Counter(turn for turn, _ in body)
    main = turns.most_common(1)[0][0] if turns else 0
    glyphs = [upright(g, turn, width, height) for turn, g in body if turn == main]
    for turn in turns:
        if turn != main:
            side = [g for t, g in body if t == turn]
            glyphs += [
                upright(g, main, width, height) for g in _sideways(side, turn, width, height)
            ]
    lines = [_turned_rule(rule, main, width, height) for rule in rules]
    if main % 2:
        width, height = height, width
    glyphs = [glyph for glyph in glyphs if _is_on_page(glyph, width, height)]
    tables, rest = tables_of(glyphs, lines)
    return Sheet(number, width, height, [*tables, *runs_of(rest)], lines)


def _is_on_page(glyph: Glyph, width: float, height: float) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
    return -_OUTSIDE <= x <= width + _OUTSIDE and -_OUTSIDE <= y <= height + _OUTSIDE


def _sideways(side: list[Glyph], turn: int, width: float, height: float) -> list[Glyph]:
    """Return lines that stand sideways, each as one sign in its middle."""
    found = []
    wide, high = (height, width) if turn % 2 else (width, height)
    for line in lines_of(runs_of([upright(glyph, turn, width, height) for glyph in side])):
        run = whole(line)
        x, y = (run.x0 + run.x1) / 2, run.middle
        half = run.size / 2
        sign = Glyph(x - half, y - half, x + half, y + half, run.size, run.text)
        found.append(upright(sign, (4 - turn) % 4, wide, high))
    return found


def _turned_rule(rule: Rule, turn: int, width: float, height: float) -> Rule:
    if not turn:
        return rule
    return Rule(*upright(Glyph(*rule, 0, ""), turn, width, height)[:4])
