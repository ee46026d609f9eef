"""The verb interpret (解讀): what a document asks, how it may be misread, how it is carried out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.from_files import understand_file
from chuandao.cascade.tracing.trace import Trace, trace
from chuandao.cascade.tracing.understanding.additions import reading_with
from chuandao.cascade.tracing.understanding.understood import Understood
from chuandao.diagnosis import understanding
from chuandao.diagnosis.examination import frames
from chuandao.errors import UsageError
from chuandao.prescription.interpret.below import Below
from chuandao.prescription.interpret.chain import Chain
from chuandao.prescription.interpret.concern import DUTY, NOT_DUTY, called_tiers
from chuandao.prescription.interpret.departure import KINDS
from chuandao.prescription.interpret.good_cases import good_cases
from chuandao.prescription.interpret.kit import Kit
from chuandao.prescription.interpret.model import BELOW, OWN, Misreading, Rule
from chuandao.prescription.interpret.questions import questions_of
from chuandao.prescription.interpret.rules import rules_of
from chuandao.prescription.interpret.steps import steps_of
from chuandao.prescription.interpret.training import sessions_of, wrong_clauses
from chuandao.prescription.interpret.typical import typical_of

_APART = frozenset({"not_applicable", "not_required"})
_ORIGINS = (OWN, BELOW)


def interpret(
    source: Case | str | Path,
    document: str = "",
    *,
    unit: str = "",
    traced: Trace | None = None,
    tables: Mapping[str, pl.DataFrame] | None = None,
) -> Kit:
    """Return the interpretation kit of a document (解讀材料), before or after its issue.

    Parameters
    ----------
    source : Case, str or Path
        A case, or the file of a document that is not issued yet: then nothing is known from
        below, and misreadings are those that its kinds of clauses invite.
    document : str
        With a case: which of its documents, by code.
    unit : str
        With a case: the unit the kit is for, by code or name. Its own misreadings come first.
    traced : Trace, optional
        Of the same case, where it was made before.
    tables : mapping of str to pl.DataFrame, optional
        Findings of a diagnosis of the same case; by default understanding is examined here.

    Raises
    ------
    UsageError
        ``interpret_no_document``: the case has no such document; ``interpret_nothing``: no
        clause of the document asks anything; ``letter_village``: a village is no addressee.

    Notes
    -----
    Everything said stands in the document, with its place; what is typical comes from the
    catalogue; what happened below is paraphrased and names nobody. No language model is used.

    Examples
    --------
    >>> import chuandao as cd
    >>> file = cd.examples.qinghe / "documents" / "city-18.docx"
    >>> kit = cd.interpret(file)
    >>> [one.quote.words for one in kit.rules[1].of("must_not")][0][:15]
    '不得以发展特色产业为名强制流转'
    """
    if not isinstance(source, Case):
        return _before_issue(understand_file(Path(source)))
    code = source.units.resolve(unit) if unit else ""
    if code and source.units.kind(code) == "self_governing":
        raise UsageError("letter_village", unit=source.units.name(code))
    made = traced or trace(source)
    held = {one.id: one for one in made.documents}
    if document not in held:
        raise UsageError("interpret_no_document", document=document, known="、".join(sorted(held)))
    found = dict(tables or frames([understanding.examine(source, made, source.last_day)]))
    with reading_with(source.lexicon):
        return _in_case(source, held, document, code, {**made.tables, **found})


def _before_issue(document: Understood) -> Kit:
    rules = _rules(document)
    misreadings = typical_of(rules)
    return Kit(
        document=document,
        rules=rules,
        misreadings=misreadings,
        good_cases=(),
        steps=steps_of(document, rules),
        sessions=sessions_of(rules, misreadings),
        questions=questions_of(rules, misreadings),
    )


def _in_case(
    case: Case,
    documents: Mapping[str, Understood],
    code: str,
    unit: str,
    tables: Mapping[str, pl.DataFrame],
) -> Kit:
    document = documents[code]
    below = Below(Chain(tables, code), case.units, documents, unit)
    rules = _concerned(_rules(document), below)
    real = _ranked(below.misreadings(rules), rules)
    misreadings = (*real, *typical_of(rules))
    cases = good_cases(below, rules, tables)
    tested = wrong_clauses(case.tables.get("tests"), code)
    sessions = sessions_of(rules, misreadings, unit=unit, cases=bool(cases), tested=tested)
    return Kit(
        document=document,
        rules=rules,
        misreadings=misreadings,
        good_cases=cases,
        steps=steps_of(document, rules, case.units.tier(unit) if unit else None),
        sessions=sessions,
        questions=questions_of(rules, misreadings),
        unit=unit,
        unit_name=case.units.name(unit) if unit else "",
        names={one.unit: case.units.name(one.unit) for one in cases},
        own_titles={one.id: one.title for one in documents.values() if unit and one.unit == unit},
        fingerprint=case.fingerprint,
        parameters={"document": code, "unit": unit},
    )


def _rules(document: Understood) -> tuple[Rule, ...]:
    rules = rules_of(document)
    if not rules:
        raise UsageError("interpret_nothing", document=document.title)
    return rules


def _concerned(rules: Sequence[Rule], below: Below) -> tuple[Rule, ...]:
    """Mark the clauses that are a duty of the unit, or none: by whom they name, or the trace."""
    if not below.unit:
        return tuple(rules)

    tier = below.units.tier(below.unit)

    def concern(rule: Rule) -> str:
        if any(tier in called_tiers(one.actors) for one in rule.statements):
            return DUTY
        code = f"{below.chain.document}#{rule.path}"
        held = below.chain.statuses.get((code, below.unit), set())
        if not held:
            return ""
        return NOT_DUTY if held <= _APART else DUTY

    return tuple(replace(rule, concern=concern(rule)) for rule in rules)


def _ranked(found: Iterable[Misreading], rules: Sequence[Rule]) -> tuple[Misreading, ...]:
    """Order real misreadings: the unit's own first, the graver first, then by clause."""
    place = {rule.path: at for at, rule in enumerate(rules)}
    return tuple(
        sorted(
            found,
            key=lambda one: (
                _ORIGINS.index(one.origin),
                KINDS.index(one.kind),
                one.doubtful,
                place[one.quote.path],
            ),
        )
    )
