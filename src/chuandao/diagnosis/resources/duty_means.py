"""Duty against means (財政事權和支出責任): what each tier is to bear of a task, and what it bore.

Borne by a tier: money for the task whose chain begins with a unit of that tier, as far as it
arrived and was kept where it was to be used; and own means bound to the task that were not sent on.
Money that is bound to no task is not laid to any. Inequality: Theil's T of supply per need, between
and within tiers and superiors.
"""

from collections.abc import Iterator

import numpy as np
import polars as pl

from chuandao.cascade.units import UnitTree
from chuandao.diagnosis.resources.coverage.measured import Measured
from chuandao.diagnosis.resources.ledger.books import Ledger
from chuandao.stats.supply.inequality import concentration, theil

_FUNDS = pl.col("resource") == "funds"
_MONEY = pl.Decimal(18, 2)
SPREAD = {
    "task": pl.String,
    "resource": pl.String,
    "grouped_by": pl.String,
    "units": pl.Int64,
    "theil": pl.Float64,
    "between": pl.Float64,
    "within": pl.Float64,
    "concentration": pl.Float64,
}


def means_against_duty(
    ledger: Ledger, chain: pl.DataFrame, duties: pl.DataFrame, units: UnitTree
) -> pl.DataFrame:
    """Return a row a task and tier: share to bear, need, what was borne, and the difference."""
    borne = (
        pl.concat([_from_transfers(ledger, chain, units), _from_means(ledger, chain, units)])
        .group_by("task", "tier")
        .agg(borne=pl.col("amount").sum().cast(_MONEY))
    )
    need = (
        ledger.needs.filter(_FUNDS & pl.col("own"))
        .group_by("task")
        .agg(need=pl.col("amount").sum().cast(_MONEY))
    )
    stated = duties.select("task", "tier", "basis", duty_share="share").with_columns(
        pl.col("tier").cast(pl.Int64)
    )
    whole = stated.join(borne, on=["task", "tier"], how="full", coalesce=True).join(
        need, on="task", how="left"
    )
    total = pl.col("borne").sum().over("task").cast(pl.Float64)
    share = pl.col("borne").fill_null(0).cast(pl.Float64) / total
    return (
        whole.select(
            "task",
            "tier",
            "basis",
            "duty_share",
            "need",
            due=(pl.col("need").cast(pl.Float64) * pl.col("duty_share")).round(2).cast(_MONEY),
            borne=pl.col("borne").fill_null(0),
            borne_share=pl.when(total > 0).then(share),
        )
        .with_columns(gap=pl.col("borne_share") - pl.col("duty_share"))
        .sort("task", "tier")
    )


def _tiers(units: UnitTree) -> pl.DataFrame:
    return units.frame.select("unit", tier=pl.col("tier").cast(pl.Int64))


def _from_transfers(ledger: Ledger, chain: pl.DataFrame, units: UnitTree) -> pl.DataFrame:
    """Return what was kept for tasks, by the tier of whoever stands at the head of the chain."""
    heads = ledger.counting.select("origin_tier", origin="transfer", unit="from_unit").join(
        _tiers(units), on="unit", how="left"
    )
    above = pl.col("origin_tier").fill_null(-1)
    kept = chain.filter(_FUNDS & pl.col("task").is_not_null() & (pl.col("kept") > 0))
    return kept.join(heads, on="origin").select(
        "task", pl.coalesce("tier", above).alias("tier"), amount="kept"
    )


def _from_means(ledger: Ledger, chain: pl.DataFrame, units: UnitTree) -> pl.DataFrame:
    """Return own means bound to tasks, less what was sent on out of them."""
    own = ledger.means.filter(_FUNDS & pl.col("task").is_not_null())
    begun = own.filter(pl.col("from").is_null() | (pl.col("from") <= ledger.last))
    sent = chain.filter(_FUNDS & pl.col("source").is_null() & pl.col("kept").is_not_null())
    out = sent.group_by("task", pl.col("from_unit").alias("unit")).agg(out=pl.col("amount").sum())
    left = (
        begun.group_by("unit", "task")
        .agg(pl.col("amount").sum())
        .join(out, on=["unit", "task"], how="left")
    )
    rest = (pl.col("amount") - pl.col("out").fill_null(0)).clip(0, None)
    return left.join(_tiers(units), on="unit").select("task", "tier", amount=rest.cast(_MONEY))


def inequality(found: Measured, units: UnitTree) -> pl.DataFrame:
    """Return Theil's T of supply per need, a row a task, kind and grouping (tier, superior)."""
    rows = found.by_kind.join(units.frame.select("unit", "tier", "parent"), on="unit").sort(
        "task", "resource", "unit"
    )
    made = [
        row
        for (task, kind), group in rows.group_by("task", "resource", maintain_order=True)
        for row in _spread(str(task), str(kind), group)
    ]
    return pl.DataFrame(made, schema=SPREAD).sort("task", "resource", "grouped_by")


def _spread(task: str, kind: str, group: pl.DataFrame) -> Iterator[dict[str, object]]:
    need = group["need"].to_numpy()
    supply = (group["bound"] + group["general"]).to_numpy()
    for name in ("tier", "parent"):
        _, codes = np.unique(
            group[name].cast(pl.String).fill_null("").to_numpy(), return_inverse=True
        )
        parts = theil(supply / need, need, codes)
        yield {
            "task": task,
            "resource": kind,
            "grouped_by": name,
            "units": group.height,
            "theil": parts.total if parts else None,
            "between": parts.between if parts else None,
            "within": parts.within if parts else None,
            "concentration": concentration(supply / need, need),
        }
