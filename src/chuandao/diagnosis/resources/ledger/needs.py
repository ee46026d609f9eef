"""The needs of units themselves, apart from rows that only sum up the units below."""

import polars as pl

_OF = ["task", "resource"]


def own_needs(needs: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """Return the needs with ``own``: false where the unit's need is the sum of those below it.

    A county's list often closes with what its townships need together. That is not needed a
    second time: a need equal to the sum over at least two units directly below, of the same
    task and kind, is a sum.

    Parameters
    ----------
    needs : table (unit, task, resource, amount, …)
    units : table (unit, parent)

    Examples
    --------
    >>> needs = pl.DataFrame({"unit": ["1", "11", "12"], "task": ["T"] * 3,
    ...     "resource": ["funds"] * 3, "amount": [90.0, 60.0, 30.0]})
    >>> units = pl.DataFrame({"unit": ["1", "11", "12"], "parent": [None, "1", "1"]})
    >>> own_needs(needs, units)["own"].to_list()
    [False, True, True]
    """
    each = needs.group_by("unit", *_OF).agg(pl.col("amount").sum())
    below = (
        each.join(units, on="unit")
        .group_by(*_OF, unit="parent")
        .agg(below=pl.col("amount").sum(), units_below=pl.len())
    )
    summed = each.join(below, on=["unit", *_OF]).filter(
        (pl.col("amount") == pl.col("below")) & (pl.col("units_below") > 1)
    )
    marked = needs.join(
        summed.select("unit", *_OF, own=pl.lit(value=False)), on=["unit", *_OF], how="left"
    )
    return marked.with_columns(pl.col("own").fill_null(value=True))
