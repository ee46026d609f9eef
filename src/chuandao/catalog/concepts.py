"""The policy concepts (主題詞) of the catalogue: names, areas, terms, and where they come from."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from chuandao.catalog.additions import NOTHING, Additions, merged_rows
from chuandao.catalog.rows import rows_of
from chuandao.catalog.words import label_of


@dataclass(frozen=True)
class Area:
    """A policy area (領域) that concepts belong to."""

    area: str
    name_zh: str
    name_en: str

    def label(self, language: str = "en") -> str:
        """Return its name in a language.

        Examples
        --------
        >>> areas()["ecology"].label("zh-Hant")
        '生態環境'
        """
        return label_of(self.name_en, self.name_zh, language)


@dataclass(frozen=True)
class Concept:
    """A concept of public policy; ``reference`` is the public source that settles its meaning."""

    concept: str
    name_zh: str
    name_en: str
    area: str
    reference: str
    date: str

    def label(self, language: str = "en") -> str:
        """Return its name in a language.

        Examples
        --------
        >>> concepts()["one_net"].label("zh-Hant")
        '一網通辦'
        """
        return label_of(self.name_en, self.name_zh, language)


@dataclass(frozen=True)
class Term:
    """A term of a concept; ``not_in``: longer words in which its letters are another matter."""

    concept: str
    term: str
    language: str
    kind: str
    weight: float
    not_in: tuple[str, ...]


@cache
def areas() -> Mapping[str, Area]:
    """Return the policy areas in their order, by code."""
    return MappingProxyType({row["area"]: Area(**row) for row in rows_of("concepts/areas.csv")})


@cache
def concepts(added: Additions = NOTHING) -> Mapping[str, Concept]:
    """Return the concepts by code, those of a case's own lexicon among them.

    Examples
    --------
    >>> concepts()["biz_environment"].reference
    '优化营商环境条例（国务院令第722号）'
    """
    rows = merged_rows("concepts.csv", added)
    return MappingProxyType({row["concept"]: Concept(**row) for row in rows})


@cache
def terms(added: Additions = NOTHING) -> tuple[Term, ...]:
    """Return the terms of all concepts, without those that the case's lexicon takes out."""
    weights = {row["kind"]: float(row["weight"]) for row in rows_of("concepts/kinds.csv")}
    found = (
        Term(
            row["concept"],
            row["term"],
            row["language"],
            row["kind"],
            weights[row["kind"]],
            tuple(word for word in row["not_in"].split("|") if word),
        )
        for row in merged_rows("concept_terms.csv", added)
    )
    return tuple(term for term in found if term.kind != "not")
