r"""Signs R5 (面子工程傾向) and, of R6, industries foreign to the place: where project money goes.

R5. A project is showy where its visibility is at least ``visible_project``. Of the projects of a
unit, each has a share in the money and a share in the need (the need of its task in funds, divided
equally among the task's projects of the unit; none where the unit has none for the task). Projects
that serve no task, such as firms' investment, have no need to be compared with and are left out.

.. math:: E = \sum_{i\ showy} (a_i / \sum a - n_i / \sum n)

is what is judged; tested is, by dealing the visibilities out anew, whether the log of each
project's share in the money over its share in the need goes with its visibility: no single large
project decides, nor on which side of the mark a middling one falls. R6. A project's industry is
foreign where it is none of the leading industries of the unit, nor of the nearest unit above that
states any; the number of foreign ones is tested against what the range calls normal.
Where it is more than chance, that is told; else it is a fact to be listed, weakly, of a single unit
whose money goes to foreign industries by a share that calls for attention: a place may well try
something new, and the listing only asks on what grounds.

Units with too few projects are tested together at their superior. False discoveries are held down
(Benjamini and Hochberg).
"""

from collections.abc import Iterator, Mapping

import numpy as np
import polars as pl
from scipy.stats import binom

from chuandao.cascade.case import Case
from chuandao.cascade.units import UnitTree
from chuandao.catalog.ranges import reference_range
from chuandao.catalog.thresholds import threshold
from chuandao.catalog.words import fold
from chuandao.diagnosis.examination import Finding, rows_behind
from chuandao.diagnosis.resources.grouped import in_groups
from chuandao.diagnosis.resources.ledger.books import Ledger, table_of
from chuandao.diagnosis.resources.pools import pooled_up
from chuandao.diagnosis.resources.verdicts import judged
from chuandao.diagnosis.resources.wording import percent
from chuandao.stats.smoothing.tree import Reals
from chuandao.stats.supply.permutation import excess_by_chance

_SHOWN = 12
_NAMED = 5
_SEED = 7
SCHEMA = {
    "unit": pl.String,
    "measure": pl.String,
    "projects": pl.Int64,
    "marked": pl.Int64,
    "money_share": pl.Float64,
    "need_share": pl.Float64,
    "value": pl.Float64,
    "p_value": pl.Float64,
    "q_value": pl.Float64,
    "verdict": pl.String,
}
_RANGES = {"showy": "showy_excess", "foreign": "foreign_industry"}
_SIGNS = {"showy": "R5", "foreign": "R6"}


def marked_projects(case: Case, ledger: Ledger) -> pl.DataFrame:
    """Return the projects, each with ``measure``, its mark, its pool, and its shares' grounds."""
    begun = pl.col("period_start").is_null() | (pl.col("period_start") <= ledger.last)
    rows = table_of(case, "projects").filter(begun & (pl.col("amount") > 0))
    rows = rows.with_columns(money=pl.col("amount").cast(pl.Float64))
    parts = [_showy(rows, ledger), _foreign(rows, case.units)]
    return pl.concat([_pooled(part, case.units) for part in parts])


def _showy(rows: pl.DataFrame, ledger: Ledger) -> pl.DataFrame:
    """Return projects for tasks whose visibility was judged, of units whose need is stated."""
    needs = (
        ledger.needs.filter(pl.col("own") & (pl.col("resource") == "funds"))
        .group_by("unit", "task")
        .agg(task_need=pl.col("amount").sum().cast(pl.Float64))
    )
    judged = rows.filter(
        pl.col("visibility").is_not_null()
        & pl.col("task").is_not_null()
        & pl.col("unit").is_in(needs["unit"].implode())
    )
    joined = judged.join(needs, on=["unit", "task"], how="left")
    need = pl.col("task_need").fill_null(0.0) / pl.len().over("unit", "task")
    return _of("showy", joined, pl.col("visibility") >= threshold("visible_project"), need)


def _foreign(rows: pl.DataFrame, units: UnitTree) -> pl.DataFrame:
    """Return projects with an industry, of places whose industries are stated."""
    own = _industries(units)
    held = rows.filter(pl.col("industry").is_not_null() & pl.col("unit").is_in(list(own)))
    mark = [
        not _is_own(industry, own[unit])
        for unit, industry in held.select("unit", "industry").iter_rows()
    ]
    return _of("foreign", held, pl.Series("mark", mark, dtype=pl.Boolean), pl.lit(0.0))


def _of(measure: str, rows: pl.DataFrame, mark: pl.Expr | pl.Series, need: pl.Expr) -> pl.DataFrame:
    return rows.with_columns(mark=mark, need=need, measure=pl.lit(measure)).select(
        "measure",
        "unit",
        "project",
        "industry",
        "money",
        "need",
        "mark",
        "visibility",
        pl.selectors.starts_with("origin_"),
    )


def _industries(units: UnitTree) -> Mapping[str, frozenset[str]]:
    """Return the industries of each place: its own, else those of the nearest unit above."""
    if "industries" not in units.frame.columns:
        return {}
    stated = {
        unit: frozenset(map(fold, held))
        for unit, held in units.frame.select("unit", "industries").iter_rows()
        if held
    }
    lines = {unit: (unit, *units.ancestors(unit)) for unit in units}
    found = {
        unit: next((stated[u] for u in line if u in stated), None) for unit, line in lines.items()
    }
    return {unit: held for unit, held in found.items() if held}


def _is_own(industry: str, own: frozenset[str]) -> bool:
    """Return whether an industry is one of the place's, or a part or name of one."""
    word = fold(industry)
    return any(word in one or one in word for one in own)


