"""What the page shows of each document, from what was understood of it."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath

from chuandao.cascade.tracing.parentage.document_notes import notes_of
from chuandao.cascade.tracing.understanding.understood import Clause, Understood
from chuandao.cascade.units import UnitTree
from chuandao.catalog.values import values
from chuandao.report.understood.clause_tree import clause_tree
from chuandao.report.understood.common_form import common_form
from chuandao.report.understood.envelope_values import envelope_values, title_of
from chuandao.report.understood.gaps import gaps_of
from chuandao.report.understood.marks import Mark, Piece, marks_of, pieces
from chuandao.report.understood.model import Block, DocumentView, Value
from chuandao.text.canonical import plain
from chuandao.text.commitment.commitment import FIELDS, Commitment

_FEW = 20  # of so many letters one in Traditional form marks a text as Traditional


def document_view(
    document: Understood, key: str, language: str, units: UnitTree | None = None
) -> DocumentView:
    """Return what the page shows of a document; ``key`` makes its anchors unique."""
    marks = marks_of(document, language)
    kinds = Counter(clause.kind for clause in document.clauses)
    return DocumentView(
        key=key,
        name=title_of(document),
        file=PurePath(document.file).name,
        quality=document.text_quality,
        length=len(document.text),
        script=_script(document.text),
        envelope=envelope_values(document, language, units),
        blocks=tuple(_with_marks(document.text, list(_blocks(document, language)), marks)),
        tree=clause_tree(document),
        kinds={kind: kinds[kind] for kind in _kind_order(kinds)},
        counts=Counter(mark.field for mark in marks),
        gaps=gaps_of(document),
        notes=notes_of(document),
    )


def clause_values(commitment: Commitment, text: str, language: str) -> tuple[Value, ...]:
    """Return the values of a commitment in the order of its fields, as the reader is told them."""
    return tuple(
        Value(
            name,
            common_form(name, found.value, language),
            " ".join(text[found.start : found.end].split()),
            found.start,
            found.end,
        )
        for name in FIELDS
        for found in getattr(commitment, name)
    )


_Span = tuple[Block, int]


def _blocks(document: Understood, language: str) -> Iterator[_Span]:
    """Yield blocks without their pieces and where each ends; together they are the whole text."""
    text = document.text
    at = 0
    for clause in sorted(document.clauses, key=lambda clause: (clause.start, clause.end)):
        start = _with_indent(text, at, max(at, clause.start))
        yield from _between(text, at, start)
        end = _line_end(text, clause.end)
        if start < end:
            yield _clause_block(document, clause, start, language), end
        at = max(at, end)
    yield from _between(text, at, len(text))


def _between(text: str, start: int, end: int) -> Iterator[_Span]:
    """Yield the lines between two clauses, each table row on its own."""
    while start < end:
        stop = _line_end(text, min(end, (text.find("\n", start) + 1 or len(text) + 1) - 1), end)
        yield Block(start, (), table="\t" in text[start:stop].strip("\n")), stop
        start = stop


def _with_indent(text: str, least: int, start: int) -> int:
    """Return where the white space before a clause begins in its line, if that is all there is."""
    begin = max(text.rfind("\n", least, start) + 1, least)
    return start if text[begin:start].strip() else begin


def _line_end(text: str, end: int, limit: int | None = None) -> int:
    """Return where the white space that ends a line is over: its break belongs to the line."""
    limit = len(text) if limit is None else limit
    while end < limit and text[end].isspace() and text[end] not in "\u3000 ":
        end += 1
    return end


def _clause_block(document: Understood, clause: Clause, start: int, language: str) -> Block:
    text = document.text
    return Block(
        start=start,
        cells=(),
        path=clause.path,
        kind=clause.kind,
        joined=start > 0 and text[start - 1] not in "\r\n",
        table=bool(clause.cells),
        commitments=tuple(clause_values(item, text, language) for item in clause.commitments),
    )


def _with_marks(text: str, spans: Sequence[_Span], marks: Iterable[Mark]) -> Iterator[Block]:
    starts = [block.start for block, _ in spans]
    over: list[list[Mark]] = [[] for _ in spans]
    for mark in marks:
        at = max(bisect_right(starts, mark.start) - 1, 0)
        while at < len(spans) and starts[at] < mark.end:
            over[at].append(mark)
            at += 1
    for (block, end), near in zip(spans, over, strict=True):
        yield replace(block, cells=tuple(_cells(text, block, end, near)))


def _cells(text: str, block: Block, end: int, marks: Sequence[Mark]) -> Iterator[tuple[Piece, ...]]:
    start = block.start
    if block.table:
        while (tab := text.find("\t", start, end)) >= 0:
            yield pieces(text, start, tab + 1, marks)
            start = tab + 1
    yield pieces(text, start, end, marks)


def _script(text: str) -> str:
    """Return the language tag of a text, so that it is set in the right letters."""
    simplified = plain(text)
    han = [at for at, sign in enumerate(text) if "\u4e00" <= sign <= "\u9fff"]
    if len(han) * _FEW < len(text):
        return "en"
    changed = sum(text[at] != simplified[at] for at in han)
    return "zh-Hant" if changed * _FEW > len(han) else "zh-Hans"


def _kind_order(kinds: Iterable[str]) -> list[str]:
    listed = [value.value for value in values("clause_kind").values]
    return [k for k in listed if k in kinds] + sorted(set(kinds) - set(listed))
