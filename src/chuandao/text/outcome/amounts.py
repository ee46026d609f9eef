"""Amounts in a part of a clause as they stand there, compared by their unit and their sense."""

import re
from dataclasses import dataclass
from functools import lru_cache

_DIGITS = {d: n for n, d in enumerate("零一二三四五六七八九")} | {"两": 2, "半": 0.5}
_ENGLISH = {
    word: number
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 1
    )
} | {"twelve": 12, "fourteen": 14, "twenty": 20, "thirty": 30}
_AMOUNT = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)*|[一二三四五六七八九十两半百]{1,4}|\b(?:one|two|three|four|five"
    r"|six|seven|eight|nine|ten|twelve|fourteen|twenty|thirty))\s*(?P<scale>[万亿千百])?"
    r"(?P<unit>%|个百分点|百分点|成|个?工作日|个?小时|分钟|天|日|周|星期|个月|个半月|年|元|角|人次|次"
    r"|场|个|户|家|名|人|亩|平方米|公里|张|座|所|间|处|班|支|项|家次|倍|吨|米|千瓦|批次|条|岁|度"
    r"|per cent|percent"
    r"|working days?|days?|hours?|weeks?|months?|years?|metres?|staff|people|owners|units"
    r"|times?|visits?)"
)
_A_YEAR = 1900  # a number of years above this is a year
_PARTS = {
    re.compile(r"三分之一|a third"): 100 / 3,
    re.compile(r"三分之二|two.thirds"): 200 / 3,
    re.compile(r"半数|过半|一半|\bhalf\b"): 50.0,
    re.compile(r"四分之一|a quarter of"): 25.0,
    re.compile(r"四分之三|three.quarters"): 75.0,
}
_A_YEAR_HAS = {0: 365.0, 1: 52.0, 2: 26.0, 3: 12.0, 4: 4.0, 5: 2.0, 6: 1.0}
_TIMES = re.compile(
    r"(?P<n>\d+|[一二两三四五六七八九十])(?:次|场|遍)"
    r"|(?P<word>once|twice|(?:two|three|four|five|six) times)"
)
_POUND = re.compile(r"£(?P<number>\d+(?:[.,]\d+)*)")
_SHARED_OUT = frozenset(
    re.findall(
        r"\S+",
        "人次 次 场 个 户 家 名 亩 平方米 公里 张 座 所 间 处 班 支 项 家次 吨 千瓦 批次 条 元 人"
        " people owners units staff",
    )
)
_TIME = {
    "工作日": ("day", 1), "个工作日": ("day", 1), "天": ("day", 1),
    "日": ("day", 1),
    "周": ("day", 7), "星期": ("day", 7), "个月": ("day", 30), "小时": ("hour", 1),
    "个小时": ("hour", 1),
    "分钟": ("hour", 1 / 60), "年": ("year", 1), "成": ("%", 10), "working day": ("day", 1),
    "day": ("day", 1), "week": ("day", 7), "month": ("day", 30), "hour": ("hour", 1),
    "per cent": ("%", 1), "percent": ("%", 1),
    "year": ("year", 1), "角": ("元", 0.1),
}  # fmt: skip
_CAP = re.compile(
    r"不超过|不高于|以内|之内|内|压缩|封顶|最高|至多|下降|降至|控制|少于|以下|最多|收费|within"
    r"|up to|at most|no more|more than|below"
)
_FLOOR = re.compile(r"不少于|不低于|至少|以上|不早于|保存|减半|不小于|at least|minimum")
_EACH = (
    re.compile(r"每(?:天|日)|日报|逐日|daily|(?:each|every|a) day"),
    re.compile(r"每(?:周|星期)|周报|周五|weekly|(?:each|every|a) (?:week|friday|monday|thursday)"),
    re.compile(r"每(?:半个?月|旬|两周|10[天日])|every two weeks|fortnight"),
    re.compile(r"每(?:个)?月|月报|按月|月度|monthly|(?:each|every|a) month"),
    re.compile(r"每(?:个)?季度?|按季|quarter"),
    re.compile(r"每半年|half.year|twice a year"),
    re.compile(r"每(?:年|学年)|按年|年度|yearly|annual|(?:each|every|a) year|12 months"),
)


@dataclass(frozen=True)
class Amount:
    """A number with its unit; ``cap``: smaller is stricter."""

    value: float
    unit: str
    cap: bool

    def against(self, other: "Amount") -> str:
        """Return which count of ``laid_beside`` a lower amount of the same unit belongs to."""
        if other.value < self.value and self.unit in _SHARED_OUT and not self.cap:
            return "value_share"
        stricter = (other.value < self.value) == self.cap
        return "value_stricter" if stricter else "value_laxer"


@lru_cache(maxsize=100_000)
def amounts(words: str) -> tuple[Amount, ...]:
    """Return the amounts of a passage; periods in days or hours, shares in per cent.

    Examples
    --------
    >>> [(a.value, a.unit, a.cap) for a in amounts("两周内办结三成")]
    [(14.0, 'day', True), (30.0, '%', True)]
    """
    cap = bool(_CAP.search(words)) and not _FLOOR.search(words)
    found = []
    for match in _AMOUNT.finditer(words):
        number = _value(match["number"])
        unit, factor = _TIME.get(match["unit"].rstrip("s"), (match["unit"].rstrip("s"), 1))
        if number is not None and not (unit == "year" and number > _A_YEAR):
            scale = {"万": 1e4, "亿": 1e8, "千": 1e3, "百": 1e2}.get(match["scale"] or "", 1)
            found.append(Amount(number * scale * factor, unit, cap))
    found += [Amount(float(m["number"].replace(",", "")), "£", cap) for m in _POUND.finditer(words)]
    found += [Amount(share, "%", cap) for form, share in _PARTS.items() if form.search(words)]
    return tuple(dict.fromkeys(found))


def rate(words: str) -> float | None:
    """Return how often a year something is to happen; None where no rhythm is named.

    Examples
    --------
    >>> rate("每两周至少巡诊1次"), rate("每季度检查2次"), rate("four times a year"), rate("常态化")
    (26.0, 8.0, 4.0, None)
    """
    rank = rhythm(words)
    if rank is None:
        return None
    match = _TIMES.search(words.lower())
    times = 1.0
    if match and match["n"]:
        times = _value(match["n"]) or 1.0
    elif match and match["word"]:
        times = {"once": 1.0, "twice": 2.0}.get(match["word"]) or float(
            _ENGLISH[match["word"].split()[0]]
        )
    return _A_YEAR_HAS[rank] * times


def _value(number: str) -> float | None:
    if number[0].isdigit():
        return float(number.replace(",", ""))
    if number in _ENGLISH:
        return float(_ENGLISH[number])
    if number in _DIGITS:
        return float(_DIGITS[number])
    match = re.fullmatch(r"(\S?)十(\S?)", number)
    if match and all(part in {"", *_DIGITS} for part in match.groups()):
        return 10 * (_DIGITS.get(match[1], 1)) + _DIGITS.get(match[2], 0)
    return None


def rhythm(words: str) -> int | None:
    """Return the rank of the shortest rhythm named, 0 for daily; None where there is none.

    Examples
    --------
    >>> rhythm("每周调度一次"), rhythm("及时调度")
    (1, None)
    """
    return next((rank for rank, form in enumerate(_EACH) if form.search(words.lower())), None)
