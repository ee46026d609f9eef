"""Declared editions: documents said to supersede one that is unknown, later, or themselves."""

from collections.abc import Iterable

import polars as pl

from chuandao.cascade.assembly.telling import tell
from chuandao.cascade.checks.view import View
from chuandao.errors import Problem


def check_supersedes(view: View) -> Iterable[Problem]:
    """Yield what is wrong with the column ``supersedes``, which names codes or numbers."""
    documents = view.tables.get("documents")
    if documents is None or documents["supersedes"].drop_nulls().is_empty():
        return
    rows = documents.explode("supersedes").filter(pl.col("supersedes").is_not_null())
    rows = rows.join(_named(documents), on="supersedes", how="left", maintain_order="left")
    unknown = rows.filter(pl.col("earlier").is_null())
    yield from tell(unknown, "supersedes_unknown", "warning", "supersedes", _words)
    itself = rows.filter(pl.col("earlier") == pl.col("document"))
    yield from tell(itself, "supersedes_itself", "warning", "supersedes", _words)
    later = rows.filter(pl.col("other") > pl.col("date"))
    yield from tell(later, "supersedes_later", "warning", "supersedes", _words)


def _named(documents: pl.DataFrame) -> pl.DataFrame:
    """Return every code and number by which a document may be named, with its day."""
    one = pl.col("document").alias("earlier"), pl.col("date").alias("other")
    by_code = documents.select(pl.col("document").alias("supersedes"), *one)
    by_number = documents.select(pl.col("number").alias("supersedes"), *one).drop_nulls(
        "supersedes"
    )
    return pl.concat([by_code, by_number]).unique("supersedes", keep="first", maintain_order=True)


def _words(row: dict[str, object]) -> dict[str, object]:
    return {
        "document": row["document"],
        "value": row["supersedes"],
        "day": str(row["date"]),
        "other": str(row["other"]),
    }
