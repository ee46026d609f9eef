"""When: by (2025年底前), within (三年內), each (每季度), standing (長期坚持), vague (尽快).

Every kind has one pattern over plain text, built of digits, Chinese numerals and the words of
``catalog/lexicon/deadlines.csv``; where readings overlap, the longest stays. A term that is
counted from an event (自受理之日起30日內) is ``within``; one counted from the document itself
ends on a day once the document's date is known. A bare processing time (3個工作日內辦結) is a
quantity to be met, not a deadline, and a year that only names a period is none either.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from chuandao.text.grammar.phrases import apart
from chuandao.text.lexicon import Lexicon, any_of, whole_words
from chuandao.text.numbers.numerals import parse_number
from chuandao.text.times.dates import YEAR
from chuandao.text.times.english_dates import english_terms
from chuandao.text.times.forms import (
    ANY_DAY,
    BEFORE_EVENT,
    BRACKETED,
    EACH,
    FINISHED,
    FROM_EVENT,
    HINT,
    ISSUED,
    LONGEST_TERM,
    MET,
    MONTH_DAY,
    ON_CALENDAR,
    PLAN_END,
    PLANS,
    PROCESSING,
    QUARTER_ALONE,
    THIS,
    TODAY,
    VERB_AFTER,
    WITHIN,
    YEARS,
)
from chuandao.text.times.rhythms import rhythm_value
from chuandao.text.times.spans_of_time import WorkingDays, end_of_part, last_day, later
from chuandao.text.times.term_starts import counts_from_act

_LIMITED = re.compile(
    r"(?:(?P<sooner>不(?:得|应|能)?早于)|不(?:得|应|能)?[迟晚]于|最迟|最晚|至迟)于?$"
)


@dataclass(frozen=True)
class Deadline:
    """A deadline. ``kind``: by, at, from, within, each, standing, vague, before.

    ``by``: the last day where one can be told, else None; ``term``: nominal days, for one
    counted from the document's date (三個月內), else 0: a copy in a later document is no later.
    ``value``: the common form, e.g. ``by 2025-12-31``, ``each quarter``, ``within 30 日``.
    """

    kind: str
    value: str
    by: date | None
    start: int
    end: int
    term: int = 0


def deadlines(
    words: str,
    lexicon: Lexicon,
    dated: date | None = None,
    working_days: WorkingDays | None = None,
) -> list[Deadline]:
    """Return the deadlines of a plain text, in order.

    Parameters
    ----------
    words : str
        In plain form.
    lexicon : Lexicon
    dated : date or None
        The document's date: 本年 and 三個月內 are counted from it; without it they have no day.
    working_days : callable, optional
        ``(day, count) -> day`` that knows the holidays; by default only weekends are left out.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.reading import lexicon
    >>> words = "2025年底前建成，每季度调度，三年内见效"
    >>> [d.value for d in deadlines(words, lexicon(), date(2025, 3, 1))]
    ['by 2025-12-31', 'each quarter', 'by 2028-03-01']
    >>> words = "自受理之日起30日内办结，汛期前完成清淤，长期坚持"
    >>> [d.value for d in deadlines(words, lexicon(), date(2025, 3, 1))]
    ['within 30 日', 'before 汛期', 'standing']
    """
    found: list[Deadline | None] = [*english_deadlines(words, dated), *_by_word(words, lexicon)]
    if HINT.search(words):
        names = [m.span() for m in BRACKETED.finditer(words)]
        found += [
            _on_calendar(m, dated) for m in ON_CALENDAR.finditer(words) if not _inside(m, names)
        ]
        found += [
            _by(last_day(int(_year(m[2], None) or 0), 12), m)
            for m in YEARS.finditer(words)
            if not _inside(m, names)
        ]
        found += [_by(last_day(PLANS[m[1]], 12), m) for m in PLAN_END.finditer(words)]
        found += [_from_event(m, dated, working_days) for m in _events(words)]
        found += [_within(m, words, dated, working_days) for m in WITHIN.finditer(words)]
        found += [_month_day(m, dated) for m in MONTH_DAY.finditer(words)]
        found += [_this(m, dated) for m in THIS.finditer(words)]
        found += [_today(m, dated) for m in TODAY.finditer(words)]
        found += [_quarter_alone(m, dated) for m in QUARTER_ALONE.finditer(words)]
        found += [_each(m) for m in EACH.finditer(words)]
    return _apart([deadline for deadline in found if deadline])


def english_deadlines(words: str, dated: date | None) -> Iterator[Deadline]:
    """Yield the deadlines of an English text: by the end of 2026, within 30 days, monthly.

    Examples
    --------
    >>> [d.value for d in english_deadlines("by the end of June 2026, and every quarter", None)]
    ['by 2026-06-30', 'each quarter']
    """
    for kind, value, day, span, term in english_terms(words, dated):
        yield Deadline(kind, value, day, *span, term=term)


def _on_calendar(match: re.Match[str], dated: date | None) -> Deadline | None:  # noqa: PLR0911
    whole = match.group()
    if not _dates_something(match):
        return None
    if re.match(r"[本当]年", whole) and whole in {"本年", "当年", "本年度"}:
        return None
    year = _year(match["year"], dated)
    if year is None:
        return _deadline("by", match) if match["before"] or match["rest"] else None
    if match["to_month"]:
        later_year = re.search(rf"[至到—~～-](?:({YEAR})|次|明)年", whole)
        stated = _year(later_year[1], dated) if later_year and later_year[1] else None
        year = stated or (year + 1 if later_year else year)
        return _by(end_of_part(year, match["to_month"], match["to_day"], None), match)
    day = end_of_part(year, match["m"], match["d"], match["mp"] or match["rest"])
    if day is None:
        return None
    if match["start"] or match["lead"] in {"自", "从"}:
        first = day if match["d"] else day.replace(day=1, month=day.month if match["m"] else 1)
        return _dated("from", first, match)
    if dated and day < dated and (whole.startswith("截") or not match["d"]):
        return None
    if _is_told(match, day, dated):
        return None
    said = match.start() + len(match["lead"] or "")
    bound = _LIMITED.search(match.string, max(0, said - 6), said)
    if bound:
        kind, start = "from" if bound["sooner"] else "by", min(bound.start(), match.start())
        return replace(_dated(kind, day, match), start=start)
    exact = match["d"] and not match["before"] and not whole.startswith(("到", "至", "截"))
    return _dated("at" if exact else "by", day, match)


def _is_told(match: re.Match[str], day: date, dated: date | None) -> bool:
    """Tell the day of a meeting (3月5日，市长主持召开会议) from one by which to do something."""
    if not match["d"] or match["before"] or match["lead"] in {"到", "至", "截至", "截止"}:
        return False
    return (dated is None or day <= dated) and bool(MET.match(match.string, match.end()))


def _inside(match: re.Match[str], spans: list[tuple[int, int]]) -> bool:
    return any(a <= match.start() and match.end() <= b for a, b in spans)


def _dates_something(match: re.Match[str]) -> bool:
    """Tell 2025年6月底前, 到2027年 and 2025年建成 from a year that only names a period."""
    goal = match["lead"] in {"到", "至", "截至", "截止", "截止到", "力争在", "力争"}
    marked = (
        match["before"] or match["rest"] or match["within"] or match["start"] or match["to_month"]
    )
    if match["rest"] in {"初", "中", "中期"} and not match["before"]:
        marked = None
    after = match.string[match.end() : match.end() + 24]
    if after.startswith(("的", "以来", "期间", "版")) or after[:1].isdigit():
        return False
    if FINISHED.match(after) or match.string[: match.start()].endswith("有效期"):
        return False
    if match.string[: match.start()].endswith(("比", "较", "由", "于", "第", "《", "〔")):
        return bool(goal or match["before"])
    if goal or marked or match["d"]:
        return True
    opens = match.start() == 0 or match.string[match.start() - 1] in "，。；：、（ \t"
    return bool(opens and VERB_AFTER.match(after))


def _year(word: str | None, dated: date | None) -> int | None:
    ahead = {"今": 0, "本": 0, "当": 0, "明": 1, "次": 1, "后": 2}
    if word in ahead:
        return dated.year + ahead[word] if dated and dated.year < date.max.year - 2 else None
    value = parse_number(word) if word else None
    return int(value) if value else None


def _deadline(kind: str, match: re.Match[str], value: str = "") -> Deadline:
    return Deadline(kind, f"{kind} {value or match[0]}", None, *match.span())


def _dated(kind: str, day: date, match: re.Match[str]) -> Deadline:
    last = day if kind in {"by", "at"} else None
    return Deadline(kind, f"{kind} {day.isoformat()}", last, *match.span())


def _by(day: date | None, match: re.Match[str]) -> Deadline | None:
    return _dated("by", day, match) if day else None


def _month_day(match: re.Match[str], dated: date | None) -> Deadline | None:
    if match.string[: match.start()].endswith(("每年", "至", "到", "—", "-", "年")):
        return None
    if not match["b"] and match.string.startswith(("至", "起", "、", "的", "会"), match.end()):
        return None
    if dated is None:
        return _deadline("by", match)
    month = "1" if match["m"] == "元" else match["m"]
    day = end_of_part(dated.year, month, match["d"], match["p"])
    if day and day < dated:
        day = end_of_part(dated.year + 1, month, match["d"], match["p"])
    return _dated("by" if match["b"] else "at", day, match) if day else None


def _today(match: re.Match[str], dated: date | None) -> Deadline:
    return (
        _dated("from", dated, match) if dated else Deadline("from", "from now", None, *match.span())
    )


def _quarter_alone(match: re.Match[str], dated: date | None) -> Deadline | None:
    """Read a quarter that fills a cell, or stands with 前, against the document's year."""
    if dated is None:
        return _deadline("by", match)
    return _by(end_of_part(dated.year, None, None, match[1] or match[2]), match)


