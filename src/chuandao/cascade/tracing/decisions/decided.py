"""Decisions as training pairs: what a person said, for fitting the scorer anew."""

from dataclasses import dataclass

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.documents import Traced
from chuandao.cascade.tracing.trace import trace
from chuandao.cascade.tracing.understanding.understood import Clause, clause_index


@dataclass(frozen=True)
class DecidedPair:
    """An upper and a lower clause of which a person said whether they correspond.

    ``labels``: the person's; empty where the program's were accepted or there is no link.
    ``probability``: the program's own, before the decision; None where it had no link.
    """

    upper: Clause
    lower: Clause
    linked: bool
    labels: tuple[str, ...] = ()
    probability: float | None = None


def decided_pairs(case: Case) -> tuple[DecidedPair, ...]:
    """Return the pairs of clauses that a case's table ``decisions`` tells of, ready for fitting.

    The documents are read and traced; decisions that no longer have a place are left out.

    Notes
    -----
    Accepted, corrected and added links are pairs that correspond, rejected ones pairs that do
    not. An upper clause that a person confirmed as not seen below corresponds to none of the
    clauses that the program had thought of: each of those is a pair that does not.
    """
    return pairs_of(trace(case).traced)


def pairs_of(traced: Traced) -> tuple[DecidedPair, ...]:
    """Return the training pairs of a trace, in the order of its decisions."""
    clauses = clause_index(traced.documents)
    pairs: list[DecidedPair] = []
    for one in traced.decided:
        placed, said = one.placed, one.placed.decision.decision
        if not placed.stands:
            continue
        if placed.lower:
            labels = (placed.label,) if placed.label else ()
            ends = clauses[placed.upper], clauses[placed.lower]
            pairs.append(DecidedPair(*ends, said != "reject", labels, one.machine_probability))
        elif said != "reject":
            pairs += _of_none(traced, clauses, placed.upper, placed.decision.document)
    return tuple(pairs)


def _of_none(
    traced: Traced, clauses: dict[str, Clause], upper: str, document: str
) -> list[DecidedPair]:
    return [
        DecidedPair(clauses[upper], clauses[link.lower], linked=False, probability=link.probability)
        for link in traced.links
        if link.upper == upper and link.rank > 1 and clauses[link.lower].document == document
    ]
