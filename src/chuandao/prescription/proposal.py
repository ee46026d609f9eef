"""What a verb of prescription proposes: tables, what they rest on, and what to be wary of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from chuandao.errors import Problem


@dataclass(frozen=True)
class Proposal:
    """What is proposed (建議): nothing of it is decided, and no case table is changed.

    Attributes
    ----------
    verb : str
        The verb that made it.
    tables : mapping of str to pl.DataFrame
        By the names of result tables of the catalogue.
    as_of : date or None
        The day of which it speaks.
    parameters : mapping of str to object
        What was assumed or chosen, seeds included.
    fingerprint : str
        Of the case it was made from.
    warnings : tuple of Problem
        What its reader should know before relying on it.
    """

    verb: str
    tables: Mapping[str, pl.DataFrame]
    as_of: date | None = None
    parameters: Mapping[str, object] = field(default_factory=dict)
    fingerprint: str = ""
    warnings: tuple[Problem, ...] = ()

    @property
    def facts(self) -> Mapping[str, object]:
        """What made it: verb, version, inputs, day and parameters."""
        from chuandao import __version__

        return {
            "verb": self.verb,
            "version": __version__,
            "fingerprint": self.fingerprint,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "parameters": dict(self.parameters),
        }

    def save(self, folder: str | Path) -> None:
        """Write the tables and ``run.json`` into a folder, whole or not at all."""
        from chuandao.store.lake import write_tables

        write_tables(Path(folder), self.tables, self.facts)

    def __repr__(self) -> str:  # noqa: D105
        rows = ", ".join(f"{name} {table.height:,}" for name, table in sorted(self.tables.items()))
        return f"Proposal ({self.verb}) as of {self.as_of}\n  {rows}"

    def _repr_html_(self) -> str:
        from html import escape

        return f"<pre>{escape(repr(self))}</pre>"
