"""Targets with a number: metric, comparator, value, unit of measure, kind, of what.

A target is read in four steps. (1) Names that hold numbers and other traps are masked
(`quantity_traps`). (2) Every number with a unit of ``catalog/lexicon/measures.csv`` is a
candidate; baselines, thresholds of a scope and turns of phrase are left out. (3) The comparator
is the nearest one that stands before the number in its phrase, or the one right after it
(`comparators`). (4) The metric is the noun phrase before it, or the thing counted after it
(`metrics`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from chuandao.text.grammar.verbs import verb_at
from chuandao.text.lexicon import Lexicon, Measure, any_of
from chuandao.text.numbers.bounds import bound
from chuandao.text.numbers.comparators import Compared, compared
from chuandao.text.numbers.english_counts import english_counts
from chuandao.text.numbers.english_money import english_money
from chuandao.text.numbers.metrics import metric_of, thing_after
from chuandao.text.numbers.numerals import NUMBER, SHARE, parse_number, parse_share
from chuandao.text.numbers.traps import counts, is_past, masked

_SIGNS = {
    "ge": "≥", "le": "≤", "gt": ">", "lt": "<", "by": "+", "cut": "−", "about": "≈", "eq": "=",
    "range": "=",
}  # fmt: skip
_EACH = re.compile(
    r"(每一?[个户村亩人家名套张所校年月辆台头只]?[^，。；：、每补给奖投不至达超少约压\d\s]{0,8}"
    r"|[单户人亩村校班均]均|单个|单户|平均每[^，。；\d]{1,3})"
    r"[^，。；：、\d]*$"
)
_SHARE_OF = re.compile(r"占[^，。；：、]*$|比重|占比|份额|比例")
_TIME = ("processing", "lessons")
_HALF = {"年": (Decimal(6), "个月"), "个月": (Decimal(15), "天"), "个小时": (Decimal(30), "分钟")}
_HALF |= {"小时": (Decimal(30), "分钟")}
_COVERS = re.compile(r"覆盖|全覆盖")
_RANK = re.compile(
    r"(?P<before>(?:排名|位居|位列|进入|跻身|保持|居|列)[^，。；、\d]{0,8}?)前(?P<n>\d{1,3}"
    r"|[一二三四五六七八九十]{1,3})(?P<u>名|位|强)?"
)
_BOUND = re.compile(r"至少|最少|最多|至多|最高|最低|不超过|不少于|不低于")
_FROM = re.compile(r"\bfrom\s$", re.IGNORECASE)
_STRIVES = re.compile(r"[、，]?(?:并|且|同时)?(?:力争|确保|争取|努力)(?:达到|实现|增长|做到|完成)?")
_TO = re.compile(r"\s?to\s\d", re.IGNORECASE)


@dataclass(frozen=True)
class Target:
    """A target: ``value`` in the unit ``measure`` (canonical for its dimension).

    ``comparator``: ge, le, gt, lt, about, eq, range, by (grow by), cut (shrink by).
    ``additive``: totals over places add up (戶, 畝, 元), so a part of one is a share.
    ``number`` and ``unit``: as written, 万 and 亿 multiplied out; ``upper``: the upper end of a
    range, in the written unit. ``kind``: level, change by, change to, count, rate, multiple,
    coverage, rank or duration. ``of``: whole, share, or the words that say for each (每村, 户均).
    ``at``: where the quantity itself begins, with its comparator.
    """

    metric: str
    comparator: str
    value: Decimal
    measure: str
    dimension: str
    additive: bool
    start: int
    end: int
    number: Decimal = Decimal(0)
    unit: str = ""
    upper: Decimal | None = None
    kind: str = ""
    of: str = "whole"
    at: int = 0

    def render(self) -> str:
        """Return the target in its common form.

        Examples
        --------
        >>> Target("合格率", "ge", Decimal(98), "%", "ratio", False, 0, 0).render()
        '合格率 ≥ 98 %'
        """
        sign = _SIGNS[self.comparator]
        upper = "" if self.upper is None or not self.number else self.value * self.upper
        upto = f"–{_short(upper / self.number)}" if isinstance(upper, Decimal) else ""
        return f"{self.metric} {sign} {_short(self.value)}{upto} {self.measure}".strip()


def targets(words: str, lexicon: Lexicon) -> list[Target]:
    """Return the targets of a plain text, in order.

    Not targets: years, document and item numbers, 「123456」工作法, PM2.5, names in 《》,
    baselines (由30%), thresholds (投资5000万元以上的项目), ages.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.reading import lexicon
    >>> words = "产值达到5.2亿元以上，合格率不低于98%，办理时限压缩至3个工作日以内"
    >>> [target.render() for target in targets(words, lexicon())]
    ['产值 ≥ 5.2亿 元', '合格率 ≥ 98 %', '办理时限 ≤ 3 个工作日']
    >>> words = "增长6%—6.5%，每村补助50万元，达标率百分之九十五以上"
    >>> [(t.comparator, str(t.upper), t.of) for t in targets(words, lexicon())]
    [('by', '6.5', 'whole'), ('eq', 'None', '每村'), ('ge', 'None', 'whole')]
    """
    mask = masked(words)
    found: list[Target] = []
    last = 0
    ranks = list(_ranks(words, mask, lexicon))
    for match in _pattern(lexicon).finditer(mask):
        if any(rank.at < match.end() and match.start() < rank.end for rank in ranks):
            continue
        target = _numbered(words, mask, match, last, lexicon)
        if target:
            found.append(target)
            last = target.end
    ends = sorted(target.end for target in found)
    rest = (
        ranks,
        _money(words, mask, lexicon),
        _set_values(words, mask, ends, lexicon),
        _english(mask, lexicon),
        _unitless(words, mask, lexicon),
    )
    for more in rest:
        found += [t for t in more if all(t.end <= f.at or t.at >= f.end for f in found)]
    return _carried(words, sorted(found, key=lambda target: target.start))


def _carried(words: str, found: list[Target]) -> list[Target]:
    """Give a bare goal the metric of the one it follows: 增长5.5%、力争6%."""
    result: list[Target] = []
    for target in found:
        last = result[-1] if result else None
        if (
            last
            and not target.metric
            and target.measure == last.measure
            and _STRIVES.fullmatch(words[last.end : target.at])
        ):
            sign = last.comparator if target.comparator in {"eq", "about"} else target.comparator
            kind = last.kind if sign == last.comparator else target.kind
            target = replace(target, metric=last.metric, comparator=sign, kind=kind)  # noqa: PLW2901
        result.append(target)
    return result


@cache
def _pattern(lexicon: Lexicon) -> re.Pattern[str]:
    to = r"\s?(?:[-—–－~～至到]{1,2})\s?"
    unit = lexicon.measure_pattern
    return re.compile(
        rf"(?<![\d.零〇一二两三四五六七八九十百千万亿])(?:(?P<share>{SHARE})(?:{to}(?P<upper_share>{SHARE}))?"
        rf"|(?P<number>{NUMBER}|半)(?:余|多)?\s?(?:(?:{unit})?{to}(?P<upper>{NUMBER})\s?(?:余"
        rf"|多)?)?"
        rf"(?P<measure>{unit})(?![A-Za-z]))",
        re.IGNORECASE,
    )


def _numbered(
    words: str, mask: str, match: re.Match[str], last: int, lexicon: Lexicon
) -> Target | None:
    read = _value(match, lexicon)
    if read is None or not counts(mask, match, read[2], lexicon):
        return None
    number, upper, measure, unit = read
    unit = "%" if measure.measure == "%" else unit
    if _FROM.search(mask[max(0, match.start() - 6) : match.start()]) and _TO.match(
        mask, match.end()
    ):
        return None
    sign = compared(mask, match.start(), match.end(), measure, lexicon)
    metric, start = metric_of(words, mask, sign.start, last, lexicon)
    named = metric or thing_after(words, sign.end)
    before = mask[max(last, match.start() - 24) : match.start()]
    each = _EACH.search(before)
    comparator = "range" if upper is not None and sign.sign not in {"by", "cut"} else sign.sign
    return Target(
        metric=named,
        comparator=comparator,
        value=number * measure.factor,
        measure=measure.measure,
        dimension=measure.dimension,
        additive=measure.additive and comparator not in {"by", "cut"} and not each,
        start=start if metric else min(sign.start, match.start()),
        end=sign.end,
        number=number,
        unit=unit,
        upper=upper,
        kind=_kind(comparator, measure, named, sign),
        of=each[1] if each else "share" if _SHARE_OF.search(before) else "whole",
        at=_begins(mask, min(sign.start, match.start()), match.start(), lexicon),
    )


def _value(
    match: re.Match[str], lexicon: Lexicon
) -> tuple[Decimal, Decimal | None, Measure, str] | None:
    """Return (number, upper end, measure, unit as written)."""
    if match["share"]:
        value = parse_share(match["share"])
        upper = parse_share(match["upper_share"]) if match["upper_share"] else None
        return None if value is None else (value, upper, lexicon.measure_of["%"], "%")
    unit = match["measure"]
    measure = lexicon.measure_of[unit if unit in lexicon.measure_of else unit.lower()]
    if match["number"] == "半":
        half = _HALF.get(unit)
        return (half[0], None, lexicon.measure_of[half[1]], half[1]) if half else None
    value = parse_number(match["number"])
    upper = parse_number(match["upper"]) if match["upper"] else None
    if value is None:
        return None
    scale = re.search(r"[百千]?[万亿]+$", match["upper"] or "")
    if upper and scale and upper > value * 1000:  # 3—5万亩: the 万 belongs to both ends
        value *= parse_number(f"1{scale[0]}") or 1
    return value, upper, measure, unit


def _begins(mask: str, start: int, number: int, lexicon: Lexicon) -> int:
    """Return where a quantity begins: at its number where a verb stands before it (至少配备2名)."""
    bound = _BOUND.match(mask, start, number)
    return number if bound and verb_at(mask, bound.end(), lexicon) else start


def _kind(comparator: str, measure: Measure, metric: str, sign: Compared) -> str:  # noqa: PLR0911
    if measure.dimension == "multiple":
        return "multiple"
    if comparator in {"by", "cut"}:
        return "change by"
    if sign.to_goal:
        return "change to"
    if measure.dimension == "ratio":
        return "coverage" if _COVERS.search(metric) else "rate"
    if measure.dimension.startswith(_TIME):
        return "duration"
    if measure.dimension == "rank":
        return "rank"
    return "count" if measure.additive else "level"


def _short(value: Decimal) -> str:
    """Return a number as documents write it: 120亿, 3万, 98."""
    for name, size in (("亿", 10**8), ("万", 10**4)):
        if value >= size and (value * 100) % size == 0:
            return format((value / size).normalize(), "f") + name
    return format(value.normalize(), "f")


def _ranks(words: str, mask: str, lexicon: Lexicon) -> Iterator[Target]:
    """Yield ranks to be reached: 主要指标排名进入全省前5名."""
    for match in _RANK.finditer(mask):
        number = parse_number(match["n"])
        if number and not is_past(mask, match.start("n")):
            unit = "位" if match["u"] == "位" else match["u"] or "名"
            metric, _ = metric_of(words, mask, match.start(), 0, lexicon)
            yield Target(
                metric, "le", number, "名", "rank", False, match.start(), match.end(),  # noqa: FBT003
                number, unit, kind="rank", at=match.start(),
            )  # fmt: skip


def _money(words: str, mask: str, lexicon: Lexicon) -> Iterator[Target]:
    """Yield sums of money in English: no more than EUR 3.5 million."""
    for number, unit, dimension, start, end in english_money(mask):
        sign = compared(mask, start, end, None, lexicon)
        metric, _ = metric_of(words, mask, sign.start, 0, lexicon)
        yield Target(
            metric, sign.sign, number, unit, dimension, sign.sign not in {"by", "cut"},
            min(sign.start, start), sign.end, number, unit, kind="count", at=min(sign.start, start),
        )  # fmt: skip


def _set_values(words: str, mask: str, ends: list[int], lexicon: Lexicon) -> Iterator[Target]:
    values, dimension, pattern = _set_words(lexicon)
    for match in pattern.finditer(mask):
        sign, value, unit = values[match[0].lower()]
        last = max([end for end in ends if end <= match.start()], default=0)
        list_end = mask.rfind("、", last, match.start()) + 1
        metric, start = metric_of(words, mask, match.start(), max(last, list_end), lexicon)
        kind = (
            "coverage" if _COVERS.search(match[0]) else "change by" if sign in {"by", "cut"} else ""
        )
        yield Target(
            metric, sign, value, unit, dimension[unit], False, start, match.end(),  # noqa: FBT003
            value, unit if unit == "%" else "", kind=kind or "level", at=match.start(),
        )  # fmt: skip


@cache
def _set_words(
    lexicon: Lexicon,
) -> tuple[dict[str, tuple[str, Decimal, str]], dict[str, str], re.Pattern[str]]:
    values = {word: (sign, value, unit) for word, sign, value, unit in lexicon.set_values}
    dimension = {measure.measure: measure.dimension for measure in lexicon.measures}
    return values, dimension, re.compile(any_of(values), re.IGNORECASE)


def _english(mask: str, lexicon: Lexicon) -> Iterator[Target]:
    """Yield English counts of things without a measure word: 64 old residential compounds."""
    for number, thing, start, end in english_counts(mask):
        sign = compared(
            mask, start, start + len(mask[start:end].split(maxsplit=1)[0]), None, lexicon
        )
        yield Target(
            thing, sign.sign, number, "个", "count", sign.sign not in {"by", "cut"},
            min(sign.start, start), end, number, "", kind="count", at=min(sign.start, start),
        )  # fmt: skip


def _unitless(words: str, mask: str, lexicon: Lexicon) -> Iterator[Target]:
    """Yield goals without a unit of measure: 系数提高到0.58, 收入比缩小到1.9以内."""
    for match in _bare_goal(lexicon).finditer(mask):
        sign = compared(mask, match.start("number"), match.end("number"), None, lexicon)
        metric, start = metric_of(words, mask, sign.start, 0, lexicon)
        number = parse_number(match["number"])
        if metric and number is not None:
            yield Target(
                metric, sign.sign, number, "", "index", False, start, sign.end,  # noqa: FBT003
                number, "", kind="change to" if sign.to_goal else "level", at=sign.start,
            )  # fmt: skip


@cache
def _bare_goal(lexicon: Lexicon) -> re.Pattern[str]:
    goals = any_of(w for w, _ in lexicon.comparators_before if not w.isascii() and len(w) > 1)
    return re.compile(
        rf"(?:{bound(w for w in lexicon.turned if not w.isascii())}|{goals})"
        r"(?P<number>\d+(?:\.\d+)?)(?=以[上下内]|左右|[，。；、）]|$)"
    )
