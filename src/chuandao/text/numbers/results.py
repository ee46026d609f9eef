"""Figures that only tell: last year's results, what stands now, where something starts from."""

import re
from collections.abc import Sequence

from chuandao.text.grammar.phrases import Span
from chuandao.text.numbers.quantities import Target
from chuandao.text.times.horizon import Context, Cues, Horizon, horizon

_TOLD = frozenset({"result", "past_target"})
_MAYBE = re.compile(
    r"\d年|[去上前]年|近\S{1,3}年|截[至止]|已|累计|以来|过去|现有|目前|指出|\d{1,2}月"
)
_AHEAD = re.compile(r"下一步|下步|接下来|[今下明]年(?!以来)|力争|确保|计划|拟|[，。；]要|应当|必须")
_MARKS = "，。；！？\n"


def told_figures(
    words: str, at: int, found: Sequence[Target], cues: Cues, around: Context
) -> list[Target]:
    """Return the targets that are none, since they tell of what was reached or how things stand.

    Parameters
    ----------
    words : str
        The clause up to the end of the piece.
    at : int
        Where the piece begins in it; the targets' places count from there.
    found : sequence of Target
    cues : Cues
    around : Context
        The document's year and the headings above the clause.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.horizon_cues import horizon_cues
    >>> from chuandao.cascade.tracing.understanding.reading import lexicon
    >>> from chuandao.text.numbers.quantities import targets
    >>> words = "2024年，全县茶园达到8万亩。2025年，新建茶园3000亩"
    >>> found = targets(words, lexicon())
    >>> [t.render() for t in told_figures(words, 0, found, horizon_cues(), Context(year=2025))]
    ['茶园 ≥ 8万 亩']
    """
    if not found or not (around.headings or _MAYBE.search(words)):
        return []
    spoken = [(t, horizon(words, at + t.at, at + t.end, cues, around)) for t in found]
    return [
        t
        for t, told in spoken
        if _is_over(told, cues, around.year or 0) and not _looks_ahead(words, at + t.at, told.cue)
    ]


def _looks_ahead(words: str, number: int, cue: str) -> bool:
    """Return whether words between the time and the number turn to what is to come."""
    since = words.rfind(cue, 0, number) + len(cue)
    return bool(_AHEAD.search(words, since, number))


def _is_over(told: Horizon, cues: Cues, year: int) -> bool:
    """Return whether a figure is of a time that is over; a mood alone (增长) tells nothing."""
    if told.role not in _TOLD:
        return False
    if told.cue == "review":
        return True
    if told.year is not None:
        return told.year < year
    return any(cues.pattern(kind).fullmatch(told.cue) for kind in ("last_year", "past_period"))


def phrases_of(words: str, found: Sequence[Target]) -> list[Span]:
    """Return the phrases that some figures stand in, up to the marks beside them.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.reading import lexicon
    >>> from chuandao.text.numbers.quantities import targets
    >>> words = "去年，建成分拣中心6座，群众满意"
    >>> [words[a:b] for a, b in phrases_of(words, targets(words[:11], lexicon()))]
    ['建成分拣中心6座']
    """
    spans = []
    for target in found:
        start = max(words.rfind(mark, 0, target.at) for mark in _MARKS) + 1
        ends = [i for mark in _MARKS if (i := words.find(mark, target.end)) >= 0]
        spans.append((start, min(ends, default=len(words))))
    return spans
