"""The lexicons of the catalogue as the value that the text parsers take."""

from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import TypeVar

from chuandao.cascade.tracing.understanding.additions import additions, lexicon_rows
from chuandao.catalog.additions import Additions
from chuandao.text.lexicon import DeonticWord, Lexicon, Measure

_Row = dict[str, str]
_T = TypeVar("_T")


def lexicon() -> Lexicon:
    """Return the lexicon of the catalogue with what the case in hand adds to it.

    Examples
    --------
    >>> lexicon().measure_of["公顷"].factor
    Decimal('15')
    """
    return _lexicon(additions())


@cache
def _lexicon(_added: Additions) -> Lexicon:
    """Build the lexicon; the additions in force are the key under which it is kept."""
    return Lexicon(
        deontic=_rows("deontic", _deontic),
        measures=_rows("measures", _measure),
        comparators_before=_comparators("before"),
        comparators_after=_comparators("after"),
        set_values=_rows(
            "set_values", lambda r: (r["word"], r["comparator"], Decimal(r["value"]), r["measure"])
        ),
        deadlines=_rows("deadlines", lambda r: (r["word"], r["kind"], r["value"])),
        kinds=_rows("clause_kinds", lambda r: (r["kind"], r["place"], r["word"])),
        roles=_rows("roles", lambda r: (r["role"], r["word"])),
        slogans=_words("slogans"),
        set_phrases=_words("set_phrases"),
        instruments=_words("instruments"),
        form_activities=_words("form_activities"),
        safeguards=_words("safeguards"),
        conditions=_words("conditions"),
        count_verbs=_words("count_verbs"),
        verbs=_rows("verbs", lambda r: (r["word"], r["kind"])),
        adverbs=_words("adverbs"),
        harms=_rows("harms", lambda r: (r["word"], r["effect"])),
        scopes=_rows("scopes", lambda r: (r["word"], r["place"])),
        means=_rows("means", lambda r: (r["word"], r["kind"])),
        local=_rows("local_words", lambda r: (r["word"], r["kind"])),
        label_cues=_rows("label_cues", lambda r: (r["word"], r["cue"])),
    )


def _rows(name: str, make: Callable[[_Row], _T]) -> tuple[_T, ...]:
    return tuple(make(row) for row in lexicon_rows(name))


def _words(name: str) -> tuple[str, ...]:
    return _rows(name, lambda row: row["word"])


def _comparators(position: str) -> tuple[tuple[str, str], ...]:
    rows = lexicon_rows("comparators")
    return tuple((row["word"], row["comparator"]) for row in rows if row["position"] == position)


def _deontic(row: _Row) -> DeonticWord:
    return DeonticWord(
        word=row["word"],
        strength=int(row["strength"]),
        hedge=row["hedge"] == "yes",
        not_after=_parts(row["not_after"]),
        not_before=_parts(row["not_before"]),
    )


def _parts(words: str) -> tuple[str, ...]:
    return tuple(part for part in words.split("|") if part)


def _measure(row: _Row) -> Measure:
    return Measure(
        row["word"],
        row["measure"],
        row["dimension"],
        Decimal(row["factor"]),
        row["additive"] == "yes",
    )
