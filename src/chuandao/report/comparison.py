"""Two runs of a case side by side: tiers, and findings that are new or gone."""

from collections.abc import Iterable, Mapping

import polars as pl

from chuandao.catalog.knowledge import signs
from chuandao.messages import render

_TIER_KEY = ["unit", "task", "period", "leaf_tier", "tier", "weighting"]


def comparison(
    before: Mapping[str, pl.DataFrame], after: Mapping[str, pl.DataFrame]
) -> dict[str, pl.DataFrame]:
    """Return what differs between the result tables of two runs.

    Returns
    -------
    dict of table name to DataFrame
        ``tiers``: the key of tiers, efficacy, low and high before and after, and whether the
        intervals are apart (overlap says nothing has been shown to change);
        ``findings``: finding, unit, sign and ``change`` (new, gone), sorted by key.
    """
    return {
        "tiers": _tiers(before.get("tiers"), after.get("tiers")),
        "findings": _findings(before.get("findings"), after.get("findings")),
    }


def comparison_rows(found: Mapping[str, pl.DataFrame], language: str) -> list[tuple[str, ...]]:
    """Return the comparison as rows of words."""
    return [*_tier_rows(found["tiers"], language), *_finding_rows(found["findings"], language)]


def _tiers(before: pl.DataFrame | None, after: pl.DataFrame | None) -> pl.DataFrame:
    if before is None or after is None:
        names = ("efficacy", "low", "high", "efficacy_after", "low_after", "high_after")
        return pl.DataFrame(schema={**dict.fromkeys(names, pl.Float64), "apart": pl.Boolean})
    columns = [*_TIER_KEY, "efficacy", "low", "high"]
    joined = before.select(columns).join(
        after.select(columns), on=_TIER_KEY, suffix="_after", nulls_equal=True
    )
    apart = (pl.col("low_after") > pl.col("high")) | (pl.col("high_after") < pl.col("low"))
    return joined.with_columns(apart=apart).sort(_TIER_KEY)


def _findings(before: pl.DataFrame | None, after: pl.DataFrame | None) -> pl.DataFrame:
    columns = ["finding", "unit", "sign"]
    empty = pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
    old, new = (empty if table is None else table.select(columns) for table in (before, after))
    gone = old.join(new, on="finding", how="anti").with_columns(change=pl.lit("gone"))
    come = new.join(old, on="finding", how="anti").with_columns(change=pl.lit("new"))
    return pl.concat([come, gone]).sort("change", "unit", "finding")


def _tier_rows(tiers: pl.DataFrame, language: str) -> Iterable[tuple[str, ...]]:
    whole = [c for c in ("task", "period") if c in tiers.columns]
    for row in tiers.iter_rows(named=True):
        if whole and (row["task"] or row["tier"] != row["leaf_tier"]):
            continue
        yield (
            render("compare.tier", language, tier=row["tier"], period=row["period"] or ""),
            _share(row, ""),
            _share(row, "_after"),
            render("compare.apart" if row["apart"] else "compare.overlap", language),
        )


def _share(row: Mapping[str, float], suffix: str) -> str:
    values = (row[name + suffix] for name in ("efficacy", "low", "high"))
    return "{:.1%} ({:.1%}–{:.1%})".format(*values)


def _finding_rows(findings: pl.DataFrame, language: str) -> Iterable[tuple[str, ...]]:
    counted = findings.group_by("change", "sign").len().sort("change", "sign")
    for change, sign, count in counted.iter_rows():
        name = signs()[sign].label(language) if sign in signs() else sign
        yield render(f"compare.{change}", language), f"{sign} {name}", str(count), ""
