"""A person's decision (人工判定) on a link or a drop, as the table ``decisions`` keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from chuandao.cascade.tracing.understanding.understood import Clause
from chuandao.text.copying.carrying import Passage, digest

COLUMNS = (
    "upper",
    "lower",
    "document",
    "decision",
    "label",
    "by",
    "date",
    "note",
    "upper_hash",
    "upper_words",
    "lower_hash",
    "lower_words",
)
"""The columns of the table, in order."""

OF_DROPS = frozenset({"dropped", "not_required"})
"""Labels that are said of an upper clause without a link."""
OF_NO_LINK = OF_DROPS | {"added"}
"""Labels that no link can have."""


@dataclass(frozen=True)
class Decision:
    """One decision: ``lower`` is empty where it is about an upper clause without a link.

    ``upper`` and ``lower`` are clause codes as they stood when it was made; their hashes and
    words let it follow a revised document, and are empty where only the code was noted.
    """

    upper: str
    lower: str
    document: str
    decision: str
    label: str = ""
    by: str = ""
    day: date | None = None
    note: str = ""
    upper_hash: str = ""
    upper_words: str = ""
    lower_hash: str = ""
    lower_words: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells one decision from another."""
        return self.upper, self.lower, self.document

    @property
    def upper_passage(self) -> Passage:
        """The upper clause as it was."""
        return Passage(_path(self.upper), self.upper_hash, self.upper_words)

    @property
    def lower_passage(self) -> Passage:
        """The lower clause as it was."""
        return Passage(_path(self.lower), self.lower_hash, self.lower_words)


def passage_of(clause: Clause) -> Passage:
    """Return how a clause is remembered: its path, the hash of its words, the words.

    The number before it is no part of its words, so that renumbering changes nothing.
    """
    words = clause.side.words.strip()
    return Passage(clause.path, digest(words), words)


def document_of(clause: str) -> str:
    """Return the document of a clause code.

    Examples
    --------
    >>> document_of("city-18#2.2")
    'city-18'
    """
    return clause.partition("#")[0]


def decisions_of(table: pl.DataFrame | None) -> tuple[Decision, ...]:
    """Return the rows of a table ``decisions`` in the order of their keys; none without one.

    Examples
    --------
    >>> rows = [{"upper": "a#1", "document": "b", "decision": "accept"}]
    >>> decisions_of(pl.DataFrame(rows))[0].key
    ('a#1', '', 'b')
    """
    rows = [] if table is None else table.to_dicts()
    return tuple(sorted(map(_decision, rows), key=lambda decision: decision.key))


def _decision(row: Mapping[str, object]) -> Decision:
    words = {name: str(row.get(name) or "") for name in COLUMNS if name != "date"}
    dated = row.get("date")
    words["document"] = words["document"] or document_of(words["lower"])
    return Decision(**words, day=dated if isinstance(dated, date) else None)


def _path(clause: str) -> str:
    return clause.partition("#")[2]
