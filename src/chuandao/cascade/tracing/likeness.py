"""Clauses as the passages that are compared, and the background they are compared before."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from chuandao.cascade.tracing.policy_concepts import policy_concepts
from chuandao.cascade.tracing.understood import Clause
from chuandao.catalog.background import background_arrays
from chuandao.text.clauses.clauses import split_heading
from chuandao.text.concepts import concepts_in
from chuandao.text.likeness.background import Background
from chuandao.text.likeness.profile import Passage, Profile, profile

_CONCRETE = ("targets", "deadline", "lead", "conditions", "safeguards", "instruments", "local")


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
    return profile([passage(clause) for clause in clauses], background())


def passage(clause: Clause) -> Passage:
    """Return what is compared of a clause."""
    above = clause.heading.split(" / ")[-1]
    own = split_heading(clause.side.words)[0]
    words = clause.compared
    return Passage(
        words=words,
        heading=own or above,
        above=above,
        kind=clause.kind,
        is_row=bool(clause.cells) or "\t" in clause.text,
        is_vague=not any(clause.side.found(name) for name in _CONCRETE),
        is_opening=clause.path.startswith("0."),
        quantities=frozenset((t.dimension, str(t.value)) for t in clause.side.targets),
        concepts=_concepts(f"{above}。{words}"),
    )


def _concepts(words: str) -> tuple[tuple[str, float], ...]:
    spoken: dict[str, float] = {}
    for found in concepts_in(words, policy_concepts()):
        spoken[found.concept] = max(found.weight, spoken.get(found.concept, 0.0))
    return tuple(sorted(spoken.items()))
