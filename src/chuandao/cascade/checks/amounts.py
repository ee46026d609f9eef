"""Amounts and heads that make no sense below zero, and offices without people."""

from collections.abc import Iterable

import polars as pl

from chuandao.cascade.assembly.telling import Words, tell
from chuandao.cascade.checks.view import View
from chuandao.errors import Problem

_MAY_BE_NEGATIVE = frozenset(
    {
        ("adjustments", "amount"),
        ("interests", "amount"),
        ("indicators", "value"),
        ("indicators", "pass_mark"),
        ("evidence", "value"),
    }
)
_NUMBERS = ("money", "number", "integer")


def check_amounts(view: View) -> Iterable[Problem]:
    """Yield negative numbers where a number cannot be negative, and months without staff."""
    for table, frame, column in view.columns(*_NUMBERS):
        if (table, column.name) in _MAY_BE_NEGATIVE:
            continue
        negative = frame.filter(pl.col(column.name) < 0)
        code = "amount_negative" if column.type == "money" else "number_negative"
        yield from tell(negative, code, "warning", column.name, _value_of(column.name))
    yield from _staff(view)


def _value_of(name: str) -> Words:
    def words(row: dict[str, object]) -> dict[str, object]:
        value = row[name]
        return {"value": f"{value:g}" if isinstance(value, float) else f"{value}"}

    return words


def _staff(view: View) -> Iterable[Problem]:
    staff = view.tables.get("staff")
    if staff is None:
        return
    none = staff.filter(pl.col("in_post") == 0)
    yield from tell(none, "staff_zero", "warning", "in_post", _unit(view))
    lent = staff.filter((pl.col("in_post") > 0) & (pl.col("seconded_out") > pl.col("in_post")))
    yield from tell(lent, "staff_lent_beyond", "warning", "seconded_out", _unit(view))


def _unit(view: View) -> Words:
    def words(row: dict[str, object]) -> dict[str, object]:
        unit = str(row["unit"])
        return {"unit": unit, "name": view.units.name(unit), "month": f"{row['month']:%Y-%m}"}

    return words
