"""The closed lists of values (domains): which words mean which value."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from types import MappingProxyType

from chuandao.catalog.rows import Row, rows_of, split_words
from chuandao.catalog.words import fold, label_of
from chuandao.messages import to_traditional


@dataclass(frozen=True)
class Value:
    """One value of a domain and the words that mean it."""

    domain: str
    value: str
    label_en: str = ""
    label_zh: str = ""
    aliases: tuple[str, ...] = ()
    meaning_en: str = ""
    meaning_zh: str = ""

    def label(self, language: str = "en") -> str:
        """Return its label in a language.

        Examples
        --------
        >>> Value("role", "lead", "lead", "牵头").label("zh-Hant")
        '牽頭'
        """
        return label_of(self.label_en or self.value, self.label_zh or self.value, language)


@dataclass(frozen=True)
class Domain:
    """A closed list of values, and how a user's word is resolved to one of them.

    Examples
    --------
    >>> domain = Domain("role", (Value("role", "lead", "lead", "牵头", ("主责",)),))
    >>> domain.resolve("牽頭"), domain.resolve("主責"), domain.resolve("LEAD")
    ('lead', 'lead', 'lead')
    >>> domain.resolve("follow") is None
    True
    """

    name: str
    values: tuple[Value, ...]

    def resolve(self, word: str) -> str | None:
        """Return the value a word means, in any language or as an alias; else nothing."""
        return self._by_word.get(fold(word))

    def nearest(self, word: str) -> str:
        """Return the known word that looks most like this one; empty where none does."""
        from rapidfuzz import process

        found = process.extractOne(fold(word), self._by_word.keys(), score_cutoff=60)
        return str(found[0]) if found else ""

    def labels(self, language: str = "en") -> str:
        """Return its values' labels in one line, as a message names them."""
        return ("、" if language.startswith("zh") else ", ").join(
            value.label(language) for value in self.values
        )

    def label(self, value: str, language: str = "en") -> str:
        """Return the label of one value in a language; an unknown value stands as it is."""
        known = (entry.label(language) for entry in self.values if entry.value == value)
        return next(known, value)

    @cached_property
    def _by_word(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for words in (
            lambda v: (v.value,),
            lambda v: (v.label_en, v.label_zh),
            lambda v: v.aliases,
        ):
            for value in self.values:
                for word in words(value):
                    found.setdefault(fold(word), value.value)
                    found.setdefault(fold(to_traditional(word)), value.value)
        found.pop("", None)
        return MappingProxyType(found)


@cache
def values(domain: str) -> Domain:
    """Return a domain of the catalogue by name.

    Raises
    ------
    KeyError
        A domain the catalogue does not have: a fault of ours, not of the user.
    """
    return domains()[domain]


@cache
def domains() -> Mapping[str, Domain]:
    """Return every domain of the catalogue, by name."""
    grouped: dict[str, list[Value]] = {}
    for row in rows_of("values.csv"):
        grouped.setdefault(row["domain"], []).append(_value(row))
    return MappingProxyType({name: Domain(name, tuple(rows)) for name, rows in grouped.items()})


def _value(row: Row) -> Value:
    return Value(
        domain=row["domain"],
        value=row["value"],
        label_en=row["label_en"],
        label_zh=row["label_zh"],
        aliases=split_words(row["aliases"]),
        meaning_en=row["meaning_en"],
        meaning_zh=row["meaning_zh"],
    )