def _this(match: re.Match[str], dated: date | None) -> Deadline | None:  # noqa: PLR0911
    """Read 年底前, 本月底, 本季度末 and 下半年 against the document's date."""
    if match["m"] and not (match["which"] or match[0].endswith("前")):
        return None
    if match["h"] and not match[0].endswith(("前", "内", "末")) and match.start():
        return None
    if dated is None:
        return _deadline("by", match)
    if match["y"]:
        return _by(last_day(dated.year, 12), match)
    if match["m"]:
        ahead = match["which"] in {"下", "次"}
        year, month = divmod(dated.year * 12 + dated.month - 1 + ahead, 12)
        return _by(last_day(year, month + 1), match)
    if match["day_of"]:
        ahead = match["mon"] in {"下", "次"}
        year, month = divmod(dated.year * 12 + dated.month - 1 + ahead, 12)
        return _by(last_day(year, month + 1, int(parse_number(match["dd"]) or 0)), match)
    if match["q"]:
        return _by(last_day(dated.year, (dated.month + 2) // 3 * 3), match)
    return _by(last_day(dated.year, 6 if match["half"] == "上" else 12), match)


def _events(words: str) -> Iterator[re.Match[str]]:
    """Yield the terms that say what they are counted from, each with its own event."""
    for anchor in re.finditer(
        r"(?:之日起?|起|后)的?[，]?(?=[\d零一二两三四五六七八九十半])", words
    ):
        opening = max(words.rfind(mark, 0, anchor.start()) for mark in "，。；：、（ ") + 1
        begin = max(opening, anchor.start() - 24)
        leads = [m.end() for m in BEFORE_EVENT.finditer(words, begin, anchor.start())]
        begin = max([begin, *leads])
        starts = [words.rfind(mark, begin, anchor.start()) for mark in ("自", "从")]
        match = FROM_EVENT.match(words, max([*starts, begin]))
        if match and match.end() > anchor.end():
            yield match


def _from_event(
    match: re.Match[str], dated: date | None, working_days: WorkingDays | None
) -> Deadline | None:
    term = _term(match, dated, working_days, match["n"], match["u"])
    if term is None or (ISSUED.match(match["event"]) and dated):
        return term
    return _deadline("within", match, f"{_plain(match['n'])} {match['u']}")


def _within(
    match: re.Match[str], words: str, dated: date | None, working_days: WorkingDays | None
) -> Deadline | None:
    count, unit = match["n"] or match["n3"] or match["n2"], match["u"] or match["u2"]
    around = words[max(0, match.start() - 12) : match.end() + 10]
    short = unit.endswith(("工作日", "天", "日", "小时"))
    after = words[match.end() : match.end() + 20]
    if (short and (dated is None or PROCESSING.search(around))) or after.startswith("的"):
        return None
    if (
        re.match(r"[^，。；]{0,16}(?:不得|不予|不再|不准|禁止|取消)", after)
        or "有效期" in around[:12]
    ):
        return None  # how long a ban lasts
    if unit.endswith("小时") or (
        words[: match.start()].endswith(("近", "过去", "最近", "在", "每")) and not match["in"]
    ):
        return None
    if counts_from_act(words, *match.span()):
        return _deadline("within", match, f"{_plain(count)} {unit}")
    return _term(match, dated, working_days, count, unit)


def _term(
    match: re.Match[str],
    dated: date | None,
    working_days: WorkingDays | None,
    number: str,
    unit: str,
) -> Deadline | None:
    count = float(parse_number(number) or 0)
    if not 0 < count <= LONGEST_TERM:
        return None
    if dated is None or dated.year > date.max.year - LONGEST_TERM - 1:
        return _deadline("within", match, f"{_plain(number)} {unit}")
    day = later(dated, count, unit, working_days)
    term = (later(ANY_DAY, count, unit) - ANY_DAY).days
    return Deadline("by", f"by {day.isoformat()}", day, *match.span(), term=term)


def _plain(number: str) -> str:
    value = parse_number(number)
    return number if value is None else format(value.normalize(), "f")


def _each(match: re.Match[str]) -> Deadline | None:
    unit = match["u"] or match["by"] or match["one"]
    after = match.string[match.end() : match.end() + 2]
    if (
        not match["at"]
        and re.match(r"[人户亩村吨份头个](?![案])", after)
        and unit in {"年", "月", "天", "日"}
    ):
        return None
    if re.search(r"每[人户亩村家]$", match.string[: match.start()]):
        return None  # 每人每月300元: an amount for each, no rhythm
    if re.match(r"[^，。；\d]{0,10}(?:时间|时长)", match.string[match.end() : match.end() + 14]):
        return None
    return Deadline("each", rhythm_value(match), None, *match.span())


def _by_word(words: str, lexicon: Lexicon) -> Iterator[Deadline]:
    values, pattern = _worded(lexicon)
    for match in pattern.finditer(words):
        season = match["season"] or match["english_season"]
        kind, value = values[(season or match[0]).lower()]
        value = (match["the"] or "") + value
        if match[0].startswith("长期") and match.string[: match.start()].endswith(("超", "中")):
            continue
        yield Deadline(kind, f"{kind} {value}".strip(), None, *match.span())


@cache
def _worded(lexicon: Lexicon) -> tuple[dict[str, tuple[str, str]], re.Pattern[str]]:
    values = {word: (kind, value) for word, kind, value in lexicon.deadlines}
    seasons = [word for word, (kind, _) in values.items() if kind == "before"]
    han = any_of(word for word in seasons if not word.isascii())
    latin = any_of(word for word in seasons if word.isascii())
    plain_words = whole_words(word for word in values if word not in seasons)
    return values, re.compile(
        rf"(?:在)?(?:{YEAR}年|[今明]年)?(?P<season>{han})(?:到来|来临|开始|结束)?(?:之前|以前|前)"
        rf"|\bbefore\s(?P<the>the\s)?(?P<english_season>{latin})\b(?:\sin\s20\d\d)?|{plain_words}",
        re.IGNORECASE,
    )


def _apart(found: list[Deadline]) -> list[Deadline]:
    """Keep the longest of deadlines that overlap."""
    first = {(d.start, d.end): d for d in reversed(found)}
    return [first[span] for span in apart(list(first))]
