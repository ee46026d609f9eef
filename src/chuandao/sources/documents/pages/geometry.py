"""Matrices of page descriptions, and the ruling lines that figures draw."""

import math
from collections.abc import Iterator
from itertools import pairwise

from chuandao.sources.documents.pages.page import Rule

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_THIN = 3.0
_SHORT = 4.0
_SLANT = 0.6


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


def rules_of(points: list[Point], *, stroked: bool) -> Iterator[Rule]:
    """Yield the level and upright lines of a figure: its strokes, or itself if thin as a line."""
    x0, y0, x1, y1 = box_of(points)
    if min(x1 - x0, y1 - y0) <= _THIN:
        yield from _rules_between([(x0, y0), (x1, y1)], _THIN)
    elif stroked:
        yield from _rules_between(points, _SLANT)


def box_of(points: list[Point]) -> tuple[float, float, float, float]:
    """Return the box about points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _rules_between(points: list[Point], thin: float) -> Iterator[Rule]:
    for (x0, y0), (x1, y1) in pairwise(points):
        wide, high = abs(x1 - x0), abs(y1 - y0)
        if not (math.isfinite(wide) and math.isfinite(high)) or max(wide, high) < _SHORT:
            continue
        if high <= thin and wide > high:
            middle = (y0 + y1) / 2
            yield Rule(min(x0, x1), middle, max(x0, x1), middle)
        elif wide <= thin:
            middle = (x0 + x1) / 2
            yield Rule(middle, min(y0, y1), middle, max(y0, y1))