def _pooled(rows: pl.DataFrame, units: UnitTree) -> pl.DataFrame:
    counts = dict(rows.group_by("unit").len().iter_rows())
    least = reference_range(_RANGES[rows["measure"][0]]).least if rows.height else 0
    pool = pooled_up(counts, units, least)
    return rows.with_columns(
        pool=pl.col("unit").replace_strict(pool, default=None, return_dtype=pl.String)
    )


def skews(rows: pl.DataFrame) -> pl.DataFrame:
    """Return a row a pool and measure: shares in money and need, value, test, verdict."""
    rng = np.random.default_rng(_SEED)
    found = []
    for (pool, measure), group in rows.sort("pool", "measure", "unit", "project").group_by(
        "pool", "measure", maintain_order=True
    ):
        found.append({"unit": pool, "measure": measure, **_skew(str(measure), group, rng)})
    table = pl.DataFrame(found, schema=SCHEMA)
    families = (table.filter(pl.col("measure") == name) for name in _RANGES)
    told = pl.concat([judged(one, found="skewed", usual="usual") for one in families])
    listed = pl.DataFrame(list(_listed(rows, told)), schema=SCHEMA)
    rest = told.join(listed, on=["unit", "measure"], how="anti")
    return pl.concat([rest, listed]).sort("unit", "measure")


def _listed(rows: pl.DataFrame, tests: pl.DataFrame) -> Iterator[dict[str, object]]:
    """Return a row a unit whose money goes to foreign industries, unless it is told already."""
    of = reference_range(_RANGES["foreign"])
    told = tests.filter((pl.col("verdict") == "skewed") & (pl.col("measure") == "foreign"))
    of_unit = {row["unit"]: row for row in tests.filter(pl.col("measure") == "foreign").to_dicts()}
    held = rows.filter(
        (pl.col("measure") == "foreign") & ~pl.col("unit").is_in(told["unit"].implode())
    )
    for (unit,), group in in_groups(held, ["unit"]):
        money = group["money"].to_numpy()
        share = float(money @ group["mark"].to_numpy() / money.sum())
        if group.height >= threshold("foreign_projects_least") and of.calls(share):
            test = of_unit.get(unit, {}) if group["pool"][0] == unit else {}
            yield {
                "unit": unit,
                "measure": "foreign",
                "projects": group.height,
                "marked": int(group["mark"].sum()),
                "money_share": share,
                "value": share,
                "p_value": test.get("p_value"),
                "q_value": test.get("q_value"),
                "verdict": "listed",
            }


def _skew(measure: str, group: pl.DataFrame, rng: np.random.Generator) -> dict[str, object]:
    money, need = group["money"].to_numpy(), group["need"].to_numpy()
    mark = group["mark"].to_numpy().astype(np.float64)
    of = reference_range(_RANGES[measure])
    share = money / money.sum()
    needed = need / need.sum() if need.sum() > 0 else np.zeros(len(need))
    value = float((share - needed) @ mark)
    told = len(mark) >= of.least and (measure == "foreign" or 0 < mark.sum() < len(mark))
    return {
        "projects": len(mark),
        "marked": int(mark.sum()),
        "money_share": float(share @ mark),
        "need_share": float(needed @ mark) if measure == "showy" else None,
        "value": value,
        "p_value": _chance(measure, share, needed, group, rng=rng) if told else None,
    }


def _chance(
    measure: str, share: Reals, needed: Reals, group: pl.DataFrame, *, rng: np.random.Generator
) -> float:
    """Return the p-value; where the value calls for no attention none is worked out (1)."""
    of = reference_range(_RANGES[measure])
    mark = group["mark"].to_numpy().astype(np.float64)
    if not of.calls(float((share - needed) @ mark)):
        return 1.0
    if measure == "showy":
        little = threshold("share_floor") / len(mark)
        seen = group["visibility"].to_numpy()
        return excess_by_chance(np.log((share + little) / (needed + little)), seen, rng)
    return float(binom.sf(int(mark.sum()) - 1, len(mark), of.normal))


def findings(rows: pl.DataFrame, table: pl.DataFrame) -> Iterator[Finding]:
    """Return the units whose money is skewed to showy projects or to foreign industries."""
    for row in table.filter(pl.col("verdict").is_in(["skewed", "listed"])).to_dicts():
        measure, listed = row["measure"], row["verdict"] == "listed"
        own = (pl.col("unit" if listed else "pool") == row["unit"]) & pl.col("mark")
        behind = rows.filter(own & (pl.col("measure") == measure)).sort(
            "money", "project", descending=[True, False]
        )
        yield _finding(row, behind, listed=listed)


def _finding(row: Mapping[str, object], behind: pl.DataFrame, *, listed: bool) -> Finding:
    measure = str(row["measure"])
    sign = _SIGNS[measure]
    industries = behind["industry"].drop_nulls().unique(maintain_order=True).to_list()
    return Finding(
        unit=str(row["unit"]),
        cause="resources",
        sign=sign,
        severity=reference_range(_RANGES[measure]).severity(float(str(row["value"]))),
        code=f"finding.{sign}.{measure}{'_listed' if listed else ''}",
        about=measure,
        strength="weak" if listed else "moderate",
        parameters={
            "projects": str(row["projects"]),
            "marked": str(row["marked"]),
            "money": percent(float(str(row["money_share"]))),
            "need": percent(float(str(row["need_share"] or 0.0))),
            "industries": "、".join(industries[:_NAMED]),
        },
        rows=rows_behind(behind.head(_SHOWN)),
    )
