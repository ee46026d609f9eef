"""The words that the parsers look for, as one frozen value; its data live in the catalogue."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property


@dataclass(frozen=True)
class DeonticWord:
    """A word of obligation or permission, and the letters beside which it is another word."""

    word: str
    strength: int
    hedge: bool = False
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measure:
    """A unit of measure: ``factor`` turns a value into the canonical unit of its dimension."""

    word: str
    measure: str
    dimension: str
    factor: Decimal
    additive: bool


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Everything the parsers look up. Words are in plain form (Simplified, half-width).

    ``comparators_before`` and ``_after`` give (word, comparator); ``set_values`` give
    (word, comparator, value, measure); ``deadlines`` give (word, kind, value);
    ``kinds`` give (kind of clause, ``heading`` or ``words``, word); ``roles`` give (role, word).
    """

    deontic: tuple[DeonticWord, ...]
    measures: tuple[Measure, ...]
    comparators_before: tuple[tuple[str, str], ...]
    comparators_after: tuple[tuple[str, str], ...]
    set_values: tuple[tuple[str, str, Decimal, str], ...]
    deadlines: tuple[tuple[str, str, str], ...]
    kinds: tuple[tuple[str, str, str], ...]
    roles: tuple[tuple[str, str], ...]
    slogans: tuple[str, ...]
    set_phrases: tuple[str, ...]
    instruments: tuple[str, ...]
    form_activities: tuple[str, ...]
    safeguards: tuple[str, ...]
    conditions: tuple[str, ...]
    count_verbs: tuple[str, ...]
    verbs: tuple[tuple[str, str], ...] = ()
    adverbs: tuple[str, ...] = ()
    harms: tuple[tuple[str, str], ...] = ()
    scopes: tuple[tuple[str, str], ...] = ()
    means: tuple[tuple[str, str], ...] = ()
    label_cues: tuple[tuple[str, str], ...] = ()

    @cached_property
    def measure_of(self) -> dict[str, Measure]:
        """Measures by their word."""
        return {measure.word: measure for measure in self.measures}

    @cached_property
    def comparator_before(self) -> dict[str, str]:
        """Comparators that stand before a number, by their word."""
        return dict(self.comparators_before)

    @cached_property
    def comparator_after(self) -> dict[str, str]:
        """Comparators that stand after a number, by their word."""
        return dict(self.comparators_after)

    @cached_property
    def words_before(self) -> tuple[str, ...]:
        """Comparators that stand before a number."""
        return tuple(self.comparator_before)

    @cached_property
    def words_after(self) -> tuple[str, ...]:
        """Comparators that stand after a number."""
        return tuple(self.comparator_after)

    @cached_property
    def strong_verbs(self) -> tuple[str, ...]:
        """Verbs that open a predicate wherever they open a phrase."""
        return tuple(word for word, kind in self.verbs if kind != "weak")

    @cached_property
    def measure_pattern(self) -> str:
        """A pattern of all units of measure, longest first."""
        return any_of(measure.word for measure in self.measures)


@cache
def words_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return a compiled pattern of any of the words, the longest first."""
    return re.compile(any_of(words))


def any_of(words: Iterable[str]) -> str:
    """Return a pattern that matches any of the words, the longest first.

    Examples
    --------
    >>> any_of(["元", "萬元"])
    '萬元|元'
    """
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) for word in ordered)


def whole_words(words: Iterable[str]) -> str:
    r"""Return a pattern of any of the words, those in Latin letters only as whole words.

    Examples
    --------
    >>> whole_words(["may", "可以"])
    '可以|\\b(?:may)\\b'
    """
    known = list(words)
    han = any_of(word for word in known if not word.isascii())
    latin = any_of(word for word in known if word.isascii())
    return "|".join([*([han] if han else []), *([rf"\b(?:{latin})\b"] if latin else [])])
