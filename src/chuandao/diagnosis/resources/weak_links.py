"""Sign R6 (短板投入不足): the units in greatest need are covered worse than the rest.

Among the units directly below a superior, and among all units of a tier: the mean coverage of the
neediest fifth against that of the others, task by task and over all tasks. Neediest by the need of
funds as such, by head of population, and by own fiscal capacity, so far as the case has them. The
gap is tested by Student's t with the spread within both sides, false discoveries held down
(Benjamini and Hochberg) over comparisons of all tasks together, and over those of single tasks; and
it must not come about in one of twenty deals of the places of the neediest (permutation), which
holds whatever the distribution. The finding is that of the superior, who distributes.
"""

from collections.abc import Iterator, Mapping

import numpy as np
import polars as pl

from chuandao.cascade.units import UnitTree
from chuandao.catalog.ranges import reference_range
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.examination import Finding, rows_behind
from chuandao.diagnosis.resources.coverage.measured import Measured
from chuandao.diagnosis.resources.grouped import in_groups
from chuandao.diagnosis.resources.ledger.books import Ledger
from chuandao.diagnosis.resources.verdicts import judged
from chuandao.diagnosis.resources.wording import percent
from chuandao.stats.smoothing.tree import Reals
from chuandao.stats.supply.inequality import concentration
from chuandao.stats.supply.permutation import excess_by_chance, lower_by_chance

_SEED = 7
_SHOWN = 24
_RANKINGS = ("need", "per_head", "per_capacity")
_GROUP = ["unit", "tier", "task"]
KEY = [*_GROUP, "ranked_by"]
SCHEMA = {
    "unit": pl.String,
    "tier": pl.Int64,
    "task": pl.String,
    "ranked_by": pl.String,
    "units": pl.Int64,
    "neediest": pl.Float64,
    "others": pl.Float64,
    "gap": pl.Float64,
    "concentration": pl.Float64,
    "p_value": pl.Float64,
    "q_value": pl.Float64,
    "verdict": pl.String,
}


def members(found: Measured, units: UnitTree) -> pl.DataFrame:
    """Return units with their coverage and rankings, once for each group they are compared in.

    ``unit``: the superior (or the root, for a whole tier); ``member``: the unit compared.
    """
    base = found.by_period.group_by("unit", "task").agg(pl.col("coverage").mean())
    need = found.by_kind.filter(pl.col("resource") == "funds").select("unit", "task", "need")
    each = base.join(need, on=["unit", "task"]).join(_of_units(units), on="unit")
    whole = (
        each.group_by("unit", "tier", "parent", "population", "fiscal_capacity")
        .agg(pl.col("coverage").mean(), pl.col("need").sum())
        .with_columns(task=pl.lit(""))
    )
    both = pl.concat([each, whole.select(each.columns)]).rename({"unit": "member"})
    both = both.with_columns(
        per_head=pl.col("need") / pl.col("population"),
        per_capacity=pl.col("need") / pl.col("fiscal_capacity"),
    )
    below = both.with_columns(unit="parent").filter(pl.col("unit").is_not_null())
    wide = both.filter(pl.col("tier") > 1).with_columns(unit=pl.lit(units.root))
    return pl.concat([below, wide]).unique([*_GROUP, "member"]).sort(*_GROUP, "member")


def _of_units(units: UnitTree) -> pl.DataFrame:
    frame = units.frame
    absent = [n for n in ("population", "fiscal_capacity") if n not in frame.columns]
    return frame.with_columns(pl.lit(None).alias(name) for name in absent).select(
        "unit",
        "tier",
        "parent",
        pl.col("population").cast(pl.Float64),
        pl.col("fiscal_capacity").cast(pl.Float64),
    )


def gaps(rows: pl.DataFrame) -> pl.DataFrame:
    """Return a row a group, task and ranking: coverage of neediest and others, test, verdict."""
    rng = np.random.default_rng(_SEED)
    found = [
        dict(zip(_GROUP, key, strict=True)) | told
        for key, group in in_groups(rows, _GROUP)
        for told in _gap(group, rng)
    ]
    table = pl.DataFrame(found, schema=SCHEMA)
    pooled = pl.col("task") == ""
    families = (table.filter(pooled), table.filter(~pooled))
    return pl.concat([judged(one, found="left_short", usual="even") for one in families])


