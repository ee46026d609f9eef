"""Units that stand out of their siblings for months in a row, by counts of a like kind."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from chuandao.catalog.ranges import reference_range
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.capacity.months import longest_runs, within
from chuandao.diagnosis.capacity.siblings import excess


@dataclass(frozen=True)
class Outlier:
    """A unit above its siblings: in how many months in a row, and by how much in them.

    ``own``, ``usual``: its own value and its siblings' median, averages over those months.
    """

    unit: str
    first: date
    last: date
    months: int
    own: float
    usual: float
    others: int

    @property
    def ratio(self) -> float:
        """Own value over what is usual."""
        return self.own / self.usual


def outliers(compared: pl.DataFrame, families: pl.DataFrame, measure: str) -> list[Outlier]:
    """Return the units whose value is above the range for enough months in a row.

    Parameters
    ----------
    compared : table (unit, month, own, usual, others)
    families : table
        From `family`.
    measure : str
        The reference range of own / usual; its ``least``: months in a row.

    Notes
    -----
    Two things must hold, so that neither chance nor what differs between units as a rule is
    called a sign: the ratio is beyond "attention" over the run of months in which it is beyond
    "normal", and the unit stands ``siblings_z`` robust deviations out of its tier over all months.
    """
    extent = reference_range(measure)
    held = compared.filter(pl.col("usual") > 0).with_columns(
        over=pl.col("own") / pl.col("usual") > extent.normal
    )
    runs = longest_runs(held, "over").filter(pl.col("months") >= extent.least)
    means = pl.col("own", "usual").mean()
    beyond = (
        within(runs, held)
        .filter("over")
        .group_by("unit")
        .agg(means, pl.col("others").min())
        .join(runs, on="unit")
        .join(_far_out(held, families), on="unit", how="semi")
        .sort("unit")
    )
    found = [Outlier(**row) for row in beyond.iter_rows(named=True)]
    return [one for one in found if extent.calls(one.ratio)]


def _far_out(held: pl.DataFrame, families: pl.DataFrame) -> pl.DataFrame:
    whole = held.group_by("unit").agg(ratio=pl.col("own").sum() / pl.col("usual").sum())
    return excess(whole, families).filter(pl.col("z") >= threshold("siblings_z"))
