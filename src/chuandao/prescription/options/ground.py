"""What a fitted decay says of every step now: efficacy, and the losses that causes go with."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from chuandao.catalog.knowledge import causes
from chuandao.decay.fitting import Fitted
from chuandao.decay.likeness import drawn
from chuandao.decay.measure import Decay
from chuandao.errors import UsageError
from chuandao.sources.tables.cells.outcome import BadCellError
from chuandao.sources.tables.cells.periods import read_period
from chuandao.stats.smoothing.tree import Positions, Reals


@dataclass(frozen=True, eq=False)
class Ground:
    """The state that remedies start from: each task in its last period.

    Attributes
    ----------
    units : tuple of codes
        In administrative order, the root first.
    parents, tiers : positions (units)
        -1 above the root.
    tasks, periods : tuple of str
        Each task and the last period in which it was measured.
    causes : tuple of str
        Those with a column in the model, in the catalogue's order.
    leaf_weight : array (units)
        What each leaf counts for; sums to 1, 0 elsewhere.
    task_weight : array (tasks)
        Sums to 1.
    log_level : array (tasks, units)
        ln of the efficacy.
    loss : array (causes, tasks, units)
        β·d: what each cause costs in log efficacy on the step to the unit; at least 0, since a
        cause whose cost the data do not support leaves nothing to remove.
    """

    units: tuple[str, ...]
    parents: Positions
    tiers: Positions
    tasks: tuple[str, ...]
    periods: tuple[str, ...]
    causes: tuple[str, ...]
    leaf_weight: Reals
    task_weight: Reals
    log_level: Reals
    loss: Reals

    @property
    def mean_efficacy(self) -> float:
        """The mean over leaves and tasks by their weights: what a package is to raise."""
        return float(self.task_weight @ np.exp(self.log_level) @ self.leaf_weight)


def ground_of(decay: Decay) -> Ground:
    """Return what a measured decay says of every step, by its posterior means.

    Raises
    ------
    UsageError
        ``decay_without_model``: tables alone were given, which hold no model to ask.
    """
    fitted = fitted_of(decay)
    chains, places = fitted.design.chains, last_periods(fitted)
    own = np.zeros(len(chains))
    own[chains.leaves] = chains.weights(_weighting(decay))[chains.leaves]
    weight = fitted.task_weight[places]
    replicates = [fitted.design.replicates[k] for k in places]
    mean = fitted.log_mean + fitted.log_variance / 2
    return Ground(
        units=chains.codes,
        parents=chains.parents,
        tiers=chains.tiers,
        tasks=tuple(task for task, _ in replicates),
        periods=tuple(period for _, period in replicates),
        causes=causes_of(fitted),
        leaf_weight=own / own.sum(),
        task_weight=weight / weight.sum(),
        log_level=mean[places],
        loss=_losses(fitted, fitted.design.deficits.level[places], fitted.coefficients),
    )


def draw_losses(
    decay: Decay, ground: Ground, count: int, rng: np.random.Generator
) -> Iterator[Ground]:
    """Yield the ground as joint draws have it: efficacy, costs of causes, true severities.

    Parameters
    ----------
    decay : Decay
    ground : Ground
        Of this decay.
    count : int
    rng : Generator
    """
    fitted = fitted_of(decay)
    places, design = last_periods(fitted), fitted.design
    level, error = design.deficits.level[places], np.sqrt(design.deficits.error[places])
    width = _half_width(level[..., : error.shape[-1]], error)
    made = (design, fitted.groups, fitted.points, fitted.likeness)
    for draw in drawn(*made, (count, rng)):
        severity = level.copy()
        severity[..., : error.shape[-1]] += width * rng.uniform(-1.0, 1.0, width.shape)
        state = design.by_unit(draw.state)[places]
        loss = _losses(fitted, severity, draw.coefficients)
        yield replace(ground, log_level=state, loss=loss)


def fitted_of(decay: Decay) -> Fitted:
    """Return the fitted model of a decay."""
    if decay.model is None:
        raise UsageError("decay_without_model")
    return decay.model.fitted_


def causes_of(fitted: Fitted) -> tuple[str, ...]:
    """Return the causes that have a column, in the catalogue's order."""
    parts = fitted.design.deficits.parts
    return tuple(cause for cause in causes() if cause in parts)


def last_periods(fitted: Fitted) -> Positions:
    """Return for each task the place of the replicate of its last period."""
    last: dict[str, tuple[str, int]] = {}
    for place, (task, period) in enumerate(fitted.design.replicates):
        key = _end(period)
        if task not in last or key >= last[task][0]:
            last[task] = (key, place)
    return np.array([last[task][1] for task in sorted(last)], dtype=np.int64)


def _end(period: str) -> str:
    """Return what periods are put in order by: their last day, or as they are written."""
    try:
        value = read_period(period).value
    except BadCellError:
        return period
    return value.end.isoformat() if value else period


def _half_width(level: Reals, error: Reals) -> Reals:
    """Return how far a true severity may lie from the expected one, both ways alike.

    That of a uniform distribution with this standard deviation, kept within 0-1: cutting draws off
    at 0 would raise their mean, and with it every gain.
    """
    room = np.clip(np.minimum(level, 1 - level), 0.0, None)
    width: Reals = np.minimum(np.sqrt(3) * error, room)
    return width


def _weighting(decay: Decay) -> str:
    return decay.model.weighting if decay.model else "equal"


def _losses(fitted: Fitted, severity: Reals, coefficients: Reals) -> Reals:
    """Return β·d by cause, task and unit."""
    deficits, steps = fitted.design.deficits, len(fitted.design.chains.steps)
    cost = coefficients[steps : steps + len(deficits.causes)]
    found = np.zeros((len(causes_of(fitted)), *severity.shape[:2]))
    for row, cause in enumerate(causes_of(fitted)):
        part = deficits.parts.index(cause)
        for column in np.flatnonzero(deficits.part == part):
            found[row] += severity[..., column] * cost[column]
    found[:, :, fitted.design.chains.parents < 0] = 0.0
    return np.maximum(found, 0.0)
