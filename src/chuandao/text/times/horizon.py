"""Which time a number speaks of: this year's target, a plan period's, a result, a starting point.

「去年增長5.2%，今年預期增長5%左右，「十四五」期間年均增長5.5%」 holds a result, a year's target and
a target of a plan period. Words of time and mood before the number decide, the nearest first:
in its sentence, then in its paragraph, then in the line that introduces it, then in its headings.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from chuandao.text.lexicon import any_of
from chuandao.text.numbers.numerals import HAN, parse_number

Role = Literal["year", "plan", "result", "past_target", "baseline", "open"]
Time = Literal["year", "last", "past", "plan", "part"]

_SENTENCE = re.compile(r"[。！？\n]|(?<=[a-z0-9%])\.\s|[；;](?=[^；;。]*(?:去年|今年|\d年))")
_PIECE = re.compile(r"[，。；：！？,;\n]|(?<!\d)、|、(?!\d)")
_YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*年(?!代|龄)|\b(?:in|of|for|by|until)\s+((?:19|20)\d{2})\b",
    re.IGNORECASE,
)
_MONTHS = re.compile(r"\d{1,2}\s?[-—–~至]{1,2}\s?\d{1,2}月|截[至止]\d{1,2}月[底末]?|前\d{1,2}个月")
_EFFORT = re.compile(rf"(?:用|经过|通过)(?:\d|{HAN})年(?:左右)?(?:的)?(?:时间|努力)")
_ATTRIBUTE = re.compile(  # 2023年排查出的问题: whose year it is, not the figure's
    r"[^，。；的]{0,6}(?:排查|发现|梳理|交办|反馈|形成|遗留|建成|印发|制定|下达)[^，。；]{0,3}的"
)
_COMPARED = re.compile(  # 比2000年翻一番: not the year meant
    r"(?:比|较|与|以|按|相对|从|由|自|高于|低于|快于|慢于)\s*$"
)
_NO_PERIOD = r"年|[^，。；]{0,2}(?:收官|开局|起步|关键|决胜|第.年)"  # 十四五开局之年: a year's name
_PLAN = re.compile(
    rf"[“”「]?(?<![{HAN[1:-2]}])([六七八九]|十[一二三四五六七八九]?)五[“”」]?(?!{_NO_PERIOD})"
)
_FIRST_PLAN, _FIRST_END, _SPAN = 6, 1985, 5  # the sixth five-year plan ended in 1985
_BASE_AFTER = re.compile(
    r"^[^，。；、]{0,4}(?:的)?基础上|^[^，。；、\d]{0,3}(?:提高|提升|增加|上升|下降|降低|调整|上调|下调|压减|缩短|降|升|增|减)(?:到|至|为)"
)
_DIGITS = re.compile(rf"百分之(?:\d+(?:\.\d+)?|{HAN})|(?:\d[\d.,]*|{HAN})(?![\d.,]|年|月|日)")
_FROM = re.compile(r"(?:由|从|现行|原来?)[^，。；、由从]{0,24}$")
_NOTHING = re.compile(r"(?!)")
_ON_TOP = re.compile(r"^[^。；]{0,12}基础上")


@dataclass(frozen=True)
class Cue:
    """A word of time or mood, and the letters beside which it is another word (基礎｜上年｜均)."""

    kind: str
    word: str
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Cues:
    """The words of time and mood in plain form."""

    words: tuple[Cue, ...]

    def of(self, kind: str) -> tuple[Cue, ...]:
        """Return the words of a kind."""
        return tuple(cue for cue in self.words if cue.kind == kind)

    @cached_property
    def patterns(self) -> Mapping[str, re.Pattern[str]]:
        """A pattern of the words of each kind."""
        return {kind: _pattern(self.of(kind)) for kind in {cue.kind for cue in self.words}}

    @cached_property
    def times(self) -> tuple[tuple[Time, re.Pattern[str]], ...]:
        """The patterns that set the time, but for years and plans by their number."""
        kinds: tuple[tuple[Time, str], ...] = (
            ("year", "this_year"),
            ("last", "last_year"),
            ("past", "past_period"),
            ("plan", "plan_period"),
            ("part", "part_year"),
        )
        return tuple((time, self.pattern(kind)) for time, kind in kinds)

    def pattern(self, kind: str) -> re.Pattern[str]:
        """Return a pattern of any word of a kind; it finds nothing where there is none."""
        return self.patterns.get(kind, _NOTHING)


@dataclass(frozen=True)
class Horizon:
    """What time a number speaks of.

    ``role``: year (a target of this year), plan (of a plan period or a later year), result,
    past_target (a target of the past), baseline (where it starts from), open (a target or number
    without a time). ``year``: the year meant, or the last one of the period, where it is told.
    ``cue``: the words that decided; ``stretch``: a further aim beside the target (力争6%).
    """

    role: Role
    year: int | None = None
    cue: str = ""
    stretch: bool = False


@dataclass(frozen=True)
class Context:
    """What stands around a passage: its headings, the line that introduces it, the year.

    ``before``: the passages before it under the same headings, the nearest first.
    ``year`` is the one that the document plans for (今年); without it only words such as 去年
    and 今年 tell times, and numbers of years do not.
    """

    headings: tuple[str, ...] = ()
    lead: str = ""
    year: int | None = None
    before: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Frame:
    """A time that is set; ``end``: where in the number's own sentence, 0 outside of it."""

    time: Time
    year: int | None
    cue: str
    end: int


