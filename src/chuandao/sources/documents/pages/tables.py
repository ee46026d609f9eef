"""Tables drawn with ruling lines: the grid, its cells, the words in them."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chuandao.sources.documents.pages.lines import glue, lines_of, runs_of, whole
from chuandao.sources.documents.pages.page import Glyph, Row, Rule, Run, Table

_NEAR = 3.0
_MOST_RULES = 20_000
_INK = 0.3  # of the width: a stop that hangs over the edge has its ink at the left
_ENDS = "。；;！!？?"


@dataclass(frozen=True)
class Grid:
    """A net of ruling lines: its x and y, and the cells as (row, column, rows, columns)."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[tuple[int, int, int, int], ...]

    def place(self, glyph: Glyph) -> tuple[int, int] | None:
        """Return the row and column of the grid in which a character stands."""
        x, y = glyph.x0 + _INK * (glyph.x1 - glyph.x0), (glyph.y0 + glyph.y1) / 2
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        inside = 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1
        return (row, column) if inside else None


def tables_of(glyphs: Sequence[Glyph], rules: Sequence[Rule]) -> tuple[list[Table], list[Glyph]]:
    """Return the tables that ruling lines draw, and the characters outside them.

    A table has two columns at least: a frame about text, or text between rules, is text.
    """
    tables: list[Table] = []
    rest = list(glyphs)
    for grid in grids_of(rules):
        found: dict[tuple[int, int], list[Glyph]] = {}
        outside = []
        for glyph in rest:
            place = grid.place(glyph)
            if place is None:
                outside.append(glyph)
            else:
                found.setdefault(place, []).append(glyph)
        if table := _table(grid, found):
            tables.append(table)
            rest = outside
    return tables, rest