def _gap(group: pl.DataFrame, rng: np.random.Generator) -> Iterator[dict[str, object]]:
    of = reference_range("needy_gap")
    kappa = group["coverage"].to_numpy()
    for name in _RANKINGS:
        need = group[name].to_numpy()
        if not np.isfinite(need).all():
            continue
        mark = neediest(need)
        few = group.height < of.least or not 0 < mark.sum() < len(mark)
        poor, rest = (
            float(kappa[mark == side].mean()) if (mark == side).any() else None for side in (1, 0)
        )
        gap = None if poor is None or rest is None else rest - poor
        calls = gap is not None and of.calls(gap)
        p = _chance(kappa, mark, rng) if calls and not few else 1.0
        yield {
            "ranked_by": name,
            "units": group.height,
            "neediest": poor,
            "others": rest,
            "gap": gap,
            "concentration": concentration(kappa, need),
            "p_value": None if few else p,
        }


def _chance(kappa: Reals, mark: Reals, rng: np.random.Generator) -> float:
    """Return the p-value of the gap by Student's t; 1 where a deal brings it about too often."""
    if excess_by_chance(-kappa, mark, rng) > threshold("gap_by_deal"):
        return 1.0
    return lower_by_chance(kappa[mark > 0], kappa[mark == 0])


def neediest(need: Reals) -> Reals:
    """Return 1 for the neediest fifth (at least one), 0 for the rest; equals at the edge are in.

    Examples
    --------
    >>> neediest(np.array([1.0, 5.0, 2.0, 3.0, 4.0])).tolist()
    [0.0, 1.0, 0.0, 0.0, 0.0]
    """
    count = max(1, round(threshold("neediest_share") * len(need)))
    return np.asarray((need >= np.sort(need)[-count]).astype(np.float64))


def findings(ledger: Ledger, rows: pl.DataFrame, table: pl.DataFrame) -> Iterator[Finding]:
    """Return the superiors whose neediest are left short: over all tasks, else by task.

    A whole tier is named only where no superior within it is.
    """
    short = table.filter(pl.col("verdict") == "left_short")
    of_superior = _is_below(rows, short)
    tiers = set(short.filter(of_superior)["tier"].to_list())
    kept = short.filter(of_superior | ~pl.col("tier").is_in(list(tiers)))
    whole = kept.filter(pl.col("task") == "").select("unit", "tier").unique()
    single = kept.filter(pl.col("task") != "").join(whole, on=["unit", "tier"], how="anti")
    told = pl.concat([kept.filter(pl.col("task") == ""), single])
    best = told.sort("q_value", "gap", "ranked_by", descending=[False, True, False])
    for row in best.unique(_GROUP, keep="first", maintain_order=True).sort(_GROUP).to_dicts():
        yield _finding(ledger, rows, row)


def _is_below(rows: pl.DataFrame, short: pl.DataFrame) -> pl.Series:
    """Return for each row whether its group hangs directly below the unit."""
    direct = set(
        rows.filter(pl.col("unit") == pl.col("parent")).select("unit", "tier").unique().iter_rows()
    )
    return pl.Series(
        [key in direct for key in short.select("unit", "tier").iter_rows()], dtype=pl.Boolean
    )


def _finding(ledger: Ledger, rows: pl.DataFrame, row: Mapping[str, object]) -> Finding:
    group = rows.filter(*(pl.col(name) == row[name] for name in _GROUP))
    mark = neediest(group[str(row["ranked_by"])].to_numpy())
    poor = group.filter(pl.Series(mark > 0))["member"]
    needs = ledger.needs.filter(pl.col("own") & pl.col("unit").is_in(poor.implode()))
    if row["task"]:
        needs = needs.filter(pl.col("task") == row["task"])
    return Finding(
        unit=str(row["unit"]),
        cause="resources",
        sign="R6",
        severity=reference_range("needy_gap").severity(float(str(row["gap"]))),
        code=f"finding.R6.{row['ranked_by']}",
        task=str(row["task"]),
        about=f"tier{row['tier']}",
        strength="moderate",
        parameters={
            "units": str(row["units"]),
            "count": str(len(poor)),
            "neediest": percent(float(str(row["neediest"]))),
            "others": percent(float(str(row["others"]))),
        },
        rows=rows_behind(needs.sort("amount", "unit", descending=[True, False]).head(_SHOWN)),
    )
