"""Objects of an OFD page: characters, ruling lines, pictures, with their places in points."""

import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from chuandao.sources.documents.pages.characters import is_blank, is_garbage, seen
from chuandao.sources.documents.pages.found import Found, is_pale, quarter_turns
from chuandao.sources.documents.pages.geometry import (
    Matrix,
    Point,
    box_of,
    moved,
    rules_of,
    times,
)
from chuandao.sources.documents.pages.ofd_xml import (
    POINTS,
    all_inner,
    deltas,
    floats,
    inner,
    local,
    matrix,
    number,
)
from chuandao.sources.documents.pages.page import Glyph, Rule
from chuandao.sources.documents.pages.turning import glyph_box
from chuandao.sources.documents.word.wordml import Element

_DEEP = 12
_STEPS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_MOST_RULES = 30_000
_WIDE = 1.5
_EM = 1.05


@dataclass
class Drawn:
    """What the objects of a page put on it; pictures as (box, resource)."""

    found: Found = field(default_factory=Found)
    rules: list[Rule] = field(default_factory=list)
    pictures: list[tuple[tuple[float, float, float, float], str]] = field(default_factory=list)


def draw(
    parent: Element, outer: Matrix, drawn: Drawn, units: dict[str, Element], depth: int = 0
) -> None:
    """Add the objects under an element (layers, blocks, composite objects) to what is drawn."""
    if depth > _DEEP:
        return
    for item in parent:
        kind = local(item)
        if kind in {"Layer", "PageBlock"}:
            draw(item, outer, drawn, units, depth + 1)
        elif kind == "TextObject":
            _text(item, outer, drawn)
        elif kind == "PathObject" and len(drawn.rules) < _MOST_RULES:
            drawn.rules += _path(item, outer)
        elif kind == "ImageObject":
            box = floats(item.get("Boundary"))
            if len(box) == 4:  # noqa: PLR2004 - x, y, width, height
                corners = [(box[0], box[1]), (box[0] + box[2], box[1] + box[3])]
                place = box_of([moved(corner, outer) for corner in corners])
                drawn.pictures.append((place, item.get("ResourceID", "")))
        elif kind == "CompositeObject":
            unit = inner(units.get(item.get("ResourceID", "")), "Content")
            if unit is not None:
                draw(unit, _own(item, outer), drawn, units, depth + 1)


def page_matrix(left: float, top: float) -> Matrix:
    """Return the matrix from millimetres on the page to points from its upper left corner."""
    return (POINTS, 0, 0, POINTS, -left * POINTS, -top * POINTS)


def _own(item: Element, outer: Matrix) -> Matrix:
    """Return the matrix of an object: its own, then its boundary, then that of the page."""
    box = floats(item.get("Boundary")) or [0.0, 0.0]
    x, y = (box[0], box[1]) if len(box) > 1 else (0.0, 0.0)
    return times(times(matrix(item.get("CTM")), (1, 0, 0, 1, x, y)), outer)


def _text(item: Element, outer: Matrix, drawn: Drawn) -> None:
    own = _own(item, outer)
    found = drawn.found
    turn = quarter_turns(own[0], own[1])
    if turn is not None:
        turn = (turn + round(number(item, "CharDirection", 0) / 90)) % 4
    pale = is_pale(*_shade(item))
    group = found.pale if pale else found.shown
    if item.get("Visible", "true").lower() in {"false", "0"}:
        group = found.hidden
    for glyph in _glyphs(item, own, turn or 0, found):
        if turn is None:
            found.slanted += glyph.text
        else:
            group.append((turn, glyph))


def _glyphs(item: Element, own: Matrix, turn: int, found: Found) -> Iterator[Glyph]:
    height = number(item, "Size", 0)
    scale = number(item, "HScale", 1)
    size = height * math.hypot(own[2], own[3])
    x, y = 0.0, 0.0
    for code in all_inner(item, "TextCode"):
        x, y = number(code, "X", x), number(code, "Y", y)
        spaced = False
        for place, character, advance in _placed(code, height * scale, x, y):
            if is_blank(character):
                spaced = True
                continue
            found.counts["letters"] += 1
            found.counts["garbage"] += is_garbage(character)
            words = seen(character)
            found.counts["forms"] += words != character
            wide = _advance_point(place, advance, number(item, "CharDirection", 0))
            start, end = moved(place, own), moved(wide, own)
            corners = (*start, *end)
            box = glyph_box(turn, start, corners, size)
            yield Glyph(*box, size or 1.0, words, spaced)
            spaced = False


def _advance_point(place: Point, advance: float, direction: float) -> Point:
    """Return where a character's advance ends, in the space of its object."""
    angle = math.radians(direction)
    return place[0] + advance * math.cos(angle), place[1] + advance * math.sin(angle)


def _placed(code: Element, size: float, x: float, y: float) -> Iterator[tuple[Point, str, float]]:
    """Yield (origin, character, advance) of a run of text.

    Where fewer distances are stated than there are characters, the last one goes on; where
    none is stated, characters follow one another by their natural width.
    """
    text = (code.text or "").strip("\r\n\t")
    across, down = deltas(code.get("DeltaX")), deltas(code.get("DeltaY"))
    for place, character in enumerate(text):
        natural = size * (1.0 if _is_wide(character) else 0.5)
        step = _at(across, place) if across or down else natural
        near = step <= _WIDE * natural or step <= _EM * size  # figures in cells of a full em
        advance = step if step > 0 and near else natural
        yield (x, y), character, advance
        x += step
        y += _at(down, place)


def _at(found: list[float], place: int) -> float:
    return found[min(place, len(found) - 1)] if found else 0.0


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in {"W", "F", "A"}


def _shade(item: Element) -> tuple[float, float]:
    """Return how light a text object is and how opaque, both 0-1."""
    fill = inner(item, "FillColor")
    value = [] if fill is None else floats((fill.get("Value") or "").replace("#", " "))
    opacity = number(item, "Alpha", 255)
    opacity = min(opacity, 255 if fill is None else number(fill, "Alpha", 255))
    return _light(value), opacity / 255


def _light(value: list[float]) -> float:
    if len(value) == 1:
        return value[0] / 255
    if len(value) == 3:  # noqa: PLR2004 - red, green, blue
        return (0.299 * value[0] + 0.587 * value[1] + 0.114 * value[2]) / 255
    return 0.0


def _path(item: Element, outer: Matrix) -> Iterator[Rule]:
    filled = item.get("Fill", "false").lower() in {"true", "1"}
    stroked = item.get("Stroke", "true").lower() in {"true", "1"}
    data = inner(item, "AbbreviatedData")
    if data is None or not (filled or stroked):
        return
    own = _own(item, outer)
    for points in _figures((data.text or "").split()):
        yield from rules_of([moved(point, own) for point in points], stroked=stroked)


def _figures(parts: list[str]) -> Iterator[list[Point]]:
    """Yield the figures of straight lines in a path; one with a curve draws no rule."""
    points: list[Point] = []
    curved, place = False, 0
    while place < len(parts):
        step = parts[place]
        count = _STEPS.get(step, -1)
        values = floats(" ".join(parts[place + 1 : place + 1 + max(count, 0)]))
        if count < 0 or len(values) < count:
            break
        if step in "MS":
            if len(points) > 1 and not curved:
                yield points
            points, curved = [(values[0], values[1])], False
        elif step == "L":
            points.append((values[0], values[1]))
        elif step == "C":
            points += points[:1]
        else:
            curved = True
        place += 1 + count
    if len(points) > 1 and not curved:
        yield points
