"""Do the values that sources report bunch at a threshold?"""

import polars as pl

from chuandao.catalog.thresholds import threshold
from chuandao.decay.fitting import Fitted
from chuandao.stats.bunching import bunching

_SCHEMA = {
    "source": pl.String,
    "at": pl.Float64,
    "values": pl.Int64,
    "observed": pl.Float64,
    "expected": pl.Float64,
    "excess": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "p_value": pl.Float64,
}


def bunched(fitted: Fitted, at: float) -> pl.DataFrame:
    """Return for each source how many values stand at a threshold. See ``DecayModel.bunching``."""
    evidence, rows = fitted.design.evidence, []
    for source in evidence.sources:
        shares = evidence.rows.filter(source=source)["share"].drop_nulls().to_numpy()
        found = bunching(
            shares,
            at,
            width=threshold("bunching_width"),
            reach=int(threshold("bunching_reach")),
            missing=int(threshold("bunching_missing")),
        )
        if found is not None:
            bounds = (found.excess, found.low, found.high, found.p_value)
            rows.append((source, at, len(shares), found.observed, found.expected, *bounds))
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")
