"""D4: lawful requests for data refused, granted late or not answered (數據壁壘).

Definition: a request that states no basis is set apart, since refusing it is right. Of the
lawful ones those are judged that by the day of the checkup were granted or refused, or whose
term (their own, else ``request_due_days``) had run out without an answer. Failed are those
refused, those granted after the term, those overdue. Sent back for completion or withdrawn
ones are not judged.

    failed share = (refused + granted late + overdue) / judged

An owner is told where the share calls for attention by ``requests_failed`` and is more than the
usual share allows by chance (exact binomial test, Benjamini-Hochberg over owners, and over their
datasets); a dataset where only it does. Fewer judged than ``least``: cannot tell.

Source: 政務數據共享條例 (國務院令第809號).
"""

from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np
import polars as pl
from scipy.stats import binom

from chuandao.cascade.case import Case
from chuandao.catalog.ranges import Range, reference_range
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.coordination.departments import known_departments, seat_of
from chuandao.diagnosis.coordination.verdicts import verdict
from chuandao.diagnosis.coordination.working_days import working_days_between
from chuandao.diagnosis.examination import Examination, Finding, rows_behind
from chuandao.diagnosis.result_rows import result_rows
from chuandao.stats.screening import q_values
from chuandao.stats.shares import wilson

CAUSE, SIGN = "coordination", "D4"
_GRANTED = ("granted", "partly_granted")
_SHOWN = 30


def examine_requests(case: Case, as_of: date | None) -> Examination:
    """Return the owners and datasets whose lawful requests fail, and the summary of all."""
    given = case.tables.get("data_requests")
    if given is None or given.is_empty():
        return Examination(tables={"data_requests_summary": result_rows(_TABLE, [])})
    judged = judged_requests(case, as_of)
    rows = _summary(judged)
    findings = tuple(_finding(case, row, judged) for row in _told(rows))
    return Examination(findings, tables={"data_requests_summary": result_rows(_TABLE, rows)})


_TABLE = "data_requests_summary"


def judged_requests(case: Case, as_of: date | None) -> pl.DataFrame:
    """Return the requests made by a day with what became of them by then.

    Returns
    -------
    table (the columns of data_requests, owner and requester as codes where known, lawful,
        days, outcome_then)
        ``days``: working days to the answer, or to the day of the checkup; ``outcome_then``:
        granted, late, refused, overdue, waiting, other.
    """
    given = case.tables["data_requests"]
    last = as_of or max(day for day in (*given["requested"], *given["answered"]) if day)
    rows = given.filter(pl.col("requested") <= last)
    names = [*rows["owner"].unique().sort(), *rows["requester"].unique().sort()]
    codes = known_departments(names, case.units)
    as_codes = [
        pl.col(name).replace(codes) if codes else pl.col(name) for name in ("owner", "requester")
    ]
    answered = (pl.col("answered") <= last) & pl.col("outcome").is_not_null()
    rows = rows.with_columns(
        *as_codes,
        (pl.col("lawful_basis").fill_null("").str.strip_chars() != "").alias("lawful"),
        answered.fill_null(value=False).alias("is_answered"),
        pl.col("due_days").fill_null(int(threshold("request_due_days"))),
    )
    until = rows.select(pl.when("is_answered").then("answered").otherwise(last)).to_series()
    rows = rows.with_columns(days=working_days_between(rows["requested"], until))
    return rows.with_columns(_outcome_then())


def _outcome_then() -> pl.Expr:
    past = pl.col("days") > pl.col("due_days")
    granted = pl.col("outcome").is_in(_GRANTED)
    return (
        pl.when(~pl.col("is_answered"))
        .then(pl.when(past).then(pl.lit("overdue")).otherwise(pl.lit("waiting")))
        .when(granted & past)
        .then(pl.lit("late"))
        .when(granted)
        .then(pl.lit("granted"))
        .when(pl.col("outcome") == "refused")
        .then(pl.lit("refused"))
        .otherwise(pl.lit("other"))
        .alias("outcome_then")
    )


