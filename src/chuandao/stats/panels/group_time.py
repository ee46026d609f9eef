"""Effects of something that starts at different times in different units: group-time averages.

A unit is compared with itself in the last period before its start, and its change with that of
units where nothing has started yet; units already treated never serve as controls.

References
----------
Callaway, B., & Sant'Anna, P. H. C. (2021). Difference-in-differences with multiple time periods.
Journal of Econometrics, 225(2), 200-230. 10.1016/j.jeconom.2020.12.001
"""

from dataclasses import dataclass

import numpy as np

from chuandao.stats.smoothing.tree import Positions, Reals

NEVER = np.iinfo(np.int64).max // 2


@dataclass(frozen=True, eq=False)
class Panel:
    """Rows that are observed again and again.

    Attributes
    ----------
    values : array (rows, columns)
        NaN where nothing was observed.
    times : array of int (columns)
        The calendar number of each column, rising; a number that is left out was not observed.
    starts : array of int (rows)
        The number of the first treated period; ``NEVER`` where none is.
    clusters : array of int (rows)
        The unit at the level at which treatment was assigned, counted from 0.
    """

    values: Reals
    times: Positions
    starts: Positions
    clusters: Positions

    @property
    def cluster_count(self) -> int:
        """How many clusters there are."""
        return int(self.clusters.max()) + 1 if len(self.clusters) else 0


