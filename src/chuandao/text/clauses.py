"""The clauses of a document: leaf items, table rows and unnumbered paragraphs, with their paths."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from chuandao.text.layout import Line
from chuandao.text.lexicon import Lexicon, any_of
from chuandao.text.numbering import Marker, inline_items, marker

_HEADING_END = re.compile(r"[。：:！]|\s*(?=[（〔][^（）]{0,8}(?:单位|部门|主体|科室|站所)[:：])")
_LONGEST_HEADING = 40
_SAYS = re.compile(r"\d|依法|不得|必须|应当|严禁|须|确保")
_HEADING_CELLS = re.compile(
    r"序号|任务|事项|内容|单位|部门|时限|时间|措施|指标|目标|责任|备注|项目|名称|标准|数量"
)


@dataclass(frozen=True)
class Cell:
    """A cell of a table row with the heading of its column."""

    heading: str
    start: int
    end: int


@dataclass(frozen=True)
class ClauseText:
    """One clause: its path (``2.1.3``), place in the text, kind and the headings above it.

    ``path``: Chinese numerals as integers, all levels joined; an unnumbered paragraph is
    ``.p1`` under its parent, ``0.p1`` before any number; rows of the annex table ``annex.1``.
    ``words_start``: where its words begin, after the number.
    """

    path: str
    start: int
    end: int
    words_start: int
    kind: str
    heading: str
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class _Level:
    style: str
    rank: int
    number: str
    heading: str


@dataclass(frozen=True)
class _Node:
    path: tuple[str, ...]
    start: int
    end: int
    words_start: int
    words: str
    headings: tuple[str, ...]
    numbered: bool
    cells: tuple[Cell, ...] = ()


def clauses(lines: tuple[Line, ...], lexicon: Lexicon) -> tuple[ClauseText, ...]:
    r"""Return the clauses of a document in order, from its lines (see `layout`).

    A numbered line with items or paragraphs under it is a heading, not a clause, unless it
    says more than a heading does. Paths are unique: a repeated one gets ``~2``.

    Examples
    --------
    >>> from chuandao.text.layout import layout
    >>> from chuandao.cascade.tracing.reading import lexicon
    >>> page = "为促进发展，制定本意见。\n一、总体要求\n（一）目标。产值达到5亿元。\n另行通知。"
    >>> [c.path for c in clauses(layout(page), lexicon())]
    ['0.p1', '1.1', '1.1.p1']
    """
    nodes = list(_nodes(_with_units(lines, lexicon)))
    found = [node for index, node in enumerate(nodes) if not _is_heading(nodes, index)]
    seen: Counter[str] = Counter()
    result: list[ClauseText] = []
    for node in found:
        path = ".".join(node.path)
        seen[path] += 1
        unique = path if seen[path] == 1 else f"{path}~{seen[path]}"
        result.append(_clause(node, unique, lexicon))
    return tuple(result)


def _with_units(lines: tuple[Line, ...], lexicon: Lexicon) -> tuple[Line, ...]:
    """Join a line that only says who is responsible, or by when, to the item above it."""
    roles = any_of(word for _, word in lexicon.roles)
    says = re.compile(rf"[（〔]?(?:{roles}|完成时限|完成时间)\s*[:：]")
    joined: list[Line] = []
    for line in lines:
        last = joined[-1] if joined else line
        body = last is not line and last.role == line.role == "body"
        if body and says.match(line.words) and "\t" not in last.words + line.words:
            gap = " " * (line.start - last.end)
            joined[-1] = replace(last, end=line.end, words=last.words + gap + line.words)
        else:
            joined.append(line)
    return tuple(joined)


def split_heading(words: str) -> tuple[str, str]:
    """Return the heading that opens an item and what follows it.

    Examples
    --------
    >>> split_heading("壮大主导产业。围绕茶叶，建设基地。")
    ('壮大主导产业', '围绕茶叶，建设基地。')
    """
    end = _HEADING_END.search(words)
    if end is None:
        short = len(words) <= _LONGEST_HEADING and not words.endswith("；")
        return (words, "") if short else ("", words)
    heading, rest = words[: end.start()], words[end.end() :]
    if len(heading) > _LONGEST_HEADING or (not rest and "，" in heading):
        return "", words
    return heading, rest


def _nodes(lines: tuple[Line, ...]) -> Iterator[_Node]:
    walk = _Walk()
    for line in lines:
        if line.role == "annex":
            walk.open_annex()
        elif line.role == "body":
            yield from walk.take(line)
        else:
            walk.table_ends()


class _Walk:
    """Where we stand in the numbering while reading line after line."""

    def __init__(self) -> None:
        self.levels: list[_Level] = []
        self.prefix: tuple[str, ...] = ()
        self.annexes = 0
        self.paragraphs: Counter[tuple[str, ...]] = Counter()
        self.rows: Counter[tuple[str, ...]] = Counter()
        self.columns: tuple[str, ...] | None = None
        self.numbered = False
        self.in_annex = False
        self.body_since = False

    def open_annex(self) -> None:
        self.table_ends()
        self.levels = []
        self.in_annex = True
        just_opened = self.prefix and not self.body_since
        if self.numbered and not just_opened:
            self.annexes += 1
            self.prefix = ("annex" if self.annexes == 1 else f"annex{self.annexes}",)
        self.body_since = False

    def table_ends(self) -> None:
        self.columns = None

    def take(self, line: Line) -> Iterator[_Node]:
        self.body_since = True
        if "\t" in line.words:
            yield from self._row(line)
            return
        self.table_ends()
        for part in _parts(line):
            found = marker(part.words)
            yield self._item(part, found) if found else self._paragraph(part)

    def _item(self, line: Line, found: Marker) -> _Node:
        self.numbered = True
        words = line.words[found.end :]
        self._open(found, split_heading(words)[0])
        path = self.prefix + tuple(level.number for level in self.levels)
        begin = line.start + found.end
        return _Node(path, line.start, line.end, begin, words, self._headings(), numbered=True)

    def _paragraph(self, line: Line) -> _Node:
        parent = self._parent()
        self.paragraphs[parent] += 1
        path = (*parent, f"p{self.paragraphs[parent]}")
        return _Node(
            path, line.start, line.end, line.start, line.words, self._headings(), numbered=False
        )

    def _row(self, line: Line) -> Iterator[_Node]:
        cells = _cells(line)
        if self.columns is None:
            self.columns = tuple(line.words[a - line.start : b - line.start] for a, b in cells)
            if _is_heading_row(self.columns):
                return
            self.columns = ()
        parent = self._parent()
        self.rows[parent] += 1
        self.numbered = self.numbered or self.in_annex
        headed = tuple(
            Cell(self.columns[i] if i < len(self.columns) else "", a, b)
            for i, (a, b) in enumerate(cells)
        )
        yield _Node(
            (*parent, str(self.rows[parent])),
            line.start,
            line.end,
            line.start,
            line.words,
            self._headings(),
            numbered=False,
            cells=headed,
        )

    def _open(self, found: Marker, heading: str) -> None:
        self.levels = _above(self.levels, found)
        number = ".".join(map(str, found.numbers))
        self.levels.append(_Level(found.style, found.rank, number, heading))

    def _parent(self) -> tuple[str, ...]:
        path = self.prefix + tuple(level.number for level in self.levels)
        return path or ("0",)

    def _headings(self) -> tuple[str, ...]:
        return tuple(level.heading for level in self.levels if level.heading)


def _above(levels: list[_Level], found: Marker) -> list[_Level]:
    """Return the open levels under which a new number stands."""
    if found.style == "dotted":
        return [level for level in levels if level.rank < found.rank]
    for index, level in enumerate(levels):
        if level.style == found.style:
            return levels[:index]
    if found.numbers[-1] == 1:
        return list(levels)
    return [level for level in levels if level.rank < found.rank]


def _parts(line: Line) -> list[Line]:
    starts = inline_items(line.words)
    if not starts:
        return [line]
    bounds = sorted({0, *starts, len(line.words)})
    return [
        replace(line, start=line.start + a, end=line.start + b, words=line.words[a:b])
        for a, b in pairwise(bounds)
    ]


def _cells(line: Line) -> list[tuple[int, int]]:
    spans, position = [], line.start
    for cell in line.words.split("\t"):
        lead = len(cell) - len(cell.lstrip())
        spans.append((position + lead, position + lead + len(cell.strip())))
        position += len(cell) + 1
    return spans


def _is_heading_row(cells: tuple[str, ...]) -> bool:
    named = [cell for cell in cells if _HEADING_CELLS.search(cell) and len(cell) <= 16]  # noqa: PLR2004
    return len(named) * 2 > len(cells) or cells[0] in {"序号", "编号", "No.", "no."}


def _is_heading(nodes: list[_Node], index: int) -> bool:
    node = nodes[index]
    says_something = node.words.endswith("。") and _SAYS.search(node.words)
    if not node.numbered or says_something or split_heading(node.words)[1]:
        return False
    return index + 1 < len(nodes) and nodes[index + 1].path[: len(node.path)] == node.path


def _clause(node: _Node, path: str, lexicon: Lexicon) -> ClauseText:
    return ClauseText(
        path=path,
        start=node.start,
        end=node.end,
        words_start=node.words_start,
        kind=_kind(node, lexicon),
        heading=" / ".join(node.headings),
        cells=node.cells,
    )


def _kind(node: _Node, lexicon: Lexicon) -> str:
    heading = " ".join(reversed(node.headings))
    before_number = node.path[0] == "0" and not node.cells
    for kind, place, word in lexicon.kinds:
        if place == "words" and word in node.words and (kind != "preamble" or not node.numbered):
            return kind
    if before_number:
        return "preamble"
    named = (kind for kind, place, word in lexicon.kinds if place == "heading" and word in heading)
    return next(named, "task")
