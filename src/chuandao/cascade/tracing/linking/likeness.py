"""Clauses as the passages that are compared, and the background they are compared before."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from chuandao.cascade.tracing.understanding.policy_concepts import policy_concepts
from chuandao.cascade.tracing.understanding.understood import Clause
from chuandao.cascade.tracing.understanding.wordings import Wording
from chuandao.catalog.background import background_arrays
from chuandao.text.clauses.clauses import split_heading
from chuandao.text.concepts import Concepts, concepts_in
from chuandao.text.likeness.background import Background
from chuandao.text.likeness.profile import Passage, Profile, profile

_CONCRETE = ("targets", "deadline", "lead", "conditions", "safeguards", "instruments", "local")
_MOST_CLAUSES, _MOST_DOCUMENTS = 1 << 14, 1 << 8  # kept while documents are traced


@cache
def background() -> Background:
    """Return the background statistics of the catalogue as the value that comparison takes."""
    words, arrays = background_arrays()
    rows = {word: row for row, word in enumerate(words)}
    return Background(arrays["grams"], arrays["words"], rows, arrays["vectors"])


@dataclass(frozen=True)
class Compared:
    """The clauses of a document, counted when they are first compared."""

    clauses: tuple[Clause, ...]

    @cached_property
    def profile(self) -> Profile:
        """The clauses counted for comparison (at least one clause)."""
        return clause_profile(self.clauses)


def clause_profile(clauses: Sequence[Clause]) -> Profile:
    """Return the clauses of a document counted for comparison (at least one clause)."""
    return _profile(tuple(passage(clause) for clause in clauses))


@lru_cache(maxsize=_MOST_DOCUMENTS)
def _profile(passages: tuple[Passage, ...]) -> Profile:
    """Count passages; documents of the same clauses are counted once."""
    return profile(passages, background())


def passage(clause: Clause) -> Passage:
    """Return what is compared of a clause."""
    is_row = bool(clause.cells) or "\t" in clause.text
    opens = clause.path.startswith("0.")
    form = (clause.heading, clause.kind, is_row, opens)
    return _passage(clause.wording, form, policy_concepts())


@lru_cache(maxsize=_MOST_CLAUSES)
def _passage(
    wording: Wording,
    form: tuple[str, str, bool, bool],
    known: Concepts,
) -> Passage:
    heading, kind, is_row, opens = form
    side, words = wording.side, wording.compared
    above = heading.split(" / ")[-1]
    return Passage(
        words=words,
        heading=split_heading(side.words)[0] or above,
        above=above,
        kind=kind,
        is_row=is_row,
        is_vague=not any(side.found(name) for name in _CONCRETE),
        is_opening=opens,
        quantities=frozenset((t.dimension, str(t.value)) for t in side.targets),
        concepts=_concepts(f"{above}。{words}", known),
    )


def _concepts(words: str, known: Concepts) -> tuple[tuple[str, float], ...]:
    spoken: dict[str, float] = {}
    for found in concepts_in(words, known):
        spoken[found.concept] = max(found.weight, spoken.get(found.concept, 0.0))
    return tuple(sorted(spoken.items()))
