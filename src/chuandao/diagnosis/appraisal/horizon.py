"""Sign A4 (重短期、輕長期): indicators that answer sooner than the strategy takes effect.

Mean years to effect of the priorities' tasks, by their weight, less the mean years after which the
indicators respond, by their points. Where an indicator does not state its years, the catalogue's
default for its dimension is told, and the sign is listed only if it would be with the longest
years that may be assumed.
"""

from collections.abc import Iterable, Sequence

from chuandao.catalog.ranges import reference_range
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.appraisal.points import Setting
from chuandao.diagnosis.examination import Examination, Finding

SIGN = "A4"
_MOST = 0.5


def examine(settings: Sequence[Setting]) -> Examination:
    """Return who is appraised by what answers years sooner than the priorities take effect."""
    return Examination(findings=tuple(one for setting in settings for one in _findings(setting)))


def wanted_years(setting: Setting) -> float | None:
    """Return the years to effect of the priorities; None where too few of them state any."""
    known = setting.known
    stated = [
        (share, known[task].horizon)
        for task, share in setting.priorities.of_tasks(known).items()
        if task in known and known[task].horizon
    ]
    total = sum(share for share, _ in stated)
    if total < threshold("priorities_horizon_known"):
        return None
    return sum(share * (years or 0.0) for share, years in stated) / total


def appraised_years(setting: Setting) -> tuple[float, float, float] | None:
    """Return the years of the indicators, the most that may be assumed, and the share stated.

    None where the indicators of more than half of the points have no years at all.
    """
    timed = [p for p in setting.portions if p.indicator.horizon and p.indicator.horizon_high]
    total = sum(part.share for part in timed)
    if total < _MOST:
        return None
    usual = sum(part.share * (part.indicator.horizon or 0.0) for part in timed) / total
    most = sum(part.share * (part.indicator.horizon_high or 0.0) for part in timed) / total
    stated = sum(part.share for part in timed if part.indicator.horizon_stated) / total
    return usual, most, stated


def _findings(setting: Setting) -> Iterable[Finding]:
    of = reference_range("horizon_gap")
    wanted, made = wanted_years(setting), appraised_years(setting)
    if wanted is None or made is None or setting.weighed < of.least:
        return ()
    usual, most, stated = made
    if not of.calls(wanted - most):
        return ()
    parts = [p for p in setting.portions if p.indicator.horizon and p.indicator.horizon < wanted]
    parts.sort(key=lambda part: (-part.share, part.indicator.name))
    finding = Finding(
        unit="",
        cause="appraisal",
        sign=SIGN,
        severity=of.severity(wanted - usual),
        code="finding.A4" if stated >= _MOST else "finding.A4.assumed",
        strength="moderate" if stated >= _MOST else "weak",
        parameters={
            "schemes": setting.group.named,
            "appraised": f"{usual:.1f}",
            "wanted": f"{wanted:.1f}",
            "gap": f"{wanted - usual:.1f}",
            "stated": f"{stated * 100:.0f}",
        },
        rows=(*setting.rows([part.indicator for part in parts]), *setting.priority_rows()),
    )
    return setting.each(finding)
