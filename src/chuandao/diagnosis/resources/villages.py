"""R1 and R2 of villages: told once a township and kind, since a village is no object of inspection.

What its villages lack of a kind for all tasks stands with the township, as sums over those needs
that are unfunded or short.
"""

from collections.abc import Iterator

import polars as pl

from chuandao.cascade.units import UnitTree
from chuandao.catalog.ranges import reference_range
from chuandao.diagnosis.examination import Finding, TableRow, rows_behind
from chuandao.diagnosis.resources.grouped import in_groups
from chuandao.diagnosis.resources.ledger.books import Ledger
from chuandao.diagnosis.resources.wording import amount, days, percent

_VILLAGE = 3  # tiers below the city; a village is no object of inspection by default
_SHOWN = 24
_SIGNS = {"unfunded": "R1", "short": "R2"}


def of_villages(told: pl.DataFrame, units: UnitTree) -> pl.DataFrame:
    """Return the rows of villages, with ``above``: the unit above each."""
    tiers = units.frame.select("unit", "tier", above="parent")
    rows = told.join(tiers, on="unit", how="left")
    return rows.filter((pl.col("tier") >= _VILLAGE) & pl.col("above").is_not_null()).drop("tier")


def findings(ledger: Ledger, rows: pl.DataFrame, strength: str) -> Iterator[Finding]:
    """Return what the villages of each unit lack, a finding a verdict and kind."""
    bad = rows.filter(pl.col("verdict").is_in(list(_SIGNS)))
    for (above, verdict, kind), group in in_groups(bad, ["above", "verdict", "resource"]):
        yield _finding(ledger, group, (str(above), str(verdict), str(kind)), strength)


def _finding(
    ledger: Ledger, group: pl.DataFrame, of: tuple[str, str, str], strength: str
) -> Finding:
    above, verdict, kind = of
    sign = _SIGNS[verdict]
    need, waited = float(group["need"].sum()), float(group["days"].to_numpy().max())
    lacking = float((group["need"] * (1 - group["promised"])).sum())
    range_ = reference_range("unfunded_days" if sign == "R1" else "kind_coverage")
    there = float((group["bound"] + group["general"]).sum())
    return Finding(
        unit=above,
        cause="resources",
        sign=sign,
        severity=range_.severity(waited if sign == "R1" else 1 - lacking / need),
        code=f"finding.{sign}.villages.{kind}",
        about=f"{kind}_villages",
        strength=strength,
        parameters={
            "units": str(group["unit"].n_unique()),
            "needs": str(group.height),
            "tasks": ", ".join(group["task"].unique().sort()),
            "need": amount(need, kind),
            "there": amount(there, kind),
            "share": percent(min(1.0, there / need)),
            "under_way": amount(float(group["under_way"].sum()), kind),
            "short": amount(lacking, kind),
            "days": days(waited),
            "as_of": str(ledger.last),
        },
        rows=_rows(ledger, group),
    )


def _rows(ledger: Ledger, group: pl.DataFrame) -> tuple[TableRow, ...]:
    """Return the rows of the needs that lack most."""
    lacking = group.select(
        "unit", "task", "resource", short=pl.col("need") * (1 - pl.col("promised"))
    )
    held = ledger.needs.join(lacking, on=["unit", "task", "resource"])
    worst = held.sort("short", "unit", "task", descending=[True, False, False]).head(_SHOWN)
    return rows_behind(worst)
