"""Sign R3 (申報繁瑣): many steps, papers or days; many refused; eligible units that never apply.

Of each applicant: median steps, papers and days (undecided applications censored) of its
applications (of one or two only where those of the whole programme are as heavy), and the share
refused or returned, tested against what the range calls normal (binomial, Benjamini and Hochberg
over units). Of each programme: the share of eligible units that never applied, at the nearest
common superior of those eligible, who do not set the conditions.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import reduce

import numpy as np
import polars as pl
from scipy.stats import binom

from chuandao.cascade.case import Case
from chuandao.cascade.units import UnitTree
from chuandao.catalog.ranges import reference_range
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.examination import Finding, rows_behind
from chuandao.diagnosis.resources.ledger.books import Ledger, table_of
from chuandao.diagnosis.resources.wording import days, percent
from chuandao.stats.screening import q_values
from chuandao.stats.supply.arrival import days_until

_SHOWN = 12
_REFUSED = ("refused", "returned")
_MEASURES = ("steps", "papers", "days")


def applied(case: Case, ledger: Ledger) -> pl.DataFrame:
    """Return the applications by the day of the checkup, with steps, papers and days of each."""
    rows = table_of(case, "applications").filter(pl.col("submitted") <= ledger.last)
    came = pl.col("decided") <= ledger.last
    day = pl.when(came).then("decided")
    return rows.with_columns(
        days=(day.fill_null(ledger.last) - pl.col("submitted")).dt.total_days(),
        done=day.is_not_null(),
        bad=pl.when(came).then(pl.col("result").is_in(_REFUSED)),
    ).join(_steps(case, ledger.last), on="application", how="left")


def _steps(case: Case, last: date) -> pl.DataFrame:
    day = pl.col("entered").dt.convert_time_zone(case.settings.time_zone).dt.date()
    return (
        table_of(case, "application_steps")
        .filter(day.is_null() | (day <= last))
        .group_by("application")
        .agg(
            steps=pl.len().cast(pl.Int64),
            papers=pl.when(pl.col("documents_required").is_not_null().any())
            .then(pl.col("documents_required").sum())
            .otherwise(None),
        )
    )


def burdens(rows: pl.DataFrame) -> pl.DataFrame:
    """Return a row an applicant: applications, median steps, papers and days, share refused."""
    heavy = _heavy(rows)
    found = [
        {"unit": unit, **_of(group, heavy)}
        for (unit,), group in rows.sort("unit", "application").group_by("unit", maintain_order=True)
    ]
    schema = {
        "unit": pl.String,
        "applications": pl.Int64,
        "decided": pl.Int64,
        "steps": pl.Float64,
        "papers": pl.Float64,
        "days": pl.Float64,
        "refused": pl.Float64,
        "p_value": pl.Float64,
    }
    table = pl.DataFrame(found, schema=schema)
    tested = table["p_value"].is_not_null().to_numpy()
    q = np.full(table.height, np.nan)
    q[tested] = q_values(table["p_value"].drop_nulls().to_numpy())
    return table.with_columns(q_value=pl.Series(q, dtype=pl.Float64).fill_nan(None)).sort("unit")


def _heavy(rows: pl.DataFrame) -> Mapping[str, frozenset[str]]:
    """Return the programmes whose applications are heavy as a whole, by measure."""
    least = threshold("programme_applications_least")
    done = rows.filter("done")
    grouped = {"steps": rows, "papers": rows, "days": done}
    found = {}
    for name, held in grouped.items():
        middle = held.group_by("programme").agg(pl.col(name).median(), count=pl.col(name).count())
        many = middle.filter(pl.col("count") >= least).select("programme", name)
        of = reference_range(f"application_{name}")
        found[name] = frozenset(code for code, value in many.iter_rows() if of.calls(value))
    return found


def _of(group: pl.DataFrame, heavy: Mapping[str, frozenset[str]]) -> dict[str, object]:
    decided = group.filter(pl.col("bad").is_not_null())
    bad = int(decided["bad"].sum())
    refused = reference_range("application_refused")
    enough = decided.height >= refused.least
    return {
        "applications": group.height,
        "decided": decided.height,
        **{name: _median(group, name, heavy[name]) for name in _MEASURES},
        "refused": bad / decided.height if enough else None,
        "p_value": float(binom.sf(bad - 1, decided.height, refused.normal)) if enough else None,
    }


def _median(group: pl.DataFrame, name: str, heavy: frozenset[str]) -> float | None:
    """Return a unit's median; of few applications only where their programmes are heavy as well."""
    told = group.filter(pl.col(name).is_not_null())
    if told.height < reference_range(f"application_{name}").least:
        told = told.filter(pl.col("programme").is_in(list(heavy)) & pl.col("done"))
    if told.is_empty():
        return None
    if name != "days":
        return float(told[name].median())  # type: ignore[arg-type]
    return days_until(told[name].cast(pl.Float64).to_numpy(), told["done"].to_numpy() * 1.0, 0.5)


