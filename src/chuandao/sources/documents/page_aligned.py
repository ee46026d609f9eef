"""Tables without ruling lines: cells that stand below one another in clear columns."""

from collections.abc import Sequence
from itertools import pairwise

from chuandao.sources.documents.page import Row, Run, Table
from chuandao.sources.documents.page_lines import glue, pieces_of, whole

_LEAST_ROWS = 3
_CLEAR = 0.5
_CLOSE = 0.85
_LONE = 5
_ROW_SHARE = 0.25

Line = list[Run]


def with_tables(lines: Sequence[Line]) -> list[Run | Table]:
    """Return lines as runs, and rows of aligned cells as tables, in their order.

    Three lines or more that leave the same clear strips between their pieces are a table.
    Whatever is not sure to be one stays text; nothing is lost either way.
    """
    pieces = [pieces_of(line) for line in lines]
    found: list[Run | Table] = []
    place = 0
    while place < len(lines):
        end = _end(pieces, place)
        if end:
            found.append(_table(pieces[place:end]))
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
    end, last = start + 1, start + 1
    while end < len(lines) and end - last < _LONE and strips:
        if lines[end][0].y0 - lines[end - 1][0].y1 > 2 * lines[end][0].size:
            break
        left = _common(strips, lines[end])
        if not left or (len(lines[end]) > 1 and len(left) < len(strips) / 2):
            break
        strips, end = left, end + 1
        last = end if len(lines[end - 1]) > 1 else last
    rows = [line for line in lines[start:last] if len(line) > 1]
    dense = len(rows) >= _LEAST_ROWS and len(rows) > _ROW_SHARE * (last - start)
    return last if dense and _all_cells(lines[start:last], strips) else 0


def _strips(line: Line) -> list[tuple[float, float]]:
    return [(a.x1, b.x0) for a, b in pairwise(line)]


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
    rows = [_cells(line, _middles(strips)) for line in lines if len(line) > 1]
    return 2 * sum(len([cell for cell in row if cell]) > 1 for row in rows) > len(rows)


def _middles(strips: list[tuple[float, float]]) -> list[float]:
    return [(left + right) / 2 for left, right in strips]


def _cells(line: Line, middles: list[float]) -> list[str]:
    cells = [""] * (len(middles) + 1)
    for run in line:
        place = sum(middle < (run.x0 + run.x1) / 2 for middle in middles)
        cells[place] = f"{cells[place]} {run.text}".strip()
    return cells


def _table(lines: Sequence[Line]) -> Table:
    strips = _strips(lines[0])
    for line in lines[1:]:
        strips = _common(strips, line)
    middles = _middles(strips)
    rows: list[list[str]] = []
    pitch = _pitch(lines, middles)
    for place, line in enumerate(lines):
        cells = _cells(line, middles)
        gap = line[0].middle - lines[place - 1][0].middle
        if rows and not cells[0] and gap < _CLOSE * pitch:
            rows[-1] = [glue(a, b) for a, b in zip(rows[-1], cells, strict=True)]
        else:
            rows.append(cells)
    runs = [run for line in lines for run in line]
    return Table(
        min(run.x0 for run in runs),
        lines[0][0].y0,
        max(run.x1 for run in runs),
        lines[-1][0].y1,
        [Row(cells, [False] * len(cells)) for cells in rows],
    )


def _pitch(lines: Sequence[Line], middles: list[float]) -> float:
    """Return the least distance from a line that begins in the first column to the one above."""
    gaps = [
        line[0].middle - before[0].middle
        for before, line in pairwise(lines)
        if _cells(line, middles)[0]
    ]
    return min(gaps, default=0.0)
