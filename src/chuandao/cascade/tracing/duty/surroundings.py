"""What stands around an upper clause: what the lower document and its siblings answer."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from chuandao.cascade.tracing.likeness import Compared
from chuandao.cascade.tracing.links import Link
from chuandao.cascade.tracing.understood import Clause, Understood
from chuandao.text.likeness.compare import containment

_UNKNOWN = 0.5
_FORMAL = "preamble"


@dataclass(frozen=True)
class Answers:
    """Which documents answer which upper clause by an accepted link."""

    of: Mapping[str, frozenset[str]]

    @classmethod
    def by_links(cls, links: Iterable[Link]) -> "Answers":
        """Gather the accepted links."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for link in links:
            if link.rank == 1:
                found[link.upper].add(link.lower.partition("#")[0])
        return cls({upper: frozenset(lowers) for upper, lowers in found.items()})

    def by(self, lower: str) -> frozenset[str]:
        """Return the clauses that a document answers."""
        return frozenset(upper for upper, lowers in self.of.items() if lower in lowers)


def surroundings(
    upper: Understood,
    lower: Understood,
    answers: Answers,
    siblings: Sequence[str],
    compared: Mapping[str, Compared],
) -> dict[str, dict[str, float]]:
    """Return for every upper clause what tells beside its own words, all 0–1 or around 0.

    ``siblings_answer``: share of the documents of the same tier under the same upper one that
    answer it, less one half; ``alone``: 1 where there are none; ``heading_answered``: share of
    the other clauses under its heading that are answered, less one half; ``answered``: share of
    the whole upper document that is; ``words_below``: share of its words, by rarity, that stand
    anywhere in the lower document; ``minutes``: whether that is a meeting's.
    """
    own = answers.by(lower.id)
    asking = [clause for clause in upper.clauses if clause.kind != _FORMAL]
    share = sum(clause.id in own for clause in asking) / max(1, len(asking))
    below = words_below(upper, lower, compared)
    return {
        clause.id: {
            "siblings_answer": _siblings(clause, answers, siblings),
            "alone": float(not siblings),
            "heading_answered": _heading(clause, asking, own) - _UNKNOWN,
            "answered": share - _UNKNOWN,
            "words_below": below[at],
            "minutes": float(lower.kind == "minutes"),
        }
        for at, clause in enumerate(upper.clauses)
    }


def words_below(
    upper: Understood, lower: Understood, compared: Mapping[str, Compared]
) -> list[float]:
    """Return the share (0–1) of each upper clause's words, by rarity, that the lower one has."""
    if not upper.clauses or not lower.clauses:
        return [0.0] * len(upper.clauses)
    above, below = (compared[document.id].profile for document in (upper, lower))
    whole = sparse.csr_matrix(below.words.sum(axis=0))
    return [float(share) for share in np.ravel(containment(above.words, whole))]


def _siblings(clause: Clause, answers: Answers, siblings: Sequence[str]) -> float:
    if not siblings:
        return 0.0
    answering = answers.of.get(clause.id, frozenset())
    return sum(one in answering for one in siblings) / len(siblings) - _UNKNOWN


def _heading(clause: Clause, asking: Sequence[Clause], own: frozenset[str]) -> float:
    beside = [
        other.id in own
        for other in asking
        if other.id != clause.id and _top(other) == _top(clause)
    ]
    return sum(beside) / len(beside) if beside else _UNKNOWN


def _top(clause: Clause) -> str:
    return clause.heading.partition(" / ")[0]
