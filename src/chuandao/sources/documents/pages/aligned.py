"""Tables without ruling lines: cells that stand below one another in clear columns."""

from collections.abc import Sequence
from itertools import pairwise, takewhile

from chuandao.sources.documents.pages.lines import pieces_of, whole
from chuandao.sources.documents.pages.page import Rule, Run, Table
from chuandao.sources.documents.pages.paragraphs import is_list_sign
from chuandao.sources.documents.pages.rows import Line, cells_of, table_of

_LEAST_ROWS = 3
_CLEAR = 0.5
_LONE = 8
_ROW_SHARE = 0.25
_TIGHT = 0.75
_FAR = 1e6


def with_tables(lines: Sequence[Line], rules: Sequence[Rule] = ()) -> list[Run | Table]:
    """Return lines as runs, and rows of aligned cells as tables, in their order.

    Three lines or more that leave the same clear strips between their pieces are a table; two
    are enough where there are three columns.
    Whatever is not sure to be one stays text; nothing is lost either way.
    """
    pieces = [pieces_of(line, _CLEAR) for line in lines]
    found: list[Run | Table] = []
    place = 0
    while place < len(lines):
        end = _end(pieces, place)
        if end:
            strips = _all_strips(pieces[place:end])
            start = _reach(pieces, place, -1, strips)
            start = max(start, place - _lone_tail(found))
            del found[len(found) - (place - start) :]
            end = _reach(pieces, end - 1, 1, strips) + 1
            found.append(table_of(pieces[start:end], _middles(strips), rules))
            place = end
        else:
            found.append(whole(lines[place]))
            place += 1
    return found


def _end(lines: Sequence[Line], start: int) -> int:
    """Return where the table that begins at a line ends, or 0."""
    if len(lines[start]) < 2:  # noqa: PLR2004 - two cells
        return 0
    strips = _strips(lines[start])
    inner = _inner(strips, lines[start : start + 1])
    end, last = start + 1, start + 1
    while end < len(lines) and end - last < _LONE:
        if lines[end][0].y0 - lines[end - 1][0].y1 > 2 * lines[end][0].size:
            break
        strips = _common(strips, lines[end])
        left = _inner(strips, lines[start : end + 1])
        if not left or (len(lines[end]) > 1 and len(left) < len(inner) / 2):
            break
        inner, end = left, end + 1
        last = end if len(lines[end - 1]) > 1 else last
    strips = _all_strips(lines[start:last])
    if not strips:
        return 0
    rows = [line for line in lines[start:last] if len(line) > 1]
    least = _LEAST_ROWS - (len(strips) > 1)
    dense = len(rows) >= least and len(rows) > _ROW_SHARE * (last - start)
    block = lines[start:last]
    is_table = dense and _all_cells(block, strips) and not _is_list(block, _middles(strips))
    return last if is_table else 0


def _strips(line: Line) -> list[tuple[float, float]]:
    """Return the strips that a line leaves clear, those at its left and right included."""
    inner = [(a.x1, b.x0) for a, b in pairwise(line)]
    return [(-_FAR, line[0].x0), *inner, (line[-1].x1, _FAR)]


def _inner(strips: list[tuple[float, float]], lines: Sequence[Line]) -> list[tuple[float, float]]:
    """Return the strips with cells at both sides."""
    left = min(line[0].x0 for line in lines)
    right = max(line[-1].x1 for line in lines)
    return [strip for strip in strips if strip[0] > left and strip[1] < right]


def _common(strips: list[tuple[float, float]], line: Line) -> list[tuple[float, float]]:
    """Return what of the clear strips a further line leaves clear."""
    for run in line:
        cut = []
        for left, right in strips:
            cut += [(left, min(right, run.x0)), (max(left, run.x1), right)]
        strips = [(left, right) for left, right in cut if right - left > _CLEAR * run.size]
    merged: list[tuple[float, float]] = []
    for strip in sorted(set(strips)):
        if not merged or strip[0] >= merged[-1][1]:
            merged.append(strip)
    return merged


def _all_cells(lines: Sequence[Line], strips: list[tuple[float, float]]) -> bool:
    """Return whether most rows fill more than one column."""
    rows = [cells_of(line, _middles(strips)) for line in lines if len(line) > 1]
    return 2 * sum(len([cell for cell in row if cell]) > 1 for row in rows) > len(rows)


def _is_list(lines: Sequence[Line], middles: list[float]) -> bool:
    """Return whether the only thing in column one of two are the signs of a list."""
    firsts = [cells_of(line, middles)[0] for line in lines]
    return len(middles) == 1 and all(is_list_sign(first) for first in firsts if first)


def _middles(strips: list[tuple[float, float]]) -> list[float]:
    return [(left + right) / 2 for left, right in strips]


def _all_strips(lines: Sequence[Line]) -> list[tuple[float, float]]:
    strips = _strips(lines[0])
    for line in lines[1:]:
        strips = _common(strips, line)
    return _inner(strips, lines)


def _lone_tail(found: list[Run | Table]) -> int:
    """Return how many lines of text were found last, after any table."""
    after = takewhile(lambda item: isinstance(item, Run), reversed(found))
    return sum(1 for _ in after)


def _reach(lines: Sequence[Line], place: int, step: int, strips: list[tuple[float, float]]) -> int:
    """Return how far the cells of an outer row reach: lone lines close by, not in column one."""
    while 0 <= place + step < len(lines) and len(lines[place + step]) == 1:
        near, run = lines[place][0], lines[place + step][0]
        gap = run.y0 - near.y1 if step > 0 else near.y0 - run.y1
        if gap > _TIGHT * run.size or run.x0 < strips[0][1] - 1 or not _common(strips, [run]):
            break
        if len(_common(strips, [run])) < len(strips):
            break
        place += step
    return place
