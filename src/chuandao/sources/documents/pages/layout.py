"""Pages into text: one paragraph, heading or table row a line, in reading order."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from chuandao.sources.documents.pages.aligned import with_tables
from chuandao.sources.documents.pages.columns import Flow, flows_of
from chuandao.sources.documents.pages.continued import add_to, goes_on
from chuandao.sources.documents.pages.furniture import take_furniture
from chuandao.sources.documents.pages.lines import lines_of
from chuandao.sources.documents.pages.page import Rule, Run, Sheet, Table
from chuandao.sources.documents.pages.paragraphs import (
    Line,
    Paragraph,
    continues,
    edges_of,
    local_rights,
    pitch_of,
)
from chuandao.sources.documents.pages.web_print import without_web_lines

_CONTENTS = re.compile(r".*(?:[.．…·•・⋯]\s?){4,}\s*[-—]?\s*(?:\d{1,4}|[ivxl]{1,6})\s*[-—]?")
_LEAST_CONTENTS = 3
_FOOTNOTE = re.compile(r"[①-⑳\d*＊†‡\[［〔]|注\s*[:：\d]")
_SMALL = 0.92
_RICH = 10
_FOOT = 0.6
_INDENTED_SHARE = 0.15
_WHOLE = 0.55


@dataclass
class Laid:
    """The text of the pages, the words of heads and feet, and what was taken out or mended."""

    text: str
    margins: str
    counts: Counter[str] = field(default_factory=Counter)


@dataclass
class _Placed:
    """A column of a page with what stands in it."""

    sheet: Sheet
    flow: Flow
    items: list[Run | Table]
    whole: bool
    number: int

    @property
    def runs(self) -> list[Run]:
        return [item for item in self.items if isinstance(item, Run)]


@dataclass
class _Note:
    """A footnote: it waits until the paragraph that goes on over the page has ended."""

    paragraph: Paragraph


def lay_out(sheets: list[Sheet]) -> Laid:
    """Return the text of pages whose characters were gathered into runs and tables.

    One paragraph is one line, joined over lines, columns and pages; one table row is one
    line, its cells joined by a tab. Page numbers, repeated heads and feet and the table of
    contents are taken out and counted; the words of heads and feet are in ``margins``.
    """
    furniture = take_furniture(sheets)
    placed = [place for sheet in sheets for place in _placed(sheet)]
    for number, place in enumerate(placed):
        place.number = number
        for item in place.items:
            if isinstance(item, Table):
                item.column = number
    counts = Counter(
        page_numbers_dropped=furniture.numbers, running_heads_dropped=furniture.repeated
    )
    counts["contents_dropped"] = _drop_contents(placed)
    text = "\n".join(_written(placed, counts))
    if furniture.by_browser:
        text, counts["web_page_lines_dropped"] = without_web_lines(text)
    return Laid(text, "\n".join(furniture.words), counts)


def _placed(sheet: Sheet) -> Iterator[_Placed]:
    flows = _told(sheet) or flows_of(sheet.boxes)
    for flow in flows:
        yield _Placed(sheet, flow, _items(flow, sheet.rules), len(flows) == 1 or flow.whole, 0)


def _told(sheet: Sheet) -> list[Flow]:
    """Return the columns that a recogniser told, without what was taken from the page."""
    there = {id(box) for box in sheet.boxes}
    held = [[run for run in flow if id(run) in there] for flow in sheet.flows]
    return [
        Flow(
            list(runs),
            left := min(run.x0 for run in runs),
            right := max(run.x1 for run in runs),
            right - left > _WHOLE * sheet.width,
        )
        for runs in held
        if runs
    ]


def _items(flow: Flow, rules: list[Rule]) -> list[Run | Table]:
    """Return the lines and tables of a column from top to bottom."""
    tables = sorted((b for b in flow.boxes if isinstance(b, Table)), key=lambda t: t.y0)
    runs = [box for box in flow.boxes if isinstance(box, Run)]
    found: list[Run | Table] = []
    for table in tables:
        found += with_tables(lines_of([run for run in runs if run.middle < table.y0]), rules)
        found.append(table)
        runs = [run for run in runs if run.middle >= table.y0]
    return found + with_tables(lines_of(runs), rules)


def _drop_contents(placed: list[_Placed]) -> int:
    """Take the lines of a table of contents out; return how many there were."""
    lines = [run for place in placed for run in place.runs if _CONTENTS.fullmatch(run.text)]
    if len(lines) < _LEAST_CONTENTS:
        return 0
    gone = {id(run) for run in lines}
    for place in placed:
        place.items = [item for item in place.items if id(item) not in gone]
    return len(lines)


def _written(placed: list[_Placed], counts: Counter[str]) -> Iterator[str]:
    open_paragraph: Paragraph | None = None
    notes: list[Paragraph] = []
    for item in _with_tables_joined(list(_sequence(placed)), counts):
        if isinstance(item, _Note):
            notes.append(item.paragraph)
        elif isinstance(item, Line) and open_paragraph and continues(open_paragraph, item):
            open_paragraph.lines.append(item)
        else:
            yield from _closed(open_paragraph, notes)
            open_paragraph, notes = None, []
            if isinstance(item, Line):
                open_paragraph = Paragraph([item])
            else:
                yield from ("\t".join(row.cells) for row in item.rows)
    yield from _closed(open_paragraph, notes)


def _closed(paragraph: Paragraph | None, notes: list[Paragraph]) -> Iterator[str]:
    yield from (done.text for done in ([paragraph] if paragraph else []) + notes)


def _sequence(placed: list[_Placed]) -> Iterator[Line | Table | _Note]:
    edges = _Edges(placed)
    for place in placed:
        left, right = edges.of(place)
        pitch = pitch_of(place.runs)
        items = [
            item
            if isinstance(item, Table)
            else Line(item, left, right, place.number, pitch, edges.indented)
            for item in place.items
        ]
        local_rights([item for item in items if isinstance(item, Line)])
        body, notes = _footnotes(items, edges.size, place.sheet.height)
        yield from body
        yield from notes


def _footnotes(
    items: list[Line | Table], size: float, height: float
) -> tuple[list[Line | Table], list[_Note]]:
    """Return a column without the small lines at its foot, and those as paragraphs."""
    end = len(items)
    while end and isinstance(line := items[end - 1], Line) and line.run.size < _SMALL * size:
        end -= 1
    small = [item for item in items[end:] if isinstance(item, Line)]
    if not small or not end or small[0].run.y0 < _FOOT * height:
        return items, []
    if not _FOOTNOTE.match(small[0].run.text):
        return items, []
    notes: list[_Note] = []
    for line in small:
        if notes and not _FOOTNOTE.match(line.run.text):
            notes[-1].paragraph.lines.append(line)
        else:
            notes.append(_Note(Paragraph([line])))
    return items[:end], notes


def _with_tables_joined(
    items: list[Line | Table | _Note], counts: Counter[str]
) -> Iterator[Line | Table | _Note]:
    last: Table | None = None
    for item in items:
        if isinstance(item, Table) and last is not None and goes_on(last, item):
            counts["table_heads_dropped"] += add_to(last, item)
            continue
        if last is not None:
            yield last
        last = item if isinstance(item, Table) else None
        if last is None:
            yield item
    if last is not None:
        yield last


def _body_size(placed: list[_Placed]) -> float:
    sizes: Counter[float] = Counter()
    for run in (run for place in placed for run in place.runs):
        sizes[round(run.size, 1)] += len(run.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


class _Edges:
    """The edges of running text, learned from all pages: full width, and column by column."""

    def __init__(self, placed: list[_Placed]) -> None:
        self._groups: dict[tuple[object, ...], list[Run]] = defaultdict(list)
        self.size = _body_size(placed)
        for place in placed:
            for key in self._keys(place):
                self._groups[key] += [run for run in place.runs if run.size > _SMALL * self.size]
        self._found = {key: edges_of(runs) for key, runs in self._groups.items() if runs}
        self.indented = self._is_indented(placed)

    def of(self, place: _Placed) -> tuple[float, float]:
        """Return the left and right edge of a column."""
        for key in self._keys(place):
            if len(self._groups[key]) >= _RICH:
                return self._found[key]
        return self._found.get(self._keys(place)[-1], (place.flow.left, place.flow.right))

    @staticmethod
    def _keys(place: _Placed) -> list[tuple[object, ...]]:
        """Return under what a column's edges are kept: odd and even pages, then all."""
        width = round(place.sheet.width / 10)
        if place.whole:
            return [(width, "whole", place.sheet.number % 2), (width, "whole")]
        column = round(place.flow.left / (place.sheet.width / 8))
        return [(width, column, place.sheet.number % 2), (width, column)]

    def _is_indented(self, placed: list[_Placed]) -> bool:
        lines = [run.x0 - self.of(place)[0] for place in placed for run in place.runs if run.size]
        indents = [line for line in lines if 1.2 * self.size < line < 3 * self.size]
        return len(indents) > _INDENTED_SHARE * len(lines)
