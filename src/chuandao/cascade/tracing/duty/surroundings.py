"""What stands around an upper clause: what the lower document and its siblings answer."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from chuandao.cascade.tracing.linking.likeness import Compared
from chuandao.cascade.tracing.linking.links import Link
from chuandao.cascade.tracing.understanding.understood import Clause, Understood
from chuandao.text.duty.coverage import said_below, terms

_UNKNOWN = 0.5
_LEAST = 0.002
_FORMAL = "preamble"


@dataclass(frozen=True)
class Answers:
    """Which documents answer which upper clause by an accepted link.

    ``likeliest``: (upper clause, lower document) to the highest probability of a link.
    """

    of: Mapping[str, frozenset[str]]
    likeliest: Mapping[tuple[str, str], float] = field(default_factory=dict)

    @classmethod
    def by_links(
        cls, links: Iterable[Link], likeliest: Mapping[tuple[str, str], float] | None = None
    ) -> "Answers":
        """Gather the accepted links."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for link in links:
            if link.rank == 1:
                found[link.upper].add(link.lower.partition("#")[0])
        return cls({u: frozenset(lowers) for u, lowers in found.items()}, likeliest or {})

    def by(self, lower: str) -> frozenset[str]:
        """Return the clauses that a document answers."""
        return self._by.get(lower, frozenset())

    @cached_property
    def _by(self) -> Mapping[str, frozenset[str]]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for upper, lowers in self.of.items():
            for lower in lowers:
                found[lower].add(upper)
        return {lower: frozenset(uppers) for lower, uppers in found.items()}


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
    the other clauses under its heading that are answered, less one half; ``share_answered``: share
    of the whole upper document that is; ``words_below``: share of its words that stand anywhere in
    the lower document; ``minutes``: whether that is a meeting's; ``likeliest``: how far the log
    odds of its likeliest link stand above those of one in five hundred, in tens.
    """
    own = answers.by(lower.id)
    asking = [clause for clause in upper.clauses if clause.kind != _FORMAL]
    share = sum(clause.id in own for clause in asking) / max(1, len(asking))
    below = words_below(upper, lower)
    fits = fields(upper, own, lower, compared)
    shorter = _shorter(len(asking), sum(clause.kind != _FORMAL for clause in lower.clauses))
    return {
        clause.id: {
            "siblings_answer": _siblings(clause, answers, siblings),
            "alone": float(not siblings),
            "heading_answered": _heading(clause, asking, own) - _UNKNOWN,
            "share_answered": share - _UNKNOWN,
            "words_below": below[at],
            "minutes": float(lower.kind == "minutes"),
            "field": fits[at],
            "much_shorter": shorter,
            "likeliest": _odds(answers.likeliest.get((clause.id, lower.id), 0.0)),
        }
        for at, clause in enumerate(upper.clauses)
    }


def words_below(upper: Understood, lower: Understood) -> list[float]:
    """Return the share (0–1) of each upper clause's words that stand in the lower document."""
    below = terms(clause.compared for clause in lower.clauses)
    return [said_below(clause.compared, below) for clause in upper.clauses]


def fields(
    upper: Understood,
    answered: frozenset[str],
    lower: Understood,
    compared: Mapping[str, Compared],
) -> list[float]:
    """Return how far each upper clause lies on the lower document's side of the matter.

    Word vectors: what the lower document means beyond the upper one is a direction; a clause is
    placed on it in standard deviations from those that are answered, within -2 and 2.
    """
    if not upper.clauses or not lower.clauses:
        return [0.0] * len(upper.clauses)
    above, below = (compared[document.id].profile.meanings for document in (upper, lower))
    way = below.mean(axis=0) - above.mean(axis=0)
    length = float(np.linalg.norm(way))
    if length == 0:
        return [0.0] * len(upper.clauses)
    placed = (above - above.mean(axis=0)) @ (way / length)
    own = [
        place for clause, place in zip(upper.clauses, placed, strict=True) if clause.id in answered
    ]
    from_there = placed - (float(np.mean(own)) if own else 0.0)
    return [float(one) for one in np.clip(from_there / max(float(placed.std()), 1e-6), -2, 2)]


def _shorter(above: int, below: int) -> float:
    """Return how far a document falls below half the clauses of the one above, as a log; or 0."""
    return max(-2.0, min(0.0, math.log(2 * max(below, 1) / max(above, 1))))


def _odds(probability: float) -> float:
    held = min(max(probability, _LEAST), 1 - _LEAST)
    return (math.log(held / (1 - held)) - math.log(_LEAST / (1 - _LEAST))) / 10


def _siblings(clause: Clause, answers: Answers, siblings: Sequence[str]) -> float:
    if not siblings:
        return 0.0
    answering = answers.of.get(clause.id, frozenset())
    return sum(one in answering for one in siblings) / len(siblings) - _UNKNOWN


def _heading(clause: Clause, asking: Sequence[Clause], own: frozenset[str]) -> float:
    beside = [
        other.id in own for other in asking if other.id != clause.id and _top(other) == _top(clause)
    ]
    return sum(beside) / len(beside) if beside else _UNKNOWN


def _top(clause: Clause) -> str:
    return clause.heading.partition(" / ")[0]
