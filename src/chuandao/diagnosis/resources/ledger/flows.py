"""Which money was passed on out of which: amounts of the same account laid end to end."""

from collections.abc import Sequence

import polars as pl


def matched(lots: pl.DataFrame, outs: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Return which part of each outflow came out of which lot, first in first out.

    Parameters
    ----------
    lots : table (lot, day, left, …by)
        What came in and is left, in whole cents; ``lot`` numbers them.
    outs : table (out, day, left, …by)
        What was sent on and is not traced yet, likewise.
    by : sequence of str
        The columns that make an account; nulls match nulls.

    Returns
    -------
    table (lot, out, amount)

    Examples
    --------
    >>> lots = pl.DataFrame({"lot": [1, 2], "day": [1, 2], "left": [60, 40], "unit": ["a", "a"]})
    >>> outs = pl.DataFrame({"out": [7, 8], "day": [3, 4], "left": [50, 30], "unit": ["a", "a"]})
    >>> matched(lots, outs, ["unit"]).rows()
    [(1, 7, 50), (1, 8, 10), (2, 8, 20)]
    """
    into, out = _laid(lots, "lot", by), _laid(outs, "out", by)
    total = into.group_by("account").agg(pl.col("end").max().alias("most"))
    total = total.join(out.group_by("account").agg(pl.col("end").max()), on="account").select(
        "account", most=pl.min_horizontal("most", "end")
    )
    ends = pl.concat([part.select("account", "end") for part in (into, out)]).unique()
    ends = ends.join(total, on="account").filter(pl.col("end") <= pl.col("most"))
    ends = ends.sort("account", "end").with_columns(
        amount=pl.col("end") - pl.col("end").shift(1).over("account").fill_null(0)
    )
    found = ends.sort("end")
    for part, name in ((into, "lot"), (out, "out")):
        found = found.join_asof(
            part.select("account", "end", name).sort("end"),
            on="end",
            by="account",
            strategy="forward",
            check_sortedness=False,
        )
    return found.select("lot", "out", "amount").sort("out", "lot")


def _laid(rows: pl.DataFrame, name: str, by: Sequence[str]) -> pl.DataFrame:
    """Put the amounts of each account end to end in the order of their days."""
    account = pl.concat_str(
        [pl.col(one).cast(pl.String).fill_null("\0") for one in by], separator="\1"
    )
    held = (
        rows.filter(pl.col("left") > 0).with_columns(account=account).sort("account", "day", name)
    )
    return held.with_columns(end=pl.col("left").cum_sum().over("account"))


def less(rows: pl.DataFrame, flows: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return lots or outflows with what the flows took taken off ``left``."""
    taken = flows.group_by(name).agg(taken=pl.col("amount").sum())
    return (
        rows.join(taken, on=name, how="left")
        .with_columns(left=pl.col("left") - pl.col("taken").fill_null(0))
        .drop("taken")
    )
