"""Sign C5 (一刀切): does what a unit does to the subjects of a campaign follow how serious each is?

Definition: of two subjects of a unit of which one is the more serious, how much more often is that
one treated more harshly than the milder one (Somers' D of the level of action on the severity).
The unit treats *uniformly* where the upper 95 % bound of this dependence lies below the bound of
the catalogue (``treatment_dependence``, attention) on every measure of severity: an equivalence
test. It *tailors* where the lower bound lies above 0 and the dependence matters. Otherwise, and
where the subjects are few or about equally serious, it cannot be told. Bounds are drawn by the
other units of the campaign, never by more than half a standard error.

Source and worked example: docs/explanation/one-size-fits-all.md. C5 enters no deficit. That
measures do not follow the severities recorded here is a matter to verify: a lawful reason may lie
in what no column holds.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl
from scipy.stats import rankdata

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.trace import Trace
from chuandao.cascade.units import UnitTree
from chuandao.catalog.ranges import reference_range
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.capacity.tailoring_rule import MEASURE, material, tailoring_rule
from chuandao.diagnosis.capacity.treatment_tables import (
    Judged,
    point_table,
    subjects_of,
    verdict_table,
)
from chuandao.diagnosis.examination import Examination, Finding, rows_behind
from chuandao.stats.smoothing.tree import Reals
from chuandao.stats.tailoring.measures import TOGETHER, treated
from chuandao.stats.tailoring.verdict import Tailoring, Treated, tailoring

SIGN = "C5"
_CAUSE = "capacity"
_FAMILY = "severity_"
_SELF_GOVERNING = "self_governing"
_SHOWN = 24
_WAN = Decimal(10_000)


def examine(case: Case, trace: Trace, as_of: date | None) -> Examination:  # noqa: ARG001
    """Return which units treated their subjects alike, and the tables of all verdicts.

    Notes
    -----
    Treatments bear no date: all rows of the case are looked at. Village and residents' committees
    have a verdict in the table and no finding; they are no object of inspection.
    """
    treatments = case.tables.get("treatments")
    judged = [] if treatments is None else list(_judged(treatments))
    subjects = subjects_of(judged)
    verdicts = verdict_table(judged, subjects)
    row = {(row["unit"], row["campaign"]): row for row in verdicts.iter_rows(named=True)}
    listed = (one for one in judged if _is_listed(one, case.units))
    findings = tuple(_finding(one, row[one.unit, one.campaign]) for one in listed)
    tables = {"treatment_verdicts": verdicts, "treatment_points": point_table(subjects)}
    return Examination(findings=findings, tables=tables)


def _is_listed(one: Judged, units: UnitTree) -> bool:
    known = one.unit in units
    return one.found.verdict == "uniform" and known and units.kind(one.unit) != _SELF_GOVERNING


def _judged(treatments: pl.DataFrame) -> Iterator[Judged]:
    """Return what is judged of each unit, campaign by campaign, in the order of their names."""
    usable = treatments.filter(pl.col("action_level").is_not_null()).sort(
        "campaign", "unit", "subject"
    )
    for (campaign,), rows in usable.group_by(["campaign"], maintain_order=True):
        yield from _of_campaign(str(campaign), rows)


def _of_campaign(campaign: str, rows: pl.DataFrame) -> Iterator[Judged]:
    names = sorted(name for name in rows.columns if name.startswith(_FAMILY))
    columns = {name: _numbers(rows[name]) for name in names}
    columns = {name: values for name, values in columns.items() if not np.isnan(values).all()}
    level = _numbers(rows["action_level"])
    number = (rows["unit"].rank("dense") - 1).to_numpy().astype(np.int64)
    units = treated(columns, level, number, **material())
    parts = rows.partition_by("unit", maintain_order=True)
    for part, unit, found in zip(parts, units, tailoring(units, tailoring_rule()), strict=True):
        measures = tuple(name for name in unit.measures if name != TOGETHER)
        order = _order(part, unit, found, list(columns))
        yield Judged(str(part["unit"][0]), campaign, part, found, order, measures)


def _numbers(values: pl.Series) -> Reals:
    return values.cast(pl.Float64).to_numpy().astype(np.float64)


def _order(part: pl.DataFrame, unit: Treated, found: Tailoring, columns: list[str]) -> Reals:
    """Return the severity of each subject by the measure of the verdict, or what there is."""
    if found.by:
        return unit.measures[found.by]
    known = [name for name in columns if part[name].null_count() < part.height]
    return _numbers(part[known[0]]) if known else np.full(part.height, np.nan)


def _finding(one: Judged, row: Mapping[str, Any]) -> Finding:
    found = one.found
    same = (found.alike or 0.0) >= threshold("tailoring_same")
    bare = row["jobs"] is None and row["output"] is None
    code = "finding.C5" + ("" if same else ".unrelated") + (".bare" if bare else "")
    return Finding(
        unit=one.unit,
        cause=_CAUSE,
        sign=SIGN,
        severity=reference_range(MEASURE).severity(max(0.0, found.high or 0.0)),
        code=code,
        about=one.campaign.replace(":", "："),
        strength="moderate" if found.alone else "weak",
        parameters=_told(one, row) | ({} if bare else _lost(row)),
        rows=rows_behind(_telling(one)),
    )


def _told(one: Judged, row: Mapping[str, Any]) -> dict[str, str]:
    found = one.found
    ends = ((name, np.nanquantile(_numbers(one.rows[name]), (0.1, 0.9))) for name in one.measures)
    return {
        "campaign": one.campaign,
        "subjects": str(found.subjects),
        "alike": _percent(found.alike),
        "action": row["action"] or "–",
        "measures": "、".join(f"{n.removeprefix(_FAMILY)} {a:.4g}–{b:.4g}" for n, (a, b) in ends),
        "dependence": _percent(found.dependence),
        "high": _percent(found.high),
        "bound": _percent(reference_range(MEASURE).attention),
    }


def _lost(row: Mapping[str, Any]) -> dict[str, str]:
    return {
        "jobs": _amount(row["jobs"]),
        "output": _amount(row["output"], _WAN),
        "milder_jobs": _amount(row["milder_jobs"]),
        "milder_output": _amount(row["milder_output"], _WAN),
    }


def _amount(value: int | Decimal | None, unit: Decimal = Decimal(1)) -> str:
    """Return an amount in a unit; a dash where it is known of no subject."""
    return "–" if value is None else f"{round(Decimal(value) / unit):,}"


def _percent(value: float | None) -> str:
    return f"{100 * (value or 0.0):.1f}".replace("-0.0", "0.0")


def _telling(one: Judged) -> pl.DataFrame:
    """Return the mildest and the most serious subjects: treated alike, they show it."""
    if one.rows.height <= _SHOWN:
        return one.rows
    rank = rankdata(one.order, "ordinal", nan_policy="omit")
    known = np.flatnonzero(~np.isnan(rank))
    inner = known[np.argsort(rank[known], kind="stable")]
    half = _SHOWN // 2
    return one.rows[sorted({*inner[:half].tolist(), *inner[-half:].tolist()})]
