"""The task table (任務分解表) of a document: one row a clause that asks something of somebody."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from chuandao.cascade.tracing.task_table.task_cells import TaskCells, task_cells
from chuandao.cascade.tracing.understanding.understood import Clause, Understood
from chuandao.catalog.thresholds import threshold
from chuandao.text.canonical import plain
from chuandao.text.clauses.clauses import Cell, split_heading
from chuandao.text.commitment.commitment import Found
from chuandao.text.similarity import covered

_ASKING = frozenset({"goal", "task", "safeguard", "organisation", "reporting", "sanction"})
_LONGEST_NAME = 40
_LONGEST_TERM = 24
_LEAST = 4  # letters that say something
_PART = re.compile(r"[^，。；：:;,\n\t]+")
_ABOUT = re.compile(r"^(?:关于|關於)|(?:的)?(?:问题|問題|有关事项|有關事項)$")


@dataclass(frozen=True)
class TaskRow:
    """One row of the task table; every value with its place in code points of the document.

    ``task``: code, ``<document>-<number>``; ``path``: of the clause. A document states no
    unit, date or measure for many tasks: those fields are then empty, never guessed.
    ``terms``: for each deadline, the words of what is due then, where a task has several.
    ``other``: what else a row of a table says, as (heading, words): progress, remarks.
    ``restates``: numbers of the rows of the body that a row of an annexed table states anew.
    """

    task: str
    number: int
    path: str
    kind: str
    name: Found
    text: Found
    lead: tuple[Found, ...]
    responsible: tuple[Found, ...]
    cooperate: tuple[Found, ...]
    deadline: tuple[Found, ...]
    target: tuple[Found, ...]
    terms: tuple[Found, ...] = ()
    other: tuple[tuple[str, Found], ...] = ()
    restates: tuple[int, ...] = ()


def task_rows(document: Understood) -> tuple[TaskRow, ...]:
    r"""Return the task table of a document, in the order of its clauses.

    Principles and preambles are left out; a row of an annexed task table is a row here too.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.understood import understand
    >>> from chuandao.sources.documents import Extracted
    >>> page = "关于茶叶的意见\n各镇：\n一、建茶园。2025年底前建成3个。（牵头单位：市农业农村局）"
    >>> row = task_rows(understand(Extracted("a.txt", page, "txt", "utf-8", "", 1.0), "a"))[0]
    >>> row.task, row.name.value, row.lead[0].value, row.deadline[0].value
    ('a-1', '建茶园', '市农业农村局', '2025年底前')
    """
    asking = [clause for clause in document.clauses if _asks(clause)]
    rows = [_row(document, clause, number) for number, clause in enumerate(asking, 1)]
    body = [row for row, clause in zip(rows, asking, strict=True) if not clause.cells]
    return tuple(
        replace(row, restates=_restated(row, body)) if clause.cells else row
        for row, clause in zip(rows, asking, strict=True)
    )


def _restated(row: TaskRow, body: Sequence[TaskRow]) -> tuple[int, ...]:
    """Return the row of the body that says most of what a row of an annex is named, if one does."""
    shares = [(covered(row.name.value, [other.text.value]), -other.number) for other in body]
    share, number = max(shares, default=(0.0, 0))
    return (-number,) if share >= threshold("task_restated") else ()


def left_out(document: Understood) -> tuple[str, ...]:
    """Return the paths of clauses that should ask something and in which nothing was read."""
    return tuple(c.path for c in document.clauses if c.kind in _ASKING and not _asks(c))


def person_columns(document: Understood) -> tuple[str, ...]:
    """Return the headings of the columns of persons' names, left out unless asked for."""
    cells = (task_cells(clause).persons for clause in document.clauses if clause.cells)
    return tuple(dict.fromkeys(cell.heading for found in cells for cell in found))


def _asks(clause: Clause) -> bool:
    if clause.cells and task_cells(clause).name is None:
        return False
    return clause.kind in _ASKING and bool(clause.commitments)


def _row(document: Understood, clause: Clause, number: int) -> TaskRow:
    side = clause.side
    cells = task_cells(clause) if clause.cells else None
    name, text = _named(document, clause, cells)
    terms = _as_written(document, _joined(side.found("deadline")))
    held = {name.value, *(f.value for role in ("lead", "cooperate") for f in side.found(role))}
    return TaskRow(
        task=f"{document.id}-{number}",
        number=number,
        path=clause.path,
        kind=clause.kind,
        name=name,
        text=text,
        lead=_in_its_letters(document, side.found("lead")),
        responsible=_in_its_letters(document, side.found("responsible") or _actors(clause, held)),
        cooperate=_in_its_letters(document, side.found("cooperate")),
        deadline=_cell_or(document, cells.deadline if cells else None, terms),
        target=_cell_or(
            document,
            cells.target if cells else None,
            _as_written(document, side.found("targets")),
        ),
        terms=() if cells or len(terms) < 2 else tuple(_due(document, t) for t in terms),  # noqa: PLR2004
        other=_others(document, cells) if cells else (),
    )


