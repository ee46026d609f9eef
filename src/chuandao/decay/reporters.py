"""Reports that stand above everything else that is known of a unit."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from chuandao.decay.design import Design
from chuandao.decay.screen import as_if_usual, at_mode, tails
from chuandao.stats.screening import family_weights, q_values, shift_estimates
from chuandao.stats.smoothing.observed import Groups
from chuandao.stats.smoothing.shifts import reading_shifts
from chuandao.stats.tree import Reals


@dataclass(frozen=True, eq=False)
class Reporters:
    """Every reporter that can be judged.

    Attributes
    ----------
    rows : pl.DataFrame (unit, source, inflation, q_value)
        Inflation is the log ratio of what the source says to what all else says of the unit.
    observations : pl.DataFrame (unit, source)
        The reporter of each observation.
    """

    rows: pl.DataFrame
    observations: pl.DataFrame

    def listed(self, fdr: float) -> pl.DataFrame:
        """Return the reporters that stand clearly above the other sources."""
        return self.rows.filter((pl.col("q_value") <= fdr) & (pl.col("inflation") > 0))

    def apart(self, fdr: float) -> Reals:
        """Return the variance that the observations of such reporters get on top of their own."""
        found = self.observations.join(
            self.listed(fdr), on=["unit", "source"], how="left", maintain_order="left"
        )
        extra: Reals = (found["inflation"].fill_null(0.0) ** 2).to_numpy()
        return extra


def screen_reporters(design: Design, groups: Groups, log_sd: Reals) -> Reporters:
    """Return how far each source stands above all else that is known of a unit.

    Only what another source looked at too, for the same unit, task and period, is judged: a
    village alone above its neighbours may simply be a good one. The anchor is what the others
    are held against.
    """
    score, information = reading_shifts(*at_mode(design, groups, log_sd))
    score, information = as_if_usual(score, information, groups.extra_noise)
    rows = design.evidence.rows.select("unit", "task", "period", "source", "tier")
    rows = rows.with_columns(score=pl.Series(score), information=pl.Series(information))
    anchors = list(design.evidence.anchors)
    several = pl.col("source").n_unique().over("unit", "task", "period") > 1
    judged = rows.filter(several & ~pl.col("source").is_in(anchors))
    sums = judged.group_by("unit", "source", "tier", maintain_order=True).agg(
        pl.col("score").sum(), pl.col("information").sum()
    )
    return Reporters(_judged(sums.sort("unit", "source")), rows.select("unit", "source"))


def _judged(sums: pl.DataFrame) -> pl.DataFrame:
    """Return inflation and q-value: what is usual is told by tier and source."""
    inflation, z = shift_estimates(sums["score"].to_numpy(), sums["information"].to_numpy())
    names = sums["source"].unique().sort().to_list()
    source = sums["source"].replace_strict(names, list(range(len(names))), return_dtype=pl.Int64)
    family = sums["tier"].to_numpy().astype(np.int64) * (len(names) + 1) + source.to_numpy()
    q = q_values(tails(z, family), family_weights(family)) if len(z) else np.empty(0)
    return sums.select(
        "unit",
        "source",
        inflation=pl.Series(inflation, dtype=pl.Float64),
        q_value=pl.Series(q, dtype=pl.Float64),
    )
