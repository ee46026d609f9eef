"""Reports that stand above everything else that is known of a unit."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from chuandao.catalog.thresholds import threshold
from chuandao.decay.design import Design
from chuandao.decay.screen import as_if_usual, at_mode, tails
from chuandao.stats.screening import family_weights, q_values, shift_estimates
from chuandao.stats.smoothing.observed import Groups
from chuandao.stats.smoothing.shifts import reading_shifts
from chuandao.stats.smoothing.tree import Positions, Reals
from chuandao.stats.two_groups import downweighted, gross, gross_by_chance, raised


@dataclass(frozen=True, eq=False)
class Reporters:
    """Every reporter that can be judged.

    Attributes
    ----------
    rows : pl.DataFrame (unit, source, inflation, q_value, raised, lowered, strength)
        Inflation is the log ratio of what the source says to what all else says of the unit;
        ``raised``, ``lowered``: how probable it is that the source stands above the others, and
        what would be said if it stood as far on the other side.
    observations : pl.DataFrame (row, noise, residual, variance)
        The row of the reporter of each observation (-1: not judged); what it says less what
        everything else says of it, the variance of that, and the part which is the observation's
        own usual error.
    """

    rows: pl.DataFrame
    observations: pl.DataFrame

    def listed(self, fdr: float) -> pl.DataFrame:
        """Return the reporters that stand clearly above the other sources."""
        return self.rows.filter((pl.col("q_value") <= fdr) & (pl.col("inflation") > 0))

    def apart(self, fdr: float) -> Reals:
        """Return the variance that observations get on top of their own.

        Those of reporters that are listed, or as far as they probably stand above the others,
        and those which are probably gross errors, weigh so much less.
        """
        noise = self.observations["noise"].to_numpy()
        inflation, q, raised = (
            self._of_observations(name) for name in ("inflation", "q_value", "raised")
        )
        raised = raised if self._many_raised() else np.zeros_like(raised)
        above = np.where((inflation > 0) & (q <= fdr), 1.0, raised)
        return np.maximum(
            _extra(above, noise, inflation**2),
            _extra(self._gross(), noise, noise * (threshold("gross_error_factor") ** 2 - 1)),
        )

    def _of_observations(self, name: str) -> Reals:
        """Return what is known of the reporter of each observation; 0 where it is not judged."""
        row = self.observations["row"].to_numpy()
        values: Reals = np.append(self.rows[name].to_numpy(), 0.0)[row]
        return values

    def _many_raised(self) -> bool:
        """Whether more reporters stand above the others than would, mirrored, below them."""
        least = threshold("two_groups_least")
        above, below = (int((self.rows[k] >= least).sum()) for k in ("raised", "lowered"))
        return bool(above > below + 2 * np.sqrt(below + 1))

    def _gross(self) -> Reals:
        """Return how probable it is that each observation is a gross error.

        None is where there are no more of them than chance makes of usual errors.
        """
        residual, variance, noise = (
            self.observations[name].to_numpy() for name in ("residual", "variance", "noise")
        )
        prior = {
            "share": threshold("gross_error_share"),
            "factor": threshold("gross_error_factor"),
        }
        least = threshold("two_groups_least")
        found = gross(residual, variance, noise, **prior)
        chance = gross_by_chance(variance, noise, least=least, **prior)
        many = np.count_nonzero(found >= least) > chance + 2 * np.sqrt(chance + 1)
        return found if many else np.zeros_like(found)


def _extra(probability: Reals, noise: Reals, extra: Reals) -> Reals:
    """Return the variance to add; none where it is improbable that any is needed."""
    needed = probability >= threshold("two_groups_least")
    return np.where(needed, downweighted(probability, noise, extra), 0.0)


def screen_reporters(design: Design, groups: Groups, log_sd: Reals) -> Reporters:
    """Return how far each source stands above all else that is known of a unit.

    Only what another source looked at too, for the same unit, task and period, is judged: a
    village alone above its neighbours may simply be a good one. The anchor is what the others
    are held against.
    """
    noise = groups.noises(log_sd)
    score, information = reading_shifts(*at_mode(design, groups, log_sd))
    score, information = as_if_usual(score, information, groups.extra_noise)
    reporter, source = _reporter_of(design), design.data.source
    anchored = np.isin(np.array(design.evidence.sources), list(design.evidence.anchors))
    rows = pl.DataFrame(
        {"reporter": reporter, "score": score, "information": information, "others": design.others}
    ).with_columns(tier=design.evidence.rows["tier"])
    judged = rows.filter(pl.Series((design.others > 0) & ~anchored[source]))
    sums = judged.group_by("reporter", maintain_order=True).agg(
        pl.col("tier").first(),
        pl.col("score").sum(),
        pl.col("information").sum(),
        pl.col("others").max(),
    )
    sums = _named(sums.sort("reporter"), design)
    row = np.full(len(design.chains) * len(anchored), -1, dtype=np.int64)
    row[sums["reporter"].to_numpy()] = np.arange(sums.height)
    return Reporters(
        _judged(sums, len(anchored)),
        _observed(row[reporter], score, information, noise - groups.extra_noise),
    )


def _reporter_of(design: Design) -> Positions:
    """Return a number for the unit and source of each observation."""
    unit = design.data.forest.order[design.data.node] % len(design.chains)
    reporter: Positions = unit * len(design.evidence.sources) + design.data.source
    return reporter


def _named(sums: pl.DataFrame, design: Design) -> pl.DataFrame:
    """Return sums with the names of unit and source."""
    count = len(design.evidence.sources)
    unit, source = (
        pl.Series(names, dtype=pl.String).gather(which)
        for names, which in (
            (design.chains.codes, sums["reporter"] // count),
            (design.evidence.sources, sums["reporter"] % count),
        )
    )
    return sums.with_columns(unit=unit, source=source)


def _observed(row: Positions, score: Reals, information: Reals, noise: Reals) -> pl.DataFrame:
    """Return the reporter of each observation and its residual; none where nothing else tells."""
    known = information > 0
    safe = np.where(known, information, 1.0)
    residual = np.where(known, score / safe, 0.0)
    return pl.DataFrame({"row": row, "noise": noise, "residual": residual, "variance": 1 / safe})


def _judged(sums: pl.DataFrame, sources: int) -> pl.DataFrame:
    """Return inflation and q-value: what is usual is told by tier and source."""
    inflation, z = shift_estimates(sums["score"].to_numpy(), sums["information"].to_numpy())
    source = sums["reporter"].to_numpy() % sources
    family = sums["tier"].to_numpy().astype(np.int64) * sources + source
    q = q_values(tails(z, family), family_weights(family)) if len(z) else np.empty(0)
    return sums.select(
        "unit",
        "source",
        inflation=pl.Series(inflation, dtype=pl.Float64),
        q_value=pl.Series(q, dtype=pl.Float64),
        raised=pl.Series(_raised(sums, inflation), dtype=pl.Float64),
        lowered=pl.Series(_raised(sums, -inflation), dtype=pl.Float64),
        strength=pl.when(pl.col("others") > 1).then(pl.lit("moderate")).otherwise(pl.lit("weak")),
    )


def _raised(sums: pl.DataFrame, inflation: Reals) -> Reals:
    """Return how probable it is that each reporter stands above the others."""
    information = sums["information"].to_numpy()
    known = information > 0
    variance = 1 / np.where(known, information, 1.0)
    found = raised(
        inflation,
        variance,
        share=threshold("raised_share"),
        spread=threshold("raised_spread"),
    )
    return np.where(known, found, 0.0)
