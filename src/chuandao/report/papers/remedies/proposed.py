"""What the papers of a proposal are made of, and how they name tasks, offices and values."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from chuandao.cascade.case import Case
from chuandao.catalog.values import values
from chuandao.messages import render
from chuandao.prescription.proposal import Proposal
from chuandao.report.material import Material, own_tables
from chuandao.report.paper_words import joined, written_day

Row = Mapping[str, Any]


def proposed_material(case: Case, proposal: Proposal) -> Material:
    """Return what the papers of a proposal are made of; no document of the case is read again."""
    return Material(
        settings=case.settings,
        as_of=proposal.as_of or date.min,
        units=case.units,
        tables=proposal.tables,
        **own_tables(case),
        texts={},
        warnings=proposal.warnings,
        facts=proposal.facts,
    )


class Words:
    """How a paper of a language names what stands in the tables of a proposal."""

    def __init__(self, material: Material, language: str, paper: str) -> None:
        self.material, self.language, self.paper = material, language, paper

    def say(self, code: str, **given: object) -> str:
        """Return a message of the paper."""
        return render(f"{self.paper}.{code}", self.language, **given)

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Return the rows of a table of the proposal."""
        return self.material.tables[table].to_dicts()

    def unit(self, code: str) -> str:
        """Return a unit by name; a name that is no unit of the case as it stands."""
        return self.material.units.name(code) if code in self.material.units else code

    def units(self, codes: Iterable[str]) -> str:
        """Return units by name, in the order given."""
        return joined(map(self.unit, codes), self.language)

    def value(self, domain: str, value: str | None) -> str:
        """Return the label of a value; empty for none."""
        return values(domain).label(value, self.language) if value else ""

    @cached_property
    def _tasks(self) -> Mapping[str, str]:
        frame = self.material.tasks
        return dict(frame.select("task", "name").rows()) if frame.height else {}

    def task(self, code: str | None) -> str:
        """Return a task as code and name; of none, that all are meant."""
        if not code:
            return render("remedies.all_tasks", self.language)
        return f"{code} {self._tasks.get(code) or ''}".strip()

    def task_name(self, code: str) -> str:
        """Return the name of a task, else its code."""
        return self._tasks.get(code) or code

    def day(self, day: date | None) -> str:
        """Return a day in words; a blank to fill in for none."""
        blank = render("remedies.blank_day", self.language)
        return written_day(day, self.language) if day else blank

    @property
    def city(self) -> str:
        """The issuing unit."""
        return self.material.units.name(self.material.units.root)


def number(value: float | None) -> str:
    """Return a figure with at most one decimal, a dash for none.

    Examples
    --------
    >>> number(3.75), number(12.0), number(None)
    ('3.8', '12', '—')
    """
    return "—" if value is None else f"{round(value + 1e-9, 1):g}"
