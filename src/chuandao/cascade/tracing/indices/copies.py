"""How much of each document was copied from those above it and from those beside it (照搬)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chuandao.cascade.tracing.indices.family import Family
from chuandao.cascade.tracing.reading import lexicon
from chuandao.cascade.tracing.statuses import FORMAL
from chuandao.cascade.tracing.understood import Clause, Understood
from chuandao.catalog.thresholds import threshold
from chuandao.text.addressed import undigested
from chuandao.text.copying import Copied, Wording, copied, run_length, shared, windows, wording


@dataclass(frozen=True)
class Copies:
    """The copying of one document.

    ``clauses``: each clause with what was copied of it; ``homogeneity``: mean share in runs
    common with a sibling, None without siblings; ``markers``: places of phrases that speak to
    the document's own tier or one above it, by clause.
    """

    clauses: tuple[tuple[Clause, Copied], ...]
    homogeneity: float | None
    markers: tuple[tuple[int, int], ...]


def copies(found: Family) -> dict[str, Copies]:
    """Return the copying of every document that answers another."""
    words = {code: _wordings(document) for code, document in found.documents.items()}
    return {
        code: _copies(document, found, words)
        for code, document in found.documents.items()
        if found.answered[code]
    }


def _wordings(document: Understood) -> tuple[Wording, ...]:
    return tuple(wording(clause.side.words, lexicon().set_phrases) for clause in document.clauses)


def _copies(
    document: Understood, found: Family, words: Mapping[str, tuple[Wording, ...]]
) -> Copies:
    own = words[document.id]
    size = run_length(own, int(threshold("copy_run_characters")), int(threshold("copy_run_words")))
    above = windows((w for code in found.above[document.id] for w in words[code]), size)
    beside = windows((w for code in found.beside[document.id] for w in words[code]), size)
    held = tuple(
        (clause, copied(told, above, beside, size))
        for clause, told in zip(document.clauses, own, strict=True)
        if clause.kind not in FORMAL
    )
    siblings = [words[code] for code in found.beside[document.id]]
    return Copies(held, _homogeneity(own, siblings, size), _markers(document))


def _homogeneity(
    own: Sequence[Wording], siblings: Sequence[Sequence[Wording]], size: int
) -> float | None:
    if not siblings:
        return None
    return sum(shared(own, other, size) for other in siblings) / len(siblings)


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
