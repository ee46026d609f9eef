"""Aligned cells into rows, where a cell may be several lines high."""

from collections.abc import Sequence
from itertools import pairwise

from chuandao.sources.documents.pages.lines import glue, lines_of, whole
from chuandao.sources.documents.pages.page import Row, Rule, Run, Table

_WIDER = 1.25
_PROVEN = 0.8
_CLOSE = 0.85
_RULE_SHARE = 0.6

Line = list[Run]


def table_of(lines: Sequence[Line], middles: list[float], rules: Sequence[Rule]) -> Table:
    """Return lines of cells as a table.

    Rows are parted by ruling lines, else by blanks wider than those between the lines of a
    cell if each row then has one entry in its first column; else each line is a row, but one
    without a first cell that stands close to the line above.
    """
    runs = [run for line in lines for run in line]
    left, right = min(run.x0 for run in runs), max(run.x1 for run in runs)
    top, bottom = min(run.y0 for run in runs), max(run.y1 for run in runs)
    groups = (
        _by_rules(runs, _levels(rules, (left, right), (top, bottom)))
        or _by_blanks(runs, middles)
        or _by_lines(lines, middles)
    )
    rows = [_row(group, middles) for group in groups]
    return Table(left, top, right, bottom, rows)


def cells_of(line: Line, middles: list[float]) -> list[str]:
    """Return the words of a line by column."""
    cells = [""] * (len(middles) + 1)
    for run in line:
        place = _column(run, middles)
        cells[place] = f"{cells[place]} {run.text}".strip()
    return cells


def _column(run: Run, middles: list[float]) -> int:
    return sum(middle < (run.x0 + run.x1) / 2 for middle in middles)


def _row(runs: list[Run], middles: list[float]) -> Row:
    cells = []
    for column in range(len(middles) + 1):
        text = ""
        for line in lines_of([run for run in runs if _column(run, middles) == column]):
            text = glue(text, whole(line).text)
        cells.append(text)
    return Row(cells, [False] * len(cells))


def _levels(
    rules: Sequence[Rule], across: tuple[float, float], down: tuple[float, float]
) -> list[float]:
    """Return the heights of ruling lines that reach over most of the table, inside it."""
    width = _RULE_SHARE * (across[1] - across[0])
    found: list[float] = []
    for rule in sorted(rules, key=lambda rule: rule.y0):
        inside = min(rule.x1, across[1]) - max(rule.x0, across[0]) > width
        if inside and down[0] < rule.y0 < down[1] and (not found or rule.y0 - found[-1] > 1):
            found.append(rule.y0)
    return found


def _by_rules(runs: list[Run], levels: list[float]) -> list[list[Run]]:
    """Return runs between ruling lines; nothing where there is but the rule below a heading."""
    if len(levels) < 2:  # noqa: PLR2004 - one rule parts the heading from the rows
        return []
    groups: dict[int, list[Run]] = {}
    for run in runs:
        groups.setdefault(sum(level < run.middle for level in levels), []).append(run)
    return [groups[place] for place in sorted(groups)]


def _by_blanks(runs: list[Run], middles: list[float]) -> list[list[Run]]:
    inner = _least_gap(runs, middles)
    if inner is None:
        return []
    groups: list[list[Run]] = []
    low = 0.0
    for run in sorted(runs, key=lambda run: run.y0):
        if not groups or run.y0 - low > _WIDER * inner + 1:
            groups.append([])
            low = run.y1
        groups[-1].append(run)
        low = max(low, run.y1)
    if len(groups) == 1:
        return groups if len([run for run in runs if not _column(run, middles)]) == 1 else []
    whole_rows = sum(_is_one_entry(group, middles) for group in groups)
    return groups if whole_rows >= _PROVEN * len(groups) else []


def _least_gap(runs: list[Run], middles: list[float]) -> float | None:
    """Return the least blank between two lines of one column."""
    gaps = []
    for column in range(len(middles) + 1):
        stack = sorted(
            (run for run in runs if _column(run, middles) == column), key=lambda run: run.y0
        )
        gaps += [b.y0 - a.y1 for a, b in pairwise(stack) if b.y0 >= a.y1]
    return min(gaps, default=None)


def _is_one_entry(group: list[Run], middles: list[float]) -> bool:
    """Return whether a row has one entry of one or two lines in its first column."""
    return 0 < len(lines_of([run for run in group if _column(run, middles) == 0])) <= 2  # noqa: PLR2004


def _by_lines(lines: Sequence[Line], middles: list[float]) -> list[list[Run]]:
    starts = [
        line[0].middle - before[0].middle
        for before, line in pairwise(lines)
        if cells_of(line, middles)[0]
    ]
    pitch = min(starts, default=0.0)
    groups: list[list[Run]] = []
    for place, line in enumerate(lines):
        gap = line[0].middle - lines[place - 1][0].middle
        if groups and not cells_of(line, middles)[0] and gap < _CLOSE * pitch:
            groups[-1] += line
        else:
            groups.append(list(line))
    return groups
