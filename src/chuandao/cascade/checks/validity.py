"""Units used on days on which they did not exist."""

from collections.abc import Iterable

import polars as pl

from chuandao.cascade.assembly.telling import tell
from chuandao.cascade.checks.view import View
from chuandao.catalog.tables import TableSchema, input_tables
from chuandao.errors import Problem

_LIFETIMES = frozenset({"units", "successions"})
_DAYS = ("date", "month", "period")
_PLANNED = frozenset({"due", "until", "valid_to", "valid_from"})


def check_validity(view: View) -> Iterable[Problem]:
    """Yield the rows whose unit did not exist on the row's date or in its period."""
    lives = view.tables["units"].select(
        pl.col("unit").alias("_unit"),
        pl.col("name").alias("_name"),
        pl.col("valid_from").alias("_from"),
        pl.col("valid_to").alias("_to"),
    )
    lives = lives.filter(pl.col("_from").is_not_null() | pl.col("_to").is_not_null())
    if lives.height == 0:
        return
    for name, frame in view.tables.items():
        schema = input_tables()[name]
        day = _day_of(schema)
        if name in _LIFETIMES or day is None:
            continue
        for column in (c.name for c in schema.columns if c.refers == "units.unit"):
            yield from _outside(frame, column, day, lives)


def _day_of(schema: TableSchema) -> tuple[str, str] | None:
    """Return the columns that say when a row happened: a period's two ends, or one day."""
    days = [c for c in schema.columns if c.type in _DAYS and c.name not in _PLANNED]
    if not days:
        return None
    first = days[0].name
    return (f"{first}_start", f"{first}_end") if days[0].type == "period" else (first, first)


def _outside(
    frame: pl.DataFrame, column: str, day: tuple[str, str], lives: pl.DataFrame
) -> Iterable[Problem]:
    """Take a period as outside only where it does not touch the unit's life at all."""
    rows = frame.join(lives, left_on=column, right_on="_unit", how="inner")
    outside = rows.filter((pl.col(day[1]) < pl.col("_from")) | (pl.col(day[0]) > pl.col("_to")))

    def words(row: dict[str, object]) -> dict[str, object]:
        return {
            "unit": row[column],
            "name": row["_name"],
            "day": str(row[day[0]]),
            "first": str(row["_from"] or "…"),
            "last": str(row["_to"] or "…"),
        }

    return tell(outside, "unit_outside_validity", "warning", column, words)
