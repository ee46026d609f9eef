"""The clauses of a document: leaf items, table rows and unnumbered paragraphs, with their paths."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chuandao.text.clauses.headings import says_more, split_heading
from chuandao.text.clauses.kinds import is_formal, kind_of_clause
from chuandao.text.clauses.tables import Cell
from chuandao.text.clauses.walk import LeftAside, Node, walk
from chuandao.text.layout.layout import Line
from chuandao.text.lexicon import Lexicon, any_of

__all__ = ["Cell", "ClauseText", "LeftAside", "clauses", "left_aside", "split_heading"]


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


def clauses(lines: tuple[Line, ...], lexicon: Lexicon) -> tuple[ClauseText, ...]:
    r"""Return the clauses of a document in order, from its lines (see `layout`).

    A numbered line with items or paragraphs under it is a heading, not a clause, unless it
    says more than a heading does. Paths are unique: a repeated one gets ``~2``. The first
    annex of a notice without items of its own is its body, with paths as numbered there;
    others are ``annex``, ``annex2``. Headings, bands and totals of tables are no clauses.

    Examples
    --------
    >>> from chuandao.text.layout.layout import layout
    >>> from chuandao.cascade.tracing.understanding.reading import lexicon
    >>> page = "为促进发展，制定本意见。\n一、总体要求\n（一）目标。产值达到5亿元。\n另行通知。"
    >>> [c.path for c in clauses(layout(page), lexicon())]
    ['0.p1', '1.1', '1.1.p1']
    """
    nodes, _ = walk(_with_units(lines, lexicon))
    found = [node for index, node in enumerate(nodes) if not _is_heading(nodes, index, lexicon)]
    plain_text = not any(node.numbered or node.cells for node in nodes)
    seen: Counter[str] = Counter()
    result: list[ClauseText] = []
    for node in found:
        path = ".".join(node.path)
        seen[path] += 1
        unique = path if seen[path] == 1 else f"{path}~{seen[path]}"
        kind = kind_of_clause(node, lexicon, unnumbered=plain_text)
        result.append(_clause(node, unique, kind))
    return tuple(result)


def left_aside(lines: Sequence[Line]) -> LeftAside:
    """Return how many rows of tables are no clauses: totals, bands, rows that only run on."""
    return walk(lines)[1]


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


def _is_heading(nodes: list[Node], index: int, lexicon: Lexicon) -> bool:
    node = nodes[index]
    if not node.numbered or says_more(node.words) or index + 1 == len(nodes):
        return False
    below = nodes[index + 1]
    closes = not below.numbered and not below.cells and is_formal(below.words, lexicon)
    stands_under = ".".join(below.path).startswith(".".join(node.path) + ".")
    return stands_under and not (closes and node.words.endswith("。"))


def _clause(node: Node, path: str, kind: str) -> ClauseText:
    return ClauseText(
        path=path,
        start=node.start,
        end=node.end,
        words_start=node.words_start,
        kind=kind,
        heading=" / ".join(node.headings),
        cells=node.cells,
    )
