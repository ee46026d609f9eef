"""How long each transfer took from announcement to arrival, and what that comes to in a group."""

import polars as pl

from chuandao.catalog.ranges import reference_range
from chuandao.diagnosis.resources.ledger.books import KINDS, Ledger
from chuandao.stats.supply.arrival import days_until

KEY = ["unit", "resource", "side", "task"]
SCHEMA = {
    "unit": pl.String,
    "resource": pl.String,
    "side": pl.String,
    "task": pl.String,
    "payees": pl.Int64,
    "transfers": pl.Int64,
    "under_way": pl.Int64,
    "median_days": pl.Float64,
    "p90_days": pl.Float64,
    "applied_days": pl.Float64,
    "dated_due": pl.Int64,
    "after_due": pl.Float64,
    "p_value": pl.Float64,
    "q_value": pl.Float64,
    "verdict": pl.String,
}


def lags(ledger: Ledger, due: pl.DataFrame, applications: pl.DataFrame) -> pl.DataFrame:
    """Return the transfers whose day of announcement is known, with the days they took.

    Parameters
    ----------
    ledger : Ledger
    due : table (unit, task, due)
        A row without a unit holds for all.
    applications : table (transfer, submitted)
    """
    dated = ledger.counting.filter(pl.col("announced").is_not_null() & (pl.col("paid") > 0))
    end = pl.col("arrived").fill_null(ledger.last)
    timed = dated.with_columns(
        unit="to_unit", payee="to_unit", days=(end - pl.col("announced")).dt.total_days(), end=end
    )
    timed = timed.filter(pl.col("days") >= 0)
    own = due.filter(pl.col("unit").is_not_null()).select("unit", "task", own_due="due")
    all_ = due.filter(pl.col("unit").is_null()).select("task", all_due="due")
    handed = applications.group_by("transfer").agg(pl.col("submitted").min())
    whole = (
        timed.join(own, on=["unit", "task"], how="left")
        .join(all_, on="task", how="left")
        .join(handed, on="transfer", how="left")
    )
    return whole.with_columns(
        due=pl.coalesce("own_due", "all_due"),
        applied_days=(pl.col("end") - pl.col("submitted")).dt.total_days(),
    )


def described(group: pl.DataFrame) -> dict[str, object]:
    """Return the columns of SCHEMA that are counts, days and shares of a group of transfers."""
    held = group["days"].cast(pl.Float64).to_numpy()
    arrived = group["arrived"].is_not_null().to_numpy() * 1.0
    dated = group.filter(pl.col("due").is_not_null())
    late = dated.filter(pl.col("end") > pl.col("due"))
    total = float(dated["paid"].sum() or 0)
    return {
        "payees": group["payee"].n_unique(),
        "transfers": group.height,
        "under_way": int(group.height - arrived.sum()),
        "median_days": days_until(held, arrived, 0.5),
        "p90_days": days_until(held, arrived, 0.9),
        "applied_days": group["applied_days"].median(),
        "dated_due": dated.height,
        "after_due": float(late["paid"].sum() or 0) / total if total else None,
    }


def of_kind(name: str) -> pl.Expr:
    """Return a bound of the range of each transfer's kind: ``least``, ``attention``, …."""
    held = {kind: getattr(reference_range(f"arrival_days_{kind}"), name) for kind in KINDS}
    return pl.col("resource").replace_strict(held, default=None, return_dtype=pl.Float64)
