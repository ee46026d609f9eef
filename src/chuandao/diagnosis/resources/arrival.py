"""Sign R4 (到位滯後): resources arrive long after they were announced, or after the task was due.

Of each unit and kind: days from announcement to arrival, median and 90th percentile by Kaplan and
Meier, what is under way being censored on the day of the checkup. Listed where the median is long
by the reference range of the kind and longer than usual by a test of log days, false discoveries
held down over all units (Benjamini and Hochberg). Usual are the days the range calls normal or, if
longer, the median of the whole case: of funds at most to where severe begins, of land, quotas and
posts, which come slowly to everybody, however long. That all money comes late is the issuing
unit's matter (E8), not that of one step. What is late for one task only: `arrival_by_task`.
"""

from collections.abc import Iterator, Mapping

import numpy as np
import polars as pl

from chuandao.catalog.ranges import reference_range
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.examination import Finding, rows_behind
from chuandao.diagnosis.resources.arrival_by_task import judged, payee_groups, payer_groups
from chuandao.diagnosis.resources.arrival_lags import KEY, SCHEMA, described
from chuandao.diagnosis.resources.grouped import in_groups
from chuandao.diagnosis.resources.wording import days, percent
from chuandao.stats.screening import q_values
from chuandao.stats.supply.arrival import days_until, longer_than, spread_of_logs

_OF = ["unit", "resource"]
_SHOWN = 12


def arrivals(timed: pl.DataFrame) -> pl.DataFrame:
    """Return how long arrivals took, a row a unit and kind, with the verdict.

    late, usual, or cannot_tell (fewer transfers than the range asks for). Of single tasks, to a
    unit or from one, those rows stand in it of which half were slow.
    """
    whole = _of_units(timed)
    from_payers = judged(payer_groups(timed), timed, frozenset())
    told = _told([whole, from_payers], _members(timed))
    to_units = judged(payee_groups(timed), timed, told)
    return pl.concat([whole, from_payers, to_units]).sort(KEY)


def _of_units(timed: pl.DataFrame) -> pl.DataFrame:
    spread, usual = _spread(timed), _usual(timed)
    rows = [
        {"unit": unit, "resource": kind, "side": "payee", **described(group)}
        | {"p_value": _chance(group, usual.get(str(kind), 1.0), spread)}
        for (unit, kind), group in in_groups(timed.sort("transfer"), _OF)
    ]
    table = pl.DataFrame(rows, schema=SCHEMA)
    tested = table["p_value"].is_not_null().to_numpy()
    q = np.full(table.height, np.nan)
    q[tested] = q_values(table["p_value"].drop_nulls().to_numpy())
    table = table.with_columns(q_value=pl.Series(q, dtype=pl.Float64).fill_nan(None))
    verdicts = pl.Series([_verdict(row) for row in table.to_dicts()], dtype=pl.String)
    return table.with_columns(verdict=verdicts)


def _members(timed: pl.DataFrame) -> Mapping[tuple[object, ...], pl.DataFrame]:
    """Return the transfers of every group that is judged, under its key."""
    none = pl.lit(None, dtype=pl.String)
    parts = [
        timed.with_columns(side=pl.lit("payee"), task=none),
        payer_groups(timed),
        payee_groups(timed),
    ]
    return dict(in_groups(pl.concat(parts).sort("transfer"), KEY))


def _told(
    tables: list[pl.DataFrame], by: Mapping[tuple[object, ...], pl.DataFrame]
) -> frozenset[str]:
    """Return the transfers of groups that are late."""
    late = pl.concat(tables).filter(pl.col("verdict") == "late").select(KEY)
    return frozenset(one for key in late.iter_rows() for one in by[key]["transfer"])


def _spread(timed: pl.DataFrame) -> float:
    arrived = timed.filter(pl.col("arrived").is_not_null())
    found = spread_of_logs(
        [group["days"].cast(pl.Float64).to_numpy() for _, group in in_groups(arrived, _OF)]
    )
    usual = threshold("arrival_log_spread") if np.isnan(found) else found
    return max(usual, threshold("arrival_log_spread_least"))


