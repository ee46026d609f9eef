"""What a document aims at in its year, and what it reports: its figures with their times."""

from chuandao.cascade.tracing.understanding.horizon_cues import growth_metric, horizon_cues
from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.cascade.tracing.understanding.understood import Understood
from chuandao.text.canonical import plain
from chuandao.text.clauses.clauses import clauses
from chuandao.text.times.dates import find_dates
from chuandao.text.times.year_targets import (
    Placed,
    of_metric,
    placed_targets,
    planned_year,
    year_targets,
)

_HEAD = 400  # within its first letters a report says on what day it was given


def figures_in_time(document: Understood) -> tuple[Placed, ...]:
    """Return every target and rate of a document with what time it speaks of, in order."""
    words = plain(document.text)
    found = clauses(document.lines, lexicon())
    return placed_targets(words, found, lexicon(), horizon_cues(), year_planned(document))


def growth_targets(document: Understood) -> tuple[Placed, ...]:
    r"""Return the year's target of economic growth (經濟增長預期目標), the first statement first.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.understood import understand
    >>> from chuandao.sources.documents import Extracted
    >>> page = "清河市2025年政府工作报告\n一、2024年工作回顾\n地区生产总值增长5.8%。\n"
    >>> page += "二、2025年主要目标\n地区生产总值增长6%左右，居民收入增长6.5%。"
    >>> found = growth_targets(understand(Extracted("a.txt", page, "txt", "utf-8", "", 1.0), "a"))
    >>> [(str(target.low), target.sign, target.quote) for target in found]
    [('6', 'about', '地区生产总值增长6%左右')]
    """
    return year_targets(of_metric(figures_in_time(document), growth_metric()))


def year_planned(document: Understood) -> int | None:
    """Return the year that a document plans for, None where it does not tell."""
    dated = document.envelope.dated
    days = [day for day, _, _ in find_dates(plain(document.text[:_HEAD]))]
    day = dated or (days[0] if days else None)
    return planned_year(document.envelope.title, day.year if day else None)
