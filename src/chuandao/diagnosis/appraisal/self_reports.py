"""Do a unit's self-reports stand above the highest of all other sources, more than is usual?

All who report on themselves see their work kindly: what is usual is the median of the tier, and
only what stands above it is an anomaly of a unit. A plain comparison, task by task and period by
period, on shares 0-1. Which sources stand how far above which, with every source's usual error
allowed for, is measured by the decay model (``reporters``); here only what anyone can check with
the two tables side by side.
"""

from collections.abc import Iterator
from datetime import date

import numpy as np
import polars as pl
from scipy.special import bdtrc

from chuandao.cascade.case import Case
from chuandao.cascade.units import UnitTree
from chuandao.catalog.ranges import reference_range
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.appraisal.anomaly_tests import MEASURES, Tested

_SELF = "self_report"
_Z95 = 1.959963984540054
_HUNDRED = 100.0


def self_report_tests(case: Case, as_of: date | None) -> Iterator[Tested]:
    """Return a test of each unit that has self-reports beside other sources, in order of units.

    Notes
    -----
    Ratings and status words are left out: their steps are too coarse to compare. Without
    inflation a self-report stands further above the highest of the others than is usual in its
    tier in half of the pairs (sign test).
    """
    evidence = case.tables.get("evidence")
    if evidence is None:
        return
    pairs = _pairs(_shares(evidence, as_of)).with_columns(gap=pl.col("own") - pl.col("highest"))
    usual = _usual(pairs, case.units)
    least = reference_range(MEASURES["self_reports"]).least
    for (unit,), rows in pairs.group_by(["unit"], maintain_order=True):
        origin = evidence.join(rows.select("unit", "task", "period"), on=["unit", "task", "period"])
        tier = case.units.tier(str(unit)) if str(unit) in case.units else None
        yield _tested(str(unit), rows, origin, least, usual.get(tier, 0.0))


def _usual(pairs: pl.DataFrame, units: UnitTree) -> dict[int | None, float]:
    """Return by how much self-reports usually stand above the others, by tier, 0 or more.

    A tier of few units has what is usual in all of them together.
    """
    means = pairs.group_by("unit").agg(pl.col("gap").mean()).sort("unit")
    known = means.filter(pl.col("unit").is_in(list(units)))
    tiers = pl.Series([units.tier(unit) for unit in known["unit"]], dtype=pl.Int64)
    by_tier = known.with_columns(tier=tiers).group_by("tier").agg(pl.col("gap").median(), pl.len())
    enough = threshold("self_report_units")
    whole = known["gap"].median() if known.height >= enough else 0.0
    everywhere = whole if isinstance(whole, float) else 0.0
    return {
        tier: max(gap if count >= enough else everywhere, 0.0)
        for tier, gap, count in by_tier.iter_rows()
    }


def _shares(evidence: pl.DataFrame, as_of: date | None) -> pl.DataFrame:
    value, scale = pl.col("value"), pl.col("scale")
    share = (
        pl.when(scale == "share")
        .then(value)
        .when(scale == "percent")
        .then(value / _HUNDRED)
        .when((scale == "count") & (pl.col("n") > 0))
        .then(value / pl.col("n"))
    )
    rows = evidence if "n" in evidence.columns else evidence.with_columns(n=pl.lit(None, pl.Int64))
    if as_of is not None:
        rows = rows.filter(pl.col("period_start").is_null() | (pl.col("period_start") <= as_of))
    return rows.with_columns(share=share.cast(pl.Float64)).drop_nulls("share")


def _pairs(shares: pl.DataFrame) -> pl.DataFrame:
    """Return self-reports beside the highest of the other sources, by unit, task and period."""
    key = ["unit", "task", "period"]
    own = shares.filter(pl.col("source") == _SELF).group_by(key).agg(own=pl.col("share").mean())
    others = (
        shares.filter(pl.col("source") != _SELF)
        .group_by(key)
        .agg(highest=pl.col("share").max(), sources=pl.col("source").n_unique())
    )
    return own.join(others, on=key).sort(key)


def _tested(
    unit: str, rows: pl.DataFrame, origin: pl.DataFrame, least: int, usual: float
) -> Tested:
    n = rows.height
    if n < least:
        return Tested("self_reports", unit, n, 1, reason="few_values", rows=origin)
    gap = rows["gap"].to_numpy() - usual
    above, differing = int((gap > 0).sum()), int((gap != 0).sum())
    half = _Z95 * float(np.std(gap, ddof=1)) / float(np.sqrt(n))
    mean = float(gap.mean())
    two = 2 * rows.filter(pl.col("sources") > 1).height >= n
    return Tested(
        "self_reports",
        unit,
        n,
        1,
        observed=float(rows["own"].to_numpy().mean()),
        expected=float(rows["highest"].to_numpy().mean()) + usual,
        excess=mean,
        low=mean - half,
        high=mean + half,
        p_value=float(bdtrc(above - 1, differing, 0.5)) if above else 1.0,
        strength="moderate" if two else "weak",
        told={"above": str(above), "usual": f"{_HUNDRED * usual:.1f}"},
        rows=origin,
    )
