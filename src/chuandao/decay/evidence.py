"""Evidence of delivery as working responses on the log scale, and the source the level rests on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from chuandao.cascade.case import Case
from chuandao.cascade.settings import Settings
from chuandao.catalog.thresholds import threshold
from chuandao.catalog.values import values
from chuandao.decay.wording import source_words
from chuandao.errors import Problem, UsageError
from chuandao.stats.response import log_share, log_share_variance

_HALF = 0.5
_KEY = ("unit", "task", "period", "source")
_READ = ("share", "percent", "count", "status")
_STATUSES = ("status_behind", "status_on_schedule", "status_completed")
_COLUMNS: Mapping[str, type[pl.DataType]] = {
    "unit": pl.String,
    "task": pl.String,
    "period": pl.String,
    "source": pl.String,
    "value": pl.Float64,
    "scale": pl.String,
    "n": pl.Int64,
    "se": pl.Float64,
}


@dataclass(frozen=True)
class Evidence:
    """Observations that can be used, in the order of their key, and what became of the rest.

    Attributes
    ----------
    rows : pl.DataFrame (unit, task, period, source, tier, share, response, variance)
        ``response`` is the logarithm of the share, ``variance`` the part of its variance that is
        known from n or a stated standard error (0 where neither is given).
    sources : tuple of str
        Those with rows, sorted.
    anchors : tuple of str
        Those on which the level rests.
    problems : tuple of Problem
    """

    rows: pl.DataFrame
    sources: tuple[str, ...]
    anchors: tuple[str, ...]
    problems: tuple[Problem, ...]


def evidence_of(case: Case, anchor: str | None = None) -> Evidence:
    """Return the evidence of a case as working responses.

    Parameters
    ----------
    case : Case
    anchor : str, optional
        The source on which the level rests; by default the ones ``case.toml`` declares.

    Raises
    ------
    UsageError
        There is no evidence that can be used, or nothing says which source is the anchor.
    """
    table = case.tables.get("evidence")
    if table is None or table.height == 0:
        raise UsageError("no_evidence")
    found: list[Problem] = []
    ordered = _with_columns(table).sort(*_COLUMNS)
    rows = _told(ordered, _sieves(case), found)
    if rows.height == 0:
        raise UsageError("no_usable_evidence", count=f"{table.height:,}")
    rows = _responses(_with_tier(rows, case), found).sort(*_KEY, "share", "response", "variance")
    sources = tuple(rows["source"].unique().sort().to_list())
    anchors = _anchors(anchor, case.settings, sources, found)
    return Evidence(rows, sources, anchors, tuple(found))


def _with_columns(table: pl.DataFrame) -> pl.DataFrame:
    """Columns that are absent are empty; what this module does not read is left behind."""
    return table.select(
        pl.col(name).cast(kind) if name in table.columns else pl.lit(None, dtype=kind).alias(name)
        for name, kind in _COLUMNS.items()
    )


def _sieves(case: Case) -> list[tuple[str, pl.Expr]]:
    """Return what makes a row unusable, by the code of what is then said."""
    tasks = case.tables.get("tasks")
    known = pl.lit(True) if tasks is None else pl.col("task").is_in(tasks["task"].to_list())  # noqa: FBT003 - Polars' literal
    return [
        ("evidence_unknown_task", ~known),
        ("evidence_unknown_unit", ~pl.col("unit").is_in(list(case.units.codes))),
        ("evidence_at_root", pl.col("unit") == case.units.root),
        ("evidence_scale_unread", ~pl.col("scale").is_in(_READ)),
        ("evidence_not_a_value", ~(pl.col("value") >= 0) | ~pl.col("value").is_finite()),
        ("evidence_count_without_n", (pl.col("scale") == "count") & ~(pl.col("n") > 0)),
        (
            "evidence_bad_status",
            (pl.col("scale") == "status") & ~pl.col("value").is_in([1.0, 2.0, 3.0]),
        ),
    ]


def _told(
    rows: pl.DataFrame, sieves: Iterable[tuple[str, pl.Expr]], found: list[Problem]
) -> pl.DataFrame:
    """Return the rows that pass; how many each sieve held back is said."""
    for code, unusable in sieves:
        held = rows.select(unusable.fill_null(value=True)).to_series()
        if held.any():
            severity = "note" if code == "evidence_at_root" else "warning"
            found.append(_counted(code, int(held.sum()), rows.height, severity))
            rows = rows.filter(~held)
    return rows


def _counted(code: str, count: int, total: int, severity: str = "warning") -> Problem:
    told = {"count": f"{count:,}", "total": f"{total:,}"}
    return Problem(code, "note" if severity == "note" else "warning", parameters=told)


def _with_tier(rows: pl.DataFrame, case: Case) -> pl.DataFrame:
    return rows.join(
        case.units.frame.select("unit", "tier"), on="unit", how="left", maintain_order="left"
    )


def _responses(rows: pl.DataFrame, found: list[Problem]) -> pl.DataFrame:
    rows = rows.with_columns(share=_share(), se=_se_share())
    limit = threshold("evidence_detection_limit")
    zero = rows["share"].to_numpy() < limit
    unsized = (rows["se"].is_null() & rows["n"].is_null() & (rows["scale"] != "status")).sum()
    if zero.any():
        told = {"count": f"{int(zero.sum()):,}", "limit": f"{limit:.0%}"}
        found.append(Problem("evidence_zero", "warning", parameters=told))
    if unsized:
        found.append(_counted("evidence_without_size", int(unsized), rows.height, "note"))
    response, variance = _working(rows, zero, limit)
    columns = [*_KEY, "tier", "share"]
    return rows.select(columns).with_columns(response=response, variance=variance)


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

    A zero is left-censored at the detection limit (half an item where items were counted); until
    censoring is modelled it enters at the limit with a large error.
    """
    n, se = (rows[name].cast(pl.Float64).fill_null(np.nan).to_numpy() for name in ("n", "se"))
    n = np.where(rows["scale"].to_numpy() == "status", np.nan, n)
    seen = rows["share"].to_numpy()
    least = np.where(n > 0, np.maximum(limit, _HALF / (np.nan_to_num(n) + _HALF)), limit)
    share = np.where(zero, least, seen)
    centre = rows.select(pl.col("share").mean().over("source", "tier")).to_series().to_numpy()
    weight = threshold("evidence_share_weight")
    sized = log_share_variance(share, n, np.clip(centre, limit, 1.0), weight=weight)
    variance = np.where(np.isnan(se), sized, (np.nan_to_num(se) / share) ** 2)
    variance = np.where(zero, np.maximum(variance, threshold("evidence_zero_se") ** 2), variance)
    response = np.where(np.isnan(se) & ~zero, log_share(share, n), np.log(share))
    return pl.Series(response), pl.Series(variance)


def _anchors(
    given: str | None, settings: Settings, sources: tuple[str, ...], found: list[Problem]
) -> tuple[str, ...]:
    """Return the sources on which the level rests; nothing is guessed where several might be."""
    if given is not None and values("evidence_source").resolve(given) not in sources:
        told = source_words("sources", sources)
        raise UsageError("anchor_unknown", anchor=given, **told)
    wanted = settings.anchors if given is None else (values("evidence_source").resolve(given),)
    present = tuple(source for source in sources if source in wanted)
    if present:
        return present
    if len(sources) > 1:
        code = "anchor_without_evidence" if wanted else "no_anchor"
        told = {**source_words("anchor", map(str, wanted)), **source_words("sources", sources)}
        raise UsageError(code, **told)
    told = source_words("source", sources)
    found.append(Problem("anchor_is_the_only_source", "note", parameters=told))
    return sources
