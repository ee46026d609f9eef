"""What kind of clause it is, by what was read in it: which typical misreadings may befall it."""

from collections.abc import Iterable, Sequence

from chuandao.cascade.tracing.understanding.understood import Clause
from chuandao.prescription.interpret.model import MAY, MUST_NOT, Statement
from chuandao.prescription.interpret.statements import is_office

_LONG_YEARS = 2
_KINDS = {"ge": "lower_limit", "gt": "lower_limit", "le": "upper_limit", "lt": "upper_limit"}


def features_of(clause: Clause, statements: Sequence[Statement]) -> frozenset[str]:
    """Return the features of a clause, as the catalogue of misreadings names them.

    ``ban``, ``may``, ``condition``, ``cooperate``, ``deadline``, ``rhythm``, ``long`` (a term
    of two years or more), ``upper_limit``, ``lower_limit``, ``additive`` (totals that add up
    over places), ``count``, ``slogan`` (nothing that can be checked).
    """
    modes = {one.mode for one in statements}
    held = set(_of_numbers(clause)) | set(_of_times(clause))
    if MUST_NOT in modes:
        held.add("ban")
    if MAY in modes:
        held.add("may")
    if clause.side.found("conditions"):
        held.add("condition")
    if any(is_office(one.value) for one in clause.side.found("cooperate")):
        held.add("cooperate")
    if not clause.side.specifics and not held & {"ban", "may"}:
        held.add("slogan")
    return frozenset(held)


def _of_numbers(clause: Clause) -> Iterable[str]:
    for target in clause.side.targets:
        if target.comparator in _KINDS:
            yield _KINDS[target.comparator]
        if target.additive and target.of == "whole":
            yield "additive"
        if target.additive:
            yield "count"


def _of_times(clause: Clause) -> Iterable[str]:
    for deadline in clause.side.deadlines:
        if deadline.kind == "each":
            yield "rhythm"
        elif deadline.by is not None:
            yield "deadline"
        if deadline.term >= _LONG_YEARS * 365:
            yield "long"
