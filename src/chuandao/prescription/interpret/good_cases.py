"""Typical cases (典型案例): clauses below that carry a clause on with local content."""

from collections.abc import Iterable, Mapping

import polars as pl

from chuandao.cascade.tracing.understanding.understood import clause_index
from chuandao.prescription.interpret.below import Below
from chuandao.prescription.interpret.chain import Answered
from chuandao.prescription.interpret.model import GoodCase, Quote, Rule

_SURE, _MOST = 0.8, 5
_NO_MODEL = ("U2", "U4", "U5", "U8", "C4")
_KEPT = frozenset({"added", "replaced"})
_VILLAGE = "self_governing"


def good_cases(
    below: Below, rules: Iterable[Rule], tables: Mapping[str, pl.DataFrame]
) -> tuple[GoodCase, ...]:
    """Return the best local implementations of a document, one a unit, in administrative order.

    Parameters
    ----------
    below : Below
    rules : iterable of Rule
    tables : mapping of str to pl.DataFrame
        ``findings`` of a diagnosis, where there is one.

    Notes
    -----
    Only a clause that is nothing but localised (no other label), whose link is sure, in which
    nothing was made stricter, laxer, left out or reversed, and whose document has no matter to
    verify on how it reads the policy. Units of the same tier as the one the kit is for come
    first; the unit itself is not its own model. A person confirms each before issue.
    """
    paths = {rule.path: rule for rule in rules}
    faulty = _faulty(tables, below)
    found = [
        answer
        for answer in below.chain.answers
        if answer.clause.partition("#")[2] in paths
        and answer.document not in faulty
        and _is_model(answer, below)
    ]
    tier = below.units.tier(below.unit) if below.unit else None
    ranked = sorted(
        found, key=lambda one: (_apart(one, below, tier), -one.link["probability"], one.lower)
    )
    chosen: dict[str, Answered] = {}
    for answer in ranked:
        unit = below.chain.unit_of[answer.document]
        if len(chosen) < _MOST:
            chosen.setdefault(unit, answer)
    order = sorted(chosen, key=below.units.position)
    return tuple(_case(chosen[unit], unit, below, paths) for unit in order)


def _apart(answer: Answered, below: Below, tier: int | None) -> int:
    unit = below.chain.unit_of[answer.document]
    return abs(below.units.tier(unit) - tier) if tier is not None else 0


def _is_model(answer: Answered, below: Below) -> bool:
    unit = below.chain.unit_of.get(answer.document, "")
    link = answer.link
    if not unit or unit == below.unit or below.units.kind(unit) == _VILLAGE:
        return False
    if answer.document not in below.lower or link["probability"] < _SURE:
        return False
    changes = below.chain.changes.get((link["upper"], link["lower"]), [])
    return set(link["labels"] or ()) == {"localised"} and all(
        row["direction"] in _KEPT for row in changes
    )


def _faulty(tables: Mapping[str, pl.DataFrame], below: Below) -> frozenset[str]:
    """Return the documents with matters to verify of a kind that makes them no model.

    A finding names its document by the title; what it rests on may be words of the one above.
    """
    findings = tables.get("findings")
    if findings is None or findings.is_empty():
        return frozenset()
    titled = {(one.unit, one.title): code for code, one in below.lower.items()}
    rows = findings.filter(pl.col("sign").is_in(_NO_MODEL)).select("unit", "parameters")
    found = (
        titled.get((unit, given["value"]))
        for unit, parameters in rows.iter_rows()
        for given in parameters or ()
        if given["name"] == "title"
    )
    return frozenset(code for code in found if code)


def _case(answer: Answered, unit: str, below: Below, paths: Mapping[str, Rule]) -> GoodCase:
    document = below.lower[answer.document]
    clause = clause_index([document])[answer.lower]
    begin = clause.side.start
    words = document.text[begin : clause.end]
    return GoodCase(
        clause=paths[answer.clause.partition("#")[2]].quote,
        unit=unit,
        title=document.title,
        quote=Quote(document.id, clause.path, begin, clause.end, words),
        probability=float(answer.link["probability"]),
    )
