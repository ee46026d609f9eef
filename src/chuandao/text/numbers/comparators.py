"""Comparators of a quantity: at least, at most, by, about; before it in its phrase or after it."""

import re
from dataclasses import dataclass
from functools import cache

from chuandao.text.lexicon import Lexicon, Measure, whole_words
from chuandao.text.numbers.bounds import bound

_WINDOW = 16  # letters before a number among which its comparator may stand
_LATIN_WINDOW = 32
_CLAUSE_END = re.compile(r"[，。；：、,;:▁\t]|(?:其中|以及|并(?!不)|(?<!不)同时)")
_CHANGES = frozenset({"by", "cut"})
_SHARES = frozenset({"ratio", "ratio_change", "multiple", "permille"})
_AMBIGUOUS = frozenset(
    {"确保", "满", "近", "降", "减", "超", "达", "over", "above", "under", "below"}
)
_EACH = re.compile(r"(?:每[人户亩月年天村个公里张]{1,3})+|(?:上年|原有?|现有)的?")


@dataclass(frozen=True)
class Compared:
    """A comparator with the span from it (or from the number) to the end of the quantity.

    ``to_goal``: the words say that a value moves to the number (提高到, 压减至).
    """

    sign: str
    start: int
    end: int
    to_goal: bool = False


def compared(
    words: str, start: int, end: int, measure: Measure | None, lexicon: Lexicon
) -> Compared:
    """Return the comparator of the number that stands at [start:end]; ``eq`` where none.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.reading import lexicon
    >>> compared("不低于98%", 3, 6, None, lexicon())
    Compared(sign='ge', start=0, end=6, to_goal=False)
    >>> compared("压减到30%以内", 3, 6, None, lexicon()).to_goal
    True
    """
    before, after = _tables(lexicon)
    latin = words[:start].rstrip()[-1:].isascii()
    begin = max(0, start - (_LATIN_WINDOW if latin else _WINDOW))
    window = words[begin:start]
    cuts = [m.end() for m in _CLAUSE_END.finditer(window)]
    offset = cuts[-1] if cuts else 0
    sign, place, goal = _before(window[offset:], before, measure, lexicon)
    place = start if place is None else begin + offset + place
    follows = after.match(words, end)
    if follows:
        later = lexicon.comparator_after[follows[0].lower().strip()]
        keeps = sign in _CHANGES or (later == "about" and sign in _CHANGES)
        return Compared(sign if keeps else later, place, follows.end(), goal)
    return Compared(sign, place, end, goal)


def _before(
    phrase: str, pattern: re.Pattern[str], measure: Measure | None, lexicon: Lexicon
) -> tuple[str, int | None, bool]:
    """Return (comparator, where it begins, whether it names a goal) of the nearest before."""
    found: tuple[str, int | None, bool] = ("eq", None, False)
    for match in pattern.finditer(phrase):
        word = match[0].lower()
        negated = (match["han"] or match["latin"] or "").lower()
        sign = lexicon.turned[negated] if negated else lexicon.comparator_before[word]
        rest = phrase[match.end() :]
        near = (
            not rest.strip()
            or bool(_EACH.fullmatch(rest))
            or rest.strip()
            in {"约", "的", "为", "了", "至", "到", "达", "给予", "再", "比例", "幅度"}
        )
        if sign in _CHANGES and re.match(r"(?:速度)?(?:预期)?目标", rest):
            continue  # 增长目标为7%: a level, not a step
        share = measure is None or measure.dimension in _SHARES
        if sign in _CHANGES and not near and not share:
            continue
        if word in _AMBIGUOUS and not near and not (word == "确保" and share):
            continue
        if sign in _CHANGES and rest.startswith(("到", "至", "为")):
            sign = "ge" if sign == "by" else "le"
        goal = word.endswith(("到", "至")) and word not in {"达到", "力争达到", "确保达到"}
        if sign == "about" and found[0] != "eq" and near:
            found = (("about" if found[0] not in _CHANGES else found[0]), found[1], found[2])
            continue
        begin = match.start() if near else len(phrase)
        found = (sign, begin if near or sign != "eq" else None, goal)
        if not near:
            found = (sign, match.start() if len(rest) <= _WINDOW else None, goal)
    return found


@cache
def _tables(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    before = re.compile(
        f"{bound(lexicon.turned)}|{whole_words(lexicon.comparator_before)}", re.IGNORECASE
    )
    after = re.compile(
        rf"\s?(?:{whole_words(lexicon.comparator_after)})(?!容|部|涵)", re.IGNORECASE
    )
    return before, after
