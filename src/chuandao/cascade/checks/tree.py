"""The tree: tiers that do not descend, units older than their parent, virtual units."""

from collections.abc import Iterable

import polars as pl

from chuandao.cascade.assembly.telling import tell
from chuandao.cascade.checks.view import View
from chuandao.catalog.rows import rows_of
from chuandao.errors import Problem

_BESIDE = ("department", "party", "vertical")


def check_tree(view: View) -> Iterable[Problem]:
    """Yield what is odd in the tree of units."""
    rows = _with_parents(view)
    yield from tell(_not_below(rows), "tier_not_below", "warning", "tier", _tiers)
    yield from tell(_skipped(rows), "tier_skipped", "note", "tier", _tiers)
    older = rows.filter(pl.col("valid_from") < pl.col("parent_from"))
    yield from tell(older, "older_than_parent", "warning", "valid_from", _since)
    outliving = rows.filter(
        pl.col("parent_to").is_not_null()
        & (pl.col("valid_to").is_null() | (pl.col("valid_to") > pl.col("parent_to")))
    )
    yield from tell(outliving, "outlives_parent", "warning", "valid_to", _until)
    backwards = rows.filter(pl.col("valid_to") < pl.col("valid_from"))
    yield from tell(backwards, "ends_before_start", "warning", "valid_to", _lifetime)
    yield from _virtual(rows)


def _with_parents(view: View) -> pl.DataFrame:
    units = view.tables["units"]
    parents = units.select(
        pl.col("unit").alias("parent"),
        pl.col("name").alias("parent_name"),
        pl.col("tier").alias("parent_tier"),
        pl.col("valid_from").alias("parent_from"),
        pl.col("valid_to").alias("parent_to"),
    )
    return units.join(parents, on="parent", how="left", maintain_order="left")


def _not_below(rows: pl.DataFrame) -> pl.DataFrame:
    """Let a department stand in its government's own tier; any other unit stands lower."""
    beside = pl.col("kind").is_in(list(_BESIDE)).fill_null(value=False)
    least = pl.col("parent_tier") + pl.when(beside).then(0).otherwise(1)
    return rows.filter(pl.col("tier") < least)


def _skipped(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(pl.col("tier") > pl.col("parent_tier") + 1)


def _tiers(row: dict[str, object]) -> dict[str, object]:
    return {name: row[name] for name in ("unit", "name", "tier", "parent_name", "parent_tier")}


def _since(row: dict[str, object]) -> dict[str, object]:
    return {
        name: str(row[name])
        for name in ("unit", "name", "valid_from", "parent_name", "parent_from")
    }


def _until(row: dict[str, object]) -> dict[str, object]:
    names = ("unit", "name", "parent_name", "parent_to")
    return {name: str(row[name]) for name in names}


def _lifetime(row: dict[str, object]) -> dict[str, object]:
    return {"first": str(row["valid_from"]), "last": str(row["valid_to"])}


def _virtual(rows: pl.DataFrame) -> Iterable[Problem]:
    """Units that statistics put in to keep the tiers even: a step without an office."""
    names = {row["name"] for row in rows_of("virtual_units.csv")}
    found = rows.filter(pl.col("name").is_in(sorted(names)))
    for problem in tell(found.head(1), "virtual_units", "note", "name", lambda row: row):
        parameters = {"count": f"{found.height:,}", "name": found["name"][0]}
        yield Problem(problem.code, problem.severity, problem.place, parameters)
