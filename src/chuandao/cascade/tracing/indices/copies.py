"""How much of each document was copied from those above it and from those beside it (照搬)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chuandao.cascade.tracing.indices.family import Family
from chuandao.cascade.tracing.reading import lexicon
from chuandao.cascade.tracing.statuses import FORMAL
from chuandao.cascade.tracing.understood import Clause, Understood
from chuandao.catalog.thresholds import threshold
from chuandao.text.copying.addressed import undigested
from chuandao.text.copying.copying import (
    Copied,
    Window,
    Wording,
    copied,
    run_length,
    shared,
    windows,
    wording,
)


@dataclass(frozen=True)
class Copies:
    """The copying of one document.

    ``clauses``: each clause with what was copied of it; ``homogeneity``: mean likeness
    to the siblings, None without any; ``markers``: places of phrases that speak to
    the document's own tier or one above it, by clause.
    """

    clauses: tuple[tuple[Clause, Copied], ...]
    homogeneity: float | None
    markers: tuple[tuple[int, int], ...]


def copies(found: Family) -> dict[str, Copies]:
    """Return the copying of every document that answers another."""
    words = {code: _wordings(document) for code, document in found.documents.items()}
    known = _Known(words)
    return {
        code: _copies(document, found, words[code], known)
        for code, document in found.documents.items()
        if found.answered[code]
    }


class _Known:
    """The windows of every document, made once for each length of a run."""

    def __init__(self, words: Mapping[str, tuple[Wording, ...]]) -> None:
        self._words = words
        self._made: dict[tuple[str, int], frozenset[Window]] = {}

    def of(self, code: str, size: int) -> frozenset[Window]:
        if (code, size) not in self._made:
            self._made[code, size] = windows(self._words[code], size)
        return self._made[code, size]

    def union(self, codes: Iterable[str], size: int) -> frozenset[Window]:
        return frozenset().union(*(self.of(code, size) for code in codes))


def _wordings(document: Understood) -> tuple[Wording, ...]:
    return tuple(wording(clause.side.words, lexicon().set_phrases) for clause in document.clauses)


def _copies(document: Understood, found: Family, own: tuple[Wording, ...], known: _Known) -> Copies:
    size = run_length(own, int(threshold("copy_run_characters")), int(threshold("copy_run_words")))
    above = known.union(found.above[document.id], size)
    beside = known.union(found.beside[document.id], size)
    held = tuple(
        (clause, copied(told, above, beside, size))
        for clause, told in zip(document.clauses, own, strict=True)
        if clause.kind not in FORMAL
    )
    mine = known.of(document.id, size)
    alike = [shared(mine, known.of(code, size)) for code in found.beside[document.id]]
    homogeneity = sum(alike) / len(alike) if alike else None
    return Copies(held, homogeneity, _markers(document))


def _markers(document: Understood) -> tuple[tuple[int, int], ...]:
    """Return the places in the document; none where its tier is not known."""
    if document.tier is None:
        return ()
    return tuple(
        (clause.side.start + start, clause.side.start + end)
        for clause in document.clauses
        if clause.kind not in FORMAL
        for start, end in undigested(clause.side.words, document.tier)
    )