def _others(document: Understood, cells: TaskCells) -> tuple[tuple[str, Found], ...]:
    """Return the remarks of a row; the columns of persons are among them where asked for."""
    wanted = (*cells.others, *(cells.persons if document.persons else ()))
    return tuple((c.heading, _found(document, c.start, c.end)) for c in wanted)


def _named(document: Understood, clause: Clause, cells: TaskCells | None) -> tuple[Found, Found]:
    """Return the name of a task and its words."""
    if cells is None or cells.name is None:
        begin, end = clause.side.start, clause.end
        return _name(document.text, begin, end, clause), _found(document, begin, end)
    body = cells.measures or cells.name
    name = _name(document.text, cells.name.start, cells.name.end, None)
    return name, _found(document, body.start, body.end)


def _actors(clause: Clause, but: Collection[str]) -> tuple[Found, ...]:
    """Return the subjects of the sentences: who is asked besides a lead that is named."""
    if clause.side.found("lead"):
        return ()
    found = {actor.value: actor for actor in reversed(clause.side.found("actor"))}
    asked = (actor for actor in found.values() if actor.value not in but)
    return tuple(sorted(asked, key=lambda actor: actor.start))


def _name(text: str, begin: int, end: int, clause: Clause | None) -> Found:
    """Return the heading of a task, else its first words that are no date and no subject."""
    words = text[begin:end]
    heading, _ = split_heading(words.strip())
    if heading:
        start = text.index(heading, begin)
        short = _ABOUT.sub("", heading)
        start += heading.index(short)
        return _cut(text, start, short or heading)
    if clause is None:
        return _cut(text, begin, words.strip())
    dates = [(f.start, f.end) for f in clause.side.found("deadline")]
    for part in _PART.finditer(text, begin, end):
        start = next((b for a, b in dates if a <= part.start() < b), part.start())
        left = text[start : part.end()].strip()
        if start < part.end() and len(left) >= _LEAST:
            return _cut(text, start, left)
    return _cut(text, begin, words.strip())


def _cut(text: str, begin: int, words: str) -> Found:
    """Return words of the text, cut at a comma where they are too long for a name."""
    name = words
    if len(words) > _LONGEST_NAME:
        name = words[:_LONGEST_NAME]
        name = (
            name[: max(name.rfind("，"), name.rfind("、"), name.rfind(" "))]
            if _breaks(name)
            else name
        )
    start = text.index(name, begin)
    return Found(name, start, start + len(name))


def _breaks(name: str) -> bool:
    return max(name.rfind("，"), name.rfind("、"), name.rfind(" ")) >= _LEAST * 2


def _joined(found: Iterable[Found]) -> tuple[Found, ...]:
    """Join deadlines that stand side by side: 每年 and 12月底前 are one."""
    joined: list[Found] = []
    for term in sorted(found, key=lambda f: f.start):
        if joined and joined[-1].end == term.start:
            joined[-1] = replace(joined[-1], end=term.end)
        else:
            joined.append(term)
    return tuple(joined)


def _due(document: Understood, term: Found) -> Found:
    """Return what is due by a deadline: the words about it up to the next stop."""
    text = document.text
    begin = max((text.rfind(stop, 0, term.start) for stop in "，。；：\n"), default=-1) + 1
    stops = [at for stop in "，。；：\n" if (at := text.find(stop, term.end)) >= 0]
    end = min(stops, default=len(text))
    before, after = text[begin : term.start].strip(), text[term.end : end].strip()
    rest = f"{before}…{after}" if before and after else before + after
    if len(rest) < _LEAST and end < len(text) and text[end] == "，":
        following = [at for stop in "，。；：\n" if (at := text.find(stop, end + 1)) >= 0]
        begin, end = end + 1, min(following, default=len(text))
        rest = text[begin:end].strip()
    said = rest if len(rest) <= _LONGEST_TERM else rest[: _LONGEST_TERM - 1] + "…"
    return Found(said, begin, end)


def _cell_or(
    document: Understood, cell: Cell | None, found: tuple[Found, ...]
) -> tuple[Found, ...]:
    """Return what a cell of the table says in full, else what was found in the words."""
    return (_found(document, cell.start, cell.end),) if cell else found


def _in_its_letters(document: Understood, found: Iterable[Found]) -> tuple[Found, ...]:
    """Return units in the letters of the document, where only the letters differ."""
    return tuple(
        replace(unit, value=words) if plain(words) == unit.value else unit
        for unit in found
        if (words := document.text[unit.start : unit.end].strip()) or unit.value
    )


def _found(document: Understood, begin: int, end: int) -> Found:
    return Found(document.text[begin:end].strip(), begin, end)


def _as_written(document: Understood, found: Iterable[Found]) -> tuple[Found, ...]:
    return tuple(Found(document.text[f.start : f.end], f.start, f.end) for f in found)
