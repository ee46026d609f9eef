"""Likely misreadings before anything is known from below: by the kind of clause."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from chuandao.catalog.interpretation import Typical, typical_misreadings
from chuandao.prescription.interpret.model import (
    MAY,
    MODES,
    MUST_NOT,
    TYPICAL,
    Misreading,
    Quote,
    Rule,
)
from chuandao.text.canonical import plain

_A_CLAUSE, _A_KIND = 2, 2
_BY_FEATURE = {"ban": MUST_NOT, "may": MAY}


def typical_of(rules: Iterable[Rule]) -> tuple[Misreading, ...]:
    """Return the typical misreadings that the clauses of a document invite.

    Parameters
    ----------
    rules : iterable of Rule

    Notes
    -----
    At most two a clause, the more telling first (the order of the catalogue). A kind that
    words call for is told of two clauses at most, one that rests on a feature alone of one.
    ``right`` is the passage that speaks against the misreading.
    """
    found = [(rule, one) for rule in rules if not rule.restates for one in _befalling(rule)]
    order = list(typical_misreadings())
    ranked = sorted(found, key=lambda pair: (not pair[1].words, order.index(pair[1].misreading)))
    taken: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    kept: list[tuple[Rule, Typical]] = []
    for rule, one in ranked:
        if taken[rule.path] < _A_CLAUSE and kinds[one.misreading] < _A_KIND - (not one.words):
            taken[rule.path] += 1
            kinds[one.misreading] += 1
            kept.append((rule, one))
    place = {rule.path: at for at, (rule, _) in enumerate(found)}
    kept.sort(key=lambda pair: (place[pair[0].path], order.index(pair[1].misreading)))
    return tuple(_misreading(rule, one) for rule, one in kept)


def _befalling(rule: Rule) -> list[Typical]:
    words = plain(rule.quote.words)
    return [one for one in typical_misreadings().values() if _befalls(one, rule, words)]


def _befalls(one: Typical, rule: Rule, words: str) -> bool:
    if one.feature and one.feature not in rule.features:
        return False
    if one.not_words and _pattern(one.not_words).search(words):
        return False
    return not one.words or bool(_pattern(one.words).search(words))


def _misreading(rule: Rule, one: Typical) -> Misreading:
    return Misreading(
        origin=TYPICAL,
        kind=one.misreading,
        sign=one.sign,
        quote=rule.quote,
        right=_right(rule, one),
    )


def _right(rule: Rule, one: Typical) -> Quote | None:
    """Return the passage that the misreading goes against: of its mode, with its words."""
    mode = _BY_FEATURE.get(one.feature, "")
    ranked = sorted(
        rule.statements,
        key=lambda held: (
            not (one.words and _pattern(one.words).search(plain(held.quote.words))),
            held.mode != mode if mode else MODES.index(held.mode),
        ),
    )
    matching = [held for held in ranked if not mode or held.mode == mode]
    return (matching or ranked)[0].quote if ranked else None


@cache
def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)
