"""Which clauses below answer a clause, straight or by way of the documents between them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

Row = dict[str, Any]


@dataclass(frozen=True)
class Answered:
    """A clause below that answers a clause of the document: by the last link that leads to it.

    ``probability``: of all links on the way.
    """

    clause: str
    link: Row
    probability: float = 1.0

    @property
    def lower(self) -> str:
        """The code of the clause below."""
        return str(self.link["lower"])

    @property
    def document(self) -> str:
        """The code of the document below."""
        return self.lower.partition("#")[0]


@dataclass(frozen=True, eq=False)
class Chain:
    """The links of a trace, followed downward from one document.

    Parameters
    ----------
    tables : mapping of str to pl.DataFrame
        ``links``, ``changes``, ``drops``, ``documents``, ``clauses`` of a trace.
    document : str
    """

    tables: Mapping[str, pl.DataFrame]
    document: str

    @cached_property
    def answers(self) -> tuple[Answered, ...]:
        """Every clause below that answers one of the document's, the nearer tiers first."""
        found: dict[tuple[str, str], Answered] = {}
        wave = [Answered(row["upper"], row, row["probability"]) for row in self._starting()]
        while wave:
            fresh = [one for one in wave if (one.clause, one.lower) not in found]
            for one in fresh:
                found.setdefault((one.clause, one.lower), one)
            wave = [
                Answered(one.clause, row, one.probability * row["probability"])
                for one in fresh
                for row in self._below.get(one.lower, ())
            ]
        return tuple(found.values())

    @cached_property
    def by_lower(self) -> Mapping[str, list[Answered]]:
        """The answers by clause below: all the clauses of the document that it answers."""
        grouped: defaultdict[str, list[Answered]] = defaultdict(list)
        for answer in self.answers:
            grouped[answer.lower].append(answer)
        return grouped

    @cached_property
    def changes(self) -> Mapping[tuple[str, str], list[Row]]:
        """The changes of each link, by upper and lower clause."""
        grouped: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self._rows("changes"):
            grouped[row["upper"], row["lower"]].append(row)
        return grouped

    @cached_property
    def unit_of(self) -> Mapping[str, str]:
        """The unit that issued each document."""
        return {row["document"]: row["unit"] or "" for row in self._rows("documents")}

    @cached_property
    def statuses(self) -> Mapping[tuple[str, str], set[str]]:
        """What became of a clause at a unit: statuses by clause of the document and unit."""
        found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        by_clause: defaultdict[str, set[str]] = defaultdict(set)
        for answer in self.answers:
            by_clause[answer.lower].add(answer.clause)
        for row in self._rows("drops"):
            own = row["upper"].partition("#")[0] == self.document
            for clause in {row["upper"]} if own else by_clause.get(row["upper"], ()):
                found[clause, row["unit"]].add(row["status"])
        return found

    def _starting(self) -> Iterable[Row]:
        rows = self._accepted
        return (row for row in rows if row["upper"].partition("#")[0] == self.document)

    @cached_property
    def _below(self) -> Mapping[str, list[Row]]:
        grouped: defaultdict[str, list[Row]] = defaultdict(list)
        for row in self._accepted:
            if row["relation"] == "parent":
                grouped[row["upper"]].append(row)
        return grouped

    @cached_property
    def _accepted(self) -> list[Row]:
        rows = [row for row in self._rows("links") if row["rank"] == 1]
        return sorted(rows, key=lambda row: (row["upper"], row["lower"], row["relation"]))

    def _rows(self, name: str) -> list[Row]:
        frame = self.tables.get(name)
        return [] if frame is None or frame.is_empty() else frame.to_dicts()
