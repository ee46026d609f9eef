"""The task table (任務分解表) of a document: one row a clause that asks something of somebody."""

from collections.abc import Iterable
from dataclasses import dataclass

from chuandao.cascade.tracing.understood import Clause, Understood
from chuandao.text.clauses import Cell, split_heading
from chuandao.text.commitment import Found

_ASKING = frozenset({"goal", "task", "safeguard", "organisation", "reporting", "sanction"})
_LONGEST_NAME = 30


@dataclass(frozen=True)
class TaskRow:
    """One row of the task table; every value with its place in code points of the document.

    ``task``: code, ``<document>-<number>``; ``path``: of the clause. A document states no
    unit, date or measure for many tasks: those fields are then empty, never guessed.
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


def task_rows(document: Understood) -> tuple[TaskRow, ...]:
    r"""Return the task table of a document, in the order of its clauses.

    Principles and preambles are left out; a row of an annexed task table is a row here too.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understood import understand
    >>> from chuandao.sources.documents import Extracted
    >>> page = "关于茶叶的意见\n各镇：\n一、建茶园。2025年底前建成3个。（牵头单位：市农业农村局）"
    >>> row = task_rows(understand(Extracted("a.txt", page, "txt", "utf-8", "", 1.0), "a"))[0]
    >>> row.task, row.name.value, row.lead[0].value, row.deadline[0].value
    ('a-1', '建茶园', '市农业农村局', '2025年底前')
    """
    asking = [clause for clause in document.clauses if _asks(clause)]
    return tuple(_row(document, clause, number) for number, clause in enumerate(asking, 1))


def _asks(clause: Clause) -> bool:
    return clause.kind in _ASKING and bool(clause.commitments)


def _row(document: Understood, clause: Clause, number: int) -> TaskRow:
    side = clause.side
    text = clause.cells and _cell(clause, "任务", "事项", "内容", "措施", "项目")
    begin, end = (text.start, text.end) if text else (side.start, clause.end)
    return TaskRow(
        task=f"{document.id}-{number}",
        number=number,
        path=clause.path,
        kind=clause.kind,
        name=_name(document.text, begin, end),
        text=Found(document.text[begin:end].strip(), begin, end),
        lead=side.found("lead"),
        responsible=side.found("responsible") or (() if side.found("lead") else _actors(clause)),
        cooperate=side.found("cooperate"),
        deadline=_as_written(document, side.found("deadline")),
        target=_as_written(document, side.found("targets")),
    )


def _actors(clause: Clause) -> tuple[Found, ...]:
    """Return the subjects of the sentences: who is asked where no lead is named."""
    found = {actor.value: actor for actor in reversed(clause.side.found("actor"))}
    return tuple(sorted(found.values(), key=lambda actor: actor.start))


def _cell(clause: Clause, *words: str) -> Cell | None:
    named = (cell for cell in clause.cells if any(word in cell.heading for word in words))
    return next(named, None)


def _name(text: str, begin: int, end: int) -> Found:
    heading, _ = split_heading(text[begin:end].strip())
    name = heading or text[begin:end].strip().split("，")[0]
    name = name[:_LONGEST_NAME]
    start = text.find(name, begin)
    return Found(name, start, start + len(name))


def _as_written(document: Understood, found: Iterable[Found]) -> tuple[Found, ...]:
    return tuple(Found(document.text[f.start : f.end], f.start, f.end) for f in found)
