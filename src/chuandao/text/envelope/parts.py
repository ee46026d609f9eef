"""The single fields of an envelope, each with the places of its words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from chuandao.text.envelope.number import find_document_numbers, parse_document_number
from chuandao.text.layout.dateline import find_any_dates, parse_any_date
from chuandao.text.layout.head import ENGLISH_NUMBER, closed_up, is_bare_number
from chuandao.text.layout.layout import Line

Spans = tuple[tuple[int, int], ...]
_NUMBER_KEY = re.compile(r"(?:发文字号|文\s*号|发布文号|公文字号|字\s*号)\s*[:：\t]\s*")
_TITLE_KEY = re.compile(r"^(?:标\s*题|名\s*称)\s*[:：]\s*")
_SUBJECT = re.compile(r"^(?:Subject|Re|主\s*旨)\s*[:：]\s*(?=\S)", re.IGNORECASE)
_SUBJECT_WITHIN = 20
_URGENCY = re.compile(r"特\s*提|特\s*急|加\s*急|平\s*急|紧\s*急|急\s*件")
_COPY = re.compile(
    r"^(?:抄\s*[送报发]|[正副]\s*本|受\s*文\s*者|[分发主]\s*送|发|Copies to|cc|To)\s*[:：]\s*",
    re.IGNORECASE,
)
_NO_COPY = re.compile(r"^主题词")
_COMMA = re.compile(r"[，,；;。]|、(?![^（]*）)")
_SIGNER = re.compile(
    r"^(?:签\s*发\s*人?|签批盖章|会\s*签\s*人?|核\s*发|[市县区镇乡州省]长|主任|[局厅部]长|主席|总理)\s*[:：]?\s*"
)
_DAY_KEYS = ("成文日期", "签发日期", "发文日期", "印发日期", "生成日期", "发布日期", "发布时间")
_CLOSED = re.compile(r"不予公开|不公开|依申请公开|不宜公开|不得公开|非公开|暂不公开")
_OPENED = re.compile(r"公开|公布|发布")
_LIMITED = re.compile(r"发至")
_SAID_OPEN = re.compile(r"^（?(?:信息公开|公开)(?:属性|方式|类别|选项)\s*[:：]?")
_HEAD_TITLE = re.compile(r"(?:纪要|令|公告|通告|函)$")
_UNMARKED = frozenset({"minutes", "order", "announcement"})


@dataclass(frozen=True)
class Part:
    """What a field holds, and where its words stand."""

    value: Any
    spans: Spans = ()


def title(lines: Sequence[Line]) -> Part:
    """Return the title; of minutes and orders that have no other, the words of their head."""
    found = [line for line in lines if line.role == "title"]
    if found:
        words = "".join(_spaced(line.words) for line in found).strip()
        return Part(words, _all(found))
    head = [line for line in lines if line.role == "issuer"]
    if head and _HEAD_TITLE.search(closed_up(head[-1].words)):
        return Part("".join(closed_up(line.words) for line in head), _all(head))
    for line in lines:
        told = _TITLE_KEY.match(line.words) if line.role == "meta" else None
        if told:
            return Part(line.words[told.end() :], ((line.start + told.end(), line.end),))
    return _subject(lines)


def _subject(lines: Sequence[Line]) -> Part:
    """Return what a letter or an order says it is about (Subject:, 主旨：), else its number."""
    for line in lines[:_SUBJECT_WITHIN]:
        if told := _SUBJECT.match(line.words):
            return Part(line.words[told.end() :], ((line.start + told.end(), line.end),))
    numbered = [x for x in lines if x.role == "number" and ENGLISH_NUMBER.fullmatch(x.words)]
    return Part(numbered[0].words, _all(numbered[:1])) if numbered else Part("")


def number(lines: Sequence[Line], kind: str) -> tuple[Part, str]:
    """Return the document number in regular form, and why it is irregular.

    One that cannot be read for certain is given as it stands.
    """
    for line in lines:
        key = _NUMBER_KEY.search(line.words) if line.role == "meta" else None
        if line.role != "number" and not key:
            continue
        if english := ENGLISH_NUMBER.search(line.words):
            span = (line.start + english.start(), line.start + english.end())
            return Part(english[0], (span,)), ""
        begin = key.end() if key else 0
        words = re.split(r"\t|\s{2,}", line.words[begin:])[0] if key else line.words
        found = parse_document_number(words)
        if found and not (line.role == "number" and not found.text and is_bare_number(words)):
            at = line.start + begin
            reason = "" if kind in _UNMARKED and found.irregular == "no_mark" else found.irregular
            span = (at + found.start, at + found.end)
            return Part(found.text or words[found.start : found.end], (span,)), reason
        if line.role == "number":  # 第12期, 第15号: alone under the head of minutes or an order
            return Part(
                re.sub(r"[\s（）]", "", line.words), _all([line])
            ), "" if kind in _UNMARKED else "no_mark"
    return _in_passing(lines), ""


def _in_passing(lines: Sequence[Line]) -> Part:
    """Return a number that stands in an index line without a key: 茶政發〔2025〕6號 發布時間：…"""
    for line in lines:
        if line.role != "meta" or "《" in line.words:
            continue
        for found in find_document_numbers(line.words):
            if found.complete and found.form == "brackets":
                return Part(found.text, ((line.start + found.start, line.start + found.end),))
    return Part("")


def dated(lines: Sequence[Line]) -> Part:
    """Return the date: under the signature, else of the index table, else beside the title."""
    for line in lines:
        if line.role == "date" and parse_any_date(line.words):
            return Part(parse_any_date(line.words), _all([line]))
    around = [x for x in lines if x.role in {"meta", "dateline", "printed", "title", "number"}]
    keyed = [line for key in _DAY_KEYS for line in around if key in re.sub(r"\s", "", line.words)]
    lone = [line for line in around if line.role == "dateline" or parse_any_date(line.words)]
    for line in [*lone, *keyed, *around]:
        days = _days_after_key(line)
        if days:
            day, start, end = days[0]
            return Part(day, ((line.start + start, line.start + end),))
    return Part(None)


def _days_after_key(line: Line) -> list[tuple[Any, int, int]]:
    days = find_any_dates(line.words)
    for key in _DAY_KEYS:
        at = line.words.find(key)
        if at >= 0:
            return [day for day in days if day[1] > at] or days
    return days


def urgency(lines: Sequence[Line]) -> Part:
    """Return the grade of urgency: 特急, 加急, 平急, 特提."""
    for line in lines:
        found = _URGENCY.search(line.words) if line.role == "urgency" else None
        if found:
            return Part(
                "".join(found[0].split()), ((line.start + found.start(), line.start + found.end()),)
            )
    return Part("")


def names(lines: Sequence[Line], role: str) -> Part:
    """Return the bodies that lines of a role name, the brackets within them kept."""
    found: list[str] = []
    spans: list[tuple[int, int]] = []
    until = next((i for i, line in enumerate(lines) if line.role == "annex"), len(lines))
    held = [x for x in lines if x.role == role and not _NO_COPY.match(x.words)]
    outer = [x for x in held if role == "copy_to" or lines.index(x) < until]
    joined = ""
    for line in outer:
        label = _COPY.match(line.words)
        begin = label.end() if label else 0
        joined += ("，" if joined and label else "") + line.words[begin:].rstrip(":：")
        if line.start + begin < line.end:
            spans.append((line.start + begin, line.end))
    found = [part.strip() for part in _COMMA.split(joined) if part.strip()]
    return Part(tuple(dict.fromkeys(found)), tuple(spans))


def printed(lines: Sequence[Line]) -> tuple[Part, Part]:
    """Return by whom and on what day the document was printed (印發機關和印發日期)."""
    by, on = Part(""), Part(None)
    for line in lines:
        if line.role != "printed" or re.match(r"[（]?(?:校对|打印|共印|审核)", line.words):
            continue
        days = find_any_dates(line.words)
        end = days[0][1] if days else len(line.words)
        name = re.sub(r"^(?:印发单位|承办单位)[:：]\s*", "", line.words[:end]).strip(
            " \t\u3000印发制"
        )
        if name and not by.value:
            at = line.start + line.words.index(name)
            by = Part(name, ((at, at + len(name)),))
        if days and on.value is None:
            on = Part(days[0][0], ((line.start + days[0][1], line.start + days[0][2]),))
    return by, on


def openness(lines: Sequence[Line]) -> Part:
    """Return whether the document says that it is open to the public, or None.

    One that goes down to a rank only (此件发至县处级) is not.
    """
    found = [line for line in lines if line.role == "openness"]
    if not found:
        return Part(None)
    words = [_SAID_OPEN.sub("", line.words) for line in found]
    closed, opened, limited = (
        any(form.search(said) for said in words) for form in (_CLOSED, _OPENED, _LIMITED)
    )
    told = opened and not closed
    return Part(told, _all(found)) if closed or opened or limited else Part(None)


def signer(lines: Sequence[Line]) -> str:
    """Return the name of the signer, for those who asked for it."""
    return _SIGNER.sub("", lines[0].words).strip() if lines else ""


def _all(lines: Sequence[Line]) -> Spans:
    return tuple((line.start, line.end) for line in lines)


def _spaced(words: str) -> str:
    """Close up 通    知, keep the spaces of an English line."""
    if words.isascii():
        return words + " "
    return re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", words)
