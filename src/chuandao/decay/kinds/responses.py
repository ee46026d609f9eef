"""Values of evidence as working responses on the log scale, whatever scale they came in."""

import numpy as np
import polars as pl

from chuandao.catalog.thresholds import threshold
from chuandao.errors import Problem
from chuandao.stats.response import log_share, log_share_variance

KEY = ("unit", "task", "period", "source")
NOTHING = 1e6
_HALF = 0.5
_STATUSES = ("status_behind", "status_on_schedule", "status_completed")


def counted(code: str, count: int, total: int, severity: str = "warning") -> Problem:
    """Return a remark on how many rows of how many."""
    most = f"{threshold('evidence_share_most'):.0%}"
    told = {"count": f"{count:,}", "total": f"{total:,}", "most": most}
    return Problem(code, "note" if severity == "note" else "warning", parameters=told)


def responses(rows: pl.DataFrame, found: list[Problem]) -> pl.DataFrame:
    """Return rows with their share, log response, the known part of its variance, and their kind.

    The columns are those of ``Evidence.rows``.
    """
    rows = rows.with_columns(share=_share(), se=_se_share())
    limit = threshold("evidence_detection_limit")
    zero = (rows["share"] < limit).fill_null(value=False).to_numpy()
    sized = pl.col("se").is_not_null() | pl.col("n").is_not_null()
    unsized = rows.filter(~sized & ~pl.col("scale").is_in(["status", "ordinal"])).height
    if zero.any():
        told = {"count": f"{int(zero.sum()):,}", "limit": f"{limit:.0%}"}
        found.append(Problem("evidence_zero", "warning", parameters=told))
    if unsized:
        found.append(counted("evidence_without_size", unsized, rows.height, "note"))
    response, variance = _working(rows, zero, limit)
    levels = pl.when(pl.col("scale") == "ordinal").then(pl.lit("levels"))
    kind = levels.when(pl.Series(zero)).then(pl.lit("zero")).otherwise(pl.lit("plain"))
    graded = pl.col("scale").is_in(["ordinal", "status"])
    return rows.select(
        *KEY,
        "tier",
        "share",
        response=response,
        variance=variance,
        kind=kind,
        high=pl.when(pl.Series(zero)).then(response),
        level=pl.when(graded).then(pl.col("value") - 1).cast(pl.Int64),
        scale=pl.when(graded).then(pl.col("levels").fill_null(pl.col("scale"))),
    )


def _share() -> pl.Expr:
    """Return values as shares; a status counts as the catalogue says."""
    status = pl.lit(None, dtype=pl.Float64)
    for position, name in enumerate(_STATUSES, start=1):
        status = pl.when(pl.col("value") == position).then(threshold(name)).otherwise(status)
    return (
        pl.when(pl.col("scale") == "percent")
        .then(pl.col("value") / 100)
        .when(pl.col("scale") == "count")
        .then(pl.col("value") / pl.col("n"))
        .when(pl.col("scale") == "status")
        .then(status)
        .when(pl.col("scale") == "ordinal")
        .then(None)
        .otherwise(pl.col("value"))
    )


def _se_share() -> pl.Expr:
    """Return standard errors on the scale of shares; empty where none is stated or it is none."""
    stated = pl.when(pl.col("se") > 0).then(pl.col("se"))
    return (
        pl.when(pl.col("scale") == "status")
        .then(threshold("status_se"))
        .when(pl.col("scale") == "percent")
        .then(stated / 100)
        .when(pl.col("scale") == "count")
        .then(stated / pl.col("n"))
        .otherwise(stated)
    )


def _working(
    rows: pl.DataFrame, zero: np.ndarray[tuple[int], np.dtype[np.bool_]], limit: float
) -> tuple[pl.Series, pl.Series]:
    """Return the log responses and the known part of their variance.

    A zero stands at the detection limit (half an item where items were counted) with a large
    error, and a rating says nothing, until they have been worked out.
    """
    n, se = (rows[name].cast(pl.Float64).fill_null(np.nan).to_numpy() for name in ("n", "se"))
    scale = rows["scale"].to_numpy()
    n = np.where(np.isin(scale, ["status", "ordinal"]), np.nan, n)
    seen = rows["share"].fill_null(1.0).to_numpy()
    least = np.where(n > 0, np.maximum(limit, _HALF / (np.nan_to_num(n) + _HALF)), limit)
    share = np.where(zero, least, seen)
    mean = pl.col("share").mean().over("source", "tier").fill_null(1.0)
    centre = rows.select(mean).to_series().to_numpy()
    weight = threshold("evidence_share_weight")
    sized = log_share_variance(share, n, np.clip(centre, limit, 1.0), weight=weight)
    variance = np.where(np.isnan(se), sized, (np.nan_to_num(se) / share) ** 2)
    variance = np.where(zero, np.maximum(variance, threshold("evidence_zero_se") ** 2), variance)
    variance = np.where(scale == "ordinal", NOTHING, variance)
    response = np.where(np.isnan(se) & ~zero, log_share(share, n), np.log(share))
    return pl.Series(response), pl.Series(variance)
