"""The operation guide (操作指南): a checklist of what is to be done, by whom, by when."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from chuandao.cascade.tracing.understanding.understood import Understood, clause_index
from chuandao.prescription.interpret.concern import concern_of
from chuandao.prescription.interpret.model import MUST, MUST_NOT, Quote, Rule, Statement, Step

_NO_STEPS = frozenset({"goal", "principle"})
_IN_FORCE = re.compile(r"起(?:施行|实施|实行|執行|执行)|有效期|come into force|长期坚持$")
_LATE = "9999-12-31"


def steps_of(
    document: Understood, rules: Iterable[Rule], tier: int | None = None
) -> tuple[Step, ...]:
    """Return what is to be done, dated steps first by their day, then standing ones.

    A step is a passage that must be done; goals are reached by steps and are none, bans are
    told with the rules, and general requirements are no steps. A passage without a deadline of
    its own has none here even if another passage of its clause has one; rows of annexes that
    state a clause anew are not told twice.
    """
    days = _days(document)
    found = [
        (_day(one, days), at, rule, one)
        for at, rule in enumerate(rules)
        if rule.kind not in _NO_STEPS and not rule.restates and not rule.general
        for one in rule.statements
        if one.mode == MUST and not _IN_FORCE.search(one.quote.words)
    ]
    found.sort(key=lambda item: (item[0] or _LATE, item[1], item[3].quote.start))
    return tuple(
        _step(number, day, rule, one, tier) for number, (day, _, rule, one) in enumerate(found, 1)
    )


def bans_of(rules: Iterable[Rule]) -> tuple[Statement, ...]:
    """Return what must not be done, in the order of the document."""
    return tuple(one for rule in rules if not rule.restates for one in rule.of(MUST_NOT))


def _step(number: int, day: str, rule: Rule, one: Statement, tier: int | None) -> Step:
    return Step(
        number=number,
        statement=one,
        units=_who(rule, one),
        cooperate=_words(rule.cooperate),
        due="；".join(_words(one.deadlines)),
        day=day,
        concern=concern_of(one.actors, tier, rule.concern),
    )


def _who(rule: Rule, one: Statement) -> tuple[str, ...]:
    """Return who is to do it: those the passage names, else who leads or is responsible.

    Units that only another passage of the clause names as acting are not laid to this one.
    """
    leads = _words(rule.lead)
    if one.actors:
        whole = (next((lead for lead in leads if name in lead), name) for name in one.actors)
        return tuple(dict.fromkeys(whole))
    elsewhere = {actor for held in rule.statements for actor in held.actors}
    named = leads or _words(rule.responsible)
    return named if rule.lead else tuple(unit for unit in named if unit not in elsewhere)


def _words(found: Iterable[Quote]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(quote.words for quote in found))


def _days(document: Understood) -> Mapping[tuple[str, int], date]:
    """Return the last day of every deadline, by clause path and where its words begin."""
    return {
        (clause.path, deadline.start): deadline.by
        for clause in clause_index([document]).values()
        for deadline in clause.side.deadlines
        if deadline.by is not None
    }


def _day(one: Statement, days: Mapping[tuple[str, int], date]) -> str:
    found = [days[q.path, q.start] for q in one.deadlines if (q.path, q.start) in days]
    return min(found).isoformat() if found else ""
