"""Keys: no two rows of a table may say different things of the same, and rows stand by key."""

from dataclasses import dataclass

import polars as pl

from chuandao.cascade.assembly.aside import ORIGIN, set_aside
from chuandao.cascade.assembly.telling import tell
from chuandao.catalog.tables import TableSchema
from chuandao.errors import Problem, Severity


@dataclass(frozen=True)
class Keyed:
    """A table in the order of its key, each key once; what was set aside; what was found."""

    frame: pl.DataFrame
    set_aside: list[pl.DataFrame]
    problems: list[Problem]


def keyed(frame: pl.DataFrame, schema: TableSchema, *, keep_one: bool = False) -> Keyed:
    """Return a table with each key once, in an order that no order of input rows changes.

    Rows alike in everything are kept once. Rows with one key that differ are all set aside,
    as none of them can be trusted before the other; with ``keep_one`` (units, which carry
    all that hangs below them) the first in order of content is kept.
    """
    ordered = in_order(frame, schema)
    if not schema.key or frame.height == 0:
        return Keyed(ordered, [], [])
    first = _whole(ordered, [c for c in ordered.columns if c not in ORIGIN]).is_first_distinct()
    once, repeated = ordered.filter(first), ordered.filter(~first)
    keys = _whole(once, list(schema.key))
    clashing = keys.is_duplicated()
    if keep_one:
        clashing = clashing & ~keys.is_first_distinct()
    kept, rest = once.filter(~clashing), once.filter(clashing)
    return Keyed(
        kept,
        [*_aside(schema, repeated, "duplicate_row"), *_aside(schema, rest, "duplicate_key")],
        [*_told(schema, repeated, "duplicate_row"), *_told(schema, rest, _code(keep_one))],
    )


def in_order(frame: pl.DataFrame, schema: TableSchema) -> pl.DataFrame:
    """Return a table sorted by its key, then by everything else, origin last."""
    rest = [name for name in frame.columns if name not in schema.key]
    names = [name for name in schema.key if name in frame.columns] + rest
    return frame.sort(_comparable(frame, names), nulls_last=False, maintain_order=True)


def _code(keep_one: bool) -> str:  # noqa: FBT001  # which of two messages
    return "duplicate_unit" if keep_one else "duplicate_key"


def _comparable(frame: pl.DataFrame, names: list[str]) -> list[pl.Expr]:
    """Compare lists by their text."""
    return [
        pl.col(name).list.join("\n").alias(name)
        if isinstance(frame.schema[name], pl.List)
        else pl.col(name)
        for name in names
    ]


def _whole(frame: pl.DataFrame, names: list[str]) -> pl.Series:
    """Return the values of these columns as one, so that rows can be compared."""
    return frame.select(pl.struct(_comparable(frame, names)).alias("whole"))["whole"]


def _aside(schema: TableSchema, rows: pl.DataFrame, code: str) -> list[pl.DataFrame]:
    if rows.height == 0:
        return []
    codes = pl.Series([[code]] * rows.height, dtype=pl.List(pl.String))
    return [set_aside(schema.name, rows, codes)]


def _told(schema: TableSchema, rows: pl.DataFrame, code: str) -> list[Problem]:
    def words(row: dict[str, object]) -> dict[str, object]:
        shown = ", ".join(str(row[name]) for name in schema.key if row[name] is not None)
        return {"key": shown, **schema.parameters()}

    severity: Severity = "warning" if code == "duplicate_row" else "error"
    return list(tell(rows, code, severity, "", words))
