"""One page of a PDF: its characters and rules upright, and whether it is a scan."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

import pypdfium2.raw as pdfium

from chuandao.sources.documents.page import Glyph, Rule, Sheet
from chuandao.sources.documents.page_lines import lines_of, runs_of, whole
from chuandao.sources.documents.page_tables import tables_of
from chuandao.sources.documents.pdf_glyphs import (
    Found,
    Turned,
    glyphs_of,
    is_large,
    upright,
)
from chuandao.sources.documents.pdf_paths import (
    Matrix,
    matrix_of,
    moved,
    objects_of,
    path_rules,
    times,
)

_SCAN_COVER = 0.5
_PICTURE_COVER = 0.01
_FEW = 60
_GARBAGE = 0.1
_OUTSIDE = 5.0


@dataclass
class PdfPage:
    """A page read.

    Attributes
    ----------
    sheet : Sheet
    is_scan : bool
        Its words stand in a picture, or its characters have no meaning.
    watermark : str
        Words set aslant or large and pale over the page.
    counts : Counter of str
        What was left aside or mended.
    """

    sheet: Sheet
    is_scan: bool
    watermark: str = ""
    counts: Counter[str] = field(default_factory=Counter)


def pdf_page(page: object, text_page: object, number: int) -> PdfPage:
    """Return a page of a PDF as it is read: turned as it is shown."""
    view, width, height = view_of(page)
    found = glyphs_of(text_page, view)
    rules, pictures = _drawn(page, view)
    cover = max((_cover(box, width, height) for box in pictures), default=0.0)
    counts = Counter(found.counts)
    shown = _visible(found, cover, counts)
    body, marks = _without_marks(shown, found)
    counts["watermarks_dropped"] += bool(marks)
    is_scan = _is_scan(body, found, cover)
    counts["pictures_not_read"] += 0 if is_scan else sum(
        _PICTURE_COVER < _cover(box, width, height) for box in pictures if not counts["scanner"]
    )
    sheet = sheet_of(body, rules, number, width, height)
    return PdfPage(sheet, is_scan, marks, counts)


def view_of(page: object) -> tuple[Matrix, float, float]:
    """Return the matrix from the page's own space to the page as shown, its width and height."""
    left, bottom, right, top = _page_box(page)
    width, height = right - left, top - bottom
    turn = pdfium.FPDFPage_GetRotation(page)
    if turn == 1:
        return (0, 1, 1, 0, -bottom, -left), height, width
    if turn == 2:  # noqa: PLR2004 - two quarter turns
        return (-1, 0, 0, 1, right, -bottom), width, height
    if turn == 3:  # noqa: PLR2004 - three quarter turns
        return (0, -1, -1, 0, top, right), height, width
    return (1, 0, 0, -1, -left, top), width, height


def _page_box(page: object) -> tuple[float, float, float, float]:
    box = pdfium.FS_RECTF()
    if pdfium.FPDF_GetPageBoundingBox(page, box):
        found = (box.left, box.bottom, box.right, box.top)
        if all(map(math.isfinite, found)) and found[2] > found[0] and found[3] > found[1]:
            return found
    return 0.0, 0.0, 612.0, 792.0


def _drawn(
    page: object, view: Matrix
) -> tuple[list[Rule], list[tuple[float, float, float, float]]]:
    """Return the ruling lines and the boxes of the pictures."""
    rules: list[Rule] = []
    pictures = []
    for kind, item, outer in objects_of(page):
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            rules += path_rules(item, outer, view)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            whole_matrix = times(times(matrix_of(item), outer), view)
            corners = [moved((x, y), whole_matrix) for x in (0, 1) for y in (0, 1)]
            xs, ys = [x for x, _ in corners], [y for _, y in corners]
            pictures.append((min(xs), min(ys), max(xs), max(ys)))
    return rules, pictures


def _cover(box: tuple[float, float, float, float], width: float, height: float) -> float:
    x0, y0, x1, y1 = box
    wide = min(x1, width) - max(x0, 0)
    high = min(y1, height) - max(y0, 0)
    return max(wide, 0) * max(high, 0) / (width * height)


def _visible(found: Found, cover: float, counts: Counter[str]) -> list[Turned]:
    """Return what is read: unseen words too where a scanner's recogniser laid them on a scan."""
    if not found.hidden:
        return found.shown
    if cover >= _SCAN_COVER and len(found.shown) < _FEW:
        counts["scanner"] += 1
        return found.shown + found.hidden
    counts["hidden_dropped"] += 1
    return found.shown


def _without_marks(shown: list[Turned], found: Found) -> tuple[list[Turned], str]:
    """Return characters without large pale ones, and the words of watermarks."""
    sizes = [glyph.size for _, glyph in shown] or [glyph.size for _, glyph in found.pale]
    body = median(sizes) if sizes else 0.0
    kept = [item for item in found.pale if not is_large(item[1], body)]
    marks = "".join(glyph.text for _, glyph in found.pale if is_large(glyph, body))
    return shown + kept if kept else shown, found.slanted + marks


def _is_scan(body: list[Turned], found: Found, cover: float) -> bool:
    letters, garbage = found.counts["letters"], found.counts["garbage"]
    if letters and garbage > _GARBAGE * letters:
        return True
    return cover >= _SCAN_COVER and len(body) < _FEW


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
