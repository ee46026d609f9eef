"""Proposed weights (建議權重): the stated priorities, less where results are measured with noise.

For one kind of units, in points of a hundred:

1. What other rules fix (safety, party building, bonus and deductions) keeps its points.
2. What serves no stated priority keeps at most a share named by the catalogue or the user,
   divided as it is now.
3. The rest goes to the stated priorities p, shrunk by the noise ratio q of each (noise.py):
   p / (1 + r q^2), scaled (stats/multitask/incentives.py), r the catalogue's aversion to noise.
4. Several indicators of one priority divide its points as they do now, those without points
   evenly; a priority that nothing measures gets a row without indicator.
5. What would move by less than a step of points stays as it is; the others are rounded to steps
   so that all add up to the whole, largest remainders first.

Nothing here is optimised over behaviour: the optimum of the multi-task model is shown beside it
(compared.py) with its sensitivity, and sets no weight.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.appraisal.indicators import Indicator
from chuandao.prescription.appraise.kinds import Kind
from chuandao.prescription.appraise.noise import Measured, Noise
from chuandao.stats.multitask.incentives import shrunk_weights

_WHOLE = 100.0
_SMALL = 1e-9


@dataclass(frozen=True)
class Line:
    """One row of an indicator sheet; points of a hundred over all schemes of the kind.

    ``indicator``: None where nothing measures the priority. ``subject``: the priority served,
    empty for none; ``priority``: its share in the stated priorities.
    """

    subject: str
    indicator: Indicator | None
    now: float | None
    target: float
    priority: float | None = None
    noise: Noise | None = None
    reason: str = ""
    proposed: float = 0.0


@dataclass(frozen=True)
class Sheet:
    """The rows proposed for a kind of units, and the noise of each of its priorities."""

    kind: Kind
    lines: tuple[Line, ...]
    noises: Mapping[str, Noise] = field(default_factory=dict)


def sheet_of(kind: Kind, measured: Measured, *, others: float, aversion: float) -> Sheet | None:
    """Return the sheet proposed for a kind of units; None without stated priorities or points.

    Parameters
    ----------
    kind : Kind
    measured : Measured
    others : float
        Share of the points (0-1) that may go to what serves no stated priority.
    aversion : float
        r, how far noise lowers a weight; 0 leaves the priorities as they are.
    """
    if not kind.wanted or not kind.setting.weighed:
        return None
    now = _now(kind)
    fixed = [line for line in now if line.indicator and kind.fixed(line.indicator)]
    beside = [line for line in now if not line.subject and line not in fixed]
    serving = [line for line in now if line.subject and line not in fixed]
    held = sum(line.target for line in fixed)
    left = sum(line.now or 0.0 for line in beside)
    granted = min(left, others * _WHOLE, _WHOLE - held)
    noises = {subject: _noise(kind, subject, measured) for subject in kind.wanted}
    shares = _shrunk(kind.wanted, noises, aversion)
    room = _WHOLE - held - granted
    lines = [
        *_serving(kind, serving, {s: share * room for s, share in shares.items()}, noises),
        *(_scaled(line, granted / left if left else 0.0, "no_priority") for line in beside),
        *(_scaled(line, 1.0, "by_rule") for line in fixed),
    ]
    return Sheet(kind, _rounded(lines), noises)


def _now(kind: Kind) -> list[Line]:
    """Return one line an indicator and priority it serves, with its points now."""
    points: dict[tuple[str, str], float] = {}
    for part in kind.setting.portions:
        key = (part.indicator.name, kind.subject(part))
        points[key] = points.get(key, 0.0) + part.share * _WHOLE
    found: dict[tuple[str, str], Line] = {}
    for one in kind.indicators:
        served = kind.subjects(one)
        rest = [""] if not served or (one.name, "") in points else []
        for subject in (*served, *rest):
            key = (one.name, subject)
            if key not in found:
                value = points.get(key)
                found[key] = Line(subject, one, value, value or 0.0)
    return list(found.values())


def _noise(kind: Kind, subject: str, measured: Measured) -> Noise:
    rows = [at for one in kind.indicators if subject in kind.subjects(one) for at in one.rows]
    table = kind.setting.table
    told = table[rows]["noise"].drop_nulls().to_list() if rows and "noise" in table.columns else []
    return measured.noise(subject, kind.kind_of(subject), told)


def _shrunk(
    wanted: Mapping[str, float], noises: Mapping[str, Noise], aversion: float
) -> dict[str, float]:
    priority = np.array(list(wanted.values()))
    ratio = np.array([noises[subject].ratio for subject in wanted])
    found = shrunk_weights(priority, ratio, aversion)
    return dict(zip(wanted, found.tolist(), strict=True))


def _serving(
    kind: Kind,
    lines: Sequence[Line],
    points: Mapping[str, float],
    noises: Mapping[str, Noise],
) -> Iterable[Line]:
    """Yield the lines of each priority with its points divided among them."""
    for subject, share in points.items():
        told = {"priority": kind.wanted[subject], "noise": noises[subject]}
        held = [line for line in lines if line.subject == subject]
        if not held:
            yield Line(subject, None, None, share, reason="no_indicator", **told)  # type: ignore[arg-type]
        total = sum(line.now or 0.0 for line in held)
        for line in held:
            part = (line.now or 0.0) / total if total else 1.0 / len(held)
            yield Line(
                subject, line.indicator, line.now, share * part,
                reason="" if line.now is not None else "unweighted", **told,  # type: ignore[arg-type]
            )  # fmt: skip


def _scaled(line: Line, by: float, reason: str) -> Line:
    return Line(line.subject, line.indicator, line.now, line.target * by, reason=reason)


def _rounded(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines with whole steps of points that add up to the whole.

    What would move by less than a step stays as it is; the others share what is left.
    """
    step = threshold("points_step")
    stays = [line.now is not None and abs(line.target - line.now) < step for line in lines]
    moving = [line.target for line, stay in zip(lines, stays, strict=True) if not stay]
    room = _WHOLE - sum(line.now or 0.0 for line, stay in zip(lines, stays, strict=True) if stay)
    scale = room / sum(moving) if sum(moving) > 0 else 0.0
    steps = rounded([value * scale / step for value in moving], int(room / step + _SMALL))
    points = [count * step for count in steps]
    if points:
        points[points.index(max(points))] += room - sum(points)
    given = iter(points)
    return tuple(
        _told(line, round(line.now or 0.0 if stay else next(given), 6))
        for line, stay in zip(lines, stays, strict=True)
    )


def rounded(values: Sequence[float], total: int) -> list[int]:
    """Return values as whole numbers that add up to a total, largest remainders rounded up.

    Examples
    --------
    >>> rounded([1.4, 1.4, 1.2], 4), rounded([2.5, 1.5], 4)
    ([2, 1, 1], [3, 1])
    """
    whole = [int(value + _SMALL) for value in values]
    order = sorted(range(len(values)), key=lambda at: (whole[at] - values[at], at))
    for at in order[: total - sum(whole)]:
        whole[at] += 1
    return whole


def _told(line: Line, proposed: float) -> Line:
    """Return a line with its points, and why they are raised, lowered or left."""
    change = proposed - (line.now or 0.0)
    same = abs(change) < threshold("points_step")
    raised = "below_priority" if change > 0 else "above_priority"
    reason = line.reason or ("near_priority" if same else raised)
    if reason == "no_priority" and same:
        reason = "within_others"
    return Line(
        line.subject, line.indicator, line.now, line.target, line.priority, line.noise, reason,
        proposed,
    )  # fmt: skip