def programmes(case: Case, rows: pl.DataFrame) -> pl.DataFrame:
    """Return a row a programme: eligible units, how many of them applied, and the verdict."""
    eligible = table_of(case, "eligibility").filter("eligible")
    asked = rows.select("programme", "unit").unique().with_columns(asked=pl.lit(value=True))
    of = reference_range("never_applied")
    never = pl.col("asked").is_null()
    grouped = (
        eligible.join(asked, on=["programme", "unit"], how="left")
        .group_by("programme")
        .agg(
            eligible=pl.len().cast(pl.Int64),
            applied=pl.col("asked").count().cast(pl.Int64),
            never_applied=never.mean(),
            threshold=pl.col("threshold").drop_nulls().sort().first(),
        )
    )
    few = (pl.col("eligible") < of.least) | (pl.col("applied") == 0)
    return grouped.with_columns(
        verdict=pl.when(few)
        .then(pl.lit("cannot_tell"))
        .when(pl.col("never_applied") >= of.attention)
        .then(pl.lit("burdensome"))
        .otherwise(pl.lit("usual"))
    ).sort("programme")


def findings(
    case: Case, rows: pl.DataFrame, table: pl.DataFrame, of_programmes: pl.DataFrame
) -> Iterator[Finding]:
    """Return the applicants that bear much, and the programmes to which few apply."""
    by = {key[0]: group for key, group in rows.sort("application").group_by("unit")}
    for row in table.to_dicts():
        for name in _MEASURES:
            if row[name] is not None and reference_range(f"application_{name}").calls(row[name]):
                yield _burden(row, name, by[row["unit"]])
        if _often_refused(row):
            yield _refused(row, by[row["unit"]].filter("bad"))
    for row in of_programmes.filter(pl.col("verdict") == "burdensome").to_dicts():
        yield _never(case, row, rows)


def _often_refused(row: Mapping[str, object]) -> bool:
    if row["q_value"] is None:
        return False
    tested = float(str(row["q_value"])) <= threshold("resource_false_discovery")
    return tested and reference_range("application_refused").calls(float(str(row["refused"])))


def _burden(row: Mapping[str, object], name: str, group: pl.DataFrame) -> Finding:
    value = float(str(row[name]))
    of = reference_range(f"application_{name}")
    worst = group.sort(name, "application", descending=[True, False], nulls_last=True)
    return Finding(
        unit=str(row["unit"]),
        cause="resources",
        sign="R3",
        severity=of.severity(value),
        code=f"finding.R3.{name}",
        about=name,
        strength="moderate",
        parameters={
            "median": days(value),
            "applications": str(row["applications"]),
            "usual": days(of.normal),
        },
        rows=rows_behind(worst.head(_SHOWN)),
    )


def _refused(row: Mapping[str, object], group: pl.DataFrame) -> Finding:
    share = float(str(row["refused"]))
    return Finding(
        unit=str(row["unit"]),
        cause="resources",
        sign="R3",
        severity=reference_range("application_refused").severity(share),
        code="finding.R3.refused",
        about="refused",
        strength="moderate",
        parameters={
            "share": percent(share),
            "refused": str(group.height),
            "decided": str(row["decided"]),
        },
        rows=rows_behind(group.head(_SHOWN)),
    )


def _never(case: Case, row: Mapping[str, object], rows: pl.DataFrame) -> Finding:
    eligible = table_of(case, "eligibility").filter(
        pl.col("eligible") & (pl.col("programme") == row["programme"])
    )
    asked = rows.filter(pl.col("programme") == row["programme"])["unit"]
    silent = eligible.filter(~pl.col("unit").is_in(asked.implode()))
    stated = "stated" if row["threshold"] else "unstated"
    return Finding(
        unit=common_superior(case.units, eligible["unit"].to_list()),
        cause="resources",
        sign="R3",
        severity=reference_range("never_applied").severity(float(str(row["never_applied"]))),
        code=f"finding.R3.never_applied.{stated}",
        about=str(row["programme"]),
        strength="moderate",
        parameters={
            "programme": str(row["programme"]),
            "eligible": str(row["eligible"]),
            "never": str(silent.height),
            "share": percent(float(str(row["never_applied"]))),
            "threshold": str(row["threshold"] or ""),
        },
        rows=rows_behind(silent.sort("unit").head(_SHOWN)),
    )


def common_superior(units: UnitTree, codes: list[str]) -> str:
    """Return the nearest unit above all of these (or the root)."""
    lines = [
        [code, *units.ancestors(code)][1:][::-1] or [units.root] for code in sorted(set(codes))
    ]
    shared = reduce(lambda a, b: [x for x, y in zip(a, b, strict=False) if x == y], lines)
    return shared[-1] if shared else units.root
