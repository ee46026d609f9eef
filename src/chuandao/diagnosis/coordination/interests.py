"""D6: costs and benefits of one task fall on different units (利益不一致).

Definition, for one task: with the shares c_u of its costs and b_u of its benefits (shared
revenue included) that fall on each unit,

    distance = 1/2 * sum over units of |c_u - b_u|

the index of dissimilarity (Duncan & Duncan 1955): the share of the benefits that would have to
change hands for each unit's share of them to equal its share of the costs; 0 where everybody
gets as he gives, 1 where those who bear gain nothing. The same with complaints for costs; they
are few and fall by chance too, so their distance must be beyond what chance brings about if
they fell as the benefits do. Fewer units than ``least``, or no cost or no benefit: cannot tell.
Amounts of the same unit and task are added up over the periods that began.

Source: Matland (1995) on conflict of interests in carrying policy out.
"""

from datetime import date

import numpy as np
import polars as pl

from chuandao.cascade.case import Case
from chuandao.catalog.ranges import Range, reference_range
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.coordination.verdicts import verdict
from chuandao.diagnosis.examination import Examination, Finding, rows_behind
from chuandao.diagnosis.result_rows import result_rows
from chuandao.stats.apart import distance, distance_by_chance
from chuandao.stats.overlap import upper_p
from chuandao.stats.smoothing.tree import Reals

CAUSE, SIGN = "coordination", "D6"
_SEED = 20251126
_SHOWN = 30
_KINDS = ("cost", "benefit", "complaint")
_WAN = 10_000


def examine_interests(case: Case, as_of: date | None) -> Examination:
    """Return the tasks whose costs or complaints and benefits fall apart, and their balance."""
    given = case.tables.get("interests")
    if given is None or given.is_empty():
        return Examination(tables={"interest_balance": result_rows("interest_balance", [])})
    held = _amounts(given, as_of)
    rows: list[dict[str, object]] = []
    findings = []
    for (task,), part in held.partition_by("task", as_dict=True).items():
        balance = _balance(part)
        rows += [*_by_unit(part), {"task": task, **balance}]
        findings += _told(case, str(task), part, given)
    return Examination(
        tuple(findings), tables={"interest_balance": result_rows("interest_balance", rows)}
    )


def _amounts(given: pl.DataFrame, as_of: date | None) -> pl.DataFrame:
    """Return a row a task and unit: what falls on it, of each kind."""
    begun = pl.col("period_start").is_null() | (pl.lit(as_of is None))
    if as_of is not None:
        begun = begun | (pl.col("period_start") <= as_of)
    kind = pl.col("kind").replace("shared_revenue", "benefit")
    each = [pl.col("amount").filter(kind == name).sum().alias(name) for name in _KINDS]
    return given.filter(begun).group_by("task", "unit").agg(each).sort("task", "unit")


def _values(part: pl.DataFrame, kind: str) -> Reals:
    found: Reals = np.maximum(part[kind].cast(pl.Float64).to_numpy(), 0.0)
    return found


def _balance(part: pl.DataFrame) -> dict[str, object]:
    """Return the row of a task: sums, distances and verdict."""
    cost, benefit, complaint = (_values(part, kind) for kind in _KINDS)
    by_cost = _judged(reference_range("interest_distance"), cost, benefit)
    by_complaint = _judged(reference_range("complaint_distance"), complaint, benefit)
    found = [name for _, name in (by_cost, by_complaint)]
    order = ("severe", "attention", "normal", "cannot_tell")
    return {
        "cost_yuan": part["cost"].sum(),
        "benefit_yuan": part["benefit"].sum(),
        "complaints": float(complaint.sum()),
        "cost_distance": by_cost[0],
        "complaint_distance": by_complaint[0],
        "verdict": min(found, key=order.index),
    }


def _judged(limit: Range, falls: Reals, benefit: Reals) -> tuple[float | None, str]:
    """Return the distance of what falls on units from the benefits, and what it says."""
    if falls.sum() <= 0 or benefit.sum() <= 0:
        return None, "cannot_tell"
    away = distance(falls, benefit)
    units = int(np.sum((falls > 0) | (benefit > 0)))
    if units < reference_range("interest_distance").least:
        return away, "cannot_tell"
    if limit.measure != "complaint_distance":
        return away, verdict(limit, away)
    if falls.sum() < limit.least:
        return away, "cannot_tell"
    chance = np.random.default_rng(_SEED)
    draws = distance_by_chance(int(falls.sum()), benefit, chance, int(threshold("overlap_draws")))
    sure = upper_p(away, draws) <= threshold("coordination_fdr")
    return away, verdict(limit, away) if sure else "normal"


def _by_unit(part: pl.DataFrame) -> list[dict[str, object]]:
    shares = {
        kind: values / values.sum() if values.sum() > 0 else None
        for kind in _KINDS
        for values in (_values(part, kind),)
    }
    return [
        {
            "task": row["task"],
            "unit": row["unit"],
            "cost_yuan": row["cost"],
            "benefit_yuan": row["benefit"],
            "complaints": float(row["complaint"]),
            **{f"{kind}_share": None if s is None else float(s[at]) for kind, s in shares.items()},
        }
        for at, row in enumerate(part.to_dicts())
    ]


def _told(case: Case, task: str, part: pl.DataFrame, given: pl.DataFrame) -> list[Finding]:
    found = []
    for kind, measure in (("cost", "interest_distance"), ("complaint", "complaint_distance")):
        limit = reference_range(measure)
        falls, benefit = _values(part, kind), _values(part, "benefit")
        away, says = _judged(limit, falls, benefit)
        if away is None or says not in {"attention", "severe"}:
            continue
        gap = falls / falls.sum() - benefit / benefit.sum()
        unit = part["unit"][int(np.argmax(gap))]
        at = int(np.argmax(gap))
        told = {
            "task": task,
            "unit": case.units.name(unit),
            "percent": f"{100 * away:.0f}",
            "bears": f"{100 * falls[at] / falls.sum():.0f}",
            "gains": f"{100 * benefit[at] / benefit.sum():.0f}",
            "total": _plain(falls.sum() / (_WAN if kind == "cost" else 1)),
            "benefit": _plain(benefit.sum() / _WAN),
        }
        rows = given.filter(pl.col("task") == task).sort("amount", descending=True).head(_SHOWN)
        found.append(
            Finding(
                case.units.root, CAUSE, SIGN, limit.severity(away), f"finding.D6.{kind}",
                task=task, about=kind, strength="moderate", parameters=told,
                rows=rows_behind(rows),
            )
        )  # fmt: skip
    return found


def _plain(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
