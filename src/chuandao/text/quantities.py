"""Targets with a number: metric, comparator, value, unit of measure, kind."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from chuandao.text.lexicon import Lexicon, Measure, any_of
from chuandao.text.numerals import HAN, NUMBER, parse_number

_NEAR = 10  # how far before a number its comparator may stand, in characters
_LONGEST_METRIC = 16
_BOUNDARY = re.compile(
    r"[，。；：、,;:（）“”\s]|(?:其中|以及|实现|力争|确保|应当|必须|务必|使|将|把)"
)
_MASKED = re.compile(
    r"《[^》]*》|[“「][^”」]{0,20}[”」]|[〔\[]\d{4}[〕\]]\s*\d+\s*号|PM\s?2\.5|PM\s?10"
    r"|第\s?[\d一二三四五六七八九十]+\s?[个批期次届类条项章款号种名]"
    rf"|\d+小时(?:热线|服务|值班|在线|自助)|[一二]户一|[一]?{HAN}[个类]?(?:大力|方面|维护|确保|意识|自信|一批|不变)"
)
_VERB_END = re.compile(
    r"(?:达到|达|稳定|保持|控制|提高|提升|增长|增加|降低|下降|压缩|压减|减少|缩短|不低于|不少于|突破|超过"
    r"|在|至|到|为|约|近|的|占|数量?|年均|平均|比上年|较上年|比|较|同比|力争|累计|分别|总数|共)+$"
)
_EACH = re.compile(r"(?:每|单户|单个|人均|户均|亩均)[^，。；：、]*$")
_BASELINE = re.compile(r"(?:由|从)[^，。；、由从]{0,10}$")  # 由30%提高到35%: where it stands today
_PASSED = re.compile(r"(?:由|从)[^，。；、由从\d]{0,8}\d[^，。；、]*$")
_TO_GOAL = re.compile(
    r"(?:左右|以上)?(?:逐步|进一步)?"
    r"(?:提高|提升|增加|增长|扩大|上升|恢复|压缩|压减|缩短|降低|下降|减少|精简|降|减)(?:到|至)"
)
_SMALL_HAN = re.compile(r"[一两二三四五六七八九十]$")
_KINDS = {"by": "change by", "cut": "change by"}


@dataclass(frozen=True)
class Target:
    """A target: ``value`` in the unit ``measure`` (canonical for its dimension).

    ``comparator``: ge (at least), le (at most), by (grow by), cut (shrink by), about, eq.
    ``additive``: totals over places add up (戶, 畝, 元), so a part of one is a share.
    """

    metric: str
    comparator: str
    value: Decimal
    measure: str
    dimension: str
    additive: bool
    start: int
    end: int

    @property
    def kind(self) -> str:
        """The kind of target: level, change by, count, rate."""
        if self.comparator in _KINDS:
            return _KINDS[self.comparator]
        return "rate" if self.dimension == "ratio" else "count" if self.additive else "level"

    def render(self) -> str:
        """Return the target in its common form.

        Examples
        --------
        >>> Target("合格率", "ge", Decimal(98), "%", "ratio", False, 0, 0).render()
        '合格率 ≥ 98 %'
        """
        sign = {"ge": "≥", "le": "≤", "by": "+", "cut": "−", "about": "≈", "eq": "="}
        return f"{self.metric} {sign[self.comparator]} {_short(self.value)} {self.measure}".strip()


def targets(words: str, lexicon: Lexicon) -> list[Target]:
    """Return the targets of a plain text, in order.

    Not targets: years, document and item numbers, 「123456」工作法, PM2.5, names in 《》.

    Examples
    --------
    >>> from chuandao.cascade.tracing.reading import lexicon
    >>> words = "产值达到5.2亿元以上，合格率不低于98%，办理时限压缩至3个工作日以内"
    >>> [target.render() for target in targets(words, lexicon())]
    ['产值 ≥ 5.2亿 元', '合格率 ≥ 98 %', '办理时限 ≤ 3 个工作日']
    """
    masked = _MASKED.sub(lambda m: "□" * len(m[0]), words)
    numbered = (_numbered(masked, match, lexicon) for match in _pattern(lexicon).finditer(masked))
    found = [target for target in numbered if target]
    taken = [(target.start, target.end) for target in found]
    found += [
        target
        for target in _set_values(masked, lexicon)
        if all(target.end <= start or target.start >= end for start, end in taken)
    ]
    return sorted(found, key=lambda target: target.start)


@cache
def _pattern(lexicon: Lexicon) -> re.Pattern[str]:
    number = rf"(?P<fraction>百分之)?(?P<number>{NUMBER})"
    upper = rf"(?:\s?(?:[-—~～至到])\s?(?P<upper>{NUMBER}))?"
    return re.compile(
        rf"{number}{upper}(?:余|多)?\s?(?P<measure>{lexicon.measure_pattern})?", re.IGNORECASE
    )


def _numbered(words: str, match: re.Match[str], lexicon: Lexicon) -> Target | None:
    read = _value(match, lexicon)
    if read is None or not _counts(words, match, read[1], lexicon):
        return None
    value, measure = read
    comparator, end = _comparator(words, match, lexicon)
    each = bool(_EACH.search(words[max(0, match.start() - _LONGEST_METRIC) : match.start()]))
    metric, start = _metric(words, match.start(), lexicon)
    metric = metric or _object_after(words, match, measure)
    return Target(
        metric=metric,
        comparator=comparator,
        value=value * measure.factor,
        measure=measure.measure,
        dimension=measure.dimension,
        additive=measure.additive and comparator not in {"by", "cut"} and not each,
        start=start,
        end=end,
    )


def _value(match: re.Match[str], lexicon: Lexicon) -> tuple[Decimal, Measure] | None:
    words, measure_word = match["number"], match["measure"]
    if match["fraction"]:
        measure_word = "%"
    if not measure_word:
        return None
    value = parse_number(words)
    return None if value is None else (value, lexicon.measure_of[measure_word.lower()])


def _counts(words: str, match: re.Match[str], measure: Measure, lexicon: Lexicon) -> bool:
    """Return whether a number is a target, not part of a word, a date or a turn of phrase."""
    before, after = words[: match.start()], words[match.end() :]
    if measure.dimension == "number" or (measure.word == "分" and after.startswith("之")):
        return False
    if _BASELINE.search(before) and _TO_GOAL.match(after):
        return False
    if before.endswith(("第", "□", ".", "PM", "-")) or after.startswith(("年", "月", "号", "届")):
        return False
    if measure.word in {"日", "期", "次", "分", "批", "步", "天"} and not _compared(
        before, after, lexicon
    ):
        return measure.word in {"期", "次"} and not re.fullmatch(HAN, match["number"])
    small = bool(_SMALL_HAN.fullmatch(match["number"]))
    return not small or _compared(before, after, lexicon) or _after_verb(before, match, lexicon)


def _compared(before: str, after: str, lexicon: Lexicon) -> bool:
    near = before[-_NEAR:]
    return any(near.endswith(word) for word, _ in lexicon.comparators_before) or any(
        after.startswith(word) for word, _ in lexicon.comparators_after
    )


def _after_verb(before: str, match: re.Match[str], lexicon: Lexicon) -> bool:
    counted = match["number"] not in {"一", "两"} or before.endswith("每")
    return counted and any(before[-6:].find(verb) >= 0 for verb in lexicon.count_verbs)


def _comparator(words: str, match: re.Match[str], lexicon: Lexicon) -> tuple[str, int]:
    after = words[match.end() :]
    follows = [(word, sign) for word, sign in lexicon.comparators_after if after.startswith(word)]
    before = words[max(0, match.start() - _NEAR) : match.start()]
    stands = [
        (before.rfind(word) + len(word), len(word), _towards(sign, before, word))
        for word, sign in lexicon.comparators_before
        if word in before and not _BOUNDARY.search(before[before.rfind(word) + len(word) :])
    ]
    sign = max(stands)[2] if stands else "eq"
    if follows:
        word, after_sign = max(follows, key=lambda item: len(item[0]))
        return sign if sign in {"by", "cut"} else after_sign, match.end() + len(word)
    return sign, match.end()


def _towards(sign: str, before: str, word: str) -> str:
    """Tell 提高5% (by) from 提高至5%, 提高到5% (at least)."""
    goal = before[before.rfind(word) + len(word) :].startswith(("到", "至"))
    return {"by": "ge", "cut": "le"}.get(sign, sign) if goal else sign


def _metric(words: str, end: int, lexicon: Lexicon) -> tuple[str, int]:
    start = max((m.end() for m in _BOUNDARY.finditer(words[:end])), default=0)
    phrase = _PASSED.sub("", words[start:end])
    comparators = any_of(word for word, _ in lexicon.comparators_before)
    trimmed = re.sub(rf"(?:{comparators}|约|近|各|按)+$", "", phrase)
    while (shorter := _VERB_END.sub("", re.sub(rf"(?:{comparators})$", "", trimmed))) != trimmed:
        trimmed = shorter
    kept = trimmed[-_LONGEST_METRIC:].replace("□", "")
    return kept, start + max(0, len(trimmed) - _LONGEST_METRIC)


def _short(value: Decimal) -> str:
    """Return a number as documents write it: 120亿, 3万, 98."""
    for name, size in (("亿", 10**8), ("万", 10**4)):
        if value >= size and (value * 100) % size == 0:
            return format((value / size).normalize(), "f") + name
    return format(value.normalize(), "f")


def _object_after(words: str, match: re.Match[str], measure: Measure) -> str:
    if not measure.additive:
        return ""
    follows = re.match(r"(?:以上|左右|以内)?的?([^，。；：、（）\d\s]{1,12})", words[match.end() :])
    return follows[1] if follows else ""


def _set_values(words: str, lexicon: Lexicon) -> list[Target]:
    values = {word: (sign, value, unit) for word, sign, value, unit in lexicon.set_values}
    dimension = {measure.measure: measure.dimension for measure in lexicon.measures}
    found = []
    for match in re.finditer(any_of(values), words):
        sign, value, unit = values[match[0]]
        metric, start = _metric(words, match.start(), lexicon)
        found.append(
            Target(metric, sign, value, unit, dimension[unit], False, start, match.end())  # noqa: FBT003
        )
    return found
