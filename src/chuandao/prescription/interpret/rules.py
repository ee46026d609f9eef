"""The rules of interpretation (解讀細則) of a document: each clause that asks something."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from chuandao.cascade.tracing.task_table.tasks import task_rows
from chuandao.cascade.tracing.understanding.understood import Clause, Understood
from chuandao.catalog.interpretation import cue_words
from chuandao.prescription.interpret.features import features_of
from chuandao.prescription.interpret.model import MUST, MUST_NOT, Quote, Rule, Statement
from chuandao.prescription.interpret.statements import (
    dated,
    english_heading,
    is_office,
    places_of,
    quoted,
    statements_of,
)
from chuandao.text.canonical import plain

_HEADING = " / "
_GENERAL = re.compile(
    r"总体要求|總體要求|指导思想|指導思想|基本原则|基本原則|总体安排|總體安排|总体思路|總體思路"
    r"|基本要求|附则|附則|条件|條件|general requirements|principles|guiding",
    re.IGNORECASE,
)
_PREAMBLE = "0."
_BACKGROUND = re.compile(
    r"态势|態勢|现状|現狀|形势|形勢|背景|发展基础|發展基礎|background|current situation",
    re.IGNORECASE,
)
"""Headings of parts that tell how things stand and ask nothing."""
_MEASURES = frozenset({"within", "each"})
"""Kinds of deadlines by which fulfilment can be checked."""
_ALONE = frozenset({"goal", "principle", "safeguard"})
"""Kinds of clauses that bind everybody: no lead is missing in them."""


def rules_of(document: Understood) -> tuple[Rule, ...]:
    r"""Return how each clause of a document is to be read, in the order of the document.

    Rows of annexed task tables that state a clause of the body anew lend it their lead and
    deadline where it names none, and are not told twice: ``restates`` names the clause.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.understood import understand
    >>> from chuandao.sources.documents import Extracted
    >>> page = "关于茶叶的意见\n各镇：\n一、建茶园。2025年底前建成3个。（牵头单位：市农业农村局）"
    >>> rule = rules_of(understand(Extracted("a.txt", page, "txt", "utf-8", "", 1.0), "a"))[0]
    >>> rule.lead[0].words, rule.deadlines[0].words, rule.open
    ('市农业农村局', '2025年底前', ())
    """
    found = [_rule(document, clause) for clause in document.clauses if _told(clause)]
    kept = [rule for rule in found if rule.statements]
    return _lent(kept, _restating(document))


def _told(clause: Clause) -> bool:
    if clause.path.startswith(_PREAMBLE) or _BACKGROUND.search(clause.heading):
        return False
    return bool(clause.commitments)


def _rule(document: Understood, clause: Clause) -> Rule:
    statements = statements_of(document, clause)
    heading = clause.heading or english_heading(clause.side.words).rstrip(".")
    lead, responsible = (_units(document, clause, role) for role in ("lead", "responsible"))
    if not lead and not responsible:
        responsible = _units(document, clause, "actor")
    deadlines = places_of(document, clause, dated(clause.side.found("deadline")))
    targets = places_of(document, clause, clause.side.found("targets"))
    return Rule(
        quote=quoted(document, clause.path, clause.start, clause.end),
        kind=clause.kind,
        heading=heading.rpartition(_HEADING)[2],
        statements=statements,
        lead=lead,
        responsible=responsible,
        cooperate=_units(document, clause, "cooperate"),
        deadlines=deadlines,
        targets=targets,
        vague=_vague(document, clause),
        open=_open(clause, statements, lead or responsible, deadlines, targets),
        features=features_of(clause, statements),
        general=bool(_GENERAL.search(heading)) or clause.kind == "principle",
    )


def _units(document: Understood, clause: Clause, role: str) -> tuple[Quote, ...]:
    """Return offices as the document writes them."""
    found: dict[str, Quote] = {}
    for one in clause.side.found(role):
        words = quoted(document, clause.path, one.start, one.end)
        if plain(words.words) != one.value and plain(words.words) not in one.value:
            words = Quote(document.id, clause.path, one.start, one.end, words.words)
        if words.words and is_office(one.value):
            found.setdefault(words.words, words)
    return tuple(found.values())


def _vague(document: Understood, clause: Clause) -> tuple[Quote, ...]:
    """Return the words of a clause that leave open when, how far or who."""
    words = document.text[clause.side.start : clause.end].lower()
    folded = plain(words)
    taken: list[tuple[int, int]] = []
    for word in cue_words("vague"):
        at = folded.find(word)
        while at >= 0:
            span = (at, at + len(word))
            if all(span[1] <= a or span[0] >= b for a, b in taken):
                taken.append(span)
            at = folded.find(word, at + 1)
    by = clause.side.start
    places = [quoted(document, clause.path, a + by, b + by) for a, b in sorted(taken)]
    return tuple({place.words: place for place in reversed(places)}.values())[::-1]


def _open(
    clause: Clause,
    statements: Sequence[Statement],
    units: Sequence[Quote],
    deadlines: Sequence[Quote],
    targets: Sequence[Quote],
) -> tuple[str, ...]:
    """Return what a task leaves unsaid: who, by when, how measured; bans need neither."""
    modes = {one.mode for one in statements}
    if clause.kind in _ALONE or MUST not in modes or modes == {MUST_NOT}:
        return ()
    measured = (
        clause.kind != "task" or targets or any(d.kind in _MEASURES for d in clause.side.deadlines)
    )
    missing = (("lead", units), ("deadline", deadlines), ("measure", measured))
    return tuple(name for name, held in missing if not held)


def _restating(document: Understood) -> dict[str, str]:
    """Return the rows of annexes that state a clause of the body: row path to clause path."""
    rows = task_rows(document)
    paths = {row.number: row.path for row in rows}
    return {row.path: paths[row.restates[0]] for row in rows if row.restates}


def _lent(rules: Iterable[Rule], restating: dict[str, str]) -> tuple[Rule, ...]:
    held = {rule.path: rule for rule in rules}
    for row, path in restating.items():
        if row not in held or path not in held:
            continue
        lender, rule = held[row], held[path]
        lead = rule.lead or lender.lead
        due = rule.deadlines or lender.deadlines
        said = {"lead": bool(lead or rule.responsible), "deadline": bool(due)}
        held[path] = replace(
            rule,
            lead=lead,
            cooperate=rule.cooperate or lender.cooperate,
            deadlines=due,
            open=tuple(name for name in rule.open if not said.get(name)),
        )
        held[row] = replace(lender, restates=path)
    return tuple(held.values())
