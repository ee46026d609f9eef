"""Ruling lines of a PDF page, from its path objects."""

import ctypes
from collections.abc import Iterator

import pypdfium2.raw as pdfium

from chuandao.sources.documents.pages.geometry import (
    UNIT,
    Matrix,
    Point,
    moved,
    rules_of,
    times,
)
from chuandao.sources.documents.pages.page import Rule

_MOST_OBJECTS = 30_000
_MOST_SEGMENTS = 200
_DEEP = 6


def objects_of(page: object) -> Iterator[tuple[int, object, Matrix]]:
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


def path_rules(item: object, outer: Matrix, view: Matrix) -> Iterator[Rule]:
    """Yield the horizontal and vertical lines of a path: strokes, and bars thin as a line."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    count = pdfium.FPDFPath_CountSegments(item)
    if not (fill.value or stroke.value) or not 1 < count <= _MOST_SEGMENTS:
        return
    whole = times(times(matrix_of(item), outer), view)
    for points in _figures(item, count, whole):
        yield from rules_of(points, stroked=bool(stroke.value))


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
