"""The measures of severity a unit may have gone by: each of its columns, and all together."""

from collections.abc import Mapping

import numpy as np
from scipy.stats import rankdata

from chuandao.stats.smoothing.tree import Positions, Reals
from chuandao.stats.tailoring.verdict import Treated

TOGETHER = "*"
"""Names the mean of the ranks in all columns."""
_TENTHS = (0.1, 0.9)
_LEAST = 3


def treated(
    columns: Mapping[str, Reals],
    level: Reals,
    unit: Positions,
    *,
    rank_spread: float,
    relative_spread: float,
) -> list[Treated]:
    """Return the subjects of each unit with the measures in which they differ materially.

    Parameters
    ----------
    columns : mapping of str to array
        Measures of severity of all subjects of a campaign, NaN where not measured.
    level, unit : array
        Level of treatment and number of the unit (from 0) of each.
    rank_spread : float
        From the tenth to the ninetieth percentile, the subjects of a unit must span so large a
        share of the ranks of the campaign: if a unit has only grave cases, treating all of them
        harshly tells nothing.
    relative_spread : float
        And so large a share of the median: where the whole campaign is alike, ranks are noise.

    Notes
    -----
    Where there are several columns, the mean of their ranks (of those measured) stands beside them
    as ``TOGETHER``: who goes a little by each follows none of them closely.

    Examples
    --------
    >>> so2, one = np.array([40.0, 60.0, 90.0, 50.0, 50.1, 50.2]), np.array([0, 0, 0, 1, 1, 1])
    >>> made = treated({"so2": so2}, np.ones(6), one, rank_spread=0.3, relative_spread=0.2)
    >>> [list(unit.measures) for unit in made]
    [['so2'], []]
    """
    ranks = {name: _ranks(values) for name, values in columns.items()}
    together = _mean(list(ranks.values())) if len(ranks) > 1 else None
    found = []
    for members in _members(unit):
        held = {
            name: values[members]
            for name, values in columns.items()
            if _spread(ranks[name][members]) >= rank_spread
            and _spread(values[members]) >= relative_spread * _middle(values[members])
        }
        if held and together is not None and _spread(together[members]) >= rank_spread / 2:
            held[TOGETHER] = together[members]
        found.append(Treated(held, level[members]))
    return found


def _members(unit: Positions) -> list[Positions]:
    order = np.argsort(unit, kind="stable")
    return np.split(order, np.cumsum(np.bincount(unit))[:-1]) if len(unit) else []


def _ranks(values: Reals) -> Reals:
    """Return mid-ranks as shares of those measured, NaN where not measured."""
    ranks: Reals = rankdata(values, nan_policy="omit") / max(1, int((~np.isnan(values)).sum()))
    return ranks


def _mean(ranks: list[Reals]) -> Reals:
    stacked = np.array(ranks)
    known = ~np.isnan(stacked)
    count = known.sum(axis=0)
    total = np.where(known, stacked, 0.0).sum(axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _spread(values: Reals) -> float:
    """Return the distance of the ninetieth from the tenth percentile; -1 where too few."""
    known = values[~np.isnan(values)]
    if len(known) < _LEAST:
        return -1.0
    ordered = np.sort(known)
    low, high = np.interp(np.array(_TENTHS) * (len(known) - 1), np.arange(len(known)), ordered)
    return float(high - low)


def _middle(values: Reals) -> float:
    known = values[~np.isnan(values)]
    return abs(float(np.median(known))) if len(known) else 0.0
