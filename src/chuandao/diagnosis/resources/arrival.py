"""Sign R4 (到位滯後): resources arrive long after they were announced, or after the task was due.

Of each unit and kind: days from announcement to arrival, median and 90th percentile by Kaplan and
Meier, what is under way being censored on the day of the checkup. Listed where the median is long
by the reference range of the kind and longer than usual by a test of log days, false discoveries
held down over all units (Benjamini and Hochberg). Usual are the days the range calls normal or, if
longer, the median of the whole case: of funds at most to where severe begins, of land, quotas and
posts, which come slowly to everybody, however long. That all money comes late is the issuing
unit's matter (E8), not that of one step.
"""

from collections.abc import Iterator, Mapping

import numpy as np
import polars as pl

from chuandao.catalog.ranges import reference_range
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.examination import Finding, rows_behind
from chuandao.diagnosis.resources.grouped import in_groups
from chuandao.diagnosis.resources.ledger.books import Ledger
from chuandao.diagnosis.resources.wording import days, percent
from chuandao.stats.screening import q_values
from chuandao.stats.supply.arrival import days_until, longer_than, spread_of_logs

_OF = ["unit", "resource"]
_SHOWN = 12
SCHEMA = {
    "unit": pl.String,
    "resource": pl.String,
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
    timed = dated.rename({"to_unit": "unit"}).with_columns(
        days=(end - pl.col("announced")).dt.total_days(), end=end
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


def arrivals(timed: pl.DataFrame) -> pl.DataFrame:
    """Return how long arrivals took, a row a unit and kind, with the verdict.

    late, usual, or cannot_tell (fewer transfers than the range asks for).
    """
    spread = _spread(timed)
    usual = _usual(timed)
    rows = [
        {"unit": unit, "resource": kind, **_of(group, usual.get(str(kind), 1.0), spread)}
        for (unit, kind), group in in_groups(timed.sort("transfer"), _OF)
    ]
    table = pl.DataFrame(rows, schema=SCHEMA)
    tested = table["p_value"].is_not_null().to_numpy()
    q = np.full(table.height, np.nan)
    q[tested] = q_values(table["p_value"].drop_nulls().to_numpy())
    table = table.with_columns(q_value=pl.Series(q).fill_nan(None))
    verdicts = pl.Series([_verdict(row) for row in table.to_dicts()], dtype=pl.String)
    return table.with_columns(verdict=verdicts).sort(_OF)


def _spread(timed: pl.DataFrame) -> float:
    arrived = timed.filter(pl.col("arrived").is_not_null())
    found = spread_of_logs(
        [group["days"].cast(pl.Float64).to_numpy() for _, group in in_groups(arrived, _OF)]
    )
    usual = threshold("arrival_log_spread") if np.isnan(found) else found
    return max(usual, threshold("arrival_log_spread_least"))


def _usual(timed: pl.DataFrame) -> Mapping[str, float]:
    found = {}
    for (kind,), group in timed.group_by("resource"):
        normal = reference_range(f"arrival_days_{kind}").normal
        held = group["days"].cast(pl.Float64).to_numpy()
        middle = days_until(held, group["arrived"].is_not_null().to_numpy() * 1.0, 0.5)
        most = reference_range(f"arrival_days_{kind}").severe if kind == "funds" else np.inf
        found[str(kind)] = max(normal, min(most, normal if middle is None else middle))
    return found


def _of(group: pl.DataFrame, usual: float, spread: float) -> dict[str, object]:
    held = group["days"].cast(pl.Float64).to_numpy()
    arrived = group["arrived"].is_not_null().to_numpy() * 1.0
    least = reference_range(f"arrival_days_{group['resource'][0]}").least
    dated = group.filter(pl.col("due").is_not_null())
    late = dated.filter(pl.col("end") > pl.col("due"))
    total = float(dated["paid"].sum() or 0)
    return {
        "transfers": group.height,
        "under_way": int(group.height - arrived.sum()),
        "median_days": days_until(held, arrived, 0.5),
        "p90_days": days_until(held, arrived, 0.9),
        "applied_days": group["applied_days"].median(),
        "dated_due": dated.height,
        "after_due": float(late["paid"].sum() or 0) / total if total else None,
        "p_value": longer_than(held, usual, spread) if len(held) >= least else None,
    }


def _verdict(row: Mapping[str, object]) -> str:
    """Return whether arrivals are late; a median not yet reached is at least as long as the p90."""
    if row["p_value"] is None:
        return "cannot_tell"
    of = reference_range(f"arrival_days_{row['resource']}")
    long = of.calls(_median(row))
    tested = float(str(row["q_value"])) <= threshold("resource_false_discovery")
    return "late" if long and tested else "usual"


def _median(row: Mapping[str, object]) -> float:
    """Return the median; where more than half is under way, it is longer than any seen."""
    return float("inf") if row["median_days"] is None else float(str(row["median_days"]))


def findings(timed: pl.DataFrame, table: pl.DataFrame) -> Iterator[Finding]:
    """Return the late arrivals, and what came after the task was due."""
    due = reference_range("arrived_after_due")
    by = dict(in_groups(timed.sort("transfer"), _OF))
    for row in table.to_dicts():
        group = by[row["unit"], row["resource"]].sort("days", "transfer", descending=[True, False])
        if row["verdict"] == "late":
            yield _late(row, group)
        if row["dated_due"] >= due.least and due.calls(row["after_due"]):
            yield _after_due(row, group)


def _late(row: Mapping[str, object], group: pl.DataFrame) -> Finding:
    kind = str(row["resource"])
    middle = _median(row)
    longest = float(group["days"].max())  # type: ignore[arg-type]
    known = middle if np.isfinite(middle) else longest
    return Finding(
        unit=str(row["unit"]),
        cause="resources",
        sign="R4",
        severity=reference_range(f"arrival_days_{kind}").severity(known),
        code=f"finding.R4.{kind}" if np.isfinite(middle) else "finding.R4.under_way",
        about=kind,
        strength="moderate",
        parameters={
            "transfers": str(row["transfers"]),
            "under_way": str(row["under_way"]),
            "median": days(known),
            "longest": days(longest),
            "usual": days(reference_range(f"arrival_days_{kind}").normal),
        },
        rows=rows_behind(group.head(_SHOWN)),
    )


def _after_due(row: Mapping[str, object], group: pl.DataFrame) -> Finding:
    share = float(str(row["after_due"]))
    return Finding(
        unit=str(row["unit"]),
        cause="resources",
        sign="R4",
        severity=reference_range("arrived_after_due").severity(share),
        code="finding.R4.after_due",
        about=f"{row['resource']}_due",
        strength="moderate",
        parameters={"share": percent(share), "transfers": str(row["dated_due"])},
        rows=rows_behind(group.filter(pl.col("end") > pl.col("due")).head(_SHOWN)),
    )