def _usual(timed: pl.DataFrame) -> Mapping[str, float]:
    found = {}
    for (kind,), group in timed.group_by("resource"):
        normal = reference_range(f"arrival_days_{kind}").normal
        held = group["days"].cast(pl.Float64).to_numpy()
        middle = days_until(held, group["arrived"].is_not_null().to_numpy() * 1.0, 0.5)
        most = reference_range(f"arrival_days_{kind}").severe if kind == "funds" else np.inf
        found[str(kind)] = max(normal, min(most, normal if middle is None else middle))
    return found


def _chance(group: pl.DataFrame, usual: float, spread: float) -> float | None:
    held = group["days"].cast(pl.Float64).to_numpy()
    least = reference_range(f"arrival_days_{group['resource'][0]}").least
    return longer_than(held, usual, spread) if len(held) >= least else None


def _verdict(row: Mapping[str, object]) -> str:
    """Return whether arrivals are late; a median not yet reached is at least as long as the p90."""
    if row["p_value"] is None:
        return "cannot_tell"
    of = reference_range(f"arrival_days_{row['resource']}")
    long = of.calls(_median(row))
    tested = float(str(row["q_value"])) <= threshold("resource_false_discovery")
    return "late" if long and tested else "usual"


def _median(row: Mapping[str, object]) -> float:
    """Return the median; where more than half is under way, it is longer than any seen."""
    return float("inf") if row["median_days"] is None else float(str(row["median_days"]))


def findings(timed: pl.DataFrame, table: pl.DataFrame) -> Iterator[Finding]:
    """Return the late arrivals, and what came after the task was due.

    What is told of a payer is not told of each payee again, nor of a unit's tasks what is of it.
    """
    due = reference_range("arrived_after_due")
    by = _members(timed)
    late = table.filter(pl.col("verdict") == "late")
    for row in _untold(late, by):
        group = by[tuple(row[name] for name in KEY)]
        yield _late(row, group.sort("days", "transfer", descending=[True, False]))
    whole = table.filter((pl.col("dated_due") >= due.least) & pl.col("task").is_null())
    for row in whole.to_dicts():
        if due.calls(float(str(row["after_due"]))):
            group = by[tuple(row[name] for name in KEY)]
            yield _after_due(row, group.sort("days", "transfer", descending=[True, False]))


def _untold(
    late: pl.DataFrame, by: Mapping[tuple[object, ...], pl.DataFrame]
) -> Iterator[dict[str, object]]:
    """Return the late groups of payers, then of units, then of tasks that are not told by those."""
    told: set[object] = set()
    order = late.sort(pl.col("side") != "payer", pl.col("task").is_not_null(), *KEY)
    for row in order.to_dicts():
        held = by[tuple(row[name] for name in KEY)]["transfer"].to_list()
        if sum(one in told for one in held) * 2 < len(held):
            told.update(held)
            yield row


def _late(row: Mapping[str, object], group: pl.DataFrame) -> Finding:
    kind = str(row["resource"])
    middle = _median(row)
    longest = float(group["days"].max())  # type: ignore[arg-type]
    known = middle if np.isfinite(middle) else longest
    variant = kind if np.isfinite(middle) else "under_way"
    sent = row["side"] == "payer"
    return Finding(
        unit=str(row["unit"]),
        cause="resources",
        sign="R4",
        severity=reference_range(f"arrival_days_{kind}").severity(known),
        code="finding.R4.sent" if sent else f"finding.R4.{variant}",
        task=str(row["task"] or ""),
        about=f"{kind}_sent" if sent else kind,
        strength="moderate",
        parameters={
            "payees": str(row["payees"]),
            "transfers": str(row["transfers"]),
            "under_way": str(row["under_way"]),
            "median": days(known),
            "longest": days(longest),
            "usual": days(reference_range(f"arrival_days_{kind}").normal),
        },
        rows=rows_behind(group.head(_SHOWN)),
    )


def _after_due(row: Mapping[str, object], group: pl.DataFrame) -> Finding:
    share = float(str(row["after_due"]))
    return Finding(
        unit=str(row["unit"]),
        cause="resources",
        sign="R4",
        severity=reference_range("arrived_after_due").severity(share),
        code="finding.R4.after_due",
        about=f"{row['resource']}_due",
        strength="moderate",
        parameters={"share": percent(share), "transfers": str(row["dated_due"])},
        rows=rows_behind(group.filter(pl.col("end") > pl.col("due")).head(_SHOWN)),
    )
