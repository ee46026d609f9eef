"""What offices of a kind usually do in a task that others lead: a first wording to confirm."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from chuandao.catalog.rows import rows_of, split_words
from chuandao.catalog.words import fold, label_of


@dataclass(frozen=True)
class UsualDuty:
    """A usual duty (通常職責) and the words in the names of offices that have it."""

    duty: str
    words: tuple[str, ...]
    content_en: str
    content_zh: str

    def content(self, language: str) -> str:
        """Return the wording in a language."""
        return label_of(self.content_en, self.content_zh, language)


@cache
def usual_duties() -> Mapping[str, UsualDuty]:
    """Return the usual duties by code."""
    return MappingProxyType(
        {
            row["duty"]: UsualDuty(
                row["duty"],
                tuple(map(fold, split_words(row["words"]))),
                row["content_en"],
                row["content_zh"],
            )
            for row in rows_of("usual_duties.csv")
        }
    )


@cache
def office_words(form: str) -> Mapping[str, str]:
    """Return words in the names of offices, and what stands for them where places are compared.

    Examples
    --------
    >>> office_words("branch")
    mappingproxy({'分局': '局'})
    """
    rows = rows_of("office_words.csv")
    return MappingProxyType({r["word"]: r["stands_for"] for r in rows if r["form"] == form})


def usual_duty_of(office: str) -> str:
    """Return the code of what an office of this name usually does; empty where nothing tells.

    Examples
    --------
    >>> usual_duty_of("清河市財政局"), usual_duty_of("Weather bureau")
    ('funds', '')
    """
    name = fold(office)
    found = (one.duty for one in usual_duties().values() if any(w in name for w in one.words))
    return next(found, "")
