"""The targets that a work report or plan sets for its year, by metric, with the words quoted."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from chuandao.text.clauses.clauses import ClauseText
from chuandao.text.lexicon import Lexicon, words_pattern
from chuandao.text.numbers.numerals import HAN, parse_number
from chuandao.text.numbers.quantities import Target, targets
from chuandao.text.times.horizon import Context, Cues, Horizon, horizon, number_at

_HEADING = " / "
_RATE = "%"
_TO = r"\s?[-—–－~～至到]{1,2}\s?"
_POINTED = rf"{HAN}(?:点{HAN})?"
_PLAIN = r"\d+(?:\.\s?\d+)?"
_RATES = re.compile(
    rf"(?<![\d.])(?P<low>{_PLAIN})\s?(?:%?{_TO}(?P<high>{_PLAIN})\s?)?%"
    rf"|百分之(?P<han>{_PLAIN}|{_POINTED})(?:{_TO}(?:百分之)?(?P<han_high>{_PLAIN}|{_POINTED}))?"
)
_AFTER = {"左右": "about", "上下": "about", "以上": "ge", "以内": "le", "以下": "le"}
_BEFORE = (("不低于", "ge"), ("高于", "ge"), ("不超过", "le"), ("超过", "ge"), ("约", "about"))
_FULL_STOPS = frozenset("。！？\n")
_CUT = re.compile(r"[，。；：！？\n]")
_SUBJECTLESS = re.compile(  # 比上年增長5%: of what, the piece before says
    r"\s*(?:按[^，。；]{2,6}计算|(?:比|较)(?:上年|去年|\d{4}年)|\d{4}年|今年|去年|同比|年均|平均每年|每年|实际|预期|力争"
    r"|争取|确保|其中|低于|高于|超过|好于|增长|增速|增幅|累计|[一二三四五六七八九十]年(?:来|间)?|达到|达|约|为|在|到|左右|以上|[\d.]+%|速度|名义|可比|全年)*\s*"
)
_LONGEST_WAY = 3  # pieces that a figure's subject may stand before it
_REMEMBERED = 8  # passages before it whose time may still hold
_LEAD_END = ("：", ":")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年?")


@dataclass(frozen=True)
class Metric:
    """A metric by its names; ``not_with``: words beside which it is another figure."""

    metric: str
    names: tuple[str, ...]
    not_with: tuple[str, ...] = ()

    def names_in(self, words: str) -> bool:
        """Return whether the words name this metric and no other figure.

        Examples
        --------
        >>> Metric("growth", ("生产总值",), ("占", "单位")).names_in("占国内生产总值的比重")
        False
        """
        named = bool(words_pattern(self.names).search(words))
        return named and not (self.not_with and words_pattern(self.not_with).search(words))


@dataclass(frozen=True)
class Placed:
    """A figure of a document, what time it speaks of, and the words around it, quoted.

    ``low``, ``high``: its value, and the upper end of a range; ``sign``: about, ge, le, range or
    eq; ``measure``: the unit, ``%`` for a rate. ``target``: the target it belongs to; None where
    `targets` saw none, as in a reported result. ``start`` and ``end`` are the quotation's place
    in the document (code points).
    """

    low: Decimal
    high: Decimal | None
    sign: str
    measure: str
    horizon: Horizon
    quote: str
    start: int
    end: int
    target: Target | None = None


def placed_targets(
    words: str, clauses: Sequence[ClauseText], lexicon: Lexicon, cues: Cues, year: int | None
) -> tuple[Placed, ...]:
    """Return every target and rate of a document with what time it speaks of, in order.

    Parameters
    ----------
    words : str
        The whole document in plain form.
    clauses : sequence of ClauseText
        Its clauses, from `chuandao.text.clauses.clauses`.
    lexicon : Lexicon
    cues : Cues
    year : int or None
        The year that the document plans for (see `planned_year`).
    """
    return tuple(
        item
        for clause, context in _in_context(words, clauses, year)
        for item in _placed(words, clause, context, lexicon, cues)
    )


def year_targets(placed: Iterable[Placed]) -> tuple[Placed, ...]:
    """Return the targets of the year itself, further aims (力争6%) left out.

    Examples
    --------
    >>> year_targets([])
    ()
    """
    return tuple(p for p in placed if p.horizon.role == "year" and not p.horizon.stretch)


def of_metric(placed: Iterable[Placed], metric: Metric) -> tuple[Placed, ...]:
    """Return the rates of change of one metric, e.g. of economic growth.

    Examples
    --------
    >>> of_metric([], Metric("growth", ("生产总值",)))
    ()
    """
    return tuple(p for p in placed if p.measure == _RATE and metric.names_in(p.quote))


def planned_year(title: str, dated_year: int | None) -> int | None:
    """Return the year that a document plans for: the only one of its title, else its date's.

    Examples
    --------
    >>> planned_year("2025年政府工作报告", None), planned_year("政府工作报告", 2024)
    (2025, 2024)
    >>> planned_year("2024年计划执行情况与2025年计划草案的报告", 2025)
    2025
    """
    named = {int(match[1]) for match in _YEAR.finditer(title)}
    return named.pop() if len(named) == 1 else dated_year


def _in_context(
    words: str, clauses: Sequence[ClauseText], year: int | None
) -> Iterator[tuple[ClauseText, Context]]:
    """Give each clause its headings, the line that introduces it (…目標是：) and those before."""
    lead, heading, before = "", "", tuple[str, ...]()
    for clause in clauses:
        before = before if clause.heading == heading else ()
        yield clause, Context(tuple(clause.heading.split(_HEADING)), lead, year, before)
        said = words[clause.words_start : clause.end].strip()
        lead = said if said.endswith(_LEAD_END) else ""
        heading, before = clause.heading, (said, *before)[:_REMEMBERED]


def _placed(
    words: str, clause: ClauseText, context: Context, lexicon: Lexicon, cues: Cues
) -> Iterator[Placed]:
    said = words[clause.words_start : clause.end]
    for figure in _figures(said, lexicon):
        start, end = _quotation(said, figure.start, figure.end)
        yield Placed(
            figure.low,
            figure.high,
            figure.sign,
            figure.measure,
            horizon(said, figure.start, figure.end, cues, context),
            said[start:end].strip(),
            clause.words_start + start,
            clause.words_start + end,
            figure.target,
        )


@dataclass(frozen=True)
class _Figure:
    low: Decimal
    high: Decimal | None
    sign: str
    measure: str
    start: int
    end: int
    target: Target | None = None


def _figures(words: str, lexicon: Lexicon) -> list[_Figure]:
    """Return the rates of a passage, stated as targets or not, and its other targets, in order."""
    stated = targets(words, lexicon)
    rates = [rate for match in _RATES.finditer(words) if (rate := _rate(words, match, stated))]
    taken = [(rate.start, rate.end) for rate in rates]
    others = [
        _Figure(t.value, None, t.comparator, t.measure, at, t.end, t)
        for t in stated
        for at in [number_at(words, t.start, t.end)]
        if all(t.end <= start or at >= end for start, end in taken)
    ]
    return sorted((*rates, *others), key=lambda figure: (figure.start, figure.end))


def _rate(words: str, match: re.Match[str], stated: Sequence[Target]) -> _Figure | None:
    low = _number(match["low"] or match["han"] or "")
    high = _number(match["high"] or match["han_high"] or "")
    if low is None:
        return None
    at = next((t for t in stated if t.start < match.end() and match.start() < t.end), None)
    sign = "range" if high is not None else _sign(words, match)
    return _Figure(low, high, sign, _RATE, match.start(), match.end(), at)


def _number(words: str) -> Decimal | None:
    """Return the value of a number that may have a point in Han or Arabic digits (六點五)."""
    whole, point, part = re.sub(r"\s", "", words).partition("点")
    read = parse_number(whole) if whole else None
    digits = "".join(str(parse_number(letter)) for letter in part)
    return Decimal(f"{read}.{digits}") if read is not None and point and part else read


def _sign(words: str, match: re.Match[str]) -> str:
    after, before = words[match.end() : match.end() + 2], words[: match.start()]
    told = _AFTER.get(after)
    return told or next((sign for word, sign in _BEFORE if before.endswith(word)), "eq")


def _quotation(words: str, number: int, end: int) -> tuple[int, int]:
    """Return the piece of the sentence that a figure stands in, with what it is of."""
    cuts = [0, *(m.end() for m in _CUT.finditer(words, 0, number))]
    at = max(i for i, cut in enumerate(cuts) if cut <= number)
    for _ in range(_LONGEST_WAY):
        ends_sentence = words[cuts[at] - 1 : cuts[at]] in _FULL_STOPS
        if not at or ends_sentence or not _SUBJECTLESS.fullmatch(words, cuts[at], number):
            break
        at, number = at - 1, cuts[at] - 1
    close = next((m.start() for m in _CUT.finditer(words, end)), len(words))
    return cuts[at], close
