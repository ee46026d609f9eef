"""Columns of a page: which boxes are read first."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from statistics import median

from chuandao.sources.documents.pages.lines import GAP, lines_of, pieces_of
from chuandao.sources.documents.pages.page import Box, Run, Table, together

_PROSE_LETTERS = 8
_PROSE_FILL = 0.6
_PROSE_LINES = 3
_BROKEN = 0.25
_ROW_BLANK = 1.4
_ROW_SHARE = 0.7
_ROW_LEVEL = 3.0
_NEAR_RIGHT = 0.75  # stops hang into a gutter from its left; its right edge is straight


@dataclass
class Flow:
    """Boxes read from top to bottom, and the left and right edge they stand between."""

    boxes: list[Box]
    left: float
    right: float
    whole: bool = True


def flows_of(boxes: list[Box]) -> list[Flow]:
    """Return the columns of a page in reading order.

    What reaches across a gutter (a title, a wide table) parts the page into zones; in each
    zone the left column is read to its end before the right one. Two columns are those of
    running text: short cells that stand beside one another are left to the tables.
    """
    gutter = _gutter([box for box in boxes if isinstance(box, Run)])
    if gutter is None:
        return [_flow(boxes)] if boxes else []
    flows: list[Flow] = []
    plain: list[Box] = []
    zones = list(_zones(boxes, gutter))
    proven = any(
        _is_last_column(left, right)
        or (_is_prose(left) and _is_prose(right) and not _in_rows(left, right))
        for left, right, _ in zones
    )
    for left, right, across in zones:
        if left and right and proven and _fits(left, right):
            flows += [_flow(plain)] if plain else []
            flows += [replace(f, whole=False) for side in (left, right) for f in flows_of(side)]
            plain = []
        else:
            plain += left + right
        plain += across
    return flows + ([_flow(plain)] if plain else [])


def _flow(boxes: list[Box]) -> Flow:
    return Flow(boxes, min(box.x0 for box in boxes), max(box.x1 for box in boxes))


def _gutter(runs: list[Run]) -> float | None:
    """Return the x that most gaps between neighbours have in common, or nothing."""
    gaps = sorted(_gaps(runs))
    events = sorted([(x0, -1) for x0, _ in gaps] + [(x1, 1) for _, x1 in gaps])
    best, depth, found = 0, 0, None
    for place, (x, kind) in enumerate(events):
        depth -= kind
        if kind < 0 and depth > best:
            best, found = depth, x + _NEAR_RIGHT * (events[place + 1][0] - x)
    return found


def _gaps(runs: list[Run]) -> Iterator[tuple[float, float]]:
    for run in runs:
        right = [o.x0 for o in runs if o.x0 >= run.x1 and together(run, o, 0.3)]
        if right and min(right) - run.x1 > GAP * run.size:
            yield run.x1, min(right)


def _zones(boxes: list[Box], gutter: float) -> Iterator[tuple[list[Box], list[Box], list[Box]]]:
    """Yield left boxes, right boxes and the box across that ends the zone, from the top."""
    left: list[Box] = []
    right: list[Box] = []
    for box in sorted(boxes, key=lambda box: box.y0 if isinstance(box, Table) else box.middle):
        if _is_across(box, gutter):
            yield left, right, [box]
            left, right = [], []
        else:
            (left if box.x0 + box.x1 <= 2 * gutter else right).append(box)
    yield left, right, []


def _is_across(box: Box, gutter: float) -> bool:
    """Return whether a box reaches over a gutter, by more than a stop hangs over an edge."""
    hangs = box.size if isinstance(box, Run) else 0.0
    return box.x0 < gutter - hangs and box.x1 > gutter + hangs


def _is_prose(boxes: list[Box]) -> bool:
    """Return whether lines are mostly long and full, or columns of such lines."""
    runs = [box for box in boxes if isinstance(box, Run)]
    lines = lines_of(runs)
    if len(lines) < _PROSE_LINES:
        return False
    if any(not flow.whole for flow in flows_of(list(runs))):
        return True
    broken = sum(len(pieces_of(line)) > 1 for line in lines)
    if broken > _BROKEN * len(lines):
        return False
    widths = sorted(line[-1].x1 - line[0].x0 for line in lines)
    width = max(run.x1 for run in runs) - min(run.x0 for run in runs)
    typical = widths[int(0.6 * len(widths))]
    letters = median(sum(len(run.text) for run in line) for line in lines)
    size = median(run.size for run in runs)
    return typical >= _PROSE_FILL * width and min(letters, typical / size) >= _PROSE_LETTERS


def _in_rows(left: list[Box], right: list[Box]) -> bool:
    """Return whether wider blanks on both sides end at the same heights, as in rows of a table."""
    usual = max(
        median(high - low for low, high in _blanks(side) or [(0, 0)]) for side in (left, right)
    )
    wide = [
        [(a, b) for a, b in _blanks(side) if b - a > _ROW_BLANK * usual + 1]
        for side in (left, right)
    ]
    shared = sum(any(abs(b - d) < _ROW_LEVEL for _, d in wide[1]) for _, b in wide[0])
    return shared > 1 and shared > _ROW_SHARE * max(map(len, wide))


def _blanks(boxes: list[Box]) -> list[tuple[float, float]]:
    """Return the blanks between lines, as heights from and to."""
    blanks: list[tuple[float, float]] = []
    low = None
    for box in sorted(boxes, key=lambda box: box.y0):
        if low is not None and box.y0 > low:
            blanks.append((low, box.y0))
        low = box.y1 if low is None else max(low, box.y1)
    return blanks


def _is_last_column(left: list[Box], right: list[Box]) -> bool:
    """Return whether the right side is the few last lines of text, beside a full column."""
    few = lines_of([box for box in right if isinstance(box, Run)])
    full = lines_of([box for box in left if isinstance(box, Run)])
    if not 0 < len(few) < _PROSE_LINES or len(full) < 2 * _PROSE_LINES or not _is_prose(left):
        return False
    return len(few) == len(right) and few[0][0].y0 < full[_PROSE_LINES][0].y0


def _fits(left: list[Box], right: list[Box]) -> bool:
    """Return whether both sides have words; a right side alone at its edge is a signature."""
    lines = [lines_of([b for b in side if isinstance(b, Run)]) for side in (left, right)]
    tables = any(isinstance(box, Table) for box in left + right)
    return tables or all(lines)
