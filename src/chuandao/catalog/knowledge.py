"""Causes, signs, remedies and the references behind them, as the catalogue has them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from chuandao.catalog.rows import Row, rows_of
from chuandao.catalog.words import label_of

_LIST = ";"


@dataclass(frozen=True)
class Cause:
    """One of the five causes (成因)."""

    cause: str
    order: int
    label_en: str
    label_zh: str
    meaning_en: str
    meaning_zh: str

    def label(self, language: str = "en") -> str:
        """Return its label in a language.

        Examples
        --------
        >>> causes()["understanding"].label("zh-Hant")
        '理解偏差'
        """
        return label_of(self.label_en, self.label_zh, language)


@dataclass(frozen=True)
class Sign:
    """A sign (問題表現) of a cause, the tables it is read from, and to whom it is put.

    ``audience``: unit (on the papers of the unit it concerns); statistics (handed to the office
    that may judge figures); research (a model's word, in the tables alone).
    """

    sign: str
    cause: str
    label_en: str
    label_zh: str
    meaning_en: str
    meaning_zh: str
    tables: tuple[str, ...]
    reference: str
    reference_date: str
    audience: str = "unit"

    @property
    def is_on_papers(self) -> bool:
        """Whether it stands on the papers of the unit that it concerns."""
        return self.audience == "unit"

    def label(self, language: str = "en") -> str:
        """Return its label in a language.

        Examples
        --------
        >>> signs()["U1"].label("zh-Hans")
        '摘要化'
        """
        return label_of(self.label_en, self.label_zh, language)


@dataclass(frozen=True)
class Remedy:
    """A remedy (舉措), the signs it answers, who takes it and what must hold first."""

    remedy: str
    family: str
    label_en: str
    label_zh: str
    meaning_en: str
    meaning_zh: str
    signs: tuple[str, ...]
    who_acts: str
    tier: str
    precondition_en: str
    precondition_zh: str
    reference: str
    reference_date: str

    def label(self, language: str = "en") -> str:
        """Return its label in a language.

        Examples
        --------
        >>> remedies()["typical_cases"].label("en")
        'Typical cases'
        """
        return label_of(self.label_en, self.label_zh, language)


@dataclass(frozen=True)
class Reference:
    """A rule, paper or judgement that a value of the catalogue rests on."""

    reference: str
    kind: str
    citation: str
    number_or_doi: str
    date: str
    note: str


@cache
def causes() -> Mapping[str, Cause]:
    """Return the causes in their order, by code."""
    rows = sorted(rows_of("causes.csv"), key=lambda row: int(row["order"]))
    found = (Cause(**{**row, "order": int(row["order"])}) for row in rows)  # type: ignore[arg-type]
    return MappingProxyType({cause.cause: cause for cause in found})


@cache
def signs() -> Mapping[str, Sign]:
    """Return the signs, by code."""
    found = (Sign(**_listed(row, "tables")) for row in rows_of("signs.csv"))
    return MappingProxyType({sign.sign: sign for sign in found})


@cache
def remedies() -> Mapping[str, Remedy]:
    """Return the remedies, by code."""
    found = (Remedy(**_listed(row, "signs")) for row in rows_of("remedies.csv"))
    return MappingProxyType({remedy.remedy: remedy for remedy in found})


@cache
def references() -> Mapping[str, Reference]:
    """Return the references, by code.

    Examples
    --------
    >>> references()["supervision_733"].number_or_doi
    '国务院令第733号'
    """
    found = (Reference(**row) for row in rows_of("references.csv"))
    return MappingProxyType({reference.reference: reference for reference in found})


def _listed(row: Row, name: str) -> dict[str, Any]:
    return {**row, name: tuple(part.strip() for part in row[name].split(_LIST) if part.strip())}
