"""A plain walk over an HTML page: every block one line, in the order of the source."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from chuandao.sources.documents.extracted import one_line
from chuandao.sources.documents.web.html_lists import Counter, counter_of
from chuandao.sources.documents.word.wordml import integer

_BLOCK_TAGS = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav"
    " ol option p pre search section summary table tbody td tfoot th thead title tr ul"
)
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_SPACE = re.compile("[ \t\r\n\f]+")
_WIDE = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
_WIDE_BREAK = re.compile(rf"(?<={_WIDE})[ \t]*[\r\n]+[ \t\r\n]*(?={_WIDE})")
_CELL_BLOCKS, _CELL_CHARACTERS = 12, 1000
_MOST_SPANNED = 1000
_LINE_END = "\x1e"


@dataclass(frozen=True)
class Block:
    """One line of a page, the element it came from, and how much of it is links."""

    text: str
    element: HtmlElement
    linked: int = 0


@dataclass
class _Line:
    """The line that is being gathered."""

    parts: list[str] = field(default_factory=list)
    linked: int = 0
    prefix: str = ""

    def take(self) -> tuple[str, int]:
        """Return what was gathered, and begin anew."""
        text = _tidy("".join(self.parts))
        linked, prefix = self.linked, self.prefix
        if text:
            self.prefix = ""
        self.parts, self.linked = [], 0
        return (prefix + text if text else "", linked)


def blocks_of(root: HtmlElement) -> list[Block]:
    """Return the lines below an element.

    Spaces and line breaks of the source are one space, none between two Han; ``&nbsp;`` is a
    space that stays; ``<br>`` begins a line, and so does a line break in ``<pre>``. The numbers
    of ``<ol>`` stand before their items.

    A row of a data table is one line, its cells joined by tabs; a cell that spans rows is
    repeated in each, one that spans columns stands once. Tables that only lay out the page
    (tables within, one column, long cells) are read as blocks.
    """
    return list(_Walk(root).blocks())


class _Walk:
    def __init__(self, root: HtmlElement) -> None:
        self._root = root
        self._line = _Line()
        self._lists: list[Counter | None] = []
        self._links = 0
        self._verbatim = 0

    def blocks(self) -> Iterator[Block]:
        walk = etree.iterwalk(self._root, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                if is_data_table(element):
                    yield from self._flush(element)
                    yield from _rows(element)
                    walk.skip_subtree()
                    continue
                yield from self._enter(element)
            else:
                yield from self._leave(element)
        yield from self._flush(self._root)

    def _enter(self, element: HtmlElement) -> Iterator[Block]:
        if element.tag in _BLOCKS or element.tag == "br":
            yield from self._flush(_parent(element))
        if element.tag in {"ol", "ul"}:
            self._lists.append(counter_of(element) if element.tag == "ol" else None)
        elif element.tag == "li" and self._lists and (counter := self._lists[-1]):
            self._line.prefix = counter.number(element)
        self._links += element.tag == "a"
        self._verbatim += element.tag == "pre"
        self._add(element.text)

    def _leave(self, element: HtmlElement) -> Iterator[Block]:
        if element.tag in {"ol", "ul"} and self._lists:
            self._lists.pop()
        self._links -= element.tag == "a"
        if element.tag in _BLOCKS:
            yield from self._flush(element)
        self._verbatim -= element.tag == "pre"
        if element is not self._root:
            self._add(element.tail)

    def _add(self, words: str | None) -> None:
        if words:
            self._line.parts.append(words.replace("\n", _LINE_END) if self._verbatim else words)
            self._line.linked += self._links and len(words.strip())

    def _flush(self, element: HtmlElement) -> Iterator[Block]:
        text, linked = self._line.take()
        for line in text.split(_LINE_END):
            if words := line.strip():
                yield Block(words, element, min(linked, len(words)))


def is_data_table(element: HtmlElement) -> bool:
    """Return whether an element is a table of data, not one that lays out the page."""
    if element.tag != "table" or element.find(".//table") is not None:
        return False
    rows = list(_own(element, "tr"))
    widest = max((sum(1 for _ in _cells(row)) for row in rows), default=0)
    return widest > 1 and not any(_is_long(cell) for row in rows for cell in _cells(row))


def _is_long(cell: HtmlElement) -> bool:
    blocks = sum(1 for inner in cell.iter("p", "div", "li", "h1", "h2", "h3"))
    return blocks > _CELL_BLOCKS or len(cell.text_content()) > _CELL_CHARACTERS


def _rows(table: HtmlElement) -> Iterator[Block]:
    for caption in _own(table, "caption"):
        yield from blocks_of(caption)
    above: dict[int, tuple[int, str]] = {}
    for row in _own(table, "tr"):
        texts = list(_row(row, above))
        if any(texts):
            linked = sum(len(link.text_content()) for link in row.iter("a"))
            yield Block("\t".join(texts), row, linked)


def _row(row: HtmlElement, above: dict[int, tuple[int, str]]) -> Iterator[str]:
    """Yield the cells of a row; ``above`` holds, by column, the rows a cell still spans."""
    column = 0
    for cell in [*_cells(row), None]:
        while column in above:
            left, text = above.pop(column)
            if left > 1:
                above[column] = (left - 1, text)
            yield text
            column += 1
        if cell is None:
            return
        text = one_line("\n".join(block.text for block in blocks_of(cell)))
        yield text
        if (span := _span(cell, "rowspan")) > 1:
            above[column] = (span - 1, text)
        column += _span(cell, "colspan")


def _span(cell: HtmlElement, way: str) -> int:
    return min(max(integer(cell.get(way)) or 1, 1), _MOST_SPANNED)


def _cells(row: HtmlElement) -> Iterator[HtmlElement]:
    return (cell for cell in row if cell.tag in {"td", "th"})


def _own(table: HtmlElement, tag: str) -> Iterator[HtmlElement]:
    for element in table:
        if element.tag == tag:
            yield element
        elif element.tag in {"thead", "tbody", "tfoot"}:
            yield from (inner for inner in element if inner.tag == tag)


def _parent(element: HtmlElement) -> HtmlElement:
    parent = element.getparent()
    return element if parent is None else parent


def _tidy(words: str) -> str:
    """Close up the spaces of the source; a space the writer put in stays."""
    closed = _SPACE.sub(" ", _WIDE_BREAK.sub("", words))
    return closed.replace("\xa0", " ").strip()
