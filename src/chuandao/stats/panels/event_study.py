"""Group-time effects put together: over all, by periods since the start, by calendar period.

References
----------
Callaway & Sant'Anna (2021), sections 3 and 4, 10.1016/j.jeconom.2020.12.001;
Roth, J. (2022). Pretest with caution. American Economic Review: Insights, 4(3), 305-322;
Montiel Olea, J. L., & Plagborg-Moller, M. (2019). Simultaneous confidence bands. Journal of
Applied Econometrics, 34(1), 1-17.
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2, t

from chuandao.stats.panels.group_time import GroupTime
from chuandao.stats.smoothing.tree import Positions, Reals

_CHUNK = 1024


@dataclass(frozen=True, eq=False)
class Estimates:
    """Weighted sums of group-time effects, with what each cluster adds to their error.

    ``se`` and ``freedom`` are NaN where a weighted cell has one cluster alone on a side: then
    nothing tells how far units differ by chance.
    """

    estimate: Reals
    se: Reals
    freedom: Reals
    parts: Reals
    treated_clusters: Positions
    control_clusters: Positions

    def interval(self, level: float = 0.95) -> tuple[Reals, Reals]:
        """Return the bounds of each estimate by itself."""
        reach = t.ppf(0.5 + level / 2, self.freedom) * self.se
        return self.estimate - reach, self.estimate + reach


def overall_weights(found: GroupTime) -> Reals:
    """Return the weights of the mean effect of taking part.

    Each group's mean over its periods from the start on, weighted by its rows: units that
    started early do not count more for having been seen longer.
    """
    weight = np.zeros(len(found))
    for group in np.unique(found.group[found.after]):
        mine = (found.group == group) & found.after
        weight[mine] = found.treated[mine].mean() / mine.sum()
    total = weight.sum()
    return weight / total if total > 0 else weight


def event_weights(found: GroupTime) -> tuple[Positions, Reals]:
    """Return the periods since the start, and the weights of the mean effect at each."""
    return _weights_by(found, found.event, np.ones(len(found), dtype=bool))


def calendar_weights(found: GroupTime) -> tuple[Positions, Reals]:
    """Return the calendar periods from the first start on, and the weights at each."""
    return _weights_by(found, found.time, found.after)


def slope_weights(found: GroupTime) -> Reals | None:
    """Return the weights of the slope before the start, a period; nothing without such cells."""
    before = found.before & ~np.isnan(found.treated_part).any(axis=0)
    if not before.any():
        return None
    distance = np.where(before, (found.time - found.base) * found.treated, 0.0)
    slope: Reals = distance / (distance * (found.time - found.base)).sum()
    return slope


def combine(found: GroupTime, weights: Reals) -> Estimates:
    """Return weighted sums of group-time effects.

    Parameters
    ----------
    found : GroupTime
    weights : array (sums, cells)

    Notes
    -----
    The variance is the sum of the squared parts of the clusters. Degrees of freedom are Welch's
    (1947): the variance is a sum over the groups that start together (those that never do are
    one), each known from its clusters less one; groups of one cluster count as one group.

    Examples
    --------
    >>> from chuandao.stats.panels.group_time import NEVER, Panel, group_time
    >>> values = np.array([[0.0, 3.0], [0.0, 5.0], [0.0, 1.0], [0.0, 1.0]])
    >>> panel = Panel(values, np.array([1, 2]), np.array([2, 2, NEVER, NEVER]), np.arange(4))
    >>> found = group_time(panel)
    >>> whole = combine(found, overall_weights(found)[None, :])
    >>> float(whole.estimate[0]), float(whole.se[0].round(6)), float(whole.freedom[0])
    (3.0, 1.0, 1.0)
    """
    used = (weights != 0).astype(float)
    parts = _through(weights, found.treated_part) + _through(weights, found.control_part)
    freedom = _freedom(found.first, parts, used, found.in_treated | found.in_control)
    se = np.sqrt((parts**2).sum(axis=1))
    return Estimates(
        estimate=weights @ found.estimate,
        se=se,
        freedom=np.where(np.isnan(se), np.nan, freedom),
        parts=parts,
        treated_clusters=_count(used, found.in_treated),
        control_clusters=_count(used, found.in_control),
    )


@dataclass(frozen=True, eq=False)
class Band:
    """Bounds that hold all estimates at once, and how unusual the largest of them is.

    Attributes
    ----------
    low, high : arrays
        NaN where an estimate has no standard error.
    p : float
        Probability of an estimate as far from 0 as the farthest, were all 0; NaN without any.
    """

    low: Reals
    high: Reals
    p: float


def band(
    estimates: Estimates, *, level: float = 0.95, draws: int = 1999, rng: np.random.Generator
) -> Band:
    """Return simultaneous bounds by a clustered multiplier bootstrap.

    Parameters
    ----------
    estimates : Estimates
    level : float
    draws : int
    rng : Generator

    Notes
    -----
    Each draw multiplies the parts of every cluster by one normal number, which keeps what the
    estimates share; a common chi-square brings in that the standard errors are estimated. The
    bounds give every estimate the same chance of missing, whatever its degrees of freedom.
    """
    known = ~np.isnan(estimates.se) & (estimates.se > 0)
    nothing = np.full(len(known), np.nan)
    if not known.any():
        return Band(nothing, nothing.copy(), float("nan"))
    freedom, se = estimates.freedom[known], estimates.se[known]
    least = _least_p(estimates.parts[known] / se[:, None], freedom, draws, rng)
    miss = float(np.quantile(least, 1 - level))
    seen = float(_two_sided(np.abs(estimates.estimate[known] / se), freedom).min())
    reach = nothing.copy()
    reach[known] = t.isf(miss / 2, freedom) * se
    p = (1 + float((least <= seen).sum())) / (1 + draws)
    return Band(estimates.estimate - reach, estimates.estimate + reach, p)


def _least_p(parts: Reals, freedom: Reals, draws: int, rng: np.random.Generator) -> Reals:
    """Return the least p-value of all estimates in each draw, were all effects 0."""
    normal = np.zeros((draws, len(parts)))
    for start in range(0, parts.shape[1], _CHUNK):  # a country has 40,000 townships
        some = parts[:, start : start + _CHUNK]
        normal += rng.standard_normal((draws, some.shape[1])) @ some.T
    place = rng.uniform(size=draws)[:, None]
    scale = np.sqrt(chi2.ppf(place, freedom[None, :]) / freedom[None, :])
    least: Reals = _two_sided(np.abs(normal) / scale, freedom).min(axis=1)
    return least


def _two_sided(statistic: Reals, freedom: Reals) -> Reals:
    p: Reals = 2 * t.sf(statistic, freedom)
    return p


def _weights_by(
    found: GroupTime, label: Positions, chosen: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> tuple[Positions, Reals]:
    names = np.unique(label[chosen])
    weight = (names[:, None] == label[None, :]) * np.where(chosen, found.treated, 0.0)
    return names, weight / weight.sum(axis=1, keepdims=True)


def _through(weights: Reals, parts: Reals) -> Reals:
    """Return weighted sums of parts; a part that is not known spoils only sums that use it."""
    unknown = np.isnan(parts.sum(axis=0))
    total: Reals = weights @ np.where(unknown[None, :], 0.0, parts).T
    total[(np.abs(weights) @ unknown) > 0] = np.nan
    return total


def _count(used: Reals, member: np.ndarray[tuple[int, int], np.dtype[np.bool_]]) -> Positions:
    """Return how many clusters have a part in each sum."""
    counted: Positions = ((used @ member.T.astype(float)) > 0).sum(axis=1)
    return counted


def _freedom(
    first: Positions,
    parts: Reals,
    used: Reals,
    member: np.ndarray[tuple[int, int], np.dtype[np.bool_]],
) -> Reals:
    """Return the degrees of freedom of the sums of squared parts (sums, clusters)."""
    taking_part = (used @ member.T.astype(float)) > 0
    names, group, size = np.unique(first, return_inverse=True, return_counts=True)
    group = np.where(size[group] == 1, len(names), group)
    belongs = group[:, None] == np.arange(len(names) + 1)
    count = taking_part @ belongs.astype(float)
    variance = parts**2 @ belongs.astype(float)
    spread = (variance**2 / np.maximum(count - 1, 1)).sum(axis=1)
    left = np.maximum(count - 1, 0).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        freedom: Reals = np.where(spread > 0, variance.sum(axis=1) ** 2 / spread, left)
    return np.maximum(freedom, 1.0)
