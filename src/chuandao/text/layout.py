"""Which line of an official document is what: head, title, body, annex (GB/T 9704-2012)."""

import re
from dataclasses import dataclass

from chuandao.text.canonical import plain
from chuandao.text.dates import parse_date
from chuandao.text.numbering import marker
from chuandao.text.numerals import HAN

DOCUMENT_NUMBER = re.compile(
    r"([^\s《》〔〕\[\]【】（）:：;；,，。]{1,20}?)\s*[〔\[【（]\s*((?:19|20)\d{2})\s*[〕\]】）]\s*"
    r"(?:第)?\s*(\d{1,5})\s*号"
)
_BARE_NUMBER = re.compile(
    r"^[（]?[〔\[【（]\s*(?:19|20)\d{2}\s*[〕\]】）]\s*(?:第)?\s*\d{1,5}\s*[号期][）]?$"
)
_KINDS = (
    "决定|命令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要|方案|办法|规定|细则|规划|计划"
    "|要点|清单|措施|条例|指引|指南|规则|政策|预案|倡议书|告知书|明白纸|分工|分解表|分工表|任务表"
)
_TITLE_END = re.compile(
    rf"(?:{_KINDS})(?:（[^（）]*）)?$|\b(?:Notice|Opinions?|Plan|Act|Measures?)$"
)
_ADDRESSEE = re.compile(
    r"^(?:各|市|县|区|镇|乡|全|本|机关|有关|[^，。；]{2,30}(?:局|委|办|政府|单位|部门|公司|村|镇|街道))"
    r"[^。；]{0,300}[:：]$"
)
_ANNEX_NOTE = re.compile(r"^附\s*件\s*[:：]")
_ANNEX = re.compile(rf"^附\s*[件表]\s*(?:\d{{1,2}}|{HAN})?\s*(?:[:：、.].{{0,40}}|\s.{{0,40}})?$")
_COPY_TO = re.compile(r"^(?:抄\s*送|主题词|分\s*送|发\s*送|发)\s*[:：]")
_PRINTED = re.compile(r"印发\s*$|^（此件|^信息公开")
_META = re.compile(
    r"^(?:索\s*引\s*号|发布(?:时间|日期|机构)|信息来源|来源|成文日期|公开|主题分类|浏览|字体|时间|发文"
    r"|有效性|当前位置|首页|签发人|文号|标题|地点|主持|出席|列席|参加|记录|缺席|请假|密级|份号)[^。]{0,4}[:：]"
)
_HEAD = re.compile(r"(?:文件|会议纪要|办公室|纪要|委员会|政府|通知)$")
_LONGEST_TITLE, _LONGEST_HEAD, _HEAD_LINES = 90, 40, 40


@dataclass(frozen=True)
class Line:
    """A non-empty line without the spaces around it; offsets are those of the text."""

    start: int
    end: int
    words: str
    role: str = "body"


def layout(text: str) -> tuple[Line, ...]:
    r"""Return the lines of a document, each with its role.

    Roles: ``issuer``, ``number``, ``title``, ``meta``, ``addressee``, ``body``, ``annex_note``,
    ``signature``, ``date``, ``annex`` (a heading that opens an annex), ``copy_to``, ``printed``.
    ``words`` are in plain form.

    Examples
    --------
    >>> page = "清政发〔2025〕18号\n关于发展特色产业的意见\n各县（市、区）：\n一、总体要求"
    >>> [line.role for line in layout(page)]
    ['number', 'title', 'addressee', 'body']
    """
    lines = lines_of(text)
    first = _first_body(lines)
    roles = _head_roles(lines[:first]) + _body_roles(lines[first:])
    return tuple(
        Line(line.start, line.end, line.words, role)
        for line, role in zip(lines, roles, strict=True)
    )


def lines_of(text: str) -> tuple[Line, ...]:
    """Return the non-empty lines of a text in plain form, tabs kept."""
    words = plain(text)
    found = re.finditer(r"[^\r\n]+", words)
    spans = ((m.start() + _indent(m[0]), m.start() + len(m[0].rstrip())) for m in found)
    return tuple(Line(start, end, words[start:end]) for start, end in spans if start < end)


def _indent(words: str) -> int:
    return len(words) - len(words.lstrip(" \u3000\t\xa0\ufeff")) if words.strip() else len(words)


