"""Walking through the lines of a document: numbers, paragraphs and rows with their paths."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from chuandao.text.clauses.boxes import box_title, over
from chuandao.text.clauses.headings import split_heading
from chuandao.text.clauses.levels import Level, told_below
from chuandao.text.clauses.numbering import Marker, inline_items, marker
from chuandao.text.clauses.tables import Cell, Row, Table, is_band
from chuandao.text.layout.layout import Line

_CAPTION = re.compile(
    r"^(?:专栏|表|图|[Bb]ox|[Tt]able|[Ff]igure)\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})?(?:\s|[:：.、])[^。；，\t]{0,40}$"
    r"|^(?:总\s*则|附\s*则)$"
)
_WORD = re.compile(r"[^\W_]")
_DEPTH = 3  # levels that may run together in one paragraph


@dataclass(frozen=True)
class Node:
    """A paragraph, numbered item or table row with its path; also headings, before they go."""

    path: tuple[str, ...]
    start: int
    end: int
    words_start: int
    words: str
    headings: tuple[str, ...]
    numbered: bool
    cells: tuple[Cell, ...] = ()


@dataclass
class LeftAside:
    """Lines that are no clauses: totals, bands, captions, rows that only continue another."""

    totals: int = 0
    continued: int = 0
    bands: int = 0
    captions: int = 0


def walk(lines: Sequence[Line]) -> tuple[list[Node], LeftAside]:
    """Return every paragraph, item and row in order, and what was left aside of tables."""
    steps = _Walk()
    nodes: list[Node] = []
    for index, line in enumerate(lines):
        if line.role == "annex":
            steps.open_annex()
        elif line.role != "body":
            steps.table_ends()
        elif 0 < index < len(lines) - 1 and is_band(lines[index - 1], line, lines[index + 1]):
            steps.take_band(line)
        elif _CAPTION.match(line.words) or not _WORD.search(line.words):
            steps.aside.captions += 1
            steps.open_box(line)
        else:
            _take(steps, line, nodes)
    return nodes, steps.aside


def _take(steps: "_Walk", line: Line, nodes: list[Node]) -> None:
    """Read a line; a row that runs on lengthens the one before it."""
    for node in steps.take(line):
        if not node.path and nodes:
            last = nodes[-1]
            gap = " " * (node.start - last.end)
            words = last.words + gap + node.words
            nodes[-1] = replace(last, end=node.end, words=words, cells=last.cells + node.cells)
        else:
            nodes.append(node)


class _Walk:
    """Where we stand in the numbering while reading line after line."""

    def __init__(self) -> None:
        self.levels: list[Level] = []
        self.prefix: tuple[str, ...] = ()
        self.annexes = 0
        self.paragraphs: Counter[tuple[str, ...]] = Counter()
        self.rows: Counter[tuple[str, ...]] = Counter()
        self.table: Table | None = None
        self.numbered = False
        self.in_annex = False
        self.body_since = False
        self.aside = LeftAside()
        self.boxes = 0

    def open_annex(self) -> None:
        """Begin an annex: the first of a notice without items of its own is its body."""
        self.table_ends()
        self.levels = []
        self.in_annex = True
        just_opened = self.prefix and not self.body_since
        if self.numbered and not just_opened:
            self.annexes += 1
            self.prefix = ("annex" if self.annexes == 1 else f"annex{self.annexes}",)
        self.body_since = False

    def open_box(self, line: Line) -> None:
        """Begin a box if the line is the caption of one: what follows stands under its title."""
        title = box_title(line.words)
        if title:
            self.levels = [level for level in self.levels if not level.in_box]
            self.boxes += 1
            self.levels.append(Level("box", 0, f"box{self.boxes}", title, in_box=True))

    def table_ends(self) -> None:
        self.table = None

    def take_band(self, line: Line) -> None:
        """Remember a line between rows that says to what the rows below belong."""
        if self.table is not None:
            self.table.band = line.words
            self.aside.bands += 1

    def take(self, line: Line) -> Iterator[Node]:
        """Yield what a line of the body holds."""
        self.body_since = True
        if "\t" in line.words:
            yield from self._row(line)
            return
        self.table_ends()
        for part in parts(line):
            found = marker(part.words)
            yield self._item(part, found) if found else self._paragraph(part)

    def _item(self, line: Line, found: Marker) -> Node:
        self.numbered = True
        words = line.words[found.end :]
        self._open(found, split_heading(words)[0])
        path = self.prefix + tuple(level.number for level in self.levels if level.number)
        begin = line.start + found.end
        return Node(path, line.start, line.end, begin, words, self._headings(), numbered=True)

    def _paragraph(self, line: Line) -> Node:
        parent = self._parent()
        self.paragraphs[parent] += 1
        path = (*parent, f"p{self.paragraphs[parent]}")
        return Node(
            path, line.start, line.end, line.start, line.words, self._headings(), numbered=False
        )

    def _row(self, line: Line) -> Iterator[Node]:
        self.table = self.table or Table()
        row = self.table.take(line)
        self.aside.totals += row.kind == "total"
        self.aside.continued += row.kind == "goes_on"
        self.aside.bands += row.kind == "band"
        if row.kind == "row":
            self.numbered = self.numbered or self.in_annex
            parent = self._parent()
            self.rows[parent] += 1
            yield self._row_node(line, row, (*parent, str(self.rows[parent])))
        elif row.kind == "goes_on":
            yield self._row_node(line, row, ())

    def _row_node(self, line: Line, row: Row, path: tuple[str, ...]) -> Node:
        """Make the node of a row: from its first words to its last."""
        lead = len(line.words) - len(line.words.lstrip("\t "))
        words = line.words.strip("\t ")
        begin = line.start + lead
        end = begin + len(words)
        cells = tuple(Cell(c.heading, min(c.start, end), min(c.end, end)) for c in row.cells)
        headings = (*self._headings(), *((row.band,) if row.band else ()))
        return Node(path, begin, end, begin, words, headings, numbered=False, cells=cells)

    def _open(self, found: Marker, heading: str) -> None:
        self.levels = told_below(over(self.levels, found), found)
        number = ".".join(map(str, found.numbers))
        boxed = any(level.in_box for level in self.levels)
        level = Level(found.style, found.rank, number, heading, boxed, found.numbers)
        self.levels.append(level)

    def _parent(self) -> tuple[str, ...]:
        path = self.prefix + tuple(level.number for level in self.levels if level.number)
        return path or ("0",)

    def _headings(self) -> tuple[str, ...]:
        return tuple(level.heading for level in self.levels if level.heading)


def parts(line: Line, depth: int = _DEPTH) -> list[Line]:
    """Return the items that run together in one paragraph, each as a line of its own."""
    found = marker(line.words)
    lead = found.end if found else 0
    starts = [at for at in inline_items(line.words) if at >= lead or at == 0]
    if not starts or not depth:
        return [line]
    bounds = sorted({0, *starts, len(line.words)})
    cut = [
        replace(line, start=line.start + a, end=line.start + b, words=line.words[a:b])
        for a, b in pairwise(bounds)
    ]
    return [inner for part in cut for inner in (parts(part, depth - 1) if len(cut) > 1 else [part])]
