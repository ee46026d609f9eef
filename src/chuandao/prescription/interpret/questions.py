"""The comprehension test (理解測試): questions and answers made from the clauses themselves."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from chuandao.catalog.interpretation import cue_words
from chuandao.prescription.interpret.figures import other_figures
from chuandao.prescription.interpret.model import (
    MAY,
    MUST_NOT,
    OWN,
    TYPICAL,
    Misreading,
    Option,
    Question,
    Quote,
    Rule,
)

JUDGE, CHOICE = "judge", "choice"
RIGHT, WRONG = Option(code="right"), Option(code="wrong")
_SIGNS = (RIGHT, WRONG)
_MOST = {"ban": 4, "may": 2, "real": 3, "typical": 6, "deadline": 3, "target": 3, "lead": 2,
         "reading": 2}  # fmt: skip
_OPTIONS = 4
_SHORT, _LONG = 6, 70
_DATED = re.compile(r"\d{4}年|\b\d{4}\b|\d+个?(?:工作)?日")
_NO_OBJECT = re.compile(r"^(?:等|不|每|接|至少|以上|至)")
_TELLING = ("reversed", "substituted")

Maker = Callable[["Basis"], Iterator[Question]]


@dataclass(frozen=True)
class Basis:
    """What questions are made of."""

    rules: tuple[Rule, ...]
    misreadings: tuple[Misreading, ...]


def questions_of(rules: Sequence[Rule], misreadings: Sequence[Misreading]) -> tuple[Question, ...]:
    """Return the questions of the test, true or false first, in the order of the document.

    Notes
    -----
    Distractors are misreadings (real ones first), dates, figures and units that stand
    elsewhere in the document, or the right figure made stricter and laxer as in ratcheting.
    Where the answer stands among the options follows from a hash of the question: the same
    document gives the same test.
    """
    basis = Basis(tuple(rule for rule in rules if not rule.restates), tuple(misreadings))
    found = [
        question for kind, make in _MAKERS.items() for question in _few(make(basis), _MOST[kind])
    ]
    place = {rule.path: at for at, rule in enumerate(basis.rules)}
    found.sort(key=lambda one: (one.form != JUDGE, place.get(one.path, len(place)), one.key.start))
    return tuple(replace(one, number=at) for at, one in enumerate(found, 1))


def _few(made: Iterable[Question], most: int) -> list[Question]:
    """Return so many questions, of different clauses first."""
    held = list(made)
    turns: Counter[str] = Counter()
    ranked = []
    for at, one in enumerate(held):
        ranked.append((turns[one.path], at, one))
        turns[one.path] += 1
    return [one for _, _, one in sorted(ranked, key=lambda item: item[:2])[:most]]


def _judge(code: str, key: Quote, said: Option, *, right: bool) -> Question:
    return Question(0, JUDGE, code, key.path, said, _SIGNS, 0 if right else 1, key)


def _bans(basis: Basis) -> Iterator[Question]:
    """Yield bans turned into permissions (wrong) and bans as they stand (right), in turn."""
    balance = 0
    for one in (one for rule in basis.rules for one in rule.of(MUST_NOT)):
        turned = _turned(one.quote.words)
        if turned and balance <= 0:
            balance += 1
            yield _judge("turned", one.quote, Option(turned), right=False)
        elif _is_short(one.quote.words):
            balance -= 1
            yield _judge("stands", one.quote, Option(one.quote.words), right=True)


def _turned(words: str) -> str:
    """Return a ban turned into a permission; nothing where it does not open with its ban.

    Examples
    --------
    >>> _turned("不得把新上项目个数与评先评优挂钩"), _turned("对山区，不搞一刀切")
    ('可以把新上项目个数与评先评优挂钩', '')
    >>> _turned("must not close the counters")
    'may close the counters'
    """
    for ban in cue_words("ban"):
        if words.lower().startswith(ban):
            left = re.split(r"[，；]|,\s", words[len(ban) :])[0]
            if ban.isascii():
                return f"may{left}"
            return f"可以{left.removeprefix('以')}" if ban != "不搞" else ""
    return ""


def _mays(basis: Basis) -> Iterator[Question]:
    for rule in basis.rules:
        for one in rule.of(MAY):
            if _is_short(one.quote.words):
                yield _judge("may_as_must", one.quote, Option(one.quote.words), right=False)


def _real(basis: Basis) -> Iterator[Question]:
    held = [one for one in basis.misreadings if one.origin != TYPICAL and one.wrong and one.right]
    ranked = sorted(held, key=lambda one: (one.kind not in _TELLING, one.origin != OWN))
    for one in ranked:
        if one.kind in _TELLING and one.right:
            yield _judge("reading", one.right, Option(misreading=one), right=False)


def _typical(basis: Basis) -> Iterator[Question]:
    """Yield typical misreadings (wrong) and how the clause is to be read (right), in turn."""
    held = [one for one in basis.misreadings if one.origin == TYPICAL and one.right]
    for at, one in enumerate(held):
        if one.right:
            right = at % 2 == 1
            said = Option(misreading=one, right=right)
            yield _judge("reading_right" if right else "reading", one.right, said, right=right)


def _deadlines(basis: Basis) -> Iterator[Question]:
    """Yield when a passage with one deadline is due; the wrong dates stand elsewhere."""
    all_dates = {q.words for rule in basis.rules for q in rule.deadlines if _DATED.search(q.words)}
    for rule in basis.rules:
        for one in rule.statements:
            if len(one.deadlines) != 1 or not _is_short(one.quote.words):
                continue
            due = one.deadlines[0]
            about = _without(one.quote, due)
            others = [words for words in all_dates if _differ(words, due.words)]
            if about and _DATED.search(due.words) and len(others) >= 2:  # noqa: PLR2004
                options = [*map(Option, _spread(others, due.words)[:2]), Option(code="no_date")]
                yield _choice("deadline", due, Option(about), Option(due.words), options)


def _targets(basis: Basis) -> Iterator[Question]:
    """Yield how much a target asks; the wrong figures are the right one raised and lowered."""
    for rule in basis.rules:
        for target in rule.targets:
            others = other_figures(target.words)
            if others and len(target.words) >= _SHORT and not _NO_OBJECT.search(target.words):
                said = Option(rule.heading or rule.path)
                yield _choice("target", target, said, Option(target.words), map(Option, others))


def _leads(basis: Basis) -> Iterator[Question]:
    names = dict.fromkeys(q.words for rule in basis.rules for q in (*rule.lead, *rule.cooperate))
    for rule in basis.rules:
        if len(rule.lead) == 1 and rule.heading and rule.lead[0].path == rule.path:
            lead = rule.lead[0]
            near = [q.words for q in rule.cooperate]
            others = [w for w in dict.fromkeys([*near, *names]) if w != lead.words]
            if len(others) >= _OPTIONS - 1:
                options = map(Option, others[: _OPTIONS - 1])
                yield _choice("lead", lead, Option(rule.heading), Option(lead.words), options)


def _readings(basis: Basis) -> Iterator[Question]:
    """Yield which reading of a clause is right: its own words against its misreadings."""
    for rule in basis.rules:
        held = [one for one in basis.misreadings if one.quote.path == rule.path]
        wrong = [
            one for one in held if one.origin == TYPICAL or (one.wrong and one.kind in _TELLING)
        ]
        right = next((one.right for one in wrong if one.right), None)
        if len(wrong) >= 2 and right and _is_short(right.words):  # noqa: PLR2004
            options = [Option(misreading=one) for one in wrong[: _OPTIONS - 1]]
            yield _choice(
                "which", right, Option(rule.heading or rule.path), Option(right.words), options
            )


_MAKERS: dict[str, Maker] = {
    "ban": _bans,
    "may": _mays,
    "real": _real,
    "typical": _typical,
    "deadline": _deadlines,
    "target": _targets,
    "lead": _leads,
    "reading": _readings,
}


def _choice(
    code: str, key: Quote, said: Option, right: Option, wrong: Iterable[Option]
) -> Question:
    """Return a single choice, the right option at a place that its words decide."""
    options = list(wrong)
    at = sha256(f"{key.path}|{key.words}|{code}".encode()).digest()[0] % (len(options) + 1)
    options.insert(at, right)
    return Question(0, CHOICE, code, key.path, said, tuple(options), at, key)


def _is_short(words: str) -> bool:
    return _SHORT <= len(words) <= (_LONG if not words.isascii() else 3 * _LONG)


def _differ(words: str, due: str) -> bool:
    return words not in due and due not in words


def _spread(words: Sequence[str], seed: str) -> list[str]:
    """Return words in an order that a hash decides, the same at every run."""
    return sorted(words, key=lambda word: sha256(f"{seed}|{word}".encode()).digest())


def _without(quote: Quote, due: Quote) -> str:
    """Return a passage with its deadline taken out."""
    at = due.start - quote.start
    before, after = quote.words[:at], quote.words[at + len(due.words) :]
    left = f"{before}……{after}" if before and after else before + after
    left = left.strip("，, ")
    return left if len(left) >= _SHORT else ""
