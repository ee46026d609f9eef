"""The clauses of a document as a tree: headings are branches, clauses are leaves."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from chuandao.cascade.tracing.understanding.understood import Clause, Understood
from chuandao.text.clauses.clauses import split_heading
from chuandao.text.layout.layout import Line

_LONGEST = 40
_END = re.compile(r"[。；\n]")
_NAMING = re.compile("任务|事项|内容|措施|项目|名称|指标")


@dataclass(frozen=True)
class Leaf:
    """A line of the tree: a clause, or (``clause`` None) a heading; ``depth`` counts from 0.

    ``label``: its name, at most forty characters.
    """

    depth: int
    path: str
    start: int
    end: int
    label: str
    clause: Clause | None = None


def clause_tree(document: Understood) -> tuple[Leaf, ...]:
    r"""Return headings and clauses in the order of the text.

    Headings are the lines of the body that are no clause; the clause that follows tells
    which level each opens.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.understood import understand
    >>> from chuandao.sources.documents import Extracted
    >>> page = "关于茶叶的意见\n各镇：\n一、目标\n（一）产业\n1.建茶园3个。\n二、保障\n1.列入预算。"
    >>> tree = clause_tree(understand(Extracted("a.txt", page, "txt", "utf-8", "", 1.0), "a"))
    >>> [(leaf.depth, leaf.path) for leaf in tree]
    [(0, '1'), (1, '1.1'), (2, '1.1.1'), (0, '2'), (1, '2.1')]
    """
    leaves: list[Leaf] = []
    before: tuple[str, ...] = ()
    at = 0
    starts = [line.start for line in document.lines]
    for clause in sorted(document.clauses, key=lambda clause: clause.start):
        path = tuple(clause.path.split("."))
        near = document.lines[bisect_left(starts, at) : bisect_left(starts, clause.start)]
        lines = [line for line in near if line.end <= clause.start and _is_heading(line)]
        leaves += _branches(document.text, lines, path, before)
        name = _short(_name(clause))
        leaves.append(Leaf(len(path) - 1, clause.path, clause.start, clause.end, name, clause))
        before, at = path, max(at, clause.end)
    return tuple(leaves)


def _branches(
    text: str, lines: Sequence[Line], path: tuple[str, ...], before: tuple[str, ...]
) -> Iterator[Leaf]:
    """Yield the headings above a clause; the last stands one level above it, and so on up."""
    shared = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(path, before, strict=False))))
    top = min(shared, len(path) - 1)
    levels = range(top + 1, len(path))
    for place, line in enumerate(lines):
        left = len(lines) - place
        level = max(top, len(path) - left)
        named = ".".join(path[:level]) if level in levels else ""
        yield Leaf(
            max(level - 1, 0), named, line.start, line.end, _short(text[line.start : line.end])
        )


def _name(clause: Clause) -> str:
    """Return what a clause is called: its own heading, the task of a row, or how it begins."""
    named = [cell for cell in clause.cells if _NAMING.search(cell.heading)]
    if clause.cells:
        spans = [(c.start - clause.start, c.end - clause.start) for c in named or clause.cells]
        return next((clause.text[a:b] for a, b in spans if a < b), clause.text)
    words = clause.text[clause.side.start - clause.start :].strip()
    return split_heading(words)[0] or _END.split(words, maxsplit=1)[0]


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _is_heading(line: Line) -> bool:
    return line.role in {"body", "annex"} and "\t" not in line.words
