"""The chain of funds (資金鏈條): each transfer, what it was passed on out of, and its first origin.

A unit passes on what came to it for the same task, first in first out, then what came to it for
none; what is left is from its own means, or from above the root. So each row is a part of a
transfer with one source (the transfer to the payer that it came out of) and one origin (the one at
the head of the chain): from one appropriation down to every village, and back. Rows that do not
count (repeats, notices that were paid) stand beside with their reason.
"""

import numpy as np
import polars as pl

from chuandao.cascade.units import UnitTree
from chuandao.diagnosis.resources.ledger.books import Ledger
from chuandao.diagnosis.resources.ledger.flows import less, matched

_ROUNDS = 12
_MONEY = pl.Decimal(18, 2)
_COLUMNS = [
    "transfer",
    "source",
    "origin",
    "from_unit",
    "to_unit",
    "task",
    "resource",
    "amount",
    "received",
    "passed_on",
    "kept",
    "announced",
    "arrived",
    "status",
]
_LOT = {
    "lot": pl.Int64,
    "transfer": pl.Int64,
    "source": pl.Int64,
    "origin": pl.Int64,
    "unit": pl.String,
    "task": pl.String,
    "resource": pl.String,
    "day": pl.Date,
    "amount": pl.Int64,
    "received": pl.Int64,
    "left": pl.Int64,
}


def fund_chain(ledger: Ledger, units: UnitTree) -> pl.DataFrame:
    """Return the chain: transfer, source, origin, parties, amounts, days, status."""
    counting = (
        ledger.counting.sort("transfer")
        .with_row_index("n")
        .with_columns(
            pl.col("n").cast(pl.Int64),
            cents=_cents("paid"),
            came=pl.coalesce(_cents("received"), _cents("paid")),
            day=pl.coalesce("announced", "arrived").fill_null(ledger.first),
        )
    )
    lots = pl.DataFrame(schema=_LOT)
    for _, step in (
        counting.with_columns(step=_steps(counting, units))
        .sort("step")
        .group_by("step", maintain_order=True)
    ):
        lots = _passed_on(lots, step)
    return _written(lots, counting, ledger)


def _cents(name: str) -> pl.Expr:
    return (pl.col(name) * 100).cast(pl.Int64)


def _steps(transfers: pl.DataFrame, units: UnitTree) -> pl.Series:
    """Return how far down the chain the payer of each transfer stands; 0 above all."""
    tier = dict(units.frame.select("unit", "tier").iter_rows())
    names = sorted({*transfers["from_unit"].drop_nulls(), *transfers["to_unit"]})
    at = {name: place for place, name in enumerate(names)}
    down = transfers.filter(pl.col("from_unit").is_not_null()).select("from_unit", "to_unit")
    edges = [(a, b) for a, b in down.unique().iter_rows() if a != b and tier[a] <= tier[b]]
    level = np.ones(len(names), dtype=np.int64)
    ends = np.array([(at[a], at[b]) for a, b in edges], dtype=np.int64).reshape(-1, 2)
    for _ in range(_ROUNDS):
        before = level.copy()
        np.maximum.at(level, ends[:, 1], level[ends[:, 0]] + 1)
        if (before == level).all():
            break
    place = {name: int(level[at[name]]) for name in names}
    return transfers["from_unit"].replace_strict(place, default=0, return_dtype=pl.Int64)


def _passed_on(lots: pl.DataFrame, step: pl.DataFrame) -> pl.DataFrame:
    """Trace the transfers of one step to the lots of their payers, and make their own lots."""
    outs = step.select("n", "task", "resource", "day", unit="from_unit", out="n", left="cents")
    flows = []
    for by in (["unit", "resource", "task"], ["unit", "resource"]):
        open_ = lots if "task" in by else lots.filter(pl.col("task").is_null())
        found = matched(open_, outs.filter(pl.col("unit").is_not_null()), by)
        lots, outs = less(lots, found, "lot"), less(outs, found, "out")
        flows.append(found)
    traced = pl.concat(flows).join(lots.select("lot", "origin", source="transfer"), on="lot")
    own = outs.filter(pl.col("left") > 0).select(
        "out", amount="left", source=pl.lit(None, dtype=pl.Int64), origin="out"
    )
    parts = pl.concat([traced.select("out", "amount", "source", "origin"), own])
    merged = parts.group_by("out", "source", "origin").agg(pl.col("amount").sum())
    return pl.concat([lots, _new(merged, step, lots.height)])


def _new(parts: pl.DataFrame, step: pl.DataFrame, first: int) -> pl.DataFrame:
    """Return the lots that parts of transfers make with their payees."""
    whole = parts.join(step, left_on="out", right_on="n").sort("out", "source", "origin")
    share = pl.col("amount") * pl.col("came") // pl.col("cents")
    received = pl.when(pl.col("cents") > 0).then(share).otherwise(0)
    return (
        whole.drop("received")
        .with_row_index("lot", offset=first)
        .with_columns(pl.col("lot").cast(pl.Int64), received=received)
        .select(
            "lot",
            pl.col("out").alias("transfer"),
            "source",
            "origin",
            pl.col("to_unit").alias("unit"),
            "task",
            "resource",
            "day",
            "amount",
            "received",
            pl.col("received").alias("left"),
        )
    )


def _written(lots: pl.DataFrame, counting: pl.DataFrame, ledger: Ledger) -> pl.DataFrame:
    """Return the lots under the codes of the transfers, with the rows that do not count."""
    codes = counting.select("n", code="transfer")
    named = lots.select("transfer", "source", "origin", "amount", "received", "left")
    for name in ("transfer", "source", "origin"):
        named = named.join(codes, left_on=name, right_on="n", how="left").drop(name)
        named = named.rename({"code": name})
    whole = named.join(
        counting.drop("amount", "received").with_columns(
            status=pl.when("under_way").then(pl.lit("under_way")).otherwise(pl.lit("arrived"))
        ),
        on="transfer",
    ).with_columns(
        passed_on=_yuan(pl.col("received") - pl.col("left")),
        kept=pl.when(~pl.col("under_way")).then(_yuan(pl.col("left"))),
        received=pl.when(~pl.col("under_way")).then(_yuan(pl.col("received"))),
        amount=_yuan(pl.col("amount")),
    )
    beside = ledger.transfers.filter((pl.col("counted") != "") | (pl.col("paid") <= 0))
    both = [part.select(_typed()) for part in (whole, _beside(beside))]
    return pl.concat(both).sort("transfer", "source", "origin")


def _beside(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows that stand alone: what does not count, and amounts taken back (below 0)."""
    counts = pl.col("counted") == ""
    state = pl.when("under_way").then(pl.lit("under_way")).otherwise(pl.lit("arrived"))
    nothing = pl.lit(None, dtype=_MONEY)
    return rows.with_columns(
        source=pl.lit(None, dtype=pl.String),
        origin=pl.col("transfer"),
        amount=pl.when(counts).then("paid").otherwise("amount"),
        received=pl.when(counts).then("received").otherwise(nothing),
        passed_on=nothing,
        kept=pl.when(counts).then("received").otherwise(nothing),
        status=pl.when(counts).then(state).otherwise("counted"),
    )


def _typed() -> list[pl.Expr]:
    money = {"amount", "received", "passed_on", "kept"}
    return [pl.col(c).cast(_MONEY) if c in money else pl.col(c) for c in _COLUMNS]


def _yuan(cents: pl.Expr) -> pl.Expr:
    return (cents.cast(pl.Decimal(18, 2)) / 100).cast(_MONEY)
