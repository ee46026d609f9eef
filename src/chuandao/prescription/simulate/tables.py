"""The tables of a simulation: by unit, by tier, and the units that a package leaves where they are.

Intervals are those of a lognormal distribution with the mean and variance of the draws of ln e, as
everywhere; of gains, quantiles of the draws, since gains are one-sided.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from chuandao.catalog.thresholds import threshold
from chuandao.decay.tables import shaped
from chuandao.prescription.options import Ground
from chuandao.stats.forward.ahead import Outlook
from chuandao.stats.smoothing.tree import Positions, Reals

SCENARIOS = ("without", "plan")
_Z95 = 1.959963984540054
_GAIN = (0.05, 0.95)


@dataclass(frozen=True, eq=False)
class Made:
    """What the tables are made of.

    Attributes
    ----------
    ground : Ground
    outlook : Outlook
        Nodes in the layout of the tree.
    place : positions (units)
        The node of each unit.
    periods : list of str
    tiers : list of int
    first : int
        The first period that is kept by unit.
    """

    ground: Ground
    outlook: Outlook
    place: Positions
    periods: list[str]
    tiers: list[int]
    first: int

    @property
    def tasks(self) -> list[str | None]:
        """The tasks, and None for the mean over several."""
        own: list[str | None] = list(self.ground.tasks)
        return [*own, None] if len(own) > 1 else own


def unit_table(made: Made) -> pl.DataFrame:
    """Return efficacy by unit, task, period and scenario."""
    outlook = made.outlook
    mean = outlook.mean[:, :, made.place].astype(np.float64)
    variance = outlook.variance[:, :, made.place].astype(np.float64)
    kept = made.periods[made.first :]
    shape = (len(made.tasks), 2, len(made.place), len(kept))
    task, scenario, unit, period = (axis.reshape(-1) for axis in np.indices(shape))
    spread = _Z95 * np.sqrt(variance)
    frame = pl.DataFrame(
        {
            "unit": pl.Series(made.ground.units).gather(pl.Series(unit)),
            "task": pl.Series(made.tasks, dtype=pl.String).gather(pl.Series(task)),
            "period": pl.Series(kept).gather(pl.Series(period)),
            "scenario": pl.Series(SCENARIOS).gather(pl.Series(scenario)),
            "estimate": np.exp(mean + variance / 2).reshape(-1),
            "low": np.exp(mean - spread).reshape(-1),
            "high": np.exp(mean + spread).reshape(-1),
        }
    )
    return shaped("simulation", frame)


def tier_table(made: Made) -> pl.DataFrame:
    """Return mean efficacy by tier, task, period and scenario, and what the package adds."""
    values = made.outlook.tiers
    tasks: list[str | None] = list(made.ground.tasks)
    if len(tasks) > 1:
        tasks.append(None)
    values = values[:, : len(tasks)]
    estimate, low, high = _interval(values)
    gain = values[:, :, 1] - values[:, :, 0]
    gains = [gain.mean(axis=0), *np.quantile(gain, _GAIN, axis=0)]
    rows = np.indices(estimate.shape).reshape(4, -1)
    task, scenario, tier, period = (pl.Series(axis) for axis in rows)
    with_plan = pl.Series(rows[1] == 1)
    frame = pl.DataFrame(
        {
            "task": pl.Series(tasks, dtype=pl.String).gather(task),
            "period": pl.Series(made.periods).gather(period),
            "tier": pl.Series(made.tiers).gather(tier),
            "scenario": pl.Series(SCENARIOS).gather(scenario),
            "estimate": estimate.reshape(-1),
            "low": low.reshape(-1),
            "high": high.reshape(-1),
            **{
                name: np.broadcast_to(one[:, None], estimate.shape).reshape(-1)
                for name, one in zip(("gain", "gain_low", "gain_high"), gains, strict=True)
            },
        }
    ).with_columns(
        pl.when(with_plan).then(pl.col(name)) for name in ("gain", "gain_low", "gain_high")
    )
    return shaped("simulated_tiers", frame)


def _interval(values: Reals) -> tuple[Reals, Reals, Reals]:
    """Return mean and 95 % interval over the draws (the first axis)."""
    logs = np.log(np.maximum(values, 1e-12))
    centre = logs.mean(axis=0)
    spread = _Z95 * logs.std(axis=0, ddof=1) if len(values) > 1 else np.zeros_like(centre)
    return values.mean(axis=0), np.exp(centre - spread), np.exp(centre + spread)


@dataclass(frozen=True, eq=False)
class Reach:
    """Who is reached, (tasks, nodes) in the layout of the tree.

    Attributes
    ----------
    chosen, possible : arrays
        By the package; by any remedy that is an option.
    examined : array
        Whether every cause was examined on every step to the unit.
    """

    chosen: NDArray[np.bool_]
    possible: NDArray[np.bool_]
    examined: NDArray[np.bool_]


def unmoved_table(made: Made, reach: Reach) -> pl.DataFrame:
    """Return the units whose efficacy a package does not surely raise, and why."""
    risen, ground = made.outlook.risen, made.ground
    reason = np.full(risen.shape, "no_option", dtype=object)
    reason[~reach.examined] = "not_examined"
    reason[reach.possible] = "not_in_package"
    reason[reach.chosen] = "too_little"
    place = made.place
    still = (risen < threshold("simulated_rise_sure"))[:, place]
    still[:, ground.parents < 0] = False
    task, unit = np.nonzero(still)
    node = place[unit]
    last = made.outlook.mean[: len(risen), :, :, -1].astype(np.float64)
    gain = np.exp(last[:, 1]) - np.exp(last[:, 0])
    frame = pl.DataFrame(
        {
            "unit": pl.Series(ground.units, dtype=pl.String).gather(pl.Series(unit)),
            "task": pl.Series(ground.tasks, dtype=pl.String).gather(pl.Series(task)),
            "reason": pl.Series(reason[task, node].tolist(), dtype=pl.String),
            "risen": risen[task, node],
            "gain": gain[task, node],
        }
    )
    return shaped("unmoved", frame)
