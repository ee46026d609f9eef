"""One page of a PDF: its characters and rules upright, and whether it is a scan."""

import math
from collections import Counter
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium

from chuandao.sources.documents.pages.found import Found, without_marks
from chuandao.sources.documents.pages.geometry import Matrix, box_of, moved, times
from chuandao.sources.documents.pages.page import Rule, Sheet
from chuandao.sources.documents.pages.pdf_glyphs import glyphs_of
from chuandao.sources.documents.pages.pdf_paths import matrix_of, objects_of, path_rules
from chuandao.sources.documents.pages.scan import FEW, SCAN_COVER, is_scan
from chuandao.sources.documents.pages.turning import Turned, sheet_of

_PICTURE_COVER = 0.01


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
    scanned: bool
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
    body, marks = without_marks(shown, found)
    counts["watermarks_dropped"] += bool(marks)
    scanned = is_scan(len(body), found.counts, cover)
    counts["pictures_not_read"] += (
        0
        if scanned
        else sum(
            _cover(box, width, height) > _PICTURE_COVER for box in pictures if not counts["scanner"]
        )
    )
    sheet = sheet_of(body, rules, number, width, height)
    return PdfPage(sheet, scanned, marks, counts)


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
            pictures.append(box_of(corners))
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
    if cover >= SCAN_COVER and len(found.shown) < FEW:
        counts["scanner"] += 1
        return found.shown + found.hidden
    counts["hidden_dropped"] += 1
    return found.shown
