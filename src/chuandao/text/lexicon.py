"""The words that the parsers look for, as one frozen value; its data live in the catalogue."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from chuandao.text.lexicon_patterns import any_of, trie_of, whole_words, words_pattern
from chuandao.text.numbers.bounds import limit, turned

__all__ = ["DeonticWord", "Lexicon", "Measure", "any_of", "trie_of", "whole_words", "words_pattern"]


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
    local: tuple[tuple[str, str], ...] = ()
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
    def turned(self) -> dict[str, str]:
        """What comparators become under a negation, by their word."""
        return turned(self.comparator_before)

    @cached_property
    def limit(self) -> re.Pattern[str]:
        """A pattern of negated comparators before a number (不得超过5): limits, no bans."""
        return limit(self.turned)

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
