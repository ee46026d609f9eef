"""Deadlines of table cells, where the heading says that the words are one: 2025.11.30, 12月底."""

import re
from dataclasses import replace
from datetime import date

from chuandao.text.lexicon import Lexicon
from chuandao.text.times.deadlines import Deadline, deadlines
from chuandao.text.times.spans_of_time import WorkingDays, last_day

_HEADING = re.compile(
    r"时限|期限|时间|节点|日期|进度(?:安排|要求|计划)|何时完成|deadline|due|time", re.IGNORECASE
)
_NOT = re.compile(
    r"开始|起始|开工|发布|印发|会议|来文|收文|填报|更新|报送|交办|反馈|统计|成立|登记"
)
_PART = re.compile(r"[^，；、;\n]+")
_NUMERIC = re.compile(r"(20\d\d)\s?[./-]\s?(1[0-2]|0?[1-9])(?:\s?[./-]\s?([0-3]?\d))?\s?(?:日)?$")
_WHOLE_YEAR = re.compile(r"(?:(20\d\d)年|[本今当]年)?(?:全年|年内|度)?$")
_STANDING = re.compile(r"长期|常年|持续|常态|全程|长效")
_ENDS = re.compile(r"(?:之前|以前|前|内|止)$")


def is_term_heading(heading: str) -> bool:
    """Return whether the heading of a column says that its cells are deadlines.

    Examples
    --------
    >>> [is_term_heading(h) for h in ("完成时限", "办结时限", "开工时间", "进展情况")]
    [True, True, False, False]
    """
    last = re.sub(r"\s", "", heading).rsplit("/", 1)[-1]
    return bool(_HEADING.search(last)) and not _NOT.search(last)


def cell_terms(
    words: str, lexicon: Lexicon, dated: date | None, working_days: WorkingDays | None
) -> list[Deadline]:
    """Return the deadlines of a cell under such a heading, their places those of the cell.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.reading import lexicon
    >>> asked = ("2025年6月", "2025.11.30", "12月中旬", "全年", "2025-09-30", "长期")
    >>> for words in asked:
    ...     print(*(d.value for d in cell_terms(words, lexicon(), date(2025, 3, 1), None)))
    by 2025-06-30
    by 2025-11-30
    by 2025-12-20
    by 2025-12-31
    by 2025-09-30
    standing
    """
    found = []
    for match in _PART.finditer(words):
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        part = match[0].strip()
        for term in _of_part(part, lexicon, dated, working_days):
            end = min(start + term.end, start + len(part))
            found.append(_placed(term, start + term.start, end))
    return found


def _of_part(
    part: str, lexicon: Lexicon, dated: date | None, working_days: WorkingDays | None
) -> list[Deadline]:
    numeric = _NUMERIC.match(part)
    day = last_day(*(int(n) for n in numeric.groups() if n)) if numeric else None
    year = _WHOLE_YEAR.fullmatch(part) if part else None
    if year and (year[1] or dated):
        day = last_day(int(year[1]) if year[1] else dated.year if dated else 0, 12)
    if day:
        return [Deadline("by", f"by {day.isoformat()}", day, 0, len(part))]
    if _STANDING.search(part):
        return [Deadline("standing", "standing", None, 0, len(part))]
    if _ENDS.search(part):
        return deadlines(part, lexicon, dated, working_days)
    ended = deadlines(f"{part}前", lexicon, dated, working_days)
    read = [t if t.by else replace(t, value=t.value.removesuffix("前")) for t in ended]
    return read or deadlines(part, lexicon, dated, working_days)


def _placed(term: Deadline, start: int, end: int) -> Deadline:
    return replace(term, start=start, end=end)
