"""The policies (政策) of a case: which documents carry out the same one."""

from collections import defaultdict
from dataclasses import dataclass, replace
from types import MappingProxyType

import polars as pl

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.trace import document_rows, listed
from chuandao.errors import Place, UsageError
from chuandao.text.canonical import plain

_SHOWN = 5


@dataclass(frozen=True)
class Policy:
    """The documents that carry out one policy, by their codes in order.

    ``name``: the code of the first document without a parent.
    """

    name: str
    documents: tuple[str, ...]


def policies_of(case: Case) -> tuple[Policy, ...]:
    """Return the policies of a case, as its table ``documents`` declares parents and editions.

    Raises
    ------
    UsageError
        ``policies_undeclared``: documents below the first tier declare no parent that the case
        holds. Only their texts could tell it, and only when all are read together.
    """
    rows = document_rows(case)
    codes = _codes(rows)
    above = {
        str(row["document"]): [
            code
            for column in ("implements", "supersedes")
            for name in listed(row[column])
            if (code := codes.get(plain(name), ""))
        ]
        for row in rows
    }
    _refuse_orphans(case, rows, above)
    groups: defaultdict[str, list[str]] = defaultdict(list)
    first = _first_of(above)
    for code in above:
        groups[first[code]].append(code)
    return tuple(_policy(groups[name], above) for name in sorted(groups))


def part_of(case: Case, policy: Policy) -> Case:
    """Return a case with the documents of one policy and nothing else of the others."""
    documents = case.tables["documents"].filter(pl.col("document").is_in(policy.documents))
    files = {code: path for code in policy.documents if (path := case.document_files.get(code))}
    return replace(
        case,
        tables=MappingProxyType({**case.tables, "documents": documents}),
        document_files=MappingProxyType(files),
    )


def _codes(rows: list[dict[str, object]]) -> dict[str, str]:
    """Return the documents by their numbers and codes."""
    numbers = {plain(str(row["number"])): str(row["document"]) for row in rows if row["number"]}
    return numbers | {plain(str(row["document"])): str(row["document"]) for row in rows}


def _refuse_orphans(case: Case, rows: list[dict[str, object]], above: dict[str, list[str]]) -> None:
    tiers = {
        str(row["document"]): case.units.tier(str(row["unit"]))
        for row in rows
        if str(row["unit"] or "") in case.units
    }
    top = min(tiers.values(), default=0)
    orphans = [code for code, held in above.items() if not held and tiers.get(code, 1) > top]
    if orphans:
        named = "、".join(orphans[:_SHOWN])
        place = Place(str(case.path))
        raise UsageError("policies_undeclared", place, count=len(orphans), names=named)


def _first_of(above: dict[str, list[str]]) -> dict[str, str]:
    """Return for every document the least code of all that it hangs together with."""
    first = {code: code for code in above}

    def root(code: str) -> str:
        while first[code] != code:
            first[code] = code = first[first[code]]
        return code

    for code, parents in above.items():
        for parent in parents:
            one, other = sorted((root(code), root(parent)))
            first[other] = one
    return {code: root(code) for code in above}


def _policy(codes: list[str], above: dict[str, list[str]]) -> Policy:
    ordered = sorted(codes)
    name = next((code for code in ordered if not above[code]), ordered[0])
    return Policy(name, tuple(ordered))