def grids_of(rules: Sequence[Rule]) -> list[Grid]:
    """Return the grids, largest first; rules that touch belong to one grid."""
    if len(rules) > _MOST_RULES:
        return []
    grids = [_grid(group) for group in _groups(_merged(rules))]
    found = [grid for grid in grids if grid is not None]
    return sorted(found, key=lambda g: -(g.xs[-1] - g.xs[0]) * (g.ys[-1] - g.ys[0]))


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Join rules that go on from one another, as borders drawn cell by cell do."""
    flat = [(r.y0, r.x0, r.x1) for r in rules if r.x1 - r.x0 >= r.y1 - r.y0]
    upright = [(r.x0, r.y0, r.y1) for r in rules if r.x1 - r.x0 < r.y1 - r.y0]
    return [Rule(a, at, b, at) for at, a, b in _along(flat)] + [
        Rule(at, a, at, b) for at, a, b in _along(upright)
    ]


def _along(pieces: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    levels = _snapped([at for at, _, _ in pieces], 1.0)
    done: list[tuple[float, float, float]] = []
    for at, start, end in sorted((levels[at], a, b) for at, a, b in pieces):
        if done and done[-1][0] == at and start <= done[-1][2] + _NEAR:
            done[-1] = (at, done[-1][1], max(done[-1][2], end))
        else:
            done.append((at, start, end))
    return [piece for piece in done if piece[2] - piece[1] > _NEAR]


def _snapped(values: Iterable[float], near: float) -> dict[float, float]:
    """Return, for every value, the first of those that lie no further apart than ``near``."""
    found: dict[float, float] = {}
    first = last = float("-inf")
    for value in sorted(set(values)):
        if value - last > near or value - first > 2 * near:
            first = value
        found[value], last = first, value
    return found


def _groups(rules: list[Rule]) -> list[list[Rule]]:
    """Return the rules in groups that cross or touch one another."""
    owner = list(range(len(rules)))

    def root(place: int) -> int:
        while owner[place] != place:
            owner[place] = owner[owner[place]]
            place = owner[place]
        return place

    flat = [i for i, rule in enumerate(rules) if rule.y0 == rule.y1]
    for i in (i for i, rule in enumerate(rules) if rule.y0 != rule.y1):
        for j in flat:
            if _touch(rules[j], rules[i]):
                owner[root(i)] = root(j)
    groups: dict[int, list[Rule]] = {}
    for place, rule in enumerate(rules):
        groups.setdefault(root(place), []).append(rule)
    return [group for group in groups.values() if len(group) > 2]  # noqa: PLR2004 - two rules make no cell


def _touch(flat: Rule, upright: Rule) -> bool:
    across = flat.x0 - _NEAR <= upright.x0 <= flat.x1 + _NEAR
    return across and upright.y0 - _NEAR <= flat.y0 <= upright.y1 + _NEAR


def _grid(rules: list[Rule]) -> Grid | None:
    flat = [rule for rule in rules if rule.y0 == rule.y1]
    upright = [rule for rule in rules if rule.y0 != rule.y1]
    if not flat or not upright:
        return None
    xs = _levels([r.x0 for r in upright] + [min(r.x0 for r in flat), max(r.x1 for r in flat)])
    ys = _levels([r.y0 for r in flat] + [min(r.y0 for r in upright), max(r.y1 for r in upright)])
    if len(xs) < 3 or len(ys) < 2:  # noqa: PLR2004 - two columns, one row
        return None
    return Grid(xs, ys, _cells(xs, ys, flat, upright))


def _levels(values: list[float]) -> tuple[float, ...]:
    return tuple(sorted(set(_snapped(values, _NEAR).values())))


def _cells(
    xs: tuple[float, ...], ys: tuple[float, ...], flat: list[Rule], upright: list[Rule]
) -> tuple[tuple[int, int, int, int], ...]:
    """Return the cells: fields of the net joined where no rule parts them."""
    owner = {(i, j): (i, j) for i in range(len(ys) - 1) for j in range(len(xs) - 1)}

    def root(field: tuple[int, int]) -> tuple[int, int]:
        while owner[field] != field:
            field = owner[field]
        return field

    for i, j in list(owner):
        x, y = (xs[j] + xs[j + 1]) / 2, (ys[i] + ys[i + 1]) / 2
        if j + 2 < len(xs) and not _parted(upright, xs[j + 1], y, is_flat=False):
            owner[root((i, j + 1))] = root((i, j))
        if i + 2 < len(ys) and not _parted(flat, ys[i + 1], x, is_flat=True):
            owner[root((i + 1, j))] = root((i, j))
    groups: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for field in owner:
        groups.setdefault(root(field), []).append(field)
    return tuple(sorted(_extent(fields) for fields in groups.values()))


def _parted(rules: list[Rule], level: float, at: float, *, is_flat: bool) -> bool:
    if is_flat:
        return any(abs(r.y0 - level) <= 2 * _NEAR and r.x0 <= at <= r.x1 for r in rules)
    return any(abs(r.x0 - level) <= 2 * _NEAR and r.y0 <= at <= r.y1 for r in rules)


def _extent(fields: list[tuple[int, int]]) -> tuple[int, int, int, int]:
    rows, columns = [i for i, _ in fields], [j for _, j in fields]
    top, left = min(rows), min(columns)
    return top, left, max(rows) - top + 1, max(columns) - left + 1


def _table(grid: Grid, found: dict[tuple[int, int], list[Glyph]]) -> Table | None:
    if not found:
        return None
    rows = []
    words: dict[tuple[int, int, int, int], str] = {}
    for i in range(len(grid.ys) - 1):
        here = [cell for cell in grid.cells if cell[0] <= i < cell[0] + cell[2]]
        if not any(cell[0] == i for cell in here):
            continue
        for cell in here:
            if cell not in words:
                words[cell] = _words(grid, cell, found)
        here.sort(key=lambda cell: cell[1])
        rows.append(Row([words[cell] for cell in here], [cell[2] > 1 for cell in here]))
    if max(len(row.cells) for row in rows) < 2:  # noqa: PLR2004 - two columns
        return None
    kept = [row for row in rows if any(row.cells)]
    return Table(grid.xs[0], grid.ys[0], grid.xs[-1], grid.ys[-1], kept, grid.xs)


def _words(
    grid: Grid, cell: tuple[int, int, int, int], found: dict[tuple[int, int], list[Glyph]]
) -> str:
    top, left, rows, columns = cell
    glyphs = [
        glyph
        for i in range(top, top + rows)
        for j in range(left, left + columns)
        for glyph in found.get((i, j), ())
    ]
    return cell_text([whole(line) for line in lines_of(runs_of(glyphs))], grid.xs[left + columns])


def cell_text(lines: list[Run], right: float) -> str:
    """Return the lines of a cell as one: wrapped words joined, its paragraphs by a space."""
    text = ""
    for place, line in enumerate(lines):
        last = lines[place - 1]
        ended = text[-1:] in _ENDS and right - last.x1 > 2 * last.size
        text = f"{text} {line.text}" if text and ended else glue(text, line.text)
    return text
