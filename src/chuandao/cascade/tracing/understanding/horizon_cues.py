"""The words of time and mood of the catalogue, as the value that ``text.times.horizon`` takes."""

from functools import cache

from chuandao.cascade.tracing.understanding.additions import additions, lexicon_rows
from chuandao.catalog.additions import Additions
from chuandao.text.times.horizon import Cue, Cues
from chuandao.text.times.year_targets import Metric


def horizon_cues() -> Cues:
    """Return the words that tell the year's target from a plan's and from a result.

    Examples
    --------
    >>> "去年" in {cue.word for cue in horizon_cues().of("last_year")}
    True
    """
    return _cues(additions())


def growth_metric() -> Metric:
    """Return by which words economic growth is named, and with which it is another figure.

    Examples
    --------
    >>> growth_metric().names_in("国内生产总值增长5%"), growth_metric().names_in("单位GDP能耗")
    (True, False)
    """
    return _metric(additions())


@cache
def _cues(_added: Additions) -> Cues:
    return Cues(
        tuple(
            Cue(row["kind"], row["word"], _parts(row["not_after"]), _parts(row["not_before"]))
            for row in lexicon_rows("horizon_cues")
        )
    )


def _parts(words: str) -> tuple[str, ...]:
    return tuple(part for part in words.split("|") if part)


@cache
def _metric(_added: Additions) -> Metric:
    rows = lexicon_rows("growth_metrics")
    return Metric(
        "economic_growth",
        tuple(row["word"] for row in rows if row["role"] == "name"),
        tuple(row["word"] for row in rows if row["role"] == "not_with"),
    )
