"""Clauses as the passages that are compared, and the background they are compared before."""

from collections.abc import Sequence
from functools import cache

from chuandao.cascade.tracing.understood import Clause
from chuandao.catalog.background import background_arrays
from chuandao.text.clauses import split_heading
from chuandao.text.likeness.background import Background
from chuandao.text.likeness.profile import Passage, Profile, profile


@cache
def background() -> Background:
    """Return the background statistics of the catalogue as the value that comparison takes."""
    words, arrays = background_arrays()
    rows = {word: row for row, word in enumerate(words)}
    return Background(arrays["grams"], arrays["words"], rows, arrays["vectors"])


def clause_profile(clauses: Sequence[Clause]) -> Profile:
    """Return the clauses of a document counted for comparison (at least one clause)."""
    return profile([passage(clause) for clause in clauses], background())


def passage(clause: Clause) -> Passage:
    """Return what is compared of a clause."""
    above = clause.heading.split(" / ")[-1]
    own = split_heading(clause.side.words)[0]
    return Passage(
        words=clause.compared,
        heading=own or above,
        above=above,
        kind=clause.kind,
        is_row=bool(clause.cells),
        quantities=frozenset((t.dimension, str(t.value)) for t in clause.side.targets),
    )


def block(clause: Clause) -> str:
    """Return the path of the heading that a clause stands under."""
    return clause.path.rpartition(".")[0]
