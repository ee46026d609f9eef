"""The cells of a row of a task table (任務清單, 責任分解表, 督查台賬) by their columns."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from chuandao.cascade.tracing.understanding.understood import Clause
from chuandao.text.clauses.clauses import Cell
from chuandao.text.clauses.column_kinds import kind_of_column

_NOTHING = re.compile(r"[\s—–\-/无]*")
_NUMBER = re.compile(r"[\s\d.、（）()①-⑳]*")


@dataclass(frozen=True)
class TaskCells:
    """The cells of a row that hold words, by kind of column; those of no known kind are others."""

    name: Cell | None
    measures: Cell | None
    target: Cell | None
    deadline: Cell | None
    others: tuple[Cell, ...]
    persons: tuple[Cell, ...] = ()


def task_cells(clause: Clause) -> TaskCells:
    """Return the cells of a table row by the headings of their columns.

    Without headings the first cell of words is the name; the units are found elsewhere
    (`chuandao.text.commitment.commitment`), and their columns are left out here.
    """
    base = clause.start
    full = [
        c
        for c in clause.cells
        if not _NOTHING.fullmatch(clause.text[c.start - base : c.end - base])
    ]
    known = [(kind_of_column(cell.heading), cell) for cell in full]
    words = [c for k, c in known if k in {"name", "measures"}]
    loose = [c for k, c in known if not k and not _is_number(clause, c)]
    name = _first(known, "name") or _first(known, "measures") or next(iter(loose), None)
    measures = next((c for c in words if c is not name), None)
    taken = (name, measures, _first(known, "target"), _first(known, "deadline"))
    left = {"", "other", "name", "measures", "target", "deadline"}
    return TaskCells(
        *taken,
        others=tuple(
            c for k, c in known if k in left and c not in taken and not _is_number(clause, c)
        ),
        persons=tuple(c for k, c in known if k == "person"),
    )


def _is_number(clause: Clause, cell: Cell) -> bool:
    words = clause.text[cell.start - clause.start : cell.end - clause.start]
    return bool(_NUMBER.fullmatch(words)) and not cell.heading


def _first(known: Iterable[tuple[str, Cell]], kind: str) -> Cell | None:
    return next((cell for found, cell in known if found == kind), None)
