"""Tailored, uniform or cannot tell: of units that treated subjects in one campaign.

A unit may go by any of several measures of severity, or by all together. It is *uniform* only where
the upper bound of the dependence on every one of them lies below a bound set beforehand (an
equivalence test; Schuirmann 1987; over several measures intersection-union, Berger 1982): never
because a test failed to find a dependence. It is *tailored* where the lower bound on one of them,
the number of measures allowed for (Bonferroni), lies above 0 and the dependence matters.

References
----------
Schuirmann, D. J. (1987). A comparison of the two one-sided tests procedure and the power approach.
Journal of Pharmacokinetics and Biopharmaceutics, 15(6), 657-680.
Berger, R. L. (1982). Multiparameter hypothesis testing and acceptance sampling. Technometrics,
24(4), 295-300.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np
from scipy.special import stdtrit

from chuandao.stats.smoothing.tree import Reals
from chuandao.stats.tailoring.dependence import Dependence, dependence
from chuandao.stats.tailoring.pooled import Pooled, bounds, pooled

Verdict = Literal["uniform", "tailored", "cannot_tell"]
Reason = Literal["", "few_subjects", "few_measured", "alike", "reversed", "in_between"]


@dataclass(frozen=True)
class Rule:
    """What is called uniform and what tailored.

    Attributes
    ----------
    bound : float
        Uniform is said where the dependence lies below it with confidence.
    step : float
        From this dependence on, harsher treatment of only the very worst (which moves few pairs)
        counts as tailored, if the pairs that do differ follow the severity by ``order``.
    order : float
    reach : float
        Standard errors by which siblings may move a bound at most.
    least : int
        Subjects below which nothing is told.
    tail : float
    """

    bound: float
    step: float
    order: float
    reach: float
    least: int
    tail: float = 0.05


@dataclass(frozen=True)
class Treated:
    """The subjects of one unit: severities by measure, and the level of treatment of each.

    ``measures``: arrays as long as ``level``, NaN where not measured; only measures by which the
    subjects of the unit differ enough to be told apart.
    """

    measures: Mapping[str, Reals]
    level: Reals


@dataclass(frozen=True)
class Tailoring:
    """What was found of one unit.

    ``dependence``, ``low``, ``high``: of the measure it depends on most (``by``); the bounds are
    one-sided, drawn by siblings. ``own``: the dependence without them. ``order``: among subjects
    treated differently. ``alike``: share of subjects with the commonest treatment. ``alone``:
    whether the unit's own upper bounds, without its siblings, already lie below the bound.
    """

    verdict: Verdict
    reason: Reason
    subjects: int
    by: str = ""
    dependence: float | None = None
    low: float | None = None
    high: float | None = None
    own: float | None = None
    order: float | None = None
    alike: float | None = None
    alone: bool = False


def tailoring(units: Sequence[Treated], rule: Rule) -> list[Tailoring]:
    """Return the verdict on each unit of a campaign.

    Examples
    --------
    A unit that closes all sixty, and one that closes the worst twelve of sixty:

    >>> so2 = np.arange(60.0)
    >>> closes_all = Treated({"so2": so2}, np.full(60, 4.0))
    >>> closes_worst = Treated({"so2": so2}, np.where(so2 < 48, 1.0, 4.0))
    >>> rule = Rule(bound=0.2, step=0.05, order=0.5, reach=0.5, least=10)
    >>> [(one.verdict, round(one.dependence, 2)) for one in tailoring([closes_all, closes_worst],
    ...     rule)]
    [('uniform', 0.0), ('tailored', 0.33)]
    """
    found = [_dependences(unit, rule) for unit in units]
    drawn = {name: _drawn(name, found, rule) for name in sorted({n for f in found for n in f})}
    return [_judged(i, unit, found[i], drawn, rule) for i, unit in enumerate(units)]


def _dependences(unit: Treated, rule: Rule) -> dict[str, Dependence]:
    """Return the dependence on each measure taken of at least half of the subjects."""
    least = max(rule.least, (len(unit.level) + 1) // 2)
    known = {name: ~np.isnan(values) for name, values in unit.measures.items()}
    made = {
        name: dependence(unit.measures[name][there], unit.level[there], rule.tail)
        for name, there in known.items()
        if int(there.sum()) >= least
    }
    return {name: one for name, one in made.items() if one is not None}


def _drawn(name: str, found: list[dict[str, Dependence]], rule: Rule) -> Mapping[int, Pooled]:
    at = [i for i, of in enumerate(found) if name in of]
    own = np.array([found[i][name].value for i in at])
    error = np.array([found[i][name].error for i in at])
    whole = pooled(own, error, reach=rule.reach)
    return {i: _part(whole, k) for k, i in enumerate(at)}


def _part(of: Pooled, k: int) -> Pooled:
    one = slice(k, k + 1)
    held = (of.own[one], of.own_error[one], of.value[one], of.error[one])
    return Pooled(*held, of.common, of.between)


def _judged(
    i: int,
    unit: Treated,
    found: Mapping[str, Dependence],
    drawn: Mapping[str, Mapping[int, Pooled]],
    rule: Rule,
) -> Tailoring:
    n = len(unit.level)
    if n < rule.least or not found:
        return Tailoring("cannot_tell", _why_nothing(unit, rule), n)
    low, high = _bounds(i, found, drawn, rule)
    value = {name: float(drawn[name][i].value[0]) for name in found}
    by = max(found, key=lambda name: (value[name], name))
    verdict, reason = _verdict(found, value, low, high, rule)
    one = found[by]
    return Tailoring(
        verdict,
        reason,
        n,
        by,
        dependence=value[by],
        low=max(low.values()),
        high=max(high.values()),
        own=one.value,
        order=one.order,
        alike=one.alike / one.subjects,
        alone=max(map(partial(_own_bound, rule=rule), found.values())) < rule.bound,
    )


def _why_nothing(unit: Treated, rule: Rule) -> Reason:
    """Return whether the subjects are too few, or too much alike, to tell."""
    if len(unit.level) < rule.least:
        return "few_subjects"
    return "few_measured" if unit.measures else "alike"


def _bounds(
    i: int,
    found: Mapping[str, Dependence],
    drawn: Mapping[str, Mapping[int, Pooled]],
    rule: Rule,
) -> tuple[dict[str, float], dict[str, float]]:
    """Return lower bounds that hold for all measures together, and upper bounds of each."""
    sides: tuple[dict[str, float], dict[str, float]] = ({}, {})
    for side, tail in enumerate((rule.tail / len(found), rule.tail)):
        for name, one in found.items():
            quantile = np.array([stdtrit(one.subjects - 2, 1 - tail)])
            bound = bounds(drawn[name][i], quantile, reach=rule.reach)[side]
            sides[side][name] = float(bound[0])
    return sides


def _own_bound(one: Dependence, rule: Rule) -> float:
    return one.value + float(stdtrit(one.subjects - 2, 1 - rule.tail)) * one.error


def _verdict(
    found: Mapping[str, Dependence],
    value: Mapping[str, float],
    low: Mapping[str, float],
    high: Mapping[str, float],
    rule: Rule,
) -> tuple[Verdict, Reason]:
    """Return the verdict over all measures, and why it cannot be told."""
    clear = [name for name in found if low[name] > 0]
    strict = [n for n in clear if value[n] >= rule.step and found[n].order >= rule.order]
    most = max(high.values())
    against = [name for name in found if high[name] < 0 and value[name] <= -rule.bound]
    if strict or (clear and most >= rule.bound and max(value[n] for n in clear) >= rule.bound):
        return "tailored", ""
    if against:
        return "cannot_tell", "reversed"
    return ("uniform", "") if most < rule.bound else ("cannot_tell", "in_between")
