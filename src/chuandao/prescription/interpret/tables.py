"""The kit as tables, with the columns of the catalogue."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from chuandao.diagnosis.result_rows import result_rows
from chuandao.prescription.interpret.model import Option, Quote

if TYPE_CHECKING:
    import polars as pl

    from chuandao.prescription.interpret.kit import Kit

Row = dict[str, object]


def kit_tables(kit: "Kit") -> dict[str, "pl.DataFrame"]:
    """Return the six tables of a kit by their catalogue name."""
    made: Mapping[str, Iterable[Row]] = {
        "interpretation_rules": _rules(kit),
        "misreadings": _misreadings(kit),
        "good_cases": _cases(kit),
        "operation_steps": _steps(kit),
        "training_plan": _sessions(kit),
        "comprehension_test": _questions(kit),
    }
    code = kit.document.id
    return {
        name: result_rows(name, ({"document": code, **row} for row in rows))
        for name, rows in made.items()
    }


def _clause(kit: "Kit", path: str) -> str:
    return f"{kit.document.id}#{path}"


def _place(quote: Quote | None) -> Row:
    if quote is None:
        return {}
    return {"start": quote.start, "end": quote.end, "words": quote.words}


def _words(found: Iterable[Quote]) -> list[str]:
    return [quote.words for quote in found]


def _rules(kit: "Kit") -> Iterable[Row]:
    for rule in kit.rules:
        for one in rule.statements:
            yield {
                "clause": _clause(kit, rule.path),
                "mode": one.mode,
                **_place(one.quote),
                **{
                    role: _words(getattr(rule, role))
                    for role in ("lead", "responsible", "cooperate")
                },
                "deadlines": _words(one.deadlines),
                "targets": _words(one.targets),
                "vague": _words(rule.vague),
                "open": list(rule.open),
                "concern": rule.concern,
            }


def _misreadings(kit: "Kit") -> Iterable[Row]:
    counted: Counter[tuple[str, str, str]] = Counter()
    for one in kit.misreadings:
        key = (one.quote.path, one.origin, one.kind)
        counted[key] += 1
        yield {
            "clause": _clause(kit, one.quote.path),
            "origin": one.origin,
            "kind": one.kind,
            "number": counted[key],
            "sign": one.sign,
            "wrong": one.wrong,
            "units": one.units,
            "doubtful": one.doubtful,
            **_place(one.right),
        }


def _cases(kit: "Kit") -> Iterable[Row]:
    for case in kit.good_cases:
        yield {
            "clause": _clause(kit, case.clause.path),
            "unit": case.unit,
            "case_clause": f"{case.quote.document}#{case.quote.path}",
            "probability": case.probability,
            **_place(case.quote),
        }


def _steps(kit: "Kit") -> Iterable[Row]:
    for step in kit.steps:
        yield {
            "number": step.number,
            "clause": _clause(kit, step.statement.quote.path),
            **_place(step.statement.quote),
            "units": list(step.units),
            "cooperate": list(step.cooperate),
            "due": step.due,
            "day": date.fromisoformat(step.day) if step.day else None,
            "concern": step.concern,
        }


def _sessions(kit: "Kit") -> Iterable[Row]:
    for session in kit.sessions:
        yield {
            "audience": session.audience,
            "name": session.name,
            "hours": float(session.hours),
            "clauses": list(session.clauses),
            "reasons": [f"{name}={count}" for name, count in session.reasons.items()],
        }


def _questions(kit: "Kit") -> Iterable[Row]:
    for one in kit.questions:
        yield {
            "number": one.number,
            "clause": _clause(kit, one.path),
            "form": one.form,
            "kind": one.code,
            "said": option_words(one.said),
            "options": [option_words(option) for option in one.options],
            "answer": one.answer + 1,
            **_place(one.key),
        }


def option_words(option: Option) -> str:
    """Return an option without a language: its words, or the code of what is said."""
    held = option.misreading
    if held:
        return f"right:{held.kind}" if option.right else held.wrong or f"wrong:{held.kind}"
    return option.words or option.code
