"""Sign A3 (軟任務受擠占) and the deficits of the cause: effort drawn away from what is wanted.

The model and its formula are in ``model``. It is a model of how people respond, so what it says is
weak, its sensitivity is told beside it, and no statement made from it belongs in an office's paper.
Its reliability says only what rounding of points takes: people differ from the model around what
it predicts (Berkson error), and a slope that were corrected for that would be several times too
steep. A soft task is listed where half a unit of rounding could not explain it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from chuandao.catalog.ranges import reference_range
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.appraisal.model import Model, model_of
from chuandao.diagnosis.appraisal.points import Setting
from chuandao.diagnosis.examination import Coverage, Deficit, Examination, Finding

SIGN = "A3"
TABLE = "effort_sensitivity"
_CAUSE = "appraisal"
_NONE = 1e-12


@dataclass(frozen=True)
class Span:
    """Periods in which the same editions of the schemes hold, and the groups of units in them."""

    periods: tuple[str, ...]
    settings: tuple[Setting, ...]


def examine(spans: Sequence[Span], current: Sequence[Setting]) -> Examination:
    """Return the deficits of every period, and coverage; what is crowded out now, and the table.

    Parameters
    ----------
    spans : sequence of Span
    current : sequence of Setting
        The groups of units on the day of the checkup.
    """
    every = {id(s): s for s in (*current, *(s for span in spans for s in span.settings))}
    models = {at: model for at, setting in every.items() if (model := model_of(setting))}
    deficits = [
        deficit
        for span in spans
        for setting in span.settings
        if id(setting) in models
        for deficit in _deficits(setting, _told(models[id(setting)]), span.periods)
    ]
    now = [models[id(setting)] for setting in current if id(setting) in models]
    rows = [row for model in now for row in _sensitivity(model)]
    held = {unit: s for span in spans for s in span.settings for unit in s.group.units}
    return Examination(
        findings=tuple(finding for model in now for finding in _findings(model)),
        deficits=tuple(deficits),
        coverage=tuple(_coverage(held, {(one.unit, one.task) for one in deficits})),
        tables={TABLE: pl.DataFrame(rows, schema=_SCHEMA, orient="row").sort(_KEY)},
    )


def _told(model: Model) -> dict[str, float]:
    """Return the deficits of the tasks that can be compared."""
    known = model.setting.known
    held = zip(model.tasks, model.usual, strict=True)
    return {task: float(value) for task, value in held if task in known and not np.isnan(value)}


def _deficits(
    setting: Setting, told: Mapping[str, float], periods: Sequence[str]
) -> Iterable[Deficit]:
    sure = threshold("effort_reliability")
    return (
        Deficit(unit, task, _CAUSE, value, sure, period)
        for unit in setting.group.units
        for task, value in told.items()
        for period in periods
    )


def _coverage(held: Mapping[str, Setting], examined: set[tuple[str, str]]) -> Iterable[Coverage]:
    """Yield each task of the units that are appraised, and what would be needed for the rest."""
    for unit, setting in held.items():
        wanted = setting.priorities.of_tasks(setting.known)
        if not wanted:
            yield Coverage(unit, "", _CAUSE, False, ("priorities",))  # noqa: FBT003
            continue
        for task in setting.known:
            if (unit, task) in examined:
                yield Coverage(unit, task, _CAUSE, True)  # noqa: FBT003
            else:
                needed = ("appraisals",) if task in wanted else ("priorities",)
                yield Coverage(unit, task, _CAUSE, False, needed)  # noqa: FBT003


def _findings(model: Model) -> Iterable[Finding]:
    of = reference_range("effort_deficit")
    known, setting = model.setting.known, model.setting
    shown = setting.shares(lambda part: part.task)
    for at, task in enumerate(model.tasks):
        soft = task in known and known[task].kind == "soft"
        if not soft or not (of.calls(model.usual[at]) and of.calls(model.cautious[at])):
            continue
        unseen = model.usual[at] >= 1 - _NONE
        told = {
            "task": f"{task} {known[task].name}".strip(),
            "schemes": setting.group.named,
            "weight": f"{shown.get(task, 0.0) * 100:.1f}",
            "priority": f"{model.priority[at] * 100:.1f}",
            "deficit": f"{model.usual[at] * 100:.0f}",
        }
        serving = [
            one
            for scheme in setting.group.schemes
            for one in scheme.indicators
            if task in {name for name, _, _ in one.tasks}
        ]
        yield from setting.each(
            Finding(
                unit="",
                cause=_CAUSE,
                sign=SIGN,
                severity=of.severity(float(model.usual[at])),
                code="finding.A3.unseen" if unseen else "finding.A3",
                task=task,
                parameters=told,
                rows=setting.rows(serving) or setting.priority_rows(),
            )
        )


_SCHEMA = {
    "unit": pl.String,
    "units": pl.Int64,
    "schemes": pl.String,
    "type": pl.String,
    "task": pl.String,
    "parameter": pl.String,
    "deficit": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
}
_KEY = ["unit", "task", "parameter"]


def _sensitivity(model: Model) -> Iterable[dict[str, object]]:
    group = model.setting.group
    told = _told(model)
    for parameter, (low, high) in model.sensitivity().items():
        for at, task in enumerate(model.tasks):
            if task in told:
                yield {
                    "unit": group.units[0],
                    "units": len(group.units),
                    "schemes": group.named,
                    "type": group.type,
                    "task": task,
                    "parameter": parameter,
                    "deficit": round(told[task], 6),
                    "low": round(float(low[at]), 6),
                    "high": round(float(high[at]), 6),
                }
