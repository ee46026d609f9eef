"""Do, refrain or permit: of a piece as a whole, and of each of its actions."""

import re
from collections.abc import Iterable
from functools import cache

from chuandao.text.grammar.english_predicates import EnglishPredicate
from chuandao.text.grammar.parsed import Predicate
from chuandao.text.grammar.phrases import NOUN, Span, masked_names
from chuandao.text.lexicon import Lexicon
from chuandao.text.numbers.bounds import bound

_REFRAIN = re.compile(
    r"不得|严禁|禁止|不准|不允许|绝不|决不|停止(?!线)|不许|取缔"
    r"|\b(?:must|shall|may)\snot\b|\bprohibit\w*\b|\bno\s\w+\smay\b",
    re.IGNORECASE,
)
_SOFT_REFRAIN = re.compile(r"不搞|避免|防止|杜绝|别(?=[\u4e00-\u9fff])|不再")
_WITHHELD = re.compile(r"不予|不再|暂不|暂停|中止|叫停|停止|不\w?(?=[\u4e00-\u9fff])")
_PERMIT = frozenset({"可以", "可", "允许", "may"})
_STOPS = re.compile(r"暂停|中止|叫停")
_NEAR = 6


def polarity_of(
    words: str, predicates: list[Predicate], english: list[EnglishPredicate], lexicon: Lexicon
) -> list[tuple[str, int, int]]:
    """Return refrain, permit or do, with the word that shows it; nothing without an action."""
    if not predicates and not english:
        return []
    ban = _REFRAIN.search(_without_limits(words, lexicon))
    if ban:
        return [("refrain", *ban.span())]
    soft = _SOFT_REFRAIN.search(words)
    if soft and all(p.banned for p in predicates) and not english:
        return [("refrain", *soft.span())]
    withheld = _first_withheld(words, predicates, english)
    if withheld:
        return [("refrain", *withheld)]
    modals = [*(p.modal for p in predicates), *(p.modal for p in english)]
    if modals[0] and all(m and words[m[0] : m[1]].lower() in _PERMIT for m in modals):
        return [("permit", *modals[0])]
    first = min([*(p.verb for p in predicates), *(p.verb for p in english)])
    return [("do", *first)]


def polarity_by_action(
    words: str, predicates: Iterable[Predicate], english: Iterable[EnglishPredicate]
) -> dict[Span, str]:
    """Return what is asked of each action: do, refrain or permit.

    A verb that itself says to stop (暫停收費, 取締) is to be done.
    """
    asked = {p.verb: _asked(words, p) for p in predicates}
    for p in english:
        asked[p.verb] = "refrain" if p.banned else "permit" if p.permitted else "do"
    return asked


def _asked(words: str, predicate: Predicate) -> str:
    modal = words[slice(*predicate.modal)] if predicate.modal else ""
    if modal in _PERMIT:
        return "permit"  # 可以不予处罚 leaves it open
    return "refrain" if predicate.banned else "do"


def _first_withheld(
    words: str, predicates: list[Predicate], english: list[EnglishPredicate]
) -> Span | None:
    """Return the word that withholds or stops what comes first (不予支持, 暂停审批, no … shall)."""
    if english and english[0].banned and english[0].modal and not predicates:
        return english[0].modal
    if not predicates:
        return None
    first = min(predicates, key=lambda p: p.verb)
    start, end = first.verb
    stops = _STOPS.match(words, start, end)
    if stops:
        return stops.span()
    if not first.banned or _asked(words, first) != "refrain":
        return None
    found = list(_WITHHELD.finditer(words, max(0, start - _NEAR), start))
    return found[-1].span() if found else None


def _without_limits(words: str, lexicon: Lexicon) -> str:
    """Return the words with names and limits (不得超过5, 不得低于成本) masked: no bans."""
    names = masked_names(words)
    for pattern in (lexicon.limit, _comparison(lexicon)):
        names = pattern.sub(lambda m: NOUN * len(m[0]), names)
    return names


@cache
def _comparison(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(bound(w for w in lexicon.turned if w.endswith(("于", "超过"))))
