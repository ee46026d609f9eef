"""What a column of a task table or ledger holds, by its heading."""

import re
from collections.abc import Iterable

from chuandao.text.canonical import plain
from chuandao.text.envelope.persons import is_column_of_persons

_COLUMNS = (
    ("number", r"^(?:序号|编号|序|号|No\.?)$"),
    ("deadline", r"(?:办结|完成|整改|销号|反馈)(?:的)?(?:时限|期限|时间|日期)"),
    ("cooperate", r"配合|协办|参与|参加|协同|协助"),
    ("lead", r"牵头|主责|主办|组长单位"),
    ("responsible", r"(?:责任|承办|落实|实施|完成|执行|承担)(?:单位|部门|主体|[科处]室|站所|机构)"),
    ("responsible", r"责任(?:乡镇|村)|^责任$|^单位$|^部门$"),
    ("measure", r"计量|度量"),
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
_ASIDE = re.compile(r"[\s*＊]|（[^（）]*）")
_ROLES = ("lead", "responsible", "cooperate")
_NO_DUTY = frozenset({"number", "person", "measure"})


def kind_of_column(heading: str) -> str:
    """Return what a column holds by its heading; empty where that cannot be told.

    Of a heading over several rows (責任分工/目標值) the lowest that tells decides. Brackets are
    passed over. Kinds: number, person, lead, responsible, cooperate, deadline, target, name,
    measures, measure (of what unit), other.

    Examples
    --------
    >>> [kind_of_column(h) for h in ("序号", "重点任务", "牵头单位", "办结时限", "进展情况", "X")]
    ['number', 'name', 'lead', 'deadline', 'other', '']
    >>> kind_of_column("责任分工/目标值"), kind_of_column("牵头领导"), kind_of_column("具体目标")
    ('target', 'person', 'target')
    """
    levels = [_ASIDE.sub("", level) for level in plain(heading).split("/")]
    kinds = (_kind(level) for level in reversed(levels) if level)
    return next(filter(None, kinds), "")


def roles_of_columns(headings: Iterable[str]) -> tuple[str, ...]:
    """Return lead, responsible, cooperate or empty for every column of a table.

    A column headed 單位 alone, beside one that names who is responsible, holds units of measure.

    Examples
    --------
    >>> roles_of_columns(("指标", "单位", "责任单位", "完成时限"))
    ('', '', 'responsible', '')
    """
    named = tuple(headings)
    kinds = [kind_of_column(heading) for heading in named]
    others = [k for k, h in zip(kinds, named, strict=True) if k in _ROLES and h.strip() != "单位"]
    return tuple(
        kind if kind in _ROLES and not (others and heading.strip() == "单位") else ""
        for kind, heading in zip(kinds, named, strict=True)
    )


def says_no_duty(heading: str) -> bool:
    """Return whether a column holds nothing that anybody is to do: numbers, persons, measures.

    Examples
    --------
    >>> says_no_duty("联系人"), says_no_duty("工作任务")
    (True, False)
    """
    return kind_of_column(heading) in _NO_DUTY


def _kind(words: str) -> str:
    if is_column_of_persons(words):
        return "person"
    return next((kind for kind, pattern in _KINDS if pattern.search(words)), "")
