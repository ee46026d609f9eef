"""D6: costs and benefits of one task fall on different units (利益不一致).

Definition, for one task and the siblings under one superior: with the shares c_u of its costs and
b_u of its benefits (shared revenue included) that fall on each unit,

    distance = 1/2 * sum over units of |c_u - b_u|

the index of dissimilarity (Duncan & Duncan 1955): the share of the benefits that would have to
change hands for each unit's share of them to equal its share of the costs; 0 where everybody
gets as he gives, 1 where those who bear gain nothing. Siblings are compared since what falls on
a county is often the sum of what falls on its townships; where no superior has ``least`` units
with amounts, all units of the task are. The same with complaints for costs; they are few and fall
by chance too, so their distance must be beyond what chance brings about if they fell as the
benefits do. Fewer units than ``least``, or no cost or no benefit: cannot tell. Amounts of the
same unit and task are added up over the periods that began.

Source: Matland (1995) on conflict of interests in carrying policy out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from chuandao.cascade.case import Case
from chuandao.catalog.ranges import reference_range
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.coordination.departments import place_of
from chuandao.diagnosis.coordination.verdicts import verdict
from chuandao.diagnosis.examination import Examination, Finding, rows_behind
from chuandao.diagnosis.result_rows import result_rows
from chuandao.stats.siblings.apart import distance, distance_by_chance
from chuandao.stats.siblings.overlap import upper_p
from chuandao.stats.smoothing.tree import Reals

CAUSE, SIGN = "coordination", "D6"
_SEED = 20251126
_SHOWN = 30
_KINDS = ("cost", "benefit", "complaint")
_WAN = 10_000


@dataclass(frozen=True)
class Judged:
    """How far what falls on units lies from the benefits, and what that says."""

    measure: str
    away: float | None
    says: str


def examine_interests(case: Case, as_of: date | None) -> Examination:
    """Return the tasks whose costs or complaints and benefits fall apart, and their balance."""
    given = case.tables.get("interests")
    if given is None or given.is_empty():
        return Examination(tables={"interest_balance": result_rows("interest_balance", [])})
    held = _amounts(given, as_of)
    rows: list[dict[str, object]] = []
    findings = []
    for task, place, part in _compared(case, held):
        judged = _judged(part)
        rows += [{"task": task, "place": place, **row} for row in _by_unit(part)]
        rows.append({"task": task, "place": place, **_balance(part, judged)})
        findings += _told(case, (task, place), part, judged, given)
    return Examination(
        tuple(findings), tables={"interest_balance": result_rows("interest_balance", rows)}
    )


def _compared(case: Case, held: pl.DataFrame) -> Iterable[tuple[str, str, pl.DataFrame]]:
    """Yield (task, place, rows of its units): siblings, or all units where siblings are few."""
    least = reference_range("interest_distance").least
    places = {unit: place_of(unit, case.units) for unit in held["unit"].unique().to_list()}
    placed = held.with_columns(pl.col("unit").replace_strict(places).alias("place"))
    for (task,), part in placed.partition_by("task", as_dict=True).items():
        groups = part.sort("place", "unit").partition_by("place", as_dict=True)
        large = {place: rows for (place,), rows in groups.items() if rows.height >= least}
        for place, rows in (large or {case.units.root: part}).items():
            yield str(task), str(place), rows


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


def _judged(part: pl.DataFrame) -> tuple[Judged, Judged]:
    """Return the distance of the costs and of the complaints from the benefits."""
    cost, benefit, complaint = (_values(part, kind) for kind in _KINDS)
    return (
        _distance("interest_distance", cost, benefit),
        _distance("complaint_distance", complaint, benefit),
    )


def _distance(measure: str, falls: Reals, benefit: Reals) -> Judged:
    if falls.sum() <= 0 or benefit.sum() <= 0:
        return Judged(measure, None, "cannot_tell")
    limit, away = reference_range(measure), distance(falls, benefit)
    units = int(np.sum((falls > 0) | (benefit > 0)))
    counted = measure == "complaint_distance"
    few = counted and falls.sum() < limit.least
    if few or units < reference_range("interest_distance").least:
        return Judged(measure, away, "cannot_tell")
    sure = not (counted and limit.calls(away)) or _beyond_chance(away, falls, benefit)
    return Judged(measure, away, verdict(limit, away) if sure else "normal")


def _beyond_chance(away: float, falls: Reals, benefit: Reals) -> bool:
    chance, draws = np.random.default_rng(_SEED), int(threshold("overlap_draws"))
    by_chance = distance_by_chance(int(falls.sum()), benefit, chance, draws)
    return upper_p(away, by_chance) <= threshold("coordination_fdr")


def _balance(part: pl.DataFrame, judged: tuple[Judged, Judged]) -> dict[str, object]:
    """Return the row of all units: sums, distances and the graver verdict."""
    order = ("severe", "attention", "normal", "cannot_tell")
    return {
        "cost_yuan": part["cost"].sum(),
        "benefit_yuan": part["benefit"].sum(),
        "complaints": float(part["complaint"].sum()),
        "cost_distance": judged[0].away,
        "complaint_distance": judged[1].away,
        "verdict": min((one.says for one in judged), key=order.index),
    }


def _by_unit(part: pl.DataFrame) -> list[dict[str, object]]:
    shares = {
        kind: values / values.sum() if values.sum() > 0 else None
        for kind in _KINDS
        for values in (_values(part, kind),)
    }
    return [
        {
            "unit": row["unit"],
            "cost_yuan": row["cost"],
            "benefit_yuan": row["benefit"],
            "complaints": float(row["complaint"]),
            **{f"{kind}_share": None if s is None else float(s[at]) for kind, s in shares.items()},
        }
        for at, row in enumerate(part.to_dicts())
    ]


def _told(
    case: Case,
    about: tuple[str, str],
    part: pl.DataFrame,
    judged: tuple[Judged, Judged],
    given: pl.DataFrame,
) -> list[Finding]:
    task, place = about
    units = part["unit"].to_list()
    rows = given.filter((pl.col("task") == task) & pl.col("unit").is_in(units))
    shown = rows.sort("amount", "unit", "kind", descending=[True, False, False]).head(_SHOWN)
    return [
        Finding(
            place,
            CAUSE,
            SIGN,
            reference_range(one.measure).severity(one.away),
            f"finding.D6.{kind}",
            task=task,
            about=kind,
            strength="moderate",
            parameters={"task": task, **_said(case, part, kind, one.away)},
            rows=rows_behind(shown),
        )
        for kind, one in zip(("cost", "complaint"), judged, strict=True)
        if one.away is not None and one.says in {"attention", "severe"}
    ]


def _said(case: Case, part: pl.DataFrame, kind: str, away: float) -> dict[str, str]:
    """Return what a statement says: the totals, and the unit that bears most beyond its gains."""
    falls, benefit = _values(part, kind), _values(part, "benefit")
    at = int(np.argmax(falls / falls.sum() - benefit / benefit.sum()))
    return {
        "unit": case.units.name(part["unit"][at]),
        "percent": f"{100 * away:.0f}",
        "bears": f"{100 * falls[at] / falls.sum():.0f}",
        "gains": f"{100 * benefit[at] / benefit.sum():.0f}",
        "total": _plain(falls.sum() / (_WAN if kind == "cost" else 1)),
        "benefit": _plain(benefit.sum() / _WAN),
    }


def _plain(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
