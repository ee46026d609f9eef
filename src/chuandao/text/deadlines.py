"""When: by (2025年底前), within (三年內), each (每季度), standing (長期坚持), vague (尽快)."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from chuandao.text.dates import YEAR
from chuandao.text.lexicon import Lexicon, any_of
from chuandao.text.numerals import HAN, parse_number

_COUNT = rf"(\d{{1,3}}|{HAN}|半)"
_PLANS = {"十四五": 2025, "十五五": 2030, "十三五": 2020}
_BY_DATE = re.compile(
    rf"(?:到|至|于|在)?({YEAR}|今|明|本|当)年(?:(\d{{1,2}}|{HAN})月(?:(\d{{1,2}}|{HAN})日|(底|末|中旬|上旬|下旬))?"
    r"|(上半年|下半年|第?[一二三四]季度|年?底|年?末|前|内))?(?:之)?(前|以前|内)?"
)
_PLAN_END = re.compile(r"[“「]?(十三五|十四五|十五五)[”」]?(?:期?末|时期末|期间)")
_WITHIN = re.compile(
    rf"(?:用)?{_COUNT}(个工作日|个月|工作日|季度|年|月|周|天|日)(左右)?(?:时间)?(?:之内|以内|内)(?!容|部)"
)
_YEAR_END = re.compile(
    rf"(?<![\d年{HAN[1:-2]}今明本当每去])年(?:底|末)(?:之前|以前|前)|(?<=[，。；：、\s])年内(?=[^，。；]{{2}})"
)
_MONTH_DAY = re.compile(rf"(?<![年\d])(\d{{1,2}}|{HAN})月(?:(\d{{1,2}}|{HAN})日|(底|末))?(?:之)?前")
_EACH_DAY = re.compile(r"每(月|季度?|年|周)(?:末|底|初)?(?:的)?(\d{1,2}日|[一二三四五六日])?前?")
_ANY_DAY = date(2001, 1, 1)
_LONGEST_TERM = 999  # more is a figure of speech, not a term
_QUARTERS = {"一": 3, "二": 6, "三": 9, "四": 12}
_PROCESSING = re.compile(r"办理|办结|审批|受理|答复|核发|压缩|时限|反馈|响应|压减|缩短")


@dataclass(frozen=True)
class Deadline:
    """A deadline. ``kind``: by, within, each, from, standing, vague.

    ``by``: the last day where one can be told, else None; ``term``: nominal days, for one
    counted from the document's date (三个月内), else 0: a copy in a later document is no later.
    ``value``: the common form, e.g. ``by 2025-12-31``, ``each quarter``.
    """

    kind: str
    value: str
    by: date | None
    start: int
    end: int
    term: int = 0


def deadlines(words: str, lexicon: Lexicon, dated: date | None = None) -> list[Deadline]:
    """Return the deadlines of a plain text, in order.

    Parameters
    ----------
    words : str
        In plain form.
    lexicon : Lexicon
    dated : date or None
        The document's date: 本年 and 三個月內 are counted from it; without it they have no day.

    Examples
    --------
    >>> from chuandao.cascade.tracing.reading import lexicon
    >>> words = "2025年底前建成，每季度调度，三年内见效"
    >>> [d.value for d in deadlines(words, lexicon(), date(2025, 3, 1))]
    ['by 2025-12-31', 'each quarter', 'by 2028-03-01']
    """
    found = [
        *(_by_date(m, dated) for m in _BY_DATE.finditer(words)),
        *(_plan_end(m) for m in _PLAN_END.finditer(words)),
        *(_within(m, dated) for m in _WITHIN.finditer(words) if _is_term(words, m)),
        *(_month_day(m, dated) for m in _MONTH_DAY.finditer(words)),
        *(_year_end(m, dated) for m in _YEAR_END.finditer(words)),
        *_by_word(words, lexicon),
    ]
    return _apart([deadline for deadline in found if deadline])


def _by_date(match: re.Match[str], dated: date | None) -> Deadline | None:
    year_word, month, day, part, rest, before = match.groups()
    goal = match[0].startswith(("到", "至"))
    if not (goal or before or part or (rest and rest != "上半年") or day):
        return None
    year = _year(year_word, dated)
    span = match.span()
    if year is None:
        return Deadline("by", f"by {match[0]}", None, *span)
    last = _last_day(year, month, day, rest)
    if day and last and match.string.startswith("起", match.end()):
        return Deadline("from", f"from {last.isoformat()}", None, *span)
    past = dated and last and last < dated and match.string.endswith("截", 0, match.start())
    return None if past else _by(last, *span)


def _year(word: str, dated: date | None) -> int | None:
    if word in {"今", "本", "当", "明"}:
        return dated.year + (word == "明") if dated else None
    value = parse_number(word)
    return int(value) if value else None


def _last_day(year: int, month: str | None, day: str | None, rest: str | None) -> date | None:
    if month:
        return _day(year, month, day)
    if rest and "季度" in rest:
        return _day(year, str(next(m for q, m in _QUARTERS.items() if q in rest)), None)
    return date(year, 6, 30) if rest == "上半年" else date(year, 12, 31)


def _day(year: int, month: str, day: str | None) -> date | None:
    m = int(parse_number(month) or 0)
    if not 1 <= m <= 12:  # noqa: PLR2004
        return None
    last = calendar.monthrange(year, m)[1]
    return date(year, m, min(int(parse_number(day) or last), last) if day else last)


def _by(day: date | None, start: int, end: int) -> Deadline | None:
    return Deadline("by", f"by {day.isoformat()}", day, start, end) if day else None


def _plan_end(match: re.Match[str]) -> Deadline | None:
    return _by(date(_PLANS[match[1]], 12, 31), *match.span())


def _month_day(match: re.Match[str], dated: date | None) -> Deadline | None:
    if dated is None:
        return Deadline("by", f"by {match[0]}", None, *match.span())
    day = _day(dated.year, match[1], match[2])
    if day and day < dated:
        day = _day(dated.year + 1, match[1], match[2])
    return _by(day, *match.span())


def _year_end(match: re.Match[str], dated: date | None) -> Deadline | None:
    if dated is None:
        return Deadline("by", f"by {match[0]}", None, *match.span())
    return _by(date(dated.year, 12, 31), *match.span())


def _is_term(words: str, match: re.Match[str]) -> bool:
    """Tell a term of the task (三年内建成) from a processing time (3个工作日内办结)."""
    around = words[max(0, match.start() - 12) : match.end() + 8]
    short = match[2] in {"个工作日", "工作日", "天", "日"}
    return not (short and _PROCESSING.search(around))


def _within(match: re.Match[str], dated: date | None) -> Deadline | None:
    count = 0.5 if match[1] == "半" else float(parse_number(match[1]) or 0)
    if not 0 < count <= _LONGEST_TERM:
        return None
    if dated is None:
        return Deadline("within", f"within {match[1]}{match[2]}", None, *match.span())
    day = _later(dated, count, match[2])
    term = (_later(_ANY_DAY, count, match[2]) - _ANY_DAY).days
    return Deadline("by", f"by {day.isoformat()}", day, *match.span(), term=term)


def _later(dated: date, count: float, unit: str) -> date:
    months = {"年": 12, "季度": 3, "个月": 1, "月": 1}.get(unit)
    if months is None:
        days = {"周": 7.0, "个工作日": 1.4, "工作日": 1.4}.get(unit, 1.0)
        return dated + timedelta(days=round(count * days))
    total = dated.year * 12 + dated.month - 1 + round(count * months)
    year, month = divmod(total, 12)
    return date(year, month + 1, min(dated.day, calendar.monthrange(year, month + 1)[1]))


def _by_word(words: str, lexicon: Lexicon) -> list[Deadline]:
    values = {word: (kind, value) for word, kind, value in lexicon.deadlines}
    found = []
    for match in re.finditer(any_of(values), words):
        kind, value = values[match[0]]
        found.append(Deadline(kind, f"{kind} {value}".strip(), None, *match.span()))
    return found


def _apart(found: list[Deadline]) -> list[Deadline]:
    """Keep the longest of deadlines that overlap."""
    kept: list[Deadline] = []
    for deadline in sorted(found, key=lambda d: (d.start - d.end, d.start)):
        if all(deadline.end <= other.start or deadline.start >= other.end for other in kept):
            kept.append(deadline)
    return sorted(kept, key=lambda d: d.start)
