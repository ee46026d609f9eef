"""Signs R1 (任務懸空) and R2 (分項缺口): nothing at all for a task, or too little of a kind.

R1: all kinds that a task needs, of which the books show any, were never supplied to the unit,
neither of its own nor by transfer, and nothing is under way; what only passed through it on the way
to others was never its supply. Measured by the days since the need began. R2: on the last day the
supply of a kind, with what is under way, is short of the need. A kind of which the books show no
row for anybody is not judged, nor a shortfall smaller than what books may err in what the unit sent
on for the task, or than what is rounding in a book. What villages lack is told at their township
(`villages`).
"""

from collections.abc import Iterator

import polars as pl

from chuandao.cascade.units import UnitTree
from chuandao.catalog.ranges import reference_range
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.examination import Finding, TableRow, rows_behind
from chuandao.diagnosis.resources import villages
from chuandao.diagnosis.resources.coverage.measured import Measured
from chuandao.diagnosis.resources.ledger.books import Ledger
from chuandao.diagnosis.resources.wording import amount, days, percent

_CAUSE = "resources"
_KEY = ["unit", "task", "resource"]
_SHOWN = 12


def verdicts(found: Measured) -> pl.DataFrame:
    """Return by_kind with ``verdict``: unfunded, short, too_early, covered, cannot_tell."""
    wait = reference_range("unfunded_days")
    short = reference_range("kind_coverage")
    error = threshold("pass_through_error") * pl.col("sent_on")
    nothing = (pl.col("kept") <= error) & (pl.col("under_way") <= error)
    rounding = (
        pl.when(pl.col("resource") == "funds")
        .then(threshold("book_rounding_yuan"))
        .otherwise(threshold("book_rounding_other"))
    )
    within = (pl.col("need") * (1 - pl.col("promised"))) <= pl.max_horizontal(error, rounding)
    young = pl.col("days") < wait.attention
    return found.by_kind.with_columns(
        verdict=pl.when("unbalanced")
        .then(pl.lit("cannot_tell"))
        .when(pl.col("promised") > short.attention)
        .then(pl.lit("covered"))
        .when(within)
        .then(pl.lit("cannot_tell"))
        .when(young)
        .then(pl.lit("too_early"))
        .when(nothing.all().over("unit", "task"))
        .then(pl.lit("unfunded"))
        .otherwise(pl.lit("short"))
    )


def findings(ledger: Ledger, told: pl.DataFrame, units: UnitTree) -> Iterator[Finding]:
    """Return the tasks without any supply, and the kinds that are short."""
    both = {"means", "transfers"} <= ledger.given
    below = villages.of_villages(told, units)
    yield from villages.findings(ledger, below, "moderate" if both else "weak")
    told = told.join(below, on=_KEY, how="anti")
    for (verdict,), rows in told.filter(pl.col("verdict").is_in(["unfunded", "short"])).group_by(
        "verdict", maintain_order=True
    ):
        behind = _rows(ledger, rows)
        build = _unfunded if verdict == "unfunded" else _short
        shown = rows.unique(["unit", "task"], keep="first") if verdict == "unfunded" else rows
        for row in shown.sort(_KEY).to_dicts():
            yield build(row, behind, ledger, "moderate" if both else "weak")


def _rows(ledger: Ledger, rows: pl.DataFrame) -> dict[tuple[str, str, str], tuple[TableRow, ...]]:
    """Return the rows of needs, means and transfers behind each verdict."""
    origin = ["origin_file", "origin_sheet", "origin_row"]
    came = ledger.counting.with_columns(unit="to_unit")
    parts = [ledger.needs, ledger.means, came]
    held = pl.concat([part.select(*_KEY, *origin) for part in parts])
    bound = held.join(rows.select(_KEY).unique(), on=_KEY)
    return {
        (str(key[0]), str(key[1]), str(key[2])): rows_behind(group)[:_SHOWN]
        for key, group in bound.group_by(_KEY, maintain_order=True)
    }


def _unfunded(row: dict, behind: dict, ledger: Ledger, strength: str) -> Finding:  # type: ignore[type-arg]
    return Finding(
        unit=row["unit"],
        cause=_CAUSE,
        sign="R1",
        severity=reference_range("unfunded_days").severity(row["days"]),
        code=f"finding.R1.{row['resource']}",
        task=row["task"],
        strength=strength,
        parameters={
            "need": amount(row["need"], row["resource"]),
            "since": str(row["since"]),
            "as_of": str(ledger.last),
            "days": days(row["days"]),
        },
        rows=behind.get((row["unit"], row["task"], row["resource"]), ()),
    )


def _short(row: dict, behind: dict, ledger: Ledger, strength: str) -> Finding:  # type: ignore[type-arg]
    kind = row["resource"]
    there = row["bound"] + row["general"]
    return Finding(
        unit=row["unit"],
        cause=_CAUSE,
        sign="R2",
        severity=reference_range("kind_coverage").severity(row["promised"]),
        code=f"finding.R2.{kind}",
        task=row["task"],
        about=kind,
        strength=strength,
        parameters={
            "need": amount(row["need"], kind),
            "there": amount(there, kind),
            "under_way": amount(row["under_way"], kind),
            "short": amount(row["need"] * (1 - row["promised"]), kind),
            "share": percent(row["share"]),
            "as_of": str(ledger.last),
        },
        rows=behind.get((row["unit"], row["task"], kind), ()),
    )
