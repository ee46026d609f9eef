"""The cells of a row of a task table (任務清單, 責任分解表, 督查台賬) by their columns."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from chuandao.cascade.tracing.understood import Clause
from chuandao.text.canonical import plain
from chuandao.text.clauses import Cell

_COLUMNS = (
    ("number", r"^(?:序号|编号|序|号|No\.?)$"),
    ("person", r"责任人|负责人|联系人|领导|电话|联系方式|经办"),
    ("cooperate", r"配合|协办|参与|参加|协同|协助"),
    ("lead", r"牵头|主责|主办|组长单位"),
    ("responsible", r"(?:责任|承办|落实|实施|完成)(?:单位|部门|主体|科室|站所)|^单位$|^部门$"),
    (
        "other",
        r"进展|进度(?!安排|要求|计划|节点|目标)|情况|状态|备注|存在|困难|办结(?!时|期|日)|评价|得分|来源|依据|联系|类别|分类|销号",
    ),
    ("deadline", r"时限|期限|时间|节点|进度|日期"),
    ("target", r"目标(?!任务)|指标|标准|成效|成果"),
    ("name", r"任务|事项|议题|项目"),
    ("measures", r"措施|举措|做法|要求|内容|步骤"),
    ("name", r"工作|问题|名称|建议"),
    ("responsible", r"责任|单位|部门"),
)
_KINDS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _COLUMNS)
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
    (`chuandao.text.commitment`), and their columns are left out here.
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


def kind_of_column(heading: str) -> str:
    """Return what a column holds by its heading; empty where that cannot be told.

    Examples
    --------
    >>> [kind_of_column(h) for h in ("序号", "重点任务", "牵头单位", "完成时限", "进展情况", "X")]
    ['number', 'name', 'lead', 'deadline', 'other', '']
    """
    words = re.sub(r"\s", "", plain(heading))
    return next((kind for kind, pattern in _KINDS if words and pattern.search(words)), "")


def _is_number(clause: Clause, cell: Cell) -> bool:
    words = clause.text[cell.start - clause.start : cell.end - clause.start]
    return bool(_NUMBER.fullmatch(words)) and not cell.heading


def _first(known: Iterable[tuple[str, Cell]], kind: str) -> Cell | None:
    return next((cell for found, cell in known if found == kind), None)
