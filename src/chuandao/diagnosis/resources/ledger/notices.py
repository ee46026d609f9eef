"""Rows of one transfer that stand in the books several times: repeats, and notice beside payment.

A quota notice (指標文) announces money, a treasury payment brings it. Where a list holds both, the
money is one: the payment keeps its day of arrival and takes the day of the notice, and of the
notice only what was not paid is left, as under way. Rows alike in all but their code are one, and
a row that its code names as a total is none.
"""

import polars as pl

EDGE = ["from_unit", "to_unit", "task", "resource"]
_ALIKE = [*EDGE, "amount", "restriction", "origin_tier", "announced", "arrived", "amount_arrived"]
REPEATED, PAID, TOTAL = "repeated", "notice_paid", "total"
_TOTAL = r"(?i)[合小总總共][计計]|total"


def counted_once(transfers: pl.DataFrame) -> pl.DataFrame:
    """Return the transfers with ``counted`` (why a row does not count; empty where it does).

    Parameters
    ----------
    transfers : table (transfer, from_unit, to_unit, task, resource, amount, announced, …)

    Notes
    -----
    Within one payer, payee, task and kind, payments without a day of announcement pay the open
    notices in the order of their days. A payment whose code begins with that of an open notice
    of the same amount pays that one.
    """
    marked = _without_repeats(transfers)
    return _paid(_paid_by_code(marked)).sort("transfer")


def _without_repeats(transfers: pl.DataFrame) -> pl.DataFrame:
    """Rows alike in all but their code count once; two without any day may be two."""
    ordered = transfers.sort("transfer")
    dated = pl.col("announced").is_not_null() | pl.col("arrived").is_not_null()
    again = ordered.select(pl.struct(_ALIKE).is_first_distinct().not_() & dated).to_series()
    total = pl.col("transfer").str.contains(_TOTAL)
    why = pl.when(total).then(pl.lit(TOTAL)).when(pl.Series(again)).then(pl.lit(REPEATED))
    return ordered.with_columns(counted=why.otherwise(pl.lit("")))


def _open() -> pl.Expr:
    return (
        (pl.col("counted") == "") & pl.col("arrived").is_null() & pl.col("announced").is_not_null()
    )


def _paid_by_code(transfers: pl.DataFrame) -> pl.DataFrame:
    notices = transfers.filter(_open()).select(*EDGE, "amount", notice="transfer")
    payments = transfers.filter(pl.col("arrived").is_not_null() & (pl.col("counted") == ""))
    pairs = payments.join(notices, on=[*EDGE, "amount"], nulls_equal=True).filter(
        pl.col("transfer").str.starts_with(pl.col("notice"))
    )
    return transfers.with_columns(
        counted=pl.when(pl.col("transfer").is_in(pairs["notice"].implode()))
        .then(pl.lit(PAID))
        .otherwise("counted")
    )


def _paid(transfers: pl.DataFrame) -> pl.DataFrame:
    """Let payments without a day of announcement pay the open notices of their edge."""
    since = _lined_up(transfers.filter(_open()), "announced")
    bare = pl.col("announced").is_null() & pl.col("arrived").is_not_null()
    paying = transfers.filter(bare & (pl.col("counted") == "")).join(
        since.group_by(EDGE).agg(opened=pl.col("announced").min()), on=EDGE, nulls_equal=True
    )
    paying = _lined_up(paying.filter(pl.col("arrived") >= pl.col("opened")), "arrived")
    if paying.is_empty():
        return transfers
    return _joined(transfers, _days(paying, since), _left(paying, since))


def _lined_up(rows: pl.DataFrame, day: str) -> pl.DataFrame:
    """Put the amounts of each edge end to end, in the order of their days."""
    ordered = rows.sort(day, "transfer")
    end = pl.col("amount").cum_sum().over(EDGE)
    return ordered.with_columns(end=end, start=end - pl.col("amount"))


def _days(paying: pl.DataFrame, since: pl.DataFrame) -> pl.DataFrame:
    """Return for each payment the day of the notice on which it falls."""
    edge = pl.struct(EDGE).cast(pl.Struct(dict.fromkeys(EDGE, pl.String))).hash()
    found = (
        paying.with_columns(edge=edge)
        .sort("start")
        .join_asof(
            since.with_columns(edge=edge)
            .select("edge", "start", notice_day="announced")
            .sort("start"),
            on="start",
            by="edge",
            check_sortedness=False,
        )
    )
    known = found.filter(pl.col("notice_day") <= pl.col("arrived"))
    return known.select("transfer", "notice_day")


def _left(paying: pl.DataFrame, since: pl.DataFrame) -> pl.DataFrame:
    """Return what is left of each notice when the payments are taken off, first notice first."""
    total = paying.group_by(EDGE).agg(paid=pl.col("amount").sum())
    touched = since.join(total, on=EDGE, nulls_equal=True)
    left = (pl.col("end") - pl.col("paid")).clip(0, None)
    return touched.select("transfer", left=pl.min_horizontal("amount", left))


def _joined(transfers: pl.DataFrame, days: pl.DataFrame, left: pl.DataFrame) -> pl.DataFrame:
    whole = transfers.join(days, on="transfer", how="left").join(left, on="transfer", how="left")
    return whole.with_columns(
        announced=pl.coalesce("announced", "notice_day"),
        amount=pl.when(pl.col("left") > 0).then("left").otherwise("amount"),
        counted=pl.when(pl.col("left") == 0).then(pl.lit(PAID)).otherwise("counted"),
    ).drop("notice_day", "left")