@dataclass(frozen=True, eq=False)
class GroupTime:
    """One cell for each group (units that start together) and period that can be compared.

    Attributes
    ----------
    group, time, base : arrays of int (cells)
        Start of the group, calendar number of the period and of the one it is compared with.
    estimate : array (cells)
        Mean change of the group less mean change of its controls.
    treated : array (cells)
        Rows of the group in the cell.
    treated_part, control_part : arrays (clusters, cells)
        What each cluster adds to the error of the cell. NaN where it cannot be told: one cluster
        alone on a side.
    in_treated, in_control : arrays of bool (clusters, cells)
    first : array of int (clusters)
        The earliest start in each cluster; ``NEVER`` where there is none.
    """

    group: Positions
    time: Positions
    base: Positions
    estimate: Reals
    treated: Reals
    treated_part: Reals
    control_part: Reals
    in_treated: np.ndarray[tuple[int, int], np.dtype[np.bool_]]
    in_control: np.ndarray[tuple[int, int], np.dtype[np.bool_]]
    first: Positions

    def __len__(self) -> int:
        """Return how many cells there are."""
        return len(self.group)

    @property
    def event(self) -> Positions:
        """Periods since the start, negative before it."""
        return self.time - self.group

    @property
    def after(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Whether the cell lies in or after the period of the start."""
        return self.time >= self.group

    @property
    def before(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Whether the cell lies before the period of comparison, where no effect can be."""
        return self.time < self.base


def group_time(panel: Panel, *, anticipation: int = 0) -> GroupTime:
    """Return the group-time average effects of a panel.

    Parameters
    ----------
    panel : Panel
    anticipation : int
        Periods before the start in which units may already answer to what is coming; the period
        of comparison is the last one before these, and controls must stay untreated as much longer.

    Returns
    -------
    GroupTime
        Rows that start in the first period, or were not observed in the period of comparison, are
        in no cell; a group and period without controls have no cell.

    Notes
    -----
    The error parts are deviations of cluster sums from the mean of their side, divided by
    √(1 − share of the cluster) so that their squares add up to an unbiased variance in balanced
    data (the CR2 correction of Bell & McCaffrey 2002). A group of one cluster deviates from the
    mean effect of all groups after equally many periods instead, which overstates its error where
    effects differ among groups.

    Examples
    --------
    >>> values = np.array([[5.0, 8.0], [6.0, 9.0], [4.0, 5.0], [3.0, 4.0]])
    >>> starts = np.array([2, 2, NEVER, NEVER])
    >>> found = group_time(Panel(values, np.array([1, 2]), starts, np.arange(4)))
    >>> found.group.tolist(), found.time.tolist(), found.estimate.tolist()
    ([2], [2], [2.0])
    """
    sums = [_cell(panel, g, t, anticipation) for g in _groups(panel) for t in panel.times]
    cells = [cell for cell in sums if cell is not None]
    if not cells:
        return _nothing(panel)
    group, time, base = (np.array([c.place[k] for c in cells], dtype=np.int64) for k in range(3))
    treated, control = (
        _Side(
            np.column_stack([getattr(c, side)[0] for c in cells]),
            np.column_stack([getattr(c, side)[1] for c in cells]),
        )
        for side in ("treated", "control")
    )
    estimate = treated.mean - control.mean
    alone = _alone(estimate, treated, time - group)
    return GroupTime(
        group=group,
        time=time,
        base=base,
        estimate=estimate,
        treated=treated.count.sum(axis=0),
        treated_part=np.where((treated.members == 1)[None, :], alone, treated.parts()),
        control_part=-control.parts(),
        in_treated=treated.count > 0,
        in_control=control.count > 0,
        first=_first(panel),
    )


@dataclass(frozen=True, eq=False)
class _Cell:
    """Rows and sums of changes by cluster, of the group and of its controls."""

    place: tuple[int, int, int]
    treated: tuple[Reals, Reals]
    control: tuple[Reals, Reals]


@dataclass(frozen=True, eq=False)
class _Side:
    """One side of all cells: rows and sums of changes (clusters, cells)."""

    count: Reals
    total: Reals

    @property
    def mean(self) -> Reals:
        mean: Reals = self.total.sum(axis=0) / self.count.sum(axis=0)
        return mean

    @property
    def members(self) -> Positions:
        members: Positions = (self.count > 0).sum(axis=0)
        return members

    def parts(self) -> Reals:
        """Return what each cluster adds to the error of each cell's mean."""
        share = self.count / self.count.sum(axis=0)
        apart = (self.total - self.count * self.mean) / self.count.sum(axis=0)
        spare = np.where(self.members == 1, np.nan, 1 - share)
        with np.errstate(invalid="ignore"):
            scaled: Reals = apart / np.sqrt(spare)
        return scaled


def _first(panel: Panel) -> Positions:
    first = np.full(panel.cluster_count, NEVER, dtype=np.int64)
    np.minimum.at(first, panel.clusters, panel.starts)
    return first


def _groups(panel: Panel) -> list[int]:
    starts = np.unique(panel.starts[panel.starts < NEVER])
    return [int(g) for g in starts if panel.times[0] < g <= panel.times[-1]]


def _cell(panel: Panel, group: int, time: int, anticipation: int) -> _Cell | None:
    """Return the sums of one cell; nothing where a side is empty or nothing is compared."""
    earlier = np.flatnonzero(panel.times < group - anticipation)
    if not len(earlier) or panel.times[earlier[-1]] == time:
        return None
    base = int(earlier[-1])
    change = panel.values[:, np.searchsorted(panel.times, time)] - panel.values[:, base]
    seen = ~np.isnan(change)
    mine = seen & (panel.starts == group)
    until = max(time, int(panel.times[base])) + anticipation
    others = seen & (panel.starts > until) & (panel.starts != group)
    if not mine.any() or not others.any():
        return None
    place = (group, int(time), int(panel.times[base]))
    return _Cell(place, _sums(panel, change, mine), _sums(panel, change, others))


def _sums(
    panel: Panel, change: Reals, chosen: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> tuple[Reals, Reals]:
    at, size = panel.clusters[chosen], panel.cluster_count
    count = np.bincount(at, minlength=size).astype(np.float64)
    total: Reals = np.bincount(at, weights=change[chosen], minlength=size).astype(np.float64)
    return count, total


def _alone(estimate: Reals, treated: _Side, event: Positions) -> Reals:
    """Return the error parts of groups of one cluster: deviations from all groups' mean."""
    rows = treated.count.sum(axis=0)
    same = event[:, None] == event[None, :]
    mean = (same * rows * estimate).sum(axis=1) / (same * rows).sum(axis=1)
    # clusters treated in any cell with the same periods since the start
    members = ((treated.count > 0).astype(float) @ same > 0).sum(axis=0)
    share = rows / (same * rows).sum(axis=1)
    spare = np.where(members > 1, 1 - share, np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        part = (estimate - mean) / np.sqrt(spare)
    return np.where(treated.count > 0, part[None, :], 0.0)


def _nothing(panel: Panel) -> GroupTime:
    none, empty, shape = np.zeros(0, dtype=np.int64), np.zeros(0), (panel.cluster_count, 0)
    parts, flags = np.zeros(shape), np.zeros(shape, dtype=bool)
    return GroupTime(none, none, none, empty, empty, parts, parts, flags, flags, _first(panel))