def horizon(
    words: str, start: int, end: int, cues: Cues, context: Context | None = None
) -> Horizon:
    r"""Return what time a number in a passage speaks of, and whether it is a target.

    Parameters
    ----------
    words : str
        A paragraph or clause in plain form.
    start, end : int
        Where the number stands in it: a target's place, or only its digits.
    cues : Cues
    context : Context, optional

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.horizon_cues import horizon_cues
    >>> words = "去年增长5.2%，今年预期增长5%左右，“十四五”期间年均增长5.5%。"
    >>> places = [(m.start(), m.end()) for m in re.finditer(r"[.\d]+%", words)]
    >>> now = Context(year=2024)
    >>> [horizon(words, a, b, horizon_cues(), now).role for a, b in places]
    ['result', 'year', 'plan']
    """
    around = context or Context()
    first = max((m.end() for m in _SENTENCE.finditer(words, 0, start)), default=0)
    last = next((m.start() for m in _SENTENCE.finditer(words, end)), len(words))
    number = number_at(words, start, end)
    before, after = words[first:number], words[end:last]
    if _is_baseline(before, after):
        return Horizon("baseline")
    frame = _english(after, cues, around) or _frame(words, first, number, cues, around)
    mood = _mood(before, after, cues, frame.end if frame else 0)
    stretch = bool(cues.pattern("stretch").search(before[_last_piece(before) :]))
    if _is_past_target(before, after, cues):
        return Horizon("past_target", frame.year if frame else None, "目标")
    return _judged(frame, mood, _mood_of_headings(around, cues), stretch=stretch)


def number_at(words: str, start: int, end: int) -> int:
    """Return where the digits of a target begin: its words of metric may hold a time (今年…).

    Examples
    --------
    >>> number_at("今年增长5%左右", 0, 8)
    4
    """
    found = [match.start() for match in _DIGITS.finditer(words, start, end)]
    return found[-1] if found else end


def _is_baseline(before: str, after: str) -> bool:
    """Tell the start of a change (由6%調整為5.5%, 在增長5%的基礎上) from its aim."""
    changed = _BASE_AFTER.search(after)
    return bool((changed and _FROM.search(before)) or (_ON_TOP.search(after) and "在" in before))


def _is_past_target(before: str, after: str, cues: Cues) -> bool:
    """Tell a target that was missed or met: 低於13%左右的預期目標, 沒有實現…降低4%的目標."""
    piece = before[_last_piece(before) :]
    if cues.pattern("past_goal").search(piece):
        return True
    named = cues.pattern("goal_after").search(re.split("[，。；]", after)[0])
    return bool(named and cues.pattern("past_target").search(piece))


def _frame(words: str, first: int, number: int, cues: Cues, around: Context) -> _Frame | None:
    own = _frames(words[first:number], cues, around.year)
    if own:
        return own[-1]
    near = _frames(words[:first], cues, around.year)
    wide = _frame_around(around, cues)
    if near and not (wide and near[-1].time == "plan"):  # a plan named in passing binds no other
        return replace(near[-1], end=0)
    return wide


def _english(after: str, cues: Cues, around: Context) -> _Frame | None:
    """Return the time that follows an English figure in its piece: grew by 5 % in 2023."""
    found = _frames(_PIECE.split(after)[0], cues, around.year)
    return next((replace(frame, end=0) for frame in found if frame.cue.isascii()), None)


