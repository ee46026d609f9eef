"""Transfers with their documented adjustments: both books net, and what still differs.

Notes
-----
Payer's book: amount + adjustments of the payer's book and of both. Payee's book: amount arrived +
adjustments of the payee's book and of both. An adjustment of both that the amount arrived holds
already (it was made before arrival, or amount + adjustment is what arrived) is not taken off
twice: of these readings the one with the smallest difference counts.
"""

import polars as pl

_SUMS = ("by_payer", "by_payee", "both_before", "both_after")


def adjusted(transfers: pl.DataFrame, adjustments: pl.DataFrame) -> pl.DataFrame:
    """Return the transfers with what they come to in each book.

    Parameters
    ----------
    transfers : table (transfer, amount, arrived, amount_arrived, …)
    adjustments : table (transfer, amount, adjusted, book)

    Returns
    -------
    table
        The same with ``paid`` (payer's book, net), ``received`` (payee's, net; the payer's where
        the payee's is not at hand; null while under way), ``in_arrived`` (whether the amount
        arrived holds the adjustments of both books), ``difference`` (payer's less payee's, null
        where it cannot be told).
    """
    whole = transfers.join(_sums(transfers, adjustments), on="transfer", how="left")
    whole = whole.with_columns(pl.col(_SUMS).fill_null(0))
    both = pl.col("both_before") + pl.col("both_after")
    payer = pl.col("amount") + pl.col("by_payer")
    payee = pl.col("amount_arrived") + pl.col("by_payee")
    arrived = pl.col("arrived").is_not_null()
    plain = payer - payee
    readings = [plain, plain + pl.col("both_before"), plain + both]
    holds = (plain != 0) & ((plain + pl.col("both_before") == 0) | (plain + both == 0))
    net = pl.coalesce(payee + pl.when(holds).then(0).otherwise(both), payer + both)
    return whole.with_columns(
        paid=payer + both,
        received=pl.when(arrived).then(net),
        in_arrived=holds.fill_null(value=False),
        difference=pl.when(arrived).then(_smallest(readings)),
    ).drop(_SUMS)


def _sums(transfers: pl.DataFrame, adjustments: pl.DataFrame) -> pl.DataFrame:
    dated = adjustments.join(transfers.select("transfer", "arrived"), on="transfer")
    book = pl.col("book").fill_null("both")
    both = ~book.is_in(["payer", "payee"])
    before = pl.col("adjusted") <= pl.col("arrived")
    of = {
        "by_payer": book == "payer",
        "by_payee": book == "payee",
        "both_before": both & before.fill_null(value=False),
        "both_after": both & ~before.fill_null(value=False),
    }
    return dated.group_by("transfer").agg(
        pl.col("amount").filter(which).sum().alias(name) for name, which in of.items()
    )


def _smallest(readings: list[pl.Expr]) -> pl.Expr:
    """Return the reading nearest to 0; the first of those that are equally near."""
    least = pl.min_horizontal(*(one.abs() for one in readings))
    return pl.coalesce(pl.when(one.abs() == least).then(one) for one in readings)
