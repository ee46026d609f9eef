"""Sign A2 (權重不明): what keeps a unit from telling what a scheme wants most.

Goals without points; points that do not add up; goals counted by several schemes; one-vote
vetoes (一票否決); points for nothing that the strategy wants. Rounding (three times 33.3) and any
full mark are no fault, nor are bonus and deductions beside it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from chuandao.catalog.ranges import reference_range
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.appraisal.indicators import Indicator, Scheme
from chuandao.diagnosis.appraisal.points import Setting
from chuandao.diagnosis.examination import Examination, Finding

SIGN = "A2"
_RULED = ("safety", "party_building", "green")
_NAMED = 5
_COARSE = 0.005


def examine(settings: Sequence[Setting]) -> Examination:
    """Return which schemes leave unclear what counts, for every unit they appraise."""
    return Examination(
        findings=tuple(
            finding for setting in settings for one in _of(setting) for finding in setting.each(one)
        )
    )


def _of(setting: Setting) -> Iterable[Finding]:
    for at, scheme in enumerate(setting.group.schemes, start=1):
        yield from _unweighted(setting, scheme, at)
        yield from _total(setting, scheme, at)
    yield from _repeated(setting)
    yield from _vetoes(setting)
    yield from _without_aim(setting)


def _unweighted(setting: Setting, scheme: Scheme, at: int) -> Iterable[Finding]:
    """Yield that goals of a scheme state no points."""
    without = [one for one in scheme.indicators if one.unsaid]
    share = len(without) / len(scheme.indicators)
    told = {
        "scheme": scheme.name,
        "count": str(len(without)),
        "all": str(len(scheme.indicators)),
        "indicators": _names(without),
    }
    yield from _finding(setting, "goals_unweighted", share, f"unweighted{at}", told, without)


def _total(setting: Setting, scheme: Scheme, at: int) -> Iterable[Finding]:
    """Yield that the points of a scheme do not add up to its full mark."""
    held = [one for one in scheme.weighed if not one.beside]
    unsaid = any(one.unsaid for one in scheme.indicators)
    if len(held) < reference_range("weights_total_gap").least or (
        unsaid and scheme.total <= scheme.full
    ):
        return
    gap = abs(scheme.total - scheme.full) - rounding(held, scheme.full)
    told = {"scheme": scheme.name, "total": f"{scheme.total:g}", "full": f"{scheme.full:g}"}
    yield from _finding(setting, "weights_total_gap", gap / scheme.full, f"total{at}", told, held)


def rounding(held: Sequence[Indicator], full: float) -> float:
    """Return how far points may be from adding up because each was rounded.

    Half a unit of the last decimal for each; nothing for whole points of a hundred (or what is
    as coarse), since a table of whole points is meant to add up.
    """
    unit = unit_of_points([one.points or 0.0 for one in held])
    return 0.0 if unit > _COARSE * full else len(held) * unit / 2


def unit_of_points(points: Sequence[float]) -> float:
    """Return the decimal to which points are stated.

    Examples
    --------
    >>> unit_of_points([33.3, 33.3, 33.4]), unit_of_points([40.0, 60.0])
    (0.1, 1.0)
    """
    places = max((len(f"{p:.6f}".rstrip("0").partition(".")[2]) for p in points), default=0)
    return float(f"1e-{places}")


def _repeated(setting: Setting) -> Iterable[Finding]:
    """Yield that several schemes count the same goal."""
    where: defaultdict[str, dict[str, list[Indicator]]] = defaultdict(dict)
    for scheme in setting.group.schemes:
        for one in scheme.indicators:
            for goal in one.goals if one.weighs or one.veto else ():
                where[goal].setdefault(scheme.name, []).append(one)
    several = {goal: held for goal, held in where.items() if len(held) > 1}
    indicators = [one for held in several.values() for part in held.values() for one in part]
    told = {
        "count": str(len(several)),
        "goals": "、".join(
            _goal_name(setting, goal, several[goal]) for goal in sorted(several)[:_NAMED]
        ),
        "schemes": "；".join(dict.fromkeys(name for held in several.values() for name in held)),
    }
    yield from _finding(setting, "goals_repeated", len(several), "repeated", told, indicators)


def _goal_name(setting: Setting, goal: str, held: Mapping[str, list[Indicator]]) -> str:
    known = setting.known.get(goal)
    return f"{goal} {known.name}".strip() if known else next(iter(held.values()))[0].name


def _vetoes(setting: Setting) -> Iterable[Finding]:
    """Yield the one-vote vetoes that need a rule behind them."""
    vetoes = [one for scheme in setting.group.schemes for one in scheme.indicators if one.veto]
    ruled = [one for one in vetoes if one.dimension in _RULED]
    beyond = max(0.0, len(ruled) - threshold("veto_items_usual"))
    told = {"count": str(len(vetoes)), "indicators": _names(vetoes)}
    value = len(vetoes) - len(ruled) + beyond
    yield from _finding(setting, "veto_items", value, "veto", told, vetoes)


def _without_aim(setting: Setting) -> Iterable[Finding]:
    """Yield that many points serve no task and belong to no dimension of appraisal.

    Cannot be told where no indicator names a task and no priority is of a dimension.
    """
    stated = setting.priorities
    linked = any(part.task for part in setting.portions) or stated.dimensions
    if setting.weighed < reference_range("points_without_aim").least or not linked:
        return
    if not (stated.tasks or stated.dimensions):
        return
    parts = [p for p in setting.portions if not p.task and not p.indicator.dimension]
    share = sum(part.share for part in parts)
    indicators = [part.indicator for part in sorted(parts, key=lambda part: -part.share)]
    told = {
        "schemes": setting.group.named,
        "share": f"{share * 100:.1f}",
        "indicators": _names(indicators),
    }
    yield from _finding(setting, "points_without_aim", share, "aim", told, indicators)


def _names(indicators: Sequence[Indicator]) -> str:
    names = list(dict.fromkeys(one.name for one in indicators))
    return "、".join([*names[:_NAMED], *(["…"] if len(names) > _NAMED else [])])


def _finding(
    setting: Setting,
    measure: str,
    value: float,
    about: str,
    told: Mapping[str, str],
    indicators: Sequence[Indicator],
) -> Iterable[Finding]:
    of = reference_range(measure)
    if of.calls(value):
        yield Finding(
            unit="",
            cause="appraisal",
            sign=SIGN,
            severity=of.severity(value),
            code=f"finding.A2.{about.rstrip('0123456789')}",
            about=about,
            strength="moderate",
            parameters=told,
            rows=setting.rows(list(indicators)),
        )
