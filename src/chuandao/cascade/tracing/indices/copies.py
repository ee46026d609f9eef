"""How much of each document was copied from those above it and from those beside it (照搬)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from chuandao.cascade.tracing.indices.family import Family
from chuandao.cascade.tracing.statuses import FORMAL
from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.cascade.tracing.understanding.understood import Clause, Understood
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
from chuandao.text.lexicon import Lexicon


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
        self._joined: dict[tuple[tuple[str, ...], int], frozenset[Window]] = {}
        self._counted: dict[tuple[frozenset[str], int], Counter[Window]] = {}

    def of(self, code: str, size: int) -> frozenset[Window]:
        if (code, size) not in self._made:
            self._made[code, size] = windows(self._words[code], size)
        return self._made[code, size]

    def union(self, codes: Sequence[str], size: int) -> frozenset[Window]:
        key = tuple(codes)
        if (key, size) not in self._joined:
            self._joined[key, size] = frozenset().union(*(self.of(code, size) for code in codes))
        return self._joined[key, size]

    def others(self, code: str, beside: Iterable[str], size: int) -> "_Others":
        """Return the windows of a document's siblings; those of a whole family are counted once."""
        family = frozenset((code, *beside))
        if (family, size) not in self._counted:
            counts = Counter(window for one in family for window in self.of(one, size))
            self._counted[family, size] = counts
        return _Others(self._counted[family, size], self.of(code, size))


class _Others:
    """The windows of all members of a family but one."""

    def __init__(self, counts: Counter[Window], own: frozenset[Window]) -> None:
        self._counts = counts
        self._own = own

    def __contains__(self, window: object) -> bool:
        return bool(self._counts[window] > (window in self._own))  # type: ignore[index]


def _wordings(document: Understood) -> tuple[Wording, ...]:
    return tuple(_wording(clause.side.words, lexicon()) for clause in document.clauses)


@lru_cache(maxsize=1 << 14)
def _wording(words: str, known: Lexicon) -> Wording:
    return wording(words, known.set_phrases)


def _copies(document: Understood, found: Family, own: tuple[Wording, ...], known: _Known) -> Copies:
    size = run_length(own, int(threshold("copy_run_characters")), int(threshold("copy_run_words")))
    above = known.union(found.above[document.id], size)
    beside = known.others(document.id, found.beside[document.id], size)
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
