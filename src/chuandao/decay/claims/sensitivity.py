"""What the figures rest on: the level of the anchor, and no cause left unmeasured."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from chuandao.catalog.knowledge import causes
from chuandao.decay.fitting import Fitted
from chuandao.decay.nodewise import peak, peak_of
from chuandao.decay.scopes import Losses, Scopes, scopes_of
from chuandao.errors import UsageError
from chuandao.stats.robustness import robustness_value
from chuandao.stats.smoothing.nodewise import at_value, spread_of
from chuandao.stats.smoothing.tree import Reals

_ALPHA = 0.05


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """How the figures would change (敏感性).

    Attributes
    ----------
    levels : pl.DataFrame (inflation, period, leaf_tier, tier, efficacy, retention)
        Tier figures of the root over all tasks if the anchor says (1 + inflation) times the truth.
    causes : pl.DataFrame (cause, estimate, se, robustness, robustness_95)
        The share of what is left to explain, of the deficit as of the steps' loss, that a
        confounder nobody measured must account for to bring the cost to nothing (robustness), or
        to where it might be nothing (robustness_95).
    """

    levels: pl.DataFrame
    causes: pl.DataFrame

    def __repr__(self) -> str:
        """Return both as short tables."""
        return f"{self.levels}\n{self.causes}"


def sensitivity(fitted: Fitted, inflations: Sequence[float], weighting: str) -> Sensitivity:
    """Return what the figures rest on. See ``DecayModel.sensitivity``."""
    for inflation in inflations:
        if not (np.isfinite(inflation) and inflation > -1):
            raise UsageError("bad_inflation", given=inflation)
    scopes = scopes_of(fitted.design.chains, weighting, np.zeros(1, dtype=np.int64))
    levels = [
        _levels(fitted, scope, inflation)
        for inflation in sorted({0.0, *map(float, inflations)})
        for scope in scopes
    ]
    return Sensitivity(pl.concat(levels), _causes(fitted))


def _levels(fitted: Fitted, scopes: Scopes, inflation: float) -> pl.DataFrame:
    """Return tier figures of the root, the variances as they were found."""
    levels = np.log(_efficacy(fitted, inflation))
    nothing = np.zeros((levels.shape[1], 0)), np.zeros(levels.shape[1]), np.zeros(0)
    figures = [scopes.figures(Losses(level, *nothing))[0][:, 0] for level in levels]
    by_period = fitted.over_tasks(np.stack(figures))
    above = np.column_stack([np.full(len(by_period), np.nan), by_period[:, :-1]])
    tiers = [int(tier) for tier in scopes.tiers]
    return pl.DataFrame(
        {
            "inflation": inflation,
            "period": np.repeat(np.array(fitted.design.periods, dtype=object), len(tiers)).tolist(),
            "leaf_tier": scopes.leaf_tier,
            "tier": tiers * len(by_period),
            "efficacy": by_period.ravel(),
            "retention": pl.Series((by_period / above).ravel()).fill_nan(None),
        },
        schema_overrides={"period": pl.String, "tier": pl.Int64, "leaf_tier": pl.Int64},
    )


def _efficacy(fitted: Fitted, inflation: float) -> Reals:
    """Return efficacy by replicate and unit if the anchor is inflated."""
    design = fitted.design
    anchored = design.evidence.rows["source"].is_in(list(design.evidence.anchors)).to_numpy()
    response = design.data.response - np.log1p(inflation) * anchored
    moved = replace(design, data=replace(design.data, response=response))
    found = peak_of(moved, fitted.groups, fitted.peak.log_sd)
    mean = at_value(found.known.state, found.mean)
    variance = found.known.variance + spread_of(found.known.state, found.covariance)
    return design.by_unit(np.exp(mean + variance / 2))


def _causes(fitted: Fitted) -> pl.DataFrame:
    """Return the robustness of each cost."""
    design, start = fitted.design, len(fitted.design.chains.steps)
    se = np.sqrt(np.diag(fitted.covariance))
    rows = []
    for k, cause in enumerate(design.deficits.causes):
        if cause in causes():
            value, error = float(fitted.coefficients[start + k]), float(se[start + k])
            freedom = _freedom(fitted, k)
            robust = [robustness_value(value / error, freedom, alpha=a) for a in (None, _ALPHA)]
            rows.append((cause, value, error, *robust))
    names = ["cause", "estimate", "se", "robustness", "robustness_95"]
    kinds = [pl.String, *[pl.Float64] * 4]
    frame = pl.DataFrame(rows, schema=dict(zip(names, kinds, strict=True)), orient="row")
    return frame.with_columns(pl.col("robustness", "robustness_95").fill_nan(None))


def _freedom(fitted: Fitted, column: int) -> float:
    """Return how many steps, seen exactly, would tell as much of a cost as those that were seen.

    A step counts for q times its information: 1 where both its ends are known, less the more
    noise there is. So the robustness is in terms of the steps' own differences, not of the noise
    of their evidence.
    """
    design, found = fitted.design, peak(fitted)
    own = design.by_unit(found.steps * found.known.information)
    examined = design.deficits.level[..., column] != 0
    return float(own[examined].sum()) - len(design.coefficient_names)
