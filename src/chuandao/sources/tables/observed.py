"""What was observed, given in words: states, levels and percentages become numbers."""

from collections.abc import Mapping

import polars as pl

from chuandao.catalog.values import values
from chuandao.catalog.words import fold
from chuandao.sources.tables.cells import BadCellError
from chuandao.sources.tables.cells.amounts import decimal_of
from chuandao.sources.tables.cells.outcome import half_width

_STATES = ("behind", "on_schedule", "completed")


def worded_values(cells: Mapping[str, pl.Series]) -> Mapping[str, pl.Series]:
    """Return the cells of a table with the words of a ``value`` beside a ``scale`` as numbers.

    A table without both columns comes back as it is. What is no known word stays, and is
    refused later like any other cell that is no number.
    """
    if not {"value", "scale"} <= set(cells) or cells["value"].dtype != pl.String:
        return cells
    empty = pl.Series([None] * len(cells["value"]), dtype=pl.String)
    columns = pl.DataFrame(
        {
            "value": cells["value"],
            "scale": cells["scale"].cast(pl.String),
            "levels": cells.get("levels", empty).cast(pl.String),
        }
    )
    distinct = columns.unique().drop_nulls("value")
    numbers = [number_of(*row) for row in distinct.rows()]
    table = distinct.with_columns(number=pl.Series(numbers, dtype=pl.String))
    read = columns.join(
        table, on=["value", "scale", "levels"], how="left", nulls_equal=True, maintain_order="left"
    )
    return {**cells, "value": read["number"]}


def number_of(value: str, scale: str | None, levels: str | None) -> str:
    """Return the number that a word means on its scale, as text.

    Parameters
    ----------
    value : str
    scale : str or None
        A word for one of the scales of evidence.
    levels : str or None
        The words of an ordinal scale from worst to best, with ``|`` between them.

    Examples
    --------
    >>> number_of("已完成", "状态", None), number_of("良", "等级", "差|中|良|优")
    ('3', '3')
    >>> number_of("85%", "share", None), number_of("85%", "percent", None)
    ('0.85', '85')
    """
    kind = values("evidence_scale").resolve(scale or "")
    if kind == "status":
        state = values("evidence_status").resolve(value)
        return str(_STATES.index(state) + 1) if state in _STATES else value
    if kind == "ordinal":
        words = [fold(word) for word in half_width(levels or "").split("|")]
        return str(words.index(fold(value)) + 1) if fold(value) in words else value
    return _without_percent(value, kind)


def _without_percent(value: str, kind: str | None) -> str:
    plain = half_width(value)
    if not plain.endswith("%") or kind not in {"share", "percent"}:
        return value
    try:
        number = decimal_of(plain[:-1])
    except BadCellError:
        return value
    return str(number if kind == "percent" else number / 100)
