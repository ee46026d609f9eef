"""Sign R7 (撥付差異待核): payer's and payee's books differ on an edge, net of what explains it.

Of each payer, payee and kind: the sum over transfers that arrived of payer's less payee's amount,
both with documented adjustments (`ledger.adjusted`); what is rounding in one transfer counts as
none. The books differ where the sum calls for attention as a share of all that was compared, or
where a single transfer does as a share of its own: a thousand transfers that agree are no reason
to pass over one that does not. What is under way is no difference, money booked under another task
of the same edge neither, and where only one book is kept (鄉財縣管) there is nothing to compare. A
matter for finance to verify, nothing more.
"""

from collections.abc import Iterator

import polars as pl

from chuandao.catalog.ranges import reference_range
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.examination import Finding, rows_behind
from chuandao.diagnosis.resources.ledger.books import Ledger
from chuandao.diagnosis.resources.wording import amount, percent

_EDGE = ["from_unit", "to_unit", "resource"]
_SHOWN = 24


def differences(ledger: Ledger) -> pl.DataFrame:
    """Return a row an edge: both books, what is under way, the difference and the verdict.

    agree, differ, or cannot_tell (the payee's book is not at hand).
    """
    compared = pl.col("amount_arrived").is_not_null()
    beyond = _beyond_rounding()
    rows = ledger.counting.group_by(_EDGE).agg(
        transfers=pl.len().cast(pl.Int64),
        compared=compared.sum().cast(pl.Int64),
        paid=pl.col("paid").filter(compared).sum(),
        received=(pl.col("paid") - pl.col("difference")).filter(compared).sum(),
        under_way=pl.col("paid").filter("under_way").sum(),
        difference=beyond.filter(compared).sum(),
    )
    share = pl.col("difference").cast(pl.Float64).abs() / pl.col("paid").cast(pl.Float64)
    whole = rows.join(_telling(ledger), on=_EDGE, how="left", nulls_equal=True).with_columns(
        share=pl.when(pl.col("paid") > 0).then(share)
    )
    large = pl.col("share") >= reference_range("book_difference").attention
    some = pl.col("difference").cast(pl.Float64).abs() > _rounding()
    own = pl.when(pl.col("difference") > 0).then("telling_less").otherwise("telling_more")
    verdict = (
        pl.when(pl.col("compared") == 0)
        .then(pl.lit("cannot_tell"))
        .when(some & (large | (own > 0)))
        .then(pl.lit("differ"))
        .otherwise(pl.lit("agree"))
    )
    return whole.with_columns(verdict=verdict).drop("telling_less", "telling_more").sort(_EDGE)


def _telling(ledger: Ledger) -> pl.DataFrame:
    """Return how many single transfers of each edge differ enough, by the sign of it."""
    difference = pl.col("difference").cast(pl.Float64)
    share = difference.abs() / pl.col("paid").cast(pl.Float64)
    enough = share >= reference_range("book_difference").attention
    single = ledger.counting.filter(
        (pl.col("paid") > 0) & enough & (difference.abs() > _rounding())
    )
    return single.group_by(_EDGE).agg(
        telling_less=(difference > 0).sum(), telling_more=(difference < 0).sum()
    )


def _rounding() -> pl.Expr:
    funds = pl.col("resource") == "funds"
    return (
        pl.when(funds)
        .then(threshold("book_rounding_yuan"))
        .otherwise(threshold("book_rounding_other"))
    )


def _beyond_rounding() -> pl.Expr:
    small = pl.col("difference").cast(pl.Float64).abs() <= _rounding()
    return pl.when(small).then(pl.lit(0).cast(pl.Decimal(18, 2))).otherwise("difference")


def findings(ledger: Ledger, table: pl.DataFrame) -> Iterator[Finding]:
    """Return the edges whose books differ, at the payee.

    Where the whole edge hardly differs, the figures are those of the transfers that do.
    """
    of = reference_range("book_difference")
    differing = ledger.counting.filter(
        pl.col("difference").cast(pl.Float64).abs() > _rounding()
    ).sort(pl.col("difference").abs(), "transfer", descending=[True, False])
    for row in table.filter(pl.col("verdict") == "differ").to_dicts():
        behind = differing.filter(*(pl.col(name).eq_missing(row[name]) for name in _EDGE))
        severity = of.severity(max(row["share"], of.attention))
        yield _finding(row if of.calls(row["share"]) else _of(row, behind), behind, severity)


def _of(row: dict, behind: pl.DataFrame) -> dict:  # type: ignore[type-arg]
    """Return the row of an edge with the figures of the transfers that differ."""
    paid, difference = (sum(behind[name].to_list()) for name in ("paid", "difference"))
    share = float(abs(difference) / paid)
    return row | {"paid": paid, "received": paid - difference, "share": share}


def _finding(row: dict, behind: pl.DataFrame, severity: float) -> Finding:  # type: ignore[type-arg]
    kind = row["resource"]
    return Finding(
        unit=row["to_unit"],
        cause="resources",
        sign="R7",
        severity=severity,
        code=f"finding.R7.{'more' if row['difference'] < 0 else 'less'}.{kind}",
        about=":".join(part for part in (row["from_unit"], kind) if part),
        strength="moderate",
        parameters={
            "paid": amount(float(row["paid"]), kind),
            "received": amount(float(row["received"]), kind),
            "difference": amount(abs(float(row["difference"])), kind),
            "share": percent(row["share"]),
            "transfers": str(behind.height),
        },
        rows=rows_behind(behind.head(_SHOWN)),
    )