def _frame_around(around: Context, cues: Cues) -> _Frame | None:
    """Return the time that the introducing line sets, else the headings, else what came before.

    A heading or line that names several times (成就和目標) sets none.
    """
    for text in (around.lead, *reversed(around.headings)):
        found = _frames(text, cues, around.year)
        if len({frame.time for frame in found}) == 1:
            return replace(found[-1], end=0)
    for text in around.before:
        if found := _frames(text, cues, around.year):
            return replace(found[-1], end=0)
    return None


def _frames(words: str, cues: Cues, year: int | None) -> list[_Frame]:
    found = [
        _Frame(time, _year_of(time, year), match[0], match.end())
        for time, pattern in cues.times
        for match in pattern.finditer(words)
        if time == "plan" or not _COMPARED.search(words[: match.start()])
    ]
    found += [_Frame("part", year, m[0], m.end()) for m in _MONTHS.finditer(words)]
    found += [_Frame("plan", None, m[0], m.end()) for m in _EFFORT.finditer(words)]
    found += [frame for m in _YEAR.finditer(words) if (frame := _of_year(words, m, year))]
    found += [
        _of_plan(m, year) for m in _PLAN.finditer(words) if not _COMPARED.search(words[: m.start()])
    ]
    return sorted(found, key=lambda frame: (frame.end, len(frame.cue)))


def _year_of(time: Time, year: int | None) -> int | None:
    return None if year is None else {"year": year, "last": year - 1, "part": year}.get(time)


def _of_year(words: str, match: re.Match[str], year: int | None) -> _Frame | None:
    named = int(match[1] or match[2])
    compared = _COMPARED.search(words[: match.start()]) or _ATTRIBUTE.match(words, match.end())
    if year is None or compared:
        return None
    time: Time = "year" if named == year else "plan" if named > year else "last"
    return _Frame(time, named, match[0], match.end())


def _of_plan(match: re.Match[str], year: int | None) -> _Frame:
    last = _FIRST_END + _SPAN * (int(parse_number(match[1]) or _FIRST_PLAN) - _FIRST_PLAN)
    over = year is not None and last < year
    return _Frame("past" if over else "plan", last, match[0], match.end())


def _mood(before: str, after: str, cues: Cues, since: int) -> str:
    """Return goal or result by the nearest word, before the number or in the piece after it.

    A word of result before the time was set speaks of another time (已達92%，今年底前98%).
    """
    if cues.pattern("goal_after").search(_PIECE.split(after)[0]):
        return "goal"
    near = [
        (match.end(), mood)
        for mood in ("goal", "result")
        for match in cues.pattern(mood).finditer(before, since if mood == "result" else 0)
    ]
    return max(near)[1] if near else ""


def _mood_of_headings(around: Context, cues: Cues) -> str:
    if cues.pattern("goal").search(around.lead):
        return "ahead"
    for heading in reversed(around.headings):
        review = bool(cues.pattern("heading_review").search(heading))
        if review != bool(cues.pattern("heading_ahead").search(heading)):
            return "review" if review else "ahead"
    return ""


def _judged(frame: _Frame | None, mood: str, section: str, *, stretch: bool) -> Horizon:
    if frame is None:
        told: Role = "result" if mood == "result" or (section == "review" and not mood) else "open"
        return Horizon(told, cue=mood or section, stretch=stretch and told == "open")
    role = _role(frame, mood, section)
    return Horizon(role, frame.year, frame.cue, stretch and role in {"year", "plan"})


def _role(frame: _Frame, mood: str, section: str) -> Role:
    backward = mood == "result" or (section == "review" and mood != "goal")
    if frame.time in {"last", "past"}:
        return "result"
    if frame.time == "part":
        ahead = mood == "goal" or (section == "ahead" and mood != "result")
        return "year" if ahead else "result"
    if backward:
        return "result"
    return "year" if frame.time == "year" else "plan"


def _last_piece(words: str) -> int:
    return max((m.end() for m in _PIECE.finditer(words)), default=0)


def _pattern(cues: tuple[Cue, ...]) -> re.Pattern[str]:
    ordered = sorted(cues, key=lambda cue: (-len(cue.word), cue.word))
    return re.compile("|".join(map(_one, ordered)), re.IGNORECASE)


def _one(cue: Cue) -> str:
    before = "".join(f"(?<!{re.escape(word)})" for word in cue.not_after)
    after = f"(?!{any_of(cue.not_before)})" if cue.not_before else ""
    return f"{before}{re.escape(cue.word)}{after}"
