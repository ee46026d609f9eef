"""What a draft is looked at for before it is issued: demands on those below, words, vague words."""

import re
from dataclasses import dataclass
from functools import cache

from chuandao.catalog.rows import rows_of

_FOLDER = "precheck"


@dataclass(frozen=True)
class Demand:
    """A demand on those below that the rules on burdens limit; ``reference``: the rule."""

    demand: str
    pattern: re.Pattern[str]
    severity: str
    reference: str


@dataclass(frozen=True)
class VagueWord:
    """A word that leaves ``gap`` open, unless ``explained`` stands in the same clause."""

    word: str
    gap: str
    explained: re.Pattern[str] | None


@cache
def demands() -> tuple[Demand, ...]:
    """Return the demands on those below, the gravest first.

    Examples
    --------
    >>> demands()[0].demand, demands()[0].reference
    ('one_vote', 'burden_notice_2019')
    """
    return tuple(
        Demand(row["demand"], _compiled(row["pattern"]), row["severity"], row["reference"])
        for row in rows_of(f"{_FOLDER}/demands.csv")
    )


@cache
def vague_words() -> tuple[VagueWord, ...]:
    """Return the vague words, longer ones first.

    Examples
    --------
    >>> [one.gap for one in vague_words() if one.word == "原则上"]
    ['exceptions']
    """
    found = (
        VagueWord(
            row["word"], row["gap"], _compiled(row["explained"]) if row["explained"] else None
        )
        for row in rows_of(f"{_FOLDER}/vague.csv")
    )
    return tuple(sorted(found, key=lambda one: (-len(one.word), one.word)))


@cache
def words_like(kind: str) -> re.Pattern[str]:
    """Return the words of a kind as one pattern.

    Examples
    --------
    >>> bool(words_like("training").search("组织业务培训"))
    True
    """
    return _compiled(
        next(r["pattern"] for r in rows_of(f"{_FOLDER}/words.csv") if r["kind"] == kind)
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
