"""How sources differ where they speak of the same unit, task and period (多源佐證比對).

Difference = source less the other, on the scale 0-1; the mean of each unit's mean difference, units
being what varies, with its 95 % interval by Student's t. Who is right the figures do not say; a
source without sample size is for reference only.
"""

from collections.abc import Iterable
from datetime import date
from itertools import combinations

import numpy as np
import polars as pl
from scipy.stats import t as student

from chuandao.cascade.case import Case
from chuandao.catalog.thresholds import threshold
from chuandao.catalog.values import values

_SCALE = {"share": 1.0, "percent": 100.0}
_COVER = 0.975


def compared(case: Case, as_of: date) -> Iterable[dict[str, object]]:
    """Yield the rows of the result table ``sources_compared``, by tier and pair of sources.

    The anchor of the case is what others are compared with; other pairs in the order of the list
    of sources.
    """
    held = case.tables.get("evidence")
    if held is None:
        return
    scale = pl.col("scale").replace_strict(_SCALE, default=None, return_dtype=pl.Float64)
    tiers = dict(case.units.frame.select("unit", "tier").rows())
    size = pl.col("n") if "n" in held.columns else pl.lit(None, pl.Int64)
    rows = (
        held.filter(pl.col("period_start").is_null() | (pl.col("period_start") <= as_of))
        .select(
            "unit", "task", "period", "source", value=pl.col("value") / scale, n=size,
            tier=pl.col("unit").replace_strict(tiers, default=None, return_dtype=pl.Int64),
        )
        .drop_nulls(["value", "tier"])
    )  # fmt: skip
    sources = _ordered(rows["source"].unique().to_list(), case.settings.anchors)
    for against, source in combinations(sources, 2):
        yield from _pair(rows, source, against)


def _ordered(found: list[str], anchors: Iterable[str]) -> list[str]:
    first = list(anchors)
    order = [value.value for value in values("evidence_source").values]
    return sorted(found, key=lambda name: (name not in first, order.index(name)))


def _pair(rows: pl.DataFrame, source: str, against: str) -> Iterable[dict[str, object]]:
    keys = ["tier", "unit", "task", "period"]
    of = {
        name: rows.filter(pl.col("source") == name)
        .group_by(keys)
        .agg(pl.col("value").mean(), pl.col("n").sum())
        for name in (source, against)
    }
    both = of[source].join(of[against], on=keys, suffix="_other")
    by_unit = both.group_by("tier", "unit").agg(
        (pl.col("value") - pl.col("value_other")).mean().alias("apart"),
        pl.len().alias("pairs"), pl.col("n").sum(), pl.col("n_other").sum(),
    )  # fmt: skip
    for (tier,), held in sorted(by_unit.sort("unit").partition_by("tier", as_dict=True).items()):
        apart = held["apart"].to_numpy()
        low, high = _interval(apart)
        yield {
            "source": source, "against": against, "tier": tier, "units": held.height,
            "pairs": int(held["pairs"].sum()), "sample_size": int(held["n"].sum()) or None,
            "against_size": int(held["n_other"].sum()) or None,
            "difference": round(float(apart.mean()), 4), "low": low, "high": high,
        }  # fmt: skip


def _interval(apart: np.ndarray) -> tuple[float | None, float | None]:
    """Return the 95 % interval of a mean over units; nothing for too few."""
    count = len(apart)
    if count < threshold("source_pairs_least"):
        return None, None
    half = float(student.ppf(_COVER, count - 1)) * float(apart.std(ddof=1)) / count**0.5
    return round(float(apart.mean()) - half, 4), round(float(apart.mean()) + half, 4)
