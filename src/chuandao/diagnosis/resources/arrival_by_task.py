r"""R4 of single tasks: money late for one task, to a unit or from a payer, among much in time.

Slow is a transfer that took, or is under way for, as long as calls for attention. A group, the
transfers of a payer for a task to several payees, or those to a unit for a task, is listed where
its median calls for attention and so many of it are slow as chance would hardly bring about:

.. math:: p = P(X \ge k), \quad X \sim B(n, f), \quad f = (K + 1) / (N + 1)

with n transfers, k slow, and K slow of N other transfers of the kind in the case, however their
days are spread. Payers are judged first; what is told of them, or of units as a whole, no longer
counts as usual when the tasks of units are judged. False discoveries are held down in each step
(Benjamini and Hochberg).
"""

import numpy as np
import polars as pl
from scipy.stats import binom

from chuandao.catalog.ranges import reference_range
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.resources.arrival_lags import KEY, SCHEMA, described, of_kind
from chuandao.diagnosis.resources.grouped import in_groups
from chuandao.stats.screening import q_values

_GROUP = ["unit", "task", "resource"]


def payer_groups(timed: pl.DataFrame) -> pl.DataFrame:
    """Return the transfers of payers for single tasks that go to several payees."""
    rows = timed.filter(pl.col("task").is_not_null() & pl.col("from_unit").is_not_null())
    rows = rows.with_columns(unit="from_unit", side=pl.lit("payer"))
    several = pl.col("payee").n_unique().over(_GROUP) > 1
    return rows.filter(several & (pl.len().over(_GROUP) >= of_kind("least")))


def payee_groups(timed: pl.DataFrame) -> pl.DataFrame:
    """Return the transfers to units for single tasks that are not all that came to them."""
    rows = timed.with_columns(side=pl.lit("payee"))
    part = pl.len().over(_GROUP) < pl.len().over("unit", "resource")
    enough = pl.len().over(_GROUP) >= of_kind("least")
    return rows.filter(part & enough & pl.col("task").is_not_null())


def judged(groups: pl.DataFrame, timed: pl.DataFrame, told: frozenset[str]) -> pl.DataFrame:
    """Return a row a group of which half is slow or under way, with the verdict.

    Parameters
    ----------
    groups : table
        `payer_groups` or `payee_groups`.
    timed : table
        All transfers (`lags`).
    told : frozenset of str
        Transfers that do not show what is usual, because they were told of already.
    """
    slow = pl.col("days") >= of_kind("attention")
    rows = groups.with_columns(slow=slow)
    may = (pl.col("slow") | pl.col("arrived").is_null()).mean().over(_GROUP) >= 0.5  # noqa: PLR2004
    others = rows.filter(~may).select(_GROUP).unique().height
    usual = timed.filter(~pl.col("transfer").is_in(list(told))).with_columns(slow=slow)
    found = [
        dict(zip(KEY, key, strict=True)) | described(group) | {"p_value": _chance(group, usual)}
        for key, group in in_groups(rows.filter(may).sort("transfer"), KEY)
    ]
    table = pl.DataFrame(found, schema=SCHEMA)
    q = q_values(np.concatenate([table["p_value"].to_numpy(), np.ones(others)]))[: table.height]
    table = table.with_columns(q_value=pl.Series(q, dtype=pl.Float64))
    late = (pl.col("q_value") <= threshold("resource_false_discovery")) & (
        pl.col("median_days").fill_null(float("inf")) >= of_kind("attention")
    )
    return table.with_columns(verdict=pl.when(late).then(pl.lit("late")).otherwise(pl.lit("usual")))


def _chance(group: pl.DataFrame, usual: pl.DataFrame) -> float:
    """Return the p-value; 1 where a payer is not late to the half of its payees."""
    typical = group.group_by("payee").agg(pl.col("days").median())["days"].cast(pl.Float64)
    kind = group["resource"][0]
    if float(np.median(typical.to_numpy())) < reference_range(f"arrival_days_{kind}").attention:
        return 1.0
    rest = usual.filter(
        (pl.col("resource") == kind) & ~pl.col("transfer").is_in(group["transfer"].implode())
    )
    share = (int(rest["slow"].sum()) + 1) / (rest.height + 1)
    return float(binom.sf(int(group["slow"].sum()) - 1, group.height, share))
