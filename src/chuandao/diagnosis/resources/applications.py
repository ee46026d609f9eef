"""Sign R3 (申報繁瑣): many steps, papers or days; many refused; eligible units that never apply.

Of each programme: median steps, papers and days of its applications (undecided ones censored), and
the share of eligible units that never applied; what is heavy for all is told once, at the nearest
common superior of those eligible (else of the applicants), who did not set the conditions. Of each
applicant: the same medians over its applications to programmes that are not heavy as a whole, and
the share refused or returned, tested against what the range calls normal (binomial, Benjamini and
Hochberg over units); of these the worst is told, so that a unit has one finding.
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
    found = [
        {"unit": unit, **_of(group)}
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


def _heavy(rows: pl.DataFrame) -> Mapping[str, Mapping[str, float]]:
    """Return the programmes that are heavy as a whole, with the median, by measure."""
    found: dict[str, dict[str, float]] = {name: {} for name in _MEASURES}
    for (programme,), group in rows.sort("programme", "application").group_by(
        "programme", maintain_order=True
    ):
        for name in _MEASURES:
            middle = _median(group, name, threshold("programme_applications_least"))
            if middle is not None and reference_range(f"application_{name}").calls(middle):
                found[name][str(programme)] = middle
    return found


def _of(group: pl.DataFrame) -> dict[str, object]:
    decided = group.filter(pl.col("bad").is_not_null())
    bad = int(decided["bad"].sum())
    refused = reference_range("application_refused")
    enough = decided.height >= refused.least
    return {
        "applications": group.height,
        "decided": decided.height,
        **{name: _median(group, name, _least(name)) for name in _MEASURES},
        "refused": bad / decided.height if enough else None,
        "p_value": float(binom.sf(bad - 1, decided.height, refused.normal)) if enough else None,
    }


def _least(name: str) -> float:
    return reference_range(f"application_{name}").least


def _median(group: pl.DataFrame, name: str, least: float) -> float | None:
    """Return the median of a measure over applications; None of too few, or not yet reached."""
    told = group.filter(pl.col(name).is_not_null())
    if told.height < least:
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
    """Return the programmes that are heavy or seldom applied to, and the burdened applicants."""
    heavy = _heavy(rows)
    by = {key[0]: group for key, group in rows.sort("application").group_by("unit")}
    for row in table.to_dicts():
        group = by[row["unit"]]
        told = [_burden(row["unit"], name, group, heavy) for name in _MEASURES]
        told += [_refused(row, group.filter("bad"))] if _often_refused(row) else []
        worst = max((one for one in told if one), key=lambda one: one.severity, default=None)
        yield from [worst] if worst else []
    reach = {row["programme"]: row for row in of_programmes.to_dicts()}
    named = {row["programme"] for row in reach.values() if row["verdict"] == "burdensome"}
    for programme in sorted(named.union(*heavy.values())):
        found = {name: held[programme] for name, held in heavy.items() if programme in held}
        yield _programme(case, rows, found, reach.get(programme) or {"programme": programme})


def _often_refused(row: Mapping[str, object]) -> bool:
    if row["q_value"] is None:
        return False
    tested = float(str(row["q_value"])) <= threshold("resource_false_discovery")
    return tested and reference_range("application_refused").calls(float(str(row["refused"])))


def _burden(
    unit: str, name: str, group: pl.DataFrame, heavy: Mapping[str, Mapping[str, float]]
) -> Finding | None:
    """Return the finding of a measure over applications to programmes not heavy for all."""
    own = group.filter(~pl.col("programme").is_in(list(heavy[name])))
    value = _median(own, name, _least(name))
    of = reference_range(f"application_{name}")
    if value is None or not of.calls(value):
        return None
    worst = own.sort(name, "application", descending=[True, False], nulls_last=True)
    return Finding(
        unit=unit,
        cause="resources",
        sign="R3",
        severity=of.severity(value),
        code=f"finding.R3.{name}",
        about=name,
        strength="moderate",
        parameters={
            "median": days(value),
            "applications": str(own.height),
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


def _programme(
    case: Case, rows: pl.DataFrame, heavy: Mapping[str, float], row: Mapping[str, object]
) -> Finding:
    """Return the finding of a programme that is heavy, or to which few of those eligible apply."""
    of = pl.col("programme") == row["programme"]
    eligible = table_of(case, "eligibility").filter(pl.col("eligible") & of).sort("unit")
    asked = rows.filter(of).sort("application")
    silent = eligible.filter(~pl.col("unit").is_in(asked["unit"].implode()))
    few = row.get("verdict") == "burdensome"
    severities = [reference_range(f"application_{n}").severity(v) for n, v in heavy.items()]
    if few:
        never = reference_range("never_applied")
        severities.append(never.severity(float(str(row["never_applied"]))))
    stated = "stated" if row.get("threshold") else "unstated"
    burden = "finding.R3.programme.never" if few else "finding.R3.programme"
    units = (eligible if eligible.height else asked)["unit"].to_list()
    return Finding(
        unit=common_superior(case.units, units),
        cause="resources",
        sign="R3",
        severity=max(severities),
        code=burden if heavy else f"finding.R3.never_applied.{stated}",
        about=str(row["programme"]),
        strength="moderate",
        parameters={
            "programme": str(row["programme"]),
            "applications": str(asked.height),
            "eligible": str(eligible.height),
            "never": str(silent.height),
            "share": percent(float(str(row["never_applied"]))) if few else "",
            "threshold": str(row.get("threshold") or ""),
            **_medians(asked),
        },
        rows=rows_behind(silent.head(_SHOWN) if few else asked.head(_SHOWN)),
    )


def _medians(asked: pl.DataFrame) -> dict[str, str]:
    """Return the medians of a programme as they are shown, with what is usual."""
    middles = {name: _median(asked, name, 1) for name in _MEASURES}
    shown = {name: "-" if value is None else days(value) for name, value in middles.items()}
    usual = {f"usual_{n}": days(reference_range(f"application_{n}").normal) for n in _MEASURES}
    return shown | usual


def common_superior(units: UnitTree, codes: list[str]) -> str:
    """Return the nearest unit above all of these (or the root)."""
    lines = [
        [code, *units.ancestors(code)][1:][::-1] or [units.root] for code in sorted(set(codes))
    ]
    shared = reduce(lambda a, b: [x for x, y in zip(a, b, strict=False) if x == y], lines)
    return shared[-1] if shared else units.root
