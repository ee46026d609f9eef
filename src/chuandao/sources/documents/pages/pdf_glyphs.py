"""Characters of a PDF page with their places, upright as the page is read."""

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2.raw as pdfium

from chuandao.sources.documents.pages.characters import is_blank, is_garbage, seen
from chuandao.sources.documents.pages.found import Found, is_pale, quarter_turns
from chuandao.sources.documents.pages.geometry import Matrix, moved, times
from chuandao.sources.documents.pages.page import Glyph
from chuandao.sources.documents.pages.turning import glyph_box

_MOST = 200_000
_HIGH, _LOW = (0xD800, 0xDC00), (0xDC00, 0xE000)


@dataclass(frozen=True, slots=True)
class _Type:
    """How the characters of one text object are set."""

    size: float
    turn: int | None
    hidden: bool
    pale: bool


def glyphs_of(text_page: object, view: Matrix) -> Found:
    """Return the characters of a page.

    ``counts`` has ``garbage`` (characters without a meaning), ``letters`` (all that leave
    ink) and ``forms`` (compatibility forms replaced).
    """
    found = Found()
    types: dict[int, _Type] = {}
    spaced = False
    for place, character in _characters(text_page):
        if is_blank(character):
            spaced = True
            continue
        found.counts["letters"] += 1
        if is_garbage(character):
            found.counts["garbage"] += 1
        words = seen(character)
        found.counts["forms"] += words != character
        item = pdfium.FPDFText_GetTextObject(text_page, place)
        key = ctypes.cast(item, ctypes.c_void_p).value or 0
        if key not in types:
            types[key] = _type(text_page, place, item, view)
        _put(found, text_page, place, types[key], (words, spaced), view)
        spaced = False
    return found


def _characters(text_page: object) -> Iterator[tuple[int, str]]:
    """Yield the characters of the file, and the spaces that pdfium sees between words."""
    high = 0
    for place in range(min(pdfium.FPDFText_CountChars(text_page), _MOST)):
        code = pdfium.FPDFText_GetUnicode(text_page, place)
        if pdfium.FPDFText_IsGenerated(text_page, place) == 1:
            yield place, " "
            continue
        if _HIGH[0] <= code < _HIGH[1]:
            high = code
        elif _LOW[0] <= code < _LOW[1]:
            if high:
                yield place, chr(0x10000 + ((high - _HIGH[0]) << 10) + code - _LOW[0])
            high = 0
        elif code == 2:  # noqa: PLR2004 - pdfium's sign for a hyphen at a line's end
            yield place, "-"
        else:
            yield place, chr(code) if 0 < code < 0x110000 else "\ufffd"  # noqa: PLR2004 - Unicode


def _type(text_page: object, place: int, item: object, view: Matrix) -> _Type:
    own = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text_page, place, own)
    a, b, c, d, _, _ = times((own.a, own.b, own.c, own.d, 0, 0), view)
    size = pdfium.FPDFText_GetFontSize(text_page, place) * math.hypot(c, d)
    mode = pdfium.FPDFTextObj_GetTextRenderMode(item)
    hidden = mode in {pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP}
    return _Type(abs(size) or 1.0, quarter_turns(a, b), hidden, _is_pale(text_page, place))


def _is_pale(text_page: object, place: int) -> bool:
    """Return whether a character is light or half transparent, yet not white."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFText_GetFillColor(text_page, place, red, green, blue, alpha):
        return False
    light = (0.299 * red.value + 0.587 * green.value + 0.114 * blue.value) / 255
    return is_pale(light, alpha.value / 255)


def _put(
    found: Found,
    text_page: object,
    place: int,
    kind: _Type,
    character: tuple[str, bool],
    view: Matrix,
) -> None:
    words, spaced = character
    if kind.turn is None:
        found.slanted += words
        return
    glyph = Glyph(*_box(text_page, place, view, kind), kind.size, words, spaced)
    group = found.hidden if kind.hidden else found.pale if kind.pale else found.shown
    group.append((kind.turn, glyph))


def _box(
    text_page: object, place: int, view: Matrix, kind: _Type
) -> tuple[float, float, float, float]:
    """Return the box of a character in the page as it is read, whatever way it is turned."""
    x, y = ctypes.c_double(), ctypes.c_double()
    loose = pdfium.FS_RECTF()
    pdfium.FPDFText_GetCharOrigin(text_page, place, x, y)
    pdfium.FPDFText_GetLooseCharBox(text_page, place, loose)
    ox, oy = moved((x.value, y.value), view)
    ax, ay = moved((loose.left, loose.bottom), view)
    bx, by = moved((loose.right, loose.top), view)
    return glyph_box(kind.turn or 0, (ox, oy), (ax, ay, bx, by), kind.size)
