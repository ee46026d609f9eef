"""The kit as a result: what the papers show, its tables, what it rests on."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import polars as pl

from chuandao.cascade.tracing.understanding.understood import Understood
from chuandao.errors import Problem
from chuandao.prescription.interpret.model import (
    MAY,
    MUST,
    MUST_NOT,
    TYPICAL,
    GoodCase,
    Misreading,
    Question,
    Rule,
    Session,
    Step,
)
from chuandao.prescription.interpret.tables import kit_tables


@dataclass(frozen=True)
class Kit:
    """An interpretation kit (解讀材料) for one document.

    Attributes
    ----------
    document : Understood
    unit, unit_name : str
        The unit the kit is for; empty where it is for all.
    rules : tuple of Rule
        Clause by clause; those that only state a clause anew name it in ``restates``.
    misreadings : tuple of Misreading
        The unit's own, then those of others (without a name), then typical ones.
    good_cases : tuple of GoodCase
    steps : tuple of Step
    sessions : tuple of Session
    questions : tuple of Question
    names : mapping of str to str
        Units that the good cases name, by code.
    own_titles : mapping of str to str
        Titles of the unit's own documents, by code.
    warnings : tuple of Problem
    """

    document: Understood
    rules: tuple[Rule, ...]
    misreadings: tuple[Misreading, ...]
    good_cases: tuple[GoodCase, ...]
    steps: tuple[Step, ...]
    sessions: tuple[Session, ...]
    questions: tuple[Question, ...]
    unit: str = ""
    unit_name: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    own_titles: Mapping[str, str] = field(default_factory=dict)
    fingerprint: str = ""
    parameters: Mapping[str, object] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = ()

    @cached_property
    def tables(self) -> Mapping[str, pl.DataFrame]:
        """The kit as tables of the catalogue."""
        return kit_tables(self)

    @property
    def issued(self) -> bool:
        """Whether anything is known of how the document was carried on below."""
        return any(one.origin != TYPICAL for one in self.misreadings) or bool(self.good_cases)

    def save(self, folder: str | Path) -> None:
        """Write the tables and ``run.json`` into a folder, whole or not at all."""
        from chuandao import __version__
        from chuandao.store.lake import write_tables

        facts = {
            "verb": "interpret",
            "version": __version__,
            "fingerprint": self.fingerprint,
            "parameters": dict(self.parameters),
        }
        write_tables(Path(folder), self.tables, facts)

    def __repr__(self) -> str:  # noqa: D105
        modes = Counter(one.mode for rule in self.rules for one in rule.statements)
        origins = Counter(one.origin for one in self.misreadings)
        return (
            f"Interpretation of {self.document.id}: {len(self.rules)} clauses "
            f"({modes[MUST]} must, {modes[MAY]} may, {modes[MUST_NOT]} must not), misreadings "
            f"{dict(sorted(origins.items()))}, {len(self.good_cases)} cases, {len(self.steps)} "
            f"steps, {len(self.sessions)} sessions, {len(self.questions)} questions"
        )

    def _repr_html_(self) -> str:
        from html import escape

        return f"<pre>{escape(repr(self))}</pre>"
