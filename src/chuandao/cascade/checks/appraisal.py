"""Appraisal schemes and priorities that hold for nobody, or whose points make no sense."""

from collections.abc import Iterable

import polars as pl

from chuandao.cascade.assembly.telling import tell
from chuandao.cascade.checks.view import View
from chuandao.catalog.words import fold_all
from chuandao.errors import Problem

_HUNDRED = 100.0
_MANY = 550.0
_ROUNDING = 1e-6
_STATED_FULL = r"[总總]分|[满滿]分|千分|1000分"


def check_appraisal(view: View) -> Iterable[Problem]:
    """Yield what is odd in the schemes and priorities: whom they hold for, shares, points."""
    schemes, stated = view.tables.get("appraisals"), view.tables.get("priorities")
    if schemes is not None and schemes.height:
        rows = _with_columns(schemes)
        yield from _named_twice(rows)
        yield from _for_nobody(view, rows)
        yield from _shares(rows)
        yield from _points(rows)
    if stated is not None and "type" in stated.columns:
        unknown = stated.filter(~_borne(view, stated["type"]))
        yield from tell(
            unknown, "priority_for_nobody", "warning", "type", lambda row: {"type": row["type"]}
        )


def _with_columns(rows: pl.DataFrame) -> pl.DataFrame:
    types = {
        "unit": pl.String,
        "type": pl.String,
        "tier": pl.Int64,
        "task": pl.String,
        "task_share": pl.Float64,
        "weight": pl.Float64,
    }
    absent = [pl.lit(None, dtype=t).alias(n) for n, t in types.items() if n not in rows.columns]
    return rows.with_columns(absent)


def _named_twice(rows: pl.DataFrame) -> Iterable[Problem]:
    both = rows.filter(
        pl.col("unit").is_not_null() & (pl.col("type").is_not_null() | pl.col("tier").is_not_null())
    )
    yield from tell(both, "appraisal_unit_and_wider", "warning", "unit", lambda _: {})


def _for_nobody(view: View, rows: pl.DataFrame) -> Iterable[Problem]:
    """Yield rows of a type or tier that no unit is of; each only once for a scheme."""
    wide = rows.filter(pl.col("unit").is_null())
    tiers = view.tables["units"]["tier"].unique().to_list()
    nobody = wide.filter(
        ~_borne(view, wide["type"]) | (pl.col("tier").is_not_null() & ~pl.col("tier").is_in(tiers))
    )
    order = ["origin_file", "origin_sheet", "origin_row"]
    firsts = nobody.sort(order).unique(["scheme", "type", "tier"], keep="first")
    yield from tell(firsts, "appraisal_for_nobody", "warning", "type", _whom)


def _whom(row: dict[str, object]) -> dict[str, object]:
    return {"whom": " ".join(str(row[name]) for name in ("type", "tier") if row[name] is not None)}


def _borne(view: View, types: pl.Series) -> pl.Series:
    """Return whether some unit bears each type; true where none is stated."""
    units = view.tables["units"]
    borne = units["type"].drop_nulls().to_list() if "type" in units.columns else []
    known = {*fold_all(sorted(set(borne))), ""}
    asked = fold_all(types.fill_null("").to_list())
    return pl.Series(values=[word in known for word in asked], dtype=pl.Boolean)


def _shares(rows: pl.DataFrame) -> Iterable[Problem]:
    """Yield indicators of which tasks account for more than the whole."""
    whose = ["scheme", "unit", "type", "tier", "indicator"]
    total = pl.col("task_share").sum().over(whose)
    order = ["origin_file", "origin_sheet", "origin_row"]
    above = rows.with_columns(_total=total).filter(pl.col("_total") > 1 + _ROUNDING).sort(order)
    firsts = above.unique(whose, keep="first", maintain_order=True)

    def words(row: dict[str, object]) -> dict[str, object]:
        return {"indicator": row["indicator"], "total": f"{row['_total']:.3g}"}

    yield from tell(firsts, "appraisal_shares_above_one", "warning", "task_share", words)


def _points(rows: pl.DataFrame) -> Iterable[Problem]:
    """Yield indicators of more than a hundred points in what is no scheme of a thousand."""
    once = rows.unique(["scheme", "unit", "type", "tier", "indicator"], maintain_order=True)
    total = once.group_by("scheme", "unit", "type", "tier").agg(_total=pl.col("weight").sum())
    held = rows.join(total, on=["scheme", "unit", "type", "tier"], nulls_equal=True)
    beyond = held.filter(
        (pl.col("weight") > _HUNDRED)
        & (pl.col("_total") < _MANY)
        & ~pl.col("scheme").str.contains(_STATED_FULL)
    )

    def words(row: dict[str, object]) -> dict[str, object]:
        return {"indicator": row["indicator"], "points": f"{row['weight']:g}"}

    yield from tell(beyond, "appraisal_points_beyond", "warning", "weight", words)
