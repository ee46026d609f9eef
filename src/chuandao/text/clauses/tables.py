"""Tables as clauses: headings over several rows, merged cells, bands, totals, rows that run on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from chuandao.text.layout.layout import Line

_HEADING_CELLS = re.compile(
    r"序号|任务|事项|内容|单位|部门|时限|时间|措施|指标|目标|责任|备注|项目|名称|标准|数量|类别|进展|状态|进度"
    r"|情况|牵头|配合|问题|领域|要求|来源|依据|Task|Unit|Deadline|Lead|Status|Target|Measure"
)
_NUMBER_COLUMN = re.compile(r"^(?:序\s*号|编\s*号|No\.?|#)$", re.IGNORECASE)
_TOTAL = re.compile(
    r"^(?:合\s*计|总\s*计|小\s*计|共\s*计|总\s*数|全[市县区镇乡]合计|Total)", re.IGNORECASE
)
_LONGEST_HEADING_CELL, _LONGEST_BAND = 16, 40
Span = tuple[int, int]


@dataclass(frozen=True)
class Cell:
    """A cell of a table row with the heading of its column."""

    heading: str
    start: int
    end: int


@dataclass(frozen=True)
class Row:
    """What a line of a table is: ``row``, ``heading``, ``band``, ``total`` or ``goes_on``.

    ``band``: the words above it to which it belongs, of a line or of merged cells.
    """

    kind: str
    cells: tuple[Cell, ...] = ()
    band: str = ""


@dataclass
class Table:
    """A table that is being read, line after line."""

    columns: tuple[str, ...] = ()
    rows: int = 0
    band: str = ""
    opened: bool = False
    merged: tuple[str, ...] = ()

    def take(self, line: Line) -> Row:
        """Return what the next line of the table is, and remember what it says of the columns."""
        spans = cell_spans(line)
        words = tuple(line.words[a - line.start : b - line.start] for a, b in spans)
        if not self.rows and self._is_heading(words):
            self.columns = _joined(self.columns, words) if self.opened else words
            self.opened = True
            return Row("heading")
        told = [word for word in words if word]
        if len(set(told)) <= 1 and len(words) > 1:
            return self._lone(words, spans)
        if self._is_total(words):
            return Row("total")
        self.rows += 1
        return Row("row", self._headed(spans, words), self._category(words))

    def _is_heading(self, words: Sequence[str]) -> bool:
        if not self.opened:
            return is_heading_row(words)
        return _goes_on(self.columns, words)

    def _lone(self, words: Sequence[str], spans: Sequence[Span]) -> Row:
        """Read a row with words in one column only: a caption, a band, or a row that runs on."""
        at = next((i for i, word in enumerate(words) if word), None)
        if at is None:
            return Row("band", band=self.band)
        repeated = sum(bool(word) for word in words) > 1
        column = self.columns[at] if at < len(self.columns) else ""
        runs_on = self.rows and at and not repeated and not words[0]
        if runs_on:
            return Row("goes_on", (Cell(column, *spans[at]),), self.band)
        if len(words[at]) > _LONGEST_BAND or words[at].endswith("。"):
            self.rows += 1
            return Row("row", self._headed(spans, words), self._category(words))
        if _TOTAL.match(words[at]):
            return Row("total")
        self.band = words[at]
        return Row("band", band=self.band)

    def _is_total(self, words: Sequence[str]) -> bool:
        return any(_TOTAL.match(word) for word in words[:2])

    def _headed(self, spans: Sequence[Span], words: Sequence[str]) -> tuple[Cell, ...]:
        """Return the cells; empty ones at the left are merged with those above: a category."""
        first = next((at for at, word in enumerate(words) if word), 0)
        self.merged = (*self.merged[:first], *words[first:])
        begin = spans[first][0]
        placed = [(max(a, begin), max(b, begin)) for a, b in spans]
        heads = (self.columns[i] if i < len(self.columns) else "" for i in range(len(placed)))
        return tuple(Cell(head, a, b) for head, (a, b) in zip(heads, placed, strict=True))

    def _category(self, words: Sequence[str]) -> str:
        """Return the words of the merged cells at the left, which stand in a row above."""
        first = next((at for at, word in enumerate(words) if word), 0)
        held = zip(self.merged[:first], self.columns[:first], strict=False)
        told = [word for word, head in held if word and not _NUMBER_COLUMN.match(head)]
        return " / ".join(part for part in (self.band, *told) if part)


def cell_spans(line: Line) -> list[Span]:
    """Return where each cell of a row stands, without the spaces around it."""
    spans, position = [], line.start
    for cell in line.words.split("\t"):
        lead = len(cell) - len(cell.lstrip())
        spans.append((position + lead, position + lead + len(cell.strip())))
        position += len(cell) + 1
    return spans


def is_heading_row(cells: Sequence[str]) -> bool:
    """Return whether the cells of a row are headings of columns.

    Examples
    --------
    >>> is_heading_row(("序号", "重点任务", "责任单位")), is_heading_row(("1", "建冷库", "县局"))
    (True, False)
    """
    told = [cell for cell in cells if cell]
    named = [c for c in told if _HEADING_CELLS.search(c) and len(c) <= _LONGEST_HEADING_CELL]
    first = bool(told) and _NUMBER_COLUMN.match(told[0])
    return (len(named) * 2 > len(told) and len(set(told)) > 1) or bool(first)


def _goes_on(columns: Sequence[str], words: Sequence[str]) -> bool:
    """Whether a row is a second row of headings: it repeats some above, or stands under them."""
    pairs = list(zip(columns, words, strict=False))
    short = all(len(w) <= _LONGEST_HEADING_CELL and not re.search(r"[\d。；]", w) for w in words)
    repeats = any(w and w == c for c, w in pairs)
    blank = bool(words) and not words[0] and any(words)
    return short and (repeats or (blank and is_heading_row(words)))


def _joined(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    """Return one heading a column of two rows of them: 责任单位/牵头单位."""
    joined, above = [], ""
    for high, low in zip_longest(upper, lower, fillvalue=""):
        above = high or (above if low else "")
        both = f"{above}/{low}" if above else low
        joined.append(above if not low or low == above else both)
    return tuple(joined)


def is_band(before: Line, line: Line, after: Line) -> bool:
    """Return whether a line without cells is a band between rows of one table."""
    within = "\t" in before.words and "\t" in after.words and "\t" not in line.words
    cells = tuple(after.words.split("\t"))
    short = len(line.words) <= _LONGEST_BAND and not line.words.endswith(("。", "；", "：", ":"))
    alike = abs(before.words.count("\t") - after.words.count("\t")) <= 1
    same_role = before.role == line.role == after.role == "body"
    return within and short and alike and same_role and not is_heading_row(cells)
