"""The JSON of a trace as records, read once and strictly before anything of it is shown."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from chuandao.errors import UsageError

SCHEMA = 1

_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Quote:
    """Words of a document and where they stand; without a place ``end`` is 0."""

    value: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Change:
    """What differs between the two ends of a link in one attribute."""

    attribute: str
    direction: str
    reason: str
    upper: Quote
    lower: Quote


@dataclass(frozen=True)
class Machine:
    """What the program says of a link that a person decided; ``rank`` 0: it has none."""

    rank: int
    probability: float | None
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Link:
    """An upper clause and a lower one that answers it; ``rank`` 1 is accepted."""

    upper: str
    lower: str
    relation: str
    probability: float | None
    rank: int
    labels: tuple[str, ...]
    source: str
    changes: tuple[Change, ...]
    machine: Machine | None = None
    doubtful: bool = False

    @property
    def primary(self) -> str:
        """The label that the link counts under."""
        return self.labels[0] if self.labels else "undetermined"


@dataclass(frozen=True)
class Clause:
    """A clause (條款) and its place in the text of its document."""

    id: str
    path: str
    start: int
    end: int


@dataclass(frozen=True)
class Parent:
    """A document that another one carries out, and why we say so."""

    document: str
    basis: str
    probability: float | None


@dataclass(frozen=True)
class Document:
    """A document (公文) that was read."""

    id: str
    file: str
    title: str
    number: str
    date: str
    tier: str
    parents: tuple[Parent, ...]
    text: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True)
class Drop:
    """What became of an upper clause in a lower document (empty: there is none)."""

    upper: str
    document: str
    status: str
    probability: float | None
    reason: str = ""
    start: int = 0
    end: int = 0
    doubtful: bool = False


@dataclass(frozen=True)
class Index:
    """A figure about a document, with its bounds where it has any."""

    document: str
    index: str
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Survival:
    """The share of the units of a tier in which a clause of a root is still deployed."""

    task: str
    tier: int
    survival: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Trace:
    """A whole trace (條目對照); ``added`` and ``unread`` are pairs of (what, kind or reason).

    ``ratchets``: rows of the table of that name, chain by chain.
    """

    documents: tuple[Document, ...]
    links: tuple[Link, ...]
    drops: tuple[Drop, ...]
    added: tuple[tuple[str, str], ...]
    unread: tuple[tuple[str, str], ...]
    ratchets: tuple[Mapping[str, object], ...] = ()
    indices: tuple[Index, ...] = ()
    survival: tuple[Survival, ...] = ()


def read_trace(trace: Mapping[str, object]) -> Trace:
    """Return the records of a trace's JSON structure.

    Raises
    ------
    UsageError
        The structure is not that of a trace of schema 1; the message says where.

    Examples
    --------
    >>> read_trace({"schema": 1, "unread": [{"file": "a.doc", "reason": "x"}]}).unread
    (('a.doc', 'x'),)
    >>> read_trace({"schema": 2})
    Traceback (most recent call last):
    ...
    chuandao.errors.UsageError: this is not the result of a trace (schema 1): schema.
    """
    row = _Row(trace, "trace")
    if row.whole("schema") != SCHEMA:
        raise UsageError("not_a_trace", what="schema")
    said = {
        (item.text("upper"), item.text("lower")): _machine(item)
        for item in row.rows("decided")
        if item.text("outcome") != "set_aside"
    }
    return Trace(
        tuple(_document(item) for item in row.rows("documents")),
        tuple(_link(item, said) for item in row.rows("links")),
        tuple(_drop(item) for item in row.rows("drops")),
        tuple((item.text("lower"), item.text("kind")) for item in row.rows("added")),
        tuple((item.text("file"), item.text("reason")) for item in row.rows("unread")),
        ratchets=tuple(_ratchet(item) for item in row.rows("ratchets")),
        indices=tuple(map(_index, row.rows("indices"))),
        survival=tuple(map(_survival, row.rows("survival"))),
    )


class _Row:
    """One object of the JSON, whose fields come out with the type they must have."""

    def __init__(self, fields: object, where: str) -> None:
        if not isinstance(fields, Mapping):
            raise UsageError("not_a_trace", what=where)
        self._fields: Mapping[str, object] = fields
        self._where = where

    def text(self, key: str) -> str:
        value = self._fields.get(key)
        # A lone surrogate cannot be written as UTF-8; its stand-in keeps every offset.
        return "" if value is None else _SURROGATES.sub("\ufffd", str(value))

    def whole(self, key: str) -> int:
        value = self._fields.get(key)
        if value is None or value == "":
            return 0
        if not isinstance(value, int):
            raise UsageError("not_a_trace", what=f"{self._where}.{key}")
        return value

    def yes(self, key: str) -> bool:
        return self._fields.get(key) is True

    def share(self, key: str) -> float | None:
        value = self._fields.get(key)
        if not isinstance(value, int | float) or not math.isfinite(value):
            return None
        return float(value)

    def rows(self, key: str) -> "list[_Row]":
        return [_Row(item, f"{self._where}.{key}") for item in self._list(key)]

    def texts(self, key: str) -> tuple[str, ...]:
        return tuple(_SURROGATES.sub("\ufffd", str(item)) for item in self._list(key))

    def _list(self, key: str) -> list[object]:
        value = self._fields.get(key)
        if value is None:
            return []
        if not isinstance(value, list | tuple):
            raise UsageError("not_a_trace", what=f"{self._where}.{key}")
        return list(value)


def _index(row: _Row) -> Index:
    return Index(
        row.text("document"),
        row.text("index"),
        row.share("value"),
        row.share("low"),
        row.share("high"),
    )


def _survival(row: _Row) -> Survival:
    return Survival(
        row.text("task"),
        row.whole("tier"),
        row.share("survival"),
        row.share("low"),
        row.share("high"),
    )


def _document(row: _Row) -> Document:
    text = row.text("text")
    return Document(
        id=row.text("id"),
        file=row.text("file"),
        title=row.text("title"),
        number=row.text("number"),
        date=row.text("date"),
        tier=row.text("tier"),
        parents=tuple(_parent(item) for item in row.rows("parents")),
        text=text,
        clauses=tuple(_clause(item, len(text)) for item in row.rows("clauses")),
    )


def _parent(row: _Row) -> Parent:
    return Parent(row.text("document"), row.text("basis"), row.share("probability"))


def _clause(row: _Row, length: int) -> Clause:
    start, end = row.whole("start"), row.whole("end")
    if not 0 <= start <= end <= length:
        raise UsageError("not_a_trace", what=f"{row.text('id')} {start}–{end} / {length}")
    return Clause(row.text("id"), row.text("path"), start, end)


def _machine(row: _Row) -> Machine:
    return Machine(row.whole("rank"), row.share("probability"), row.texts("labels"))


def _link(row: _Row, said: Mapping[tuple[str, str], Machine]) -> Link:
    return Link(
        machine=said.get((row.text("upper"), row.text("lower"))),
        upper=row.text("upper"),
        lower=row.text("lower"),
        relation=row.text("relation"),
        probability=row.share("probability"),
        rank=row.whole("rank") or 1,
        labels=row.texts("labels"),
        source=row.text("source"),
        changes=tuple(sorted(map(_change, row.rows("changes")), key=_reading_order)),
        doubtful=row.yes("doubtful"),
    )


def _reading_order(change: Change) -> tuple[bool, int, int, str, str]:
    """Return where a change comes in the upper text; what is only below comes after."""
    upper, lower = change.upper, change.lower
    return (upper.end == 0, upper.start, lower.start, change.attribute, change.direction)


def _change(row: _Row) -> Change:
    upper, lower = (
        Quote(row.text(f"{side}_value"), row.whole(f"{side}_start"), row.whole(f"{side}_end"))
        for side in ("upper", "lower")
    )
    return Change(row.text("attribute"), row.text("direction"), row.text("reason"), upper, lower)


def _ratchet(row: _Row) -> Mapping[str, object]:
    """Return a row of the table ``ratchets`` with the types that its picture needs."""
    names = ("metric", "measure", "document", "clause", "above", "comparator")
    told = {name: row.text(name) for name in (*names, "direction", "allocation")}
    figures = ("value", "step_change", "cumulated_change", "share", "given")
    counts = {name: row.whole(name) for name in ("additive", "given_by", "given_of")}
    return {**told, **{name: row.share(name) for name in figures}, **counts}


def _drop(row: _Row) -> Drop:
    return Drop(
        row.text("upper"),
        row.text("document"),
        row.text("status"),
        row.share("probability"),
        reason=row.text("reason"),
        start=row.whole("start"),
        end=row.whole("end"),
        doubtful=row.yes("doubtful"),
    )
