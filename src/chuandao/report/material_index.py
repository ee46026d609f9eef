"""The tables of a report looked up by what the papers ask: rows, titles, clauses, tasks."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from chuandao.report.material import Material

Row = dict[str, Any]
_TASK_NAME = 24


@dataclass(frozen=True)
class Title:
    """How a document is cited."""

    title: str
    number: str
    file: str
    unit: str


@dataclass(frozen=True, eq=False)
class Index:
    """The material of a report with what is looked up again and again."""

    material: Material

    def table(self, name: str) -> pl.DataFrame:
        """Return a result table; one that was not made has neither rows nor columns."""
        return self.material.tables.get(name, pl.DataFrame())

    def rows(self, table: str, **equal: str | int) -> list[Row]:
        """Return the rows of a result table in which these columns have these values."""
        unit = equal.pop("unit", None)
        frame = self.table(table) if unit is None else self._by_unit(table).get((unit,))
        if frame is None or frame.is_empty():
            return []
        return frame.filter(*(pl.col(name) == value for name, value in equal.items())).to_dicts()

    def now(self, table: str, **equal: str | int) -> list[Row]:
        """Return the rows of all periods together, or else of the latest one."""
        rows = self.rows(table, **equal)
        latest = max((row["period"] or "" for row in rows), default="")
        whole = any(not row["period"] for row in rows)
        return [row for row in rows if (row["period"] or "") == ("" if whole else latest)]

    def evidence_of(self, finding: str) -> list[Row]:
        """Return the words and rows on which a finding rests."""
        return self._evidence.get(finding, [])

    def own_evidence(self, unit: str) -> pl.DataFrame | None:
        """Return the case's evidence on a unit itself, if there is any."""
        if "evidence" not in self._partitions:
            frame = self.material.evidence
            parts = {} if frame.is_empty() else frame.partition_by("unit", as_dict=True)
            self._partitions["evidence"] = parts
        return self._partitions["evidence"].get((unit,))

    def beside(self, unit: str) -> tuple[str, ...]:
        """Return the names of the units of the same kind beside this one, which it is not told.

        A name that is part of the unit's own, or of one above it, cannot be told from that.
        """
        if unit not in self._beside:
            units = self.material.units
            parent = units.parent(unit)
            others = units.children(parent) if parent else ()
            same = (u for u in others if u != unit and units.kind(u) == units.kind(unit))
            own = {units.name(u) for u in (unit, *units.ancestors(unit))}
            names = dict.fromkeys(units.name(u) for u in same)
            kept = (name for name in names if not any(name in other for other in own))
            self._beside[unit] = tuple(kept)
        return self._beside[unit]

    @cached_property
    def titles(self) -> Mapping[str, Title]:
        """How each document is cited, by its code."""
        frames = (self.material.documents, self.table("documents"))
        found: dict[str, Title] = {}
        for row in (row for frame in frames for row in frame.to_dicts()):
            parts = (row.get(name) or "" for name in ("title", "number", "file", "unit"))
            found[row["document"]] = Title(*parts)
        return found

    def title(self, document: str) -> Title:
        """Return how a document is cited; one that is not known stands by its code."""
        return self.titles.get(document, Title(document, "", "", ""))

    def clause_at(self, document: str, start: int, end: int) -> str:
        """Return the path of the smallest clause around these characters, or nothing."""
        around = [
            (last - first, path)
            for first, last, path in self._clauses.get(document, ())
            if first <= start and end <= last
        ]
        return min(around)[1] if around else ""

    def task_name(self, task: str) -> str:
        """Return the name of a task; without a table of tasks, of the clause that it is."""
        return self._task_names.get(task) or self._clause_names.get(task, task)

    @cached_property
    def changed(self) -> Mapping[tuple[str, int], list[tuple[str, int, int]]]:
        """What was asked where a document changed it: by document and place, the upper places."""
        found: dict[tuple[str, int], list[tuple[str, int, int]]] = {}
        for row in self.rows("changes"):
            if row["lower_start"] is not None and row["upper_start"] is not None:
                place = (row["lower"].partition("#")[0], row["lower_start"])
                upper = (row["upper"].partition("#")[0], row["upper_start"], row["upper_end"])
                found.setdefault(place, []).append(upper)
        return found

    @cached_property
    def _beside(self) -> dict[str, tuple[str, ...]]:
        return {}

    def _by_unit(self, table: str) -> Mapping[tuple[object, ...], pl.DataFrame]:
        if table not in self._partitions:
            frame = self.table(table)
            parts = {} if frame.is_empty() else frame.partition_by("unit", as_dict=True)
            self._partitions[table] = parts
        return self._partitions[table]

    @cached_property
    def _partitions(self) -> dict[str, Mapping[tuple[object, ...], pl.DataFrame]]:
        return {}

    @cached_property
    def _evidence(self) -> Mapping[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.rows("finding_evidence"):
            found.setdefault(row["finding"], []).append(row)
        return found

    @cached_property
    def _clauses(self) -> Mapping[str, list[tuple[int, int, str]]]:
        found: dict[str, list[tuple[int, int, str]]] = {}
        for row in self.rows("clauses"):
            found.setdefault(row["document"], []).append((row["start"], row["end"], row["path"]))
        return found

    @cached_property
    def _task_names(self) -> Mapping[str, str]:
        tasks = self.material.tasks
        if tasks.is_empty():
            return {}
        return {row["task"]: row.get("name") or row["task"] for row in tasks.to_dicts()}

    @cached_property
    def _clause_names(self) -> Mapping[str, str]:
        texts = self.material.texts
        return {
            row["clause"]: _last(row["heading"])
            or first_phrase(texts.get(row["document"], "")[row["start"] : row["end"]])
            for row in self.rows("clauses")
        }


def _last(heading: str | None) -> str:
    return (heading or "").rpartition(" / ")[2]


def first_phrase(text: str) -> str:
    r"""Return the first phrase of a clause, shortened, by which it can be named.

    A row of a table is named by its second cell, the first being its number.

    Examples
    --------
    >>> first_phrase("（三）创新金融服务。推出贷款。"), first_phrase("7\t出台办法\t市财政局")
    ('（三）创新金融服务', '出台办法')
    """
    cells = text.strip().split("\t")
    phrase = cells[min(1, len(cells) - 1)].partition("。")[0]
    return phrase if len(phrase) <= _TASK_NAME else f"{phrase[:_TASK_NAME]}…"
