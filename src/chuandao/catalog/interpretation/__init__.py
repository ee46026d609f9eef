"""What interpretations draw on: typical misreadings, hours of training, words that show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from chuandao.catalog.rows import rows_of
from chuandao.catalog.words import label_of

_FOLDER = "interpretation"


@dataclass(frozen=True)
class Typical:
    """A typical misreading (常見誤讀) of a kind of clause, and how the clause is to be read.

    It may befall a clause that has the ``feature`` (empty: any) and in which a pattern of
    ``words`` is found (empty: any) and none of ``not_words``. ``assumption``: no source tells
    how often it happens.
    """

    misreading: str
    feature: str
    words: str
    not_words: str
    sign: str
    wrong_en: str
    wrong_zh: str
    right_en: str
    right_zh: str
    source: str
    date: str
    assumption: bool

    def wrong(self, language: str) -> str:
        """Return the misreading in a language, without a full stop.

        Examples
        --------
        >>> typical_misreadings()["limit_as_quota"].wrong("zh-Hans")
        '把上限理解为必须达到的任务数'
        """
        return label_of(self.wrong_en, self.wrong_zh, language)

    def right(self, language: str) -> str:
        """Return how the clause is to be read, without a full stop.

        Examples
        --------
        >>> typical_misreadings()["rhythm_oftener"].right("zh-Hans")
        '按规定频次执行，期间不再加报加会'
        """
        return label_of(self.right_en, self.right_zh, language)


@cache
def typical_misreadings() -> Mapping[str, Typical]:
    """Return the typical misreadings by code; the more telling ones come first.

    Examples
    --------
    >>> all(one.source and one.date for one in typical_misreadings().values())
    True
    """
    rows = rows_of(f"{_FOLDER}/misreadings.csv")
    found = (Typical(**{**row, "assumption": row["assumption"] == "yes"}) for row in rows)  # type: ignore[arg-type]
    return MappingProxyType({one.misreading: one for one in found})


@cache
def training_hours() -> Mapping[str, Decimal]:
    """Return the hours of training (學時) by kind of content; all are assumptions.

    Examples
    --------
    >>> training_hours()["misread"]
    Decimal('0.5')
    """
    rows = rows_of(f"{_FOLDER}/training_hours.csv")
    return MappingProxyType({row["kind"]: Decimal(row["hours"]) for row in rows})


@cache
def cue_words(cue: str) -> tuple[str, ...]:
    """Return the words of a cue, longest first: ``may``, ``vague`` or ``ban``.

    Examples
    --------
    >>> "原则上" in cue_words("vague"), "不得" in cue_words("ban")
    (True, True)
    """
    found = (row["word"] for row in rows_of(f"{_FOLDER}/cues.csv") if row["cue"] == cue)
    return tuple(sorted(found, key=lambda word: (-len(word), word)))
