"""Efficacy period by period, what earlier periods told taken into account; approximate."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from chuandao.catalog.thresholds import threshold
from chuandao.decay.fitting import Fitted
from chuandao.decay.nodewise import nodewise
from chuandao.errors import UsageError
from chuandao.sources.tables.cells.outcome import BadCellError
from chuandao.sources.tables.cells.periods import read_period
from chuandao.stats.panels.cusum import cusum
from chuandao.stats.panels.filtering import Filtered, Period, forward, log_likelihood
from chuandao.stats.smoothing.nodewise import Nodewise, at_value, spread_of
from chuandao.stats.smoothing.tree import Forest, Positions, Reals, copies, forest

_MEMORIES = (0.0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)
_Z95 = 1.959963984540054


@dataclass(frozen=True, eq=False)
class OverTime:
    """Efficacy by period through the forward filter (分時段測算, approximate).

    Attributes
    ----------
    table : pl.DataFrame (unit, task, period, estimate, low, high, se_log, innovation, fallen, …)
        See ``DecayModel.over_time``.
    memory : float
        ρ: how much of what is peculiar to a step lasts from one period to the next.
    """

    table: pl.DataFrame
    memory: float

    def __repr__(self) -> str:
        """Return the memory and the table."""
        return f"OverTime: memory {self.memory:.2f} (forward filter, approximate)\n{self.table}"


def over_time(fitted: Fitted, memory: float | None) -> OverTime:
    """Return efficacy period by period. See ``DecayModel.over_time``."""
    if memory is not None and not 0 <= memory <= 1:
        raise UsageError("bad_memory", given=memory)
    names = in_time(fitted.design.periods)
    laid = forest(copies(fitted.design.chains.parents, len(fitted.design.tasks)))
    periods = [_period(fitted, laid, name) for name in names]
    if memory is None:
        memory = _likeliest(periods, fitted.coefficients)
    found = list(forward(periods, memory, fitted.coefficients))
    sums = _sums(fitted, found)
    rows = [
        _rows(fitted, laid, one, name, k, sums)
        for k, (one, name) in enumerate(zip(found, names, strict=True))
    ]
    table = pl.concat(rows).sort("unit", "task", "period")
    return OverTime(table, memory)


def in_time(periods: list[str]) -> list[str]:
    """Return periods in the order of time: by their first day; those without one as they stand.

    Examples
    --------
    >>> in_time(["2025-11", "2025-02", "2024"])
    ['2024', '2025-02', '2025-11']
    """

    def first(name: str) -> tuple[str, str]:
        try:
            value = read_period(name).value
        except BadCellError:
            return name, name
        return (value.start.isoformat() if value else name), name

    return sorted(periods, key=first)


def _likeliest(periods: list[Period], mean: Reals) -> float:
    """Return the memory under which the periods are most probable, each given those before."""
    if len(periods) == 1:
        return 0.0
    values = [log_likelihood(periods, memory, mean) for memory in _MEMORIES]
    return _MEMORIES[int(np.argmax(values))]


def _period(fitted: Fitted, laid: Forest, name: str) -> Period:
    """Return one period's evidence on a layout with every task."""
    design = fitted.design
    count, tree = len(design.chains), nodewise(design)
    variance, noise = (
        fitted.groups.steps(fitted.peak.log_sd),
        fitted.groups.noises(fitted.peak.log_sd),
    )
    place, task = laid.place(), {t: k for k, t in enumerate(design.tasks)}
    target = np.full(len(design.data.forest), -1, dtype=np.int64)
    offsets = np.zeros((len(laid), tree.offsets.shape[1]))
    own_variance = _usual(fitted, laid)
    for copy, (t, period) in enumerate(design.replicates):
        if period == name:
            here = design.place[copy * count : (copy + 1) * count]
            there = place[task[t] * count : (task[t] + 1) * count]
            target[here] = there
            offsets[there], own_variance[there] = tree.offsets[here], variance[here]
    seen = np.flatnonzero(target[design.data.node] >= 0)
    own = Nodewise(laid, offsets, target[design.data.node[seen]], tree.said[seen])
    return Period(own, own_variance, noise[seen])


def _usual(fitted: Fitted, laid: Forest) -> Reals:
    """Return the variance of every step of the layout, none set apart."""
    design = fitted.design
    plain = fitted.groups.steps(fitted.peak.log_sd) - fitted.groups.extra
    one = plain[design.place[: len(design.chains)]]
    usual: Reals = one[laid.order % len(design.chains)]
    return usual


def _sums(fitted: Fitted, found: list[Filtered]) -> tuple[Reals, Reals, Reals]:
    """Return innovations and their cumulative sums: (periods, nodes)."""
    mean, covariance = fitted.coefficients, fitted.covariance
    innovations = np.stack([one.innovation(mean, covariance) for one in found])
    return innovations, *cusum(innovations, slack=threshold("cusum_slack"))


def _rows(
    fitted: Fitted,
    laid: Forest,
    found: Filtered,
    name: str,
    at_period: int,
    sums: tuple[Reals, Reals, Reals],
) -> pl.DataFrame:
    """Return a row a unit and task that has evidence in the period."""
    chains = fitted.design.chains
    level = at_value(found.state, fitted.coefficients)
    variance = found.variance + spread_of(found.state, fitted.covariance)
    tasks = [t for t, p in fitted.design.replicates if p == name]
    place, order = laid.place(), [fitted.design.tasks.index(t) for t in tasks]
    here: Positions = np.concatenate(
        [place[k * len(chains) : (k + 1) * len(chains)] for k in order]
    )
    sd = np.sqrt(variance[here])
    innovation, fallen, risen = (part[at_period, here] for part in sums)
    limit = threshold("cusum_limit")
    alarm = pl.when(pl.col("fallen") > limit).then(pl.lit("fallen"))
    either = alarm.when(pl.col("risen") > limit).then(pl.lit("risen"))
    return pl.DataFrame(
        {
            "unit": list(chains.codes) * len(tasks),
            "task": [t for t in tasks for _ in chains.codes],
            "period": name,
            "estimate": np.exp(level[here] + variance[here] / 2),
            "low": np.exp(level[here] - _Z95 * sd),
            "high": np.exp(level[here] + _Z95 * sd),
            "se_log": sd,
            "innovation": pl.Series(innovation).fill_nan(None),
            "fallen": fallen,
            "risen": risen,
        },
        schema_overrides={"task": pl.String},
    ).with_columns(alarm=either)