def _summary(judged: pl.DataFrame) -> list[dict[str, object]]:
    """Return a row for each owner and for each dataset of an owner."""
    whole = _counts(judged, "owner").with_columns(pl.lit(None, pl.String).alias("dataset"))
    parts = _counts(judged, "owner", "dataset").select(whole.columns)
    rows = pl.concat([whole, parts]).sort("owner", "dataset", nulls_last=False).to_dicts()
    limit = reference_range("requests_failed")
    for row in rows:
        row.update(_rated(row, limit))
    for owners in (True, False):
        tested = [r for r in rows if r["p"] is not None and (r["dataset"] is None) == owners]
        for row, q in zip(tested, q_values(np.array([r["p"] for r in tested])), strict=True):
            row["q_value"] = float(q)
    return [row | {"verdict": _verdict(row, limit)} for row in rows]


def _counts(judged: pl.DataFrame, *by: str) -> pl.DataFrame:
    lawful, then = pl.col("lawful"), pl.col("outcome_then")
    kept = lawful & then.is_in(["granted", "late"])
    return judged.group_by(*by).agg(
        lawful.sum().alias("lawful"),
        (~lawful).sum().alias("without_basis"),
        (lawful & then.is_in(["granted", "late", "refused", "overdue"])).sum().alias("judged"),
        kept.sum().alias("granted"),
        *((lawful & (then == name)).sum().alias(name) for name in ("refused", "late", "overdue")),
        pl.col("days").filter(kept).median().alias("median_days"),
    )


def _rated(row: Mapping[str, object], limit: Range) -> dict[str, object]:
    """Return the failed share with its bounds, and its chance under the usual share."""
    failed = sum(int(str(row[name])) for name in ("refused", "late", "overdue"))
    many = int(str(row["judged"]))
    few = many < limit.least
    share = failed / many if many else None
    low, high = wilson(share, many) if share is not None else (None, None)
    p = None if few else float(binom.sf(failed - 1, many, limit.normal))
    return {
        "unanswered": row["overdue"], "failed_share": share, "low": low, "high": high,
        "p": p, "q_value": None,
    }  # fmt: skip


def _verdict(row: Mapping[str, object], limit: Range) -> str:
    if row["q_value"] is None:
        return "cannot_tell"
    share = float(str(row["failed_share"]))
    sure = float(str(row["q_value"])) <= threshold("coordination_fdr")
    if limit.calls(share) and not sure:
        return "cannot_tell"
    return verdict(limit, share)


def _told(rows: Iterable[Mapping[str, object]]) -> list[Mapping[str, object]]:
    """Return the rows to be told: owners, and datasets of owners that are not told."""
    bad = [row for row in rows if row["verdict"] in {"attention", "severe"}]
    owners = {row["owner"] for row in bad if row["dataset"] is None}
    return [row for row in bad if row["dataset"] is None or row["owner"] not in owners]


def _finding(case: Case, row: Mapping[str, object], judged: pl.DataFrame) -> Finding:
    owner, dataset = str(row["owner"]), row["dataset"]
    known = owner in case.units
    failed = judged.filter(
        pl.col("lawful")
        & (pl.col("owner") == owner)
        & pl.col("outcome_then").is_in(["refused", "late", "overdue"])
    )
    if dataset:
        failed = failed.filter(pl.col("dataset") == dataset)
    told = {name: str(row[name]) for name in ("judged", "granted", "refused", "late", "unanswered")}
    days = row["median_days"]
    told |= {"owner": case.units.name(owner) if known else owner, "dataset": str(dataset or "")}
    told |= {"percent": f"{100 * float(str(row['failed_share'])):.0f}"}
    told |= {"days": "—" if days is None else f"{days:g}"}
    return Finding(
        owner if known else seat_of(owner, case.units),
        CAUSE,
        SIGN,
        reference_range("requests_failed").severity(float(str(row["failed_share"]))),
        "finding.D4.dataset" if dataset else "finding.D4",
        about="" if known and not dataset else ".".join(str(p) for p in (owner, dataset) if p),
        strength="moderate",
        parameters=told,
        rows=rows_behind(failed)[:_SHOWN],
    )
