"""A unit beside its siblings (同級單位): same parent, tier and kind, itself left out."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from chuandao.cascade.case import Case
from chuandao.catalog.thresholds import threshold

_UPPER = 0.8413  # one standard deviation above the median of a normal distribution


def family(case: Case) -> pl.DataFrame:
    """Return the family of each unit: (unit, tier, siblings, peers), as codes of groups.

    Streets (街道) and towns are families of their own: a town has a countryside to look after.
    """
    frame = case.units.frame.select(
        "unit", "tier", "parent", "kind", street=pl.col("name").str.contains("街道", literal=True)
    )
    peers = pl.struct("tier", "kind", "street").rank("dense")
    siblings = pl.struct("tier", "kind", "street", "parent").rank("dense")
    return frame.select("unit", "tier", siblings.alias("siblings"), peers.alias("peers"))


def beside_siblings(values: pl.DataFrame, families: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """Return a table of values with the median of the siblings' values beside each.

    Parameters
    ----------
    values : table (unit, value, …)
    families : table
        From `family`.
    by : list of str
        Columns within which values are compared (month, kind).

    Returns
    -------
    table (…, usual, others)
        ``usual``: the median over the siblings, the unit itself left out; where there are fewer
        siblings than ``siblings_least``, over all units of its tier and kind; missing where
        those are too few as well. ``others``: how many they are.
    """
    held = values.join(families, on="unit")
    near, near_count = _others(held, ["siblings", *by])
    far, far_count = _others(held, ["peers", *by])
    least = int(threshold("siblings_least"))
    enough = near_count >= least
    usual = np.where(enough, near, np.where(far_count >= least, far, np.nan))
    others = np.where(enough, near_count, far_count)
    return held.with_columns(
        usual=pl.Series(usual).fill_nan(None), others=pl.Series(others, dtype=pl.Int64)
    )


def excess(ratios: pl.DataFrame, families: pl.DataFrame) -> pl.DataFrame:
    """Return how far each unit's ratio to its siblings stands out of its tier.

    Parameters
    ----------
    ratios : table (unit, ratio)
        Own value over the siblings' median, above 0.

    Returns
    -------
    table (unit, ratio, z)
        ``z``: log ratio over the robust spread of the log ratios of the units of its tier and
        kind: the larger of 1.4826 × the median distance from the median, and the distance of the
        84th percentile from it (where a sixth of the units or more are alike, as towns beside
        streets, none of them stands out); at least ``siblings_spread_least``.
    """
    held = ratios.filter(pl.col("ratio") > 0).join(families.select("unit", "peers"), on="unit")
    log = pl.col("ratio").log()
    middle = log.median().over("peers")
    about = 1.4826 * (log - middle).abs().median().over("peers")
    above = log.quantile(_UPPER, "linear").over("peers") - middle
    spread = pl.max_horizontal(about, above).clip(threshold("siblings_spread_least"))
    return held.select("unit", "ratio", z=log / spread)


def _others(held: pl.DataFrame, by: list[str]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the median of the others of each row's group, and how many they are."""
    group = held.select(pl.struct(by).rank("dense")).to_series().to_numpy().astype(np.int64)
    value = held["value"].to_numpy().astype(np.float64)
    order = np.lexsort((value, group))
    sorted_group = group[order]
    starts = np.searchsorted(sorted_group, sorted_group, side="left")
    sizes = np.searchsorted(sorted_group, sorted_group, side="right") - starts
    rank, others = np.arange(len(order)) - starts, sizes - 1
    at = [np.where(k < rank, k, k + 1) for k in ((others - 1) // 2, others // 2)]
    low, high = (value[order][starts + np.clip(k, 0, others)] for k in at)
    medians, counts = np.full(len(order), np.nan), np.zeros(len(order), np.int64)
    medians[order] = np.where(others > 0, (low + high) / 2, np.nan)
    counts[order] = others
    return medians, counts
