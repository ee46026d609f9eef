"""Sign A5 (數據異常待核): figures that look otherwise than figures do that were only measured.

Four tests, each with its reference range and least number of figures in the catalogue:

- *bunching*: figures just above a pass mark beyond what their neighbours lead to expect, by
  indicator, mark and group of units (type, else tier), and all groups together where none alone
  tells; targets that differ from unit to unit are tested as ratios to them;
- *round figures*: multiples of ten steps beyond what the other last digits lead to expect;
- *first digits* against the law of Benford, only for amounts over several orders of magnitude;
- *self-reports* above the highest of all other sources.

An anomaly is listed where it is beyond chance (false discovery rate over all tests of the checkup)
and beyond the reference range. It stands at the unit under which all figures of the series were
reported, not at any one of them, and is a matter for the statistics office to verify. Source and
worked example: docs/explanation/data-anomalies.md. A5 enters no deficit.
"""

from datetime import date

import polars as pl

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.trace import Trace
from chuandao.cascade.units import UnitTree
from chuandao.catalog.ranges import reference_range
from chuandao.diagnosis.appraisal.anomaly_tests import MEASURES, Tested, anomaly_table, screened
from chuandao.diagnosis.appraisal.indicator_series import indicator_tests
from chuandao.diagnosis.appraisal.marks_together import is_joined, told_in_a_group
from chuandao.diagnosis.appraisal.self_reports import self_report_tests
from chuandao.diagnosis.examination import Examination, Finding, rows_behind

SIGN = "A5"
_CAUSE = "appraisal"
_SELF_GOVERNING = "self_governing"
_SHOWN = 24


def examine(case: Case, trace: Trace, as_of: date | None) -> Examination:  # noqa: ARG001
    """Return the anomalies of reported figures, and the table of all tests."""
    tests = screened([*indicator_tests(case, as_of), *self_report_tests(case, as_of)])
    bad = [one for one in tests if one.verdict == "to_verify" and _is_listed(one, case.units)]
    listed = (one for one in bad if not told_in_a_group(one, bad))
    tables = {"indicator_anomalies": anomaly_table(tests)}
    return Examination(findings=tuple(map(_finding, listed)), tables=tables)


def _is_listed(one: Tested, units: UnitTree) -> bool:
    return one.unit in units and units.kind(one.unit) != _SELF_GOVERNING


def _finding(one: Tested) -> Finding:
    measured = reference_range(MEASURES[one.test])
    mark = "" if one.pass_mark is None else f"{one.pass_mark:g}"
    about = "-".join(part for part in (one.test, one.indicator, one.group, mark) if part)
    variant = ".ratios" if one.test == "bunching" and one.pass_mark is None else ""
    variant = ".together" if is_joined(one) else variant
    return Finding(
        unit=one.unit,
        cause=_CAUSE,
        sign=SIGN,
        severity=measured.severity(one.excess or 0.0),
        code=f"finding.A5.{one.test}{variant}",
        about=about.replace(":", "："),
        strength=one.strength,
        parameters=_parameters(one, mark),
        rows=rows_behind(_first(one)),
    )


def _parameters(one: Tested, mark: str) -> dict[str, str]:
    counts = {"figures": str(one.figures), "units": str(one.units)}
    named = {"indicator": one.indicator, "group": one.group, "mark": mark}
    observed, expected = one.observed or 0.0, one.expected or 0.0
    if one.test in {"bunching", "heaping"}:
        numbers = {"observed": f"{observed:.0f}", "expected": f"{expected:.1f}"}
    else:
        numbers = {"observed": f"{100 * observed:.1f}", "expected": f"{100 * expected:.1f}"}
    excess = {"excess": f"{100 * (one.excess or 0.0):.1f}"}
    return {k: v for k, v in named.items() if v} | counts | numbers | excess | dict(one.told)


def _first(one: Tested) -> pl.DataFrame:
    """Return the first rows that it rests on, in the order of units and periods."""
    columns = ["origin_file", "origin_sheet", "origin_row"]
    return one.rows.select(columns).unique().sort(columns).head(_SHOWN)
