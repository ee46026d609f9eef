"""Sign A1 (硬指標權重偏高): points on what is easily counted beyond the stated priorities.

Share of the points that go to hard tasks, and to hard indicators that serve no task, less the
share of hard tasks in the priorities; and the same for the dimension growth (增長). The larger of
the two is listed. What nobody says to be hard or soft counts for the scheme: as not hard among
the points, as hard among the priorities. Tasks whose points are not stated are left out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from chuandao.catalog.appraisal_defaults import kinds_of_dimensions
from chuandao.catalog.ranges import reference_range
from chuandao.catalog.tables import result_tables
from chuandao.diagnosis.appraisal.points import Setting
from chuandao.diagnosis.examination import Examination, Finding

SIGN = "A1"
TABLE = "weights_against_priorities"
_HARD, _GROWTH = "hard", "growth"
_DECIDED = {_HARD: "kind", _GROWTH: "dimension"}
_MOST = 0.5
_SAME = 1e-9


@dataclass(frozen=True)
class Excess:
    """Points on one kind of matter against their share in the priorities (both 0–1)."""

    about: str
    weight: float
    priority: float

    @property
    def value(self) -> float:
        """How far the points exceed the priority."""
        return self.weight - self.priority


def examine(settings: Sequence[Setting]) -> Examination:
    """Return who is appraised by hard figures beyond the priorities, and the table of weights."""
    found = (one for setting in settings for one in _findings(setting.clear))
    rows = [row for setting in settings for row in _compared(setting)]
    names = [column.name for column in result_tables()[TABLE].columns]
    frame = pl.DataFrame(rows, schema=_SCHEMA, orient="row").select(names)
    return Examination(findings=tuple(found), tables={TABLE: frame.sort(_KEY)})


def excesses(setting: Setting) -> tuple[Excess, Excess]:
    """Return the excess of hard and of growth points over the priorities."""
    kinds, stated = setting.shares(setting.kind), kind_priorities(setting)
    dimensions = setting.shares(setting.dimension)
    wanted = setting.priorities.of_dimensions(setting.known)
    return (
        Excess(_HARD, kinds.get(_HARD, 0.0), stated.get(_HARD, 0.0) + stated.get("", 0.0)),
        Excess(
            _GROWTH, dimensions.get(_GROWTH, 0.0), wanted.get(_GROWTH, 0.0) + wanted.get("", 0.0)
        ),
    )


def largest(setting: Setting) -> Excess:
    """Return the larger excess; growth, which says more, where both are the same."""
    hard, growth = excesses(setting.clear)
    return growth if growth.value >= hard.value - _SAME else hard


def kind_priorities(setting: Setting) -> dict[str, float]:
    """Return the share of the priorities on hard and on soft matters (empty: unknown)."""
    added: dict[str, float] = {}
    of = setting.priorities
    for name, share in (of.tasks or of.dimensions).items():
        known = setting.known.get(name)
        task_kind = known.kind if known else ""
        kind = task_kind if of.tasks else kinds_of_dimensions().get(name, "")
        added[kind] = added.get(kind, 0.0) + share
    return added


def _findings(setting: Setting) -> Iterable[Finding]:
    of = reference_range("hard_weight_excess")
    if setting.weighed < of.least or not (
        setting.priorities.tasks or setting.priorities.dimensions
    ):
        return ()
    worst = largest(setting)
    if not of.calls(worst.value):
        return ()
    decides = setting.kind if worst.about == _HARD else setting.dimension
    parts = [part for part in setting.portions if decides(part) == worst.about]
    parts.sort(key=lambda part: (-part.share, part.indicator.name))
    told = {
        "schemes": setting.group.named,
        "weight": f"{worst.weight * 100:.1f}",
        "priority": f"{worst.priority * 100:.1f}",
        "excess": f"{worst.value * 100:.1f}",
        "indicators": "、".join(dict.fromkeys(part.indicator.name for part in parts[:3])),
    }
    finding = Finding(
        unit="",
        cause="appraisal",
        sign=SIGN,
        severity=of.severity(worst.value),
        code=f"finding.A1.{worst.about}",
        strength="weak" if setting.assumed(_DECIDED[worst.about]) > _MOST else "moderate",
        parameters=told,
        rows=(*setting.rows([part.indicator for part in parts]), *setting.priority_rows()),
    )
    return setting.each(finding)


_SCHEMA = {
    "unit": pl.String,
    "units": pl.Int64,
    "schemes": pl.String,
    "type": pl.String,
    "level": pl.String,
    "subject": pl.String,
    "weight_share": pl.Float64,
    "priority_share": pl.Float64,
    "difference": pl.Float64,
}
_KEY = ["unit", "level", "subject"]


def _compared(setting: Setting) -> Iterable[dict[str, object]]:
    """Return the points and the priorities of each task, dimension and kind."""
    group = setting.group
    levels = {
        "task": (setting.shares(lambda part: part.task), dict(setting.priorities.tasks)),
        "dimension": (
            setting.shares(setting.dimension),
            setting.priorities.of_dimensions(setting.known),
        ),
        "kind": (setting.shares(setting.kind), kind_priorities(setting)),
    }
    for level, (weights, wanted) in levels.items():
        for subject in sorted({*weights, *wanted}):
            weight = weights.get(subject, 0.0)
            priority = wanted.get(subject, 0.0) if wanted else None
            yield {
                "unit": group.units[0],
                "units": len(group.units),
                "schemes": group.named,
                "type": group.type,
                "level": level,
                "subject": subject,
                "weight_share": round(weight, 6),
                "priority_share": None if priority is None else round(priority, 6),
                "difference": None if priority is None else round(weight - priority, 6),
            }
