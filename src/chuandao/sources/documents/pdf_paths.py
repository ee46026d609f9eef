"""Ruling lines of a PDF page, from its path objects."""

import ctypes
import math
from collections.abc import Iterator

import pypdfium2.raw as pdfium

from chuandao.sources.documents.page import Rule

Matrix = tuple[float, float, float, float, float, float]
UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_THIN = 3.0
_SHORT = 4.0
_SLANT = 0.6
_MOST_OBJECTS = 30_000
_MOST_SEGMENTS = 200
_DEEP = 6

Point = tuple[float, float]


def objects_of(page: ctypes.c_void_p) -> Iterator[tuple[int, object, Matrix]]:
    """Yield (kind, object, matrix) of the objects of a page, those inside forms included."""
    for place in range(min(pdfium.FPDFPage_CountObjects(page), _MOST_OBJECTS)):
        yield from _unfolded(pdfium.FPDFPage_GetObject(page, place), UNIT, 0)


def _unfolded(item: object, outer: Matrix, depth: int) -> Iterator[tuple[int, object, Matrix]]:
    kind = pdfium.FPDFPageObj_GetType(item)
    if kind != pdfium.FPDF_PAGEOBJ_FORM:
        yield kind, item, outer
    elif depth < _DEEP:
        inner = times(matrix_of(item), outer)
        for place in range(min(pdfium.FPDFFormObj_CountObjects(item), _MOST_OBJECTS)):
            yield from _unfolded(pdfium.FPDFFormObj_GetObject(item, place), inner, depth + 1)


def matrix_of(item: object) -> Matrix:
    """Return the matrix of an object."""
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, found):
        return UNIT
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def times(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that does the first and then the other.

    Examples
    --------
    >>> times((2, 0, 0, 2, 0, 0), (1, 0, 0, 1, 5, 5))
    (2, 0, 0, 2, 5, 5)
    """
    a, b, c, d, e, f = first
    p, q, r, s, x, y = then
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + x,
        e * q + f * s + y,
    )


def moved(point: Point, matrix: Matrix) -> Point:
    """Return where a matrix takes a point."""
    (x, y), (a, b, c, d, e, f) = point, matrix
    return a * x + c * y + e, b * x + d * y + f


def path_rules(item: object, outer: Matrix, view: Matrix) -> Iterator[Rule]:
    """Yield the horizontal and vertical lines of a path: strokes, and bars thin as a line."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    count = pdfium.FPDFPath_CountSegments(item)
    if not (fill.value or stroke.value) or not 1 < count <= _MOST_SEGMENTS:
        return
    whole = times(times(matrix_of(item), outer), view)
    for points in _figures(item, count, whole):
        box = _box(points)
        if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
            yield from rules_between([(box[0], box[1]), (box[2], box[3])], thin=True)
        elif stroke.value:
            yield from rules_between(points)


def _figures(item: object, count: int, matrix: Matrix) -> Iterator[list[Point]]:
    """Yield the figures of a path as points; a figure with a curve in it draws no rule."""
    points: list[Point] = []
    curved = False
    x, y = ctypes.c_float(), ctypes.c_float()
    for place in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(item, place)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1 and not curved:
                yield points
            points, curved = [], False
        curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        points.append(moved((x.value, y.value), matrix))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1 and not curved:
        yield points


def _box(points: list[Point]) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def rules_between(points: list[Point], *, thin: bool = False) -> Iterator[Rule]:
    """Yield a rule for each level or upright stretch between points that follow one another."""
    for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False):
        wide, high = abs(x1 - x0), abs(y1 - y0)
        if not (math.isfinite(wide) and math.isfinite(high)) or max(wide, high) < _SHORT:
            continue
        if high <= (_THIN if thin else _SLANT) and wide > high:
            middle = (y0 + y1) / 2
            yield Rule(min(x0, x1), middle, max(x0, x1), middle)
        elif wide <= (_THIN if thin else _SLANT):
            middle = (x0 + x1) / 2
            yield Rule(middle, min(y0, y1), middle, max(y0, y1))