def _first_body(lines: tuple[Line, ...]) -> int:
    for index, line in enumerate(lines[:_HEAD_LINES]):
        if _ADDRESSEE.match(line.words) and not _META.match(line.words):
            return index + 1
        if _is_body(line.words):
            return index
    return 0 if len(lines) < 2 or not _TITLE_END.search(lines[0].words) else 1  # noqa: PLR2004


def _is_body(words: str) -> bool:
    if "\t" in words or _META.match(words):
        return False
    if marker(words) and not DOCUMENT_NUMBER.search(words):
        return True
    return words.endswith(("。", "；")) or (len(words) > _LONGEST_HEAD and "。" in words[:-1])


def _head_roles(lines: tuple[Line, ...]) -> list[str]:
    roles = [_head_role(line.words) for line in lines]
    title = _title_lines(lines, roles)
    return [
        "title" if index in title else "meta" if role == "other" else role
        for index, role in enumerate(roles)
    ]


def _head_role(words: str) -> str:
    if _ADDRESSEE.match(words) and not _META.match(words):
        return "addressee"
    if _META.match(words) or parse_date(words) or "\t" in words:
        return "meta"
    if DOCUMENT_NUMBER.search(words) and "《" not in words and len(words) <= _LONGEST_HEAD:
        return "number"
    if _BARE_NUMBER.match(words):
        return "number"
    if len(words) <= _LONGEST_HEAD and words.endswith(("文件", "会议纪要")) and "关于" not in words:
        return "issuer"
    return "other" if len(words) <= _LONGEST_TITLE else "meta"


def _title_lines(lines: tuple[Line, ...], roles: list[str]) -> set[int]:
    ends = [
        index
        for index, (line, role) in enumerate(zip(lines, roles, strict=True))
        if role == "other" and _TITLE_END.search(line.words)
    ]
    if not ends:
        named = (i for i, role in enumerate(roles) if role == "other")
        return set([i for i in named if not lines[i].words.endswith(("：", ":"))][-1:])
    start = end = ends[-1]
    while start and roles[start - 1] == "other" and not _HEAD.search(lines[start - 1].words):
        start -= 1
    names_issuer = start and roles[start - 1] == "other" and lines[start].words.startswith("关于")
    return set(range(start - 1 if names_issuer else start, end + 1))


def _body_roles(lines: tuple[Line, ...]) -> list[str]:
    signed = _signed(lines)
    roles = ["body"] * len(lines)
    for index, line in enumerate(lines):
        roles[index] = _body_role(line.words, after_signature=signed is not None and index > signed)
    if signed is not None:
        roles[signed] = "date"
        if signed and _is_signature(lines[signed - 1].words):
            roles[signed - 1] = "signature"
    _mark_annex_list(lines, roles)
    return roles


def _body_role(words: str, *, after_signature: bool) -> str:
    if "\t" in words:
        return "body"
    if _COPY_TO.match(words):
        return "copy_to"
    if _PRINTED.search(words) and len(words) <= _LONGEST_HEAD:
        return "printed"
    if _ANNEX_NOTE.match(words) and not after_signature:
        return "annex_note"
    if _ANNEX.match(words):
        return "annex"
    return "annex" if after_signature and _is_annex_title(words) else "body"


def _is_annex_title(words: str) -> bool:
    short = len(words) <= _LONGEST_TITLE and not marker(words)
    return short and bool(_TITLE_END.search(words)) and not words.endswith("。")


def _is_signature(words: str) -> bool:
    return (
        len(words) <= _LONGEST_HEAD and not words.endswith(("。", "；", "：")) and not marker(words)
    )


def _signed(lines: tuple[Line, ...]) -> int | None:
    """Return the line of the date under the signature: the first line that is only a date."""
    return next((index for index, line in enumerate(lines) if parse_date(line.words)), None)


def _mark_annex_list(lines: tuple[Line, ...], roles: list[str]) -> None:
    """Give the lines of a list 附件：1.… 2.… before the signature the role of their first line."""
    for index in range(1, len(lines)):
        follows = roles[index - 1] == "annex_note" and roles[index] == "body"
        numbered = marker(lines[index].words)
        if follows and numbered and numbered.style == "arabic":
            roles[index] = "annex_note"
